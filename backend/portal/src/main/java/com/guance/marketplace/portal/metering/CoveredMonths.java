package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** How much of each month contracts have covered so far; changed with the freeze that took it. */
@ApplicationScoped
class CoveredMonths {
    /** @param month its first day; AWS's months are those of UTC */
    record Key(UUID subscriptionId, String dimension, LocalDate month) {
        static Key of(UUID subscriptionId, String dimension, Instant hour) {
            return new Key(
                    subscriptionId,
                    dimension,
                    hour.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1));
        }
    }

    private record Used(Key key, BigDecimal units) {}

    private final Sql sql;

    CoveredMonths(Sql sql) {
        this.sql = sql;
    }

    Map<Key, BigDecimal> used(Collection<Key> keys) {
        var wanted = List.copyOf(keys);
        return sql
                .rows(
                        "SELECT subscription_id, dimension, month, units FROM metering_coverage"
                                + " JOIN unnest(?, ?, ?) AS w (subscription_id, dimension, month)"
                                + " USING (subscription_id, dimension, month)",
                        row -> new Used(
                                new Key(
                                        Sql.uuid(row, "subscription_id"),
                                        row.getString("dimension"),
                                        row.getObject("month", LocalDate.class)),
                                row.getBigDecimal("units")),
                        wanted.stream().map(Key::subscriptionId).toArray(UUID[]::new),
                        wanted.stream().map(Key::dimension).toArray(String[]::new),
                        wanted.stream().map(Key::month).toArray(LocalDate[]::new))
                .stream()
                .collect(Collectors.toMap(Used::key, Used::units));
    }

    void add(Map<Key, BigDecimal> covered) {
        if (covered.isEmpty()) {
            return;
        }
        var rows = List.copyOf(covered.entrySet());
        sql.update(
                """
                INSERT INTO metering_coverage AS c (subscription_id, dimension, month, units)
                SELECT * FROM unnest(?, ?, ?, ?)
                ON CONFLICT (subscription_id, dimension, month) DO UPDATE SET units = c.units + excluded.units""",
                rows.stream().map(row -> row.getKey().subscriptionId()).toArray(UUID[]::new),
                rows.stream().map(row -> row.getKey().dimension()).toArray(String[]::new),
                rows.stream().map(row -> row.getKey().month()).toArray(LocalDate[]::new),
                rows.stream().map(Map.Entry::getValue).toArray(BigDecimal[]::new));
    }
}
