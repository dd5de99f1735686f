package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.Accruals.Arrived;
import com.guance.marketplace.portal.platform.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What corrections have made of reports: of each report and item the last one holds. */
record Corrected(Map<Key, Map<ItemCode, BigDecimal>> values) {
    /** What a report is known by. */
    record Key(UUID workspaceId, @Nullable Instant hour, String clientId, String reportId) {}

    private record Found(Key key, ItemCode item, BigDecimal value) {}

    static Corrected read(Sql sql, Collection<UUID> workspaceIds, Collection<Instant> hours) {
        if (hours.isEmpty()) {
            return new Corrected(Map.of());
        }
        var values = new HashMap<Key, Map<ItemCode, BigDecimal>>();
        sql.rows(
                        """
                SELECT workspace_id, hour, client_id, report_id, item, value FROM usage_corrections
                WHERE workspace_id = ANY (?) AND hour >= ? AND hour <= ? ORDER BY arrival""",
                        row -> new Found(
                                new Key(
                                        Sql.uuid(row, "workspace_id"),
                                        Sql.instant(row, "hour"),
                                        row.getString("client_id"),
                                        row.getString("report_id")),
                                ItemCode.parse(row.getString("item")).orElseThrow(),
                                row.getBigDecimal("value")),
                        workspaceIds.toArray(UUID[]::new),
                        hours.stream().min(Instant::compareTo).orElseThrow(),
                        hours.stream().max(Instant::compareTo).orElseThrow())
                .forEach(found -> values.computeIfAbsent(found.key, key -> new HashMap<>())
                        .put(found.item, found.value));
        return new Corrected(values);
    }

    /** The report as it is in force. */
    Arrived apply(Key key, Arrived report) {
        var corrections = values.get(key);
        if (corrections == null) {
            return report;
        }
        var usage = new TreeMap<>(report.usage());
        usage.putAll(corrections);
        return new Arrived(report.workspaceId(), report.hour(), report.arrival(), usage);
    }
}
