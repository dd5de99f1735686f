package com.guance.marketplace.portal.metering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The figures of each workspace's billing days so far. */
@ApplicationScoped
class UsageDays {
    /** A workspace's billing day. */
    record Key(UUID workspaceId, LocalDate day) {}

    /** @param rateCard the version that was in force when the day began */
    record Figures(String rateCard, SortedMap<ItemCode, BigDecimal> statistics) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private final Sql sql;

    UsageDays(Sql sql) {
        this.sql = sql;
    }

    Map<Key, Figures> of(Collection<Key> keys) {
        var wanted = List.copyOf(keys);
        return sql
                .rows(
                        "SELECT workspace_id, day, rate_card, statistics FROM usage_days"
                                + " JOIN unnest(?, ?) AS w (workspace_id, day) USING (workspace_id, day)",
                        row -> Map.entry(
                                new Key(Sql.uuid(row, "workspace_id"), row.getObject("day", LocalDate.class)),
                                new Figures(row.getString("rate_card"), figures(row.getString("statistics")))),
                        wanted.stream().map(Key::workspaceId).toArray(UUID[]::new),
                        wanted.stream().map(Key::day).toArray(LocalDate[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void write(Map<Key, Figures> days) {
        var rows = List.copyOf(days.entrySet());
        sql.update(
                """
                INSERT INTO usage_days (workspace_id, day, rate_card, statistics)
                SELECT d.workspace_id, d.day, d.rate_card, d.statistics::jsonb
                FROM unnest(?, ?, ?, ?) AS d (workspace_id, day, rate_card, statistics)
                ON CONFLICT (workspace_id, day) DO UPDATE SET statistics = excluded.statistics""",
                rows.stream().map(row -> row.getKey().workspaceId()).toArray(UUID[]::new),
                rows.stream().map(row -> row.getKey().day()).toArray(LocalDate[]::new),
                rows.stream().map(row -> row.getValue().rateCard()).toArray(String[]::new),
                rows.stream().map(row -> json(row.getValue().statistics())).toArray(String[]::new));
    }

    /** Values by item, as reports and days keep them. */
    static SortedMap<ItemCode, BigDecimal> figures(String json) {
        try {
            var figures = new TreeMap<ItemCode, BigDecimal>(ItemCode.ORDER);
            JSON.readTree(json)
                    .properties()
                    .forEach(e -> figures.put(
                            ItemCode.parse(e.getKey()).orElseThrow(),
                            e.getValue().decimalValue()));
            return figures;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not figures: " + json, e);
        }
    }

    private static String json(SortedMap<ItemCode, BigDecimal> figures) {
        return figures.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\":" + e.getValue().toPlainString())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
