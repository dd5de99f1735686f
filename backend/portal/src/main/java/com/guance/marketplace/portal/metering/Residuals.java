package com.guance.marketplace.portal.metering;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** The units of each share that no record holds. */
@ApplicationScoped
class Residuals {
    /** A share's units, of a payer and dimension. */
    record Entry(UUID subscriptionId, String dimension, Share share, BigDecimal units) {}

    private static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.subscriptionId.toString())
            .thenComparing(Entry::dimension)
            .thenComparing(Entry::share);

    private final Sql sql;

    Residuals(Sql sql) {
        this.sql = sql;
    }

    void add(Collection<Entry> entries) {
        write(entries, "r.units + excluded.units");
    }

    /** Writes what is left of shares; what is nothing is forgotten. */
    void set(Collection<Entry> entries) {
        write(entries, "excluded.units");
        sql.update("DELETE FROM residuals WHERE units = 0 AND subscription_id = ANY (?)", (Object)
                entries.stream().map(Entry::subscriptionId).distinct().toArray(UUID[]::new));
    }

    private void write(Collection<Entry> entries, String units) {
        if (entries.isEmpty()) {
            return;
        }
        // one row for each share: what is added twice is added up first
        var rows = entries.stream()
                .collect(toMap(
                        e -> new Entry(e.subscriptionId, e.dimension, e.share, BigDecimal.ZERO),
                        Entry::units,
                        BigDecimal::add))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey(ORDER))
                .toList();
        sql.update(
                """
                INSERT INTO residuals AS r (subscription_id, dimension, workspace_id, site_id, item_group, units)
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?)
                ON CONFLICT (subscription_id, dimension, workspace_id, item_group) DO UPDATE SET units = """ + " " + units,
                column(rows, Entry::subscriptionId).toArray(UUID[]::new),
                column(rows, Entry::dimension).toArray(String[]::new),
                column(rows, e -> e.share.workspaceId()).toArray(UUID[]::new),
                column(rows, e -> e.share.siteId()).toArray(String[]::new),
                column(rows, e -> e.share.itemGroup()).toArray(String[]::new),
                rows.stream().map(Map.Entry::getValue).toArray(BigDecimal[]::new));
    }

    private static <T> List<T> column(List<Map.Entry<Entry, BigDecimal>> rows, Function<Entry, T> value) {
        return rows.stream().map(row -> value.apply(row.getKey())).toList();
    }

    /** By subscription and dimension. */
    Map<UUID, Map<String, Map<Share, BigDecimal>>> of(Collection<UUID> subscriptionIds) {
        return byShare(sql.rows(
                "SELECT subscription_id, dimension, workspace_id, site_id, item_group, units FROM residuals"
                        + " WHERE subscription_id = ANY (?)",
                row -> new Entry(
                        Sql.uuid(row, "subscription_id"),
                        row.getString("dimension"),
                        new Share(Sql.uuid(row, "workspace_id"), row.getString("site_id"), row.getString("item_group")),
                        row.getBigDecimal("units")),
                (Object) subscriptionIds.toArray(UUID[]::new)));
    }

    static Map<UUID, Map<String, Map<Share, BigDecimal>>> byShare(Collection<Entry> entries) {
        return entries.stream()
                .collect(groupingBy(
                        Entry::subscriptionId,
                        groupingBy(
                                Entry::dimension,
                                TreeMap::new,
                                toMap(Entry::share, Entry::units, BigDecimal::add, TreeMap::new))))
                .entrySet()
                .stream()
                .collect(toMap(Map.Entry::getKey, e -> new TreeMap<String, Map<Share, BigDecimal>>(e.getValue())));
    }
}
