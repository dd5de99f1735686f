package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports as they are in force: what data planes said, and what they have corrected since. */
@ApplicationScoped
class ArrivedReports {
    /** What a report is known by. */
    record Name(UUID workspaceId, Instant hour, String clientId, String reportId) {
        private static Name of(ResultSet row) throws SQLException {
            return new Name(
                    Sql.uuid(row, "workspace_id"),
                    Objects.requireNonNull(Sql.instant(row, "hour")),
                    row.getString("client_id"),
                    row.getString("report_id"));
        }
    }

    /**
     * @param arrival the order in which reports came
     * @param accrual the charging that it went with; zero before
     */
    record Arrived(Name name, long arrival, boolean isAccrued, long accrual, SortedMap<ItemCode, BigDecimal> usage) {
        Instant hour() {
            return name.hour;
        }

        private Arrived with(Map<ItemCode, BigDecimal> corrections) {
            var corrected = new TreeMap<>(usage);
            corrected.putAll(corrections);
            return new Arrived(name, arrival, isAccrued, accrual, corrected);
        }
    }

    private record Correction(Name name, ItemCode item, BigDecimal value) {}

    private final Sql sql;

    ArrivedReports(Sql sql) {
        this.sql = sql;
    }

    /** @param where of {@code usage_reports}, and in which order, by our own hand */
    List<Arrived> find(String where, @Nullable Object... values) {
        var found = sql.rows(
                "SELECT workspace_id, hour, client_id, report_id, arrival, usage, accrued_at IS NOT NULL AS is_accrued,"
                        + " coalesce(accrual, 0) AS accrual"
                        + " FROM usage_reports WHERE " + where,
                row -> new Arrived(
                        Name.of(row),
                        row.getLong("arrival"),
                        row.getBoolean("is_accrued"),
                        row.getLong("accrual"),
                        UsageDays.figures(row.getString("usage"))),
                values);
        if (found.isEmpty()) {
            return found;
        }
        var corrections = corrections(found);
        return found.stream()
                .map(report -> report.with(corrections.getOrDefault(report.name, Map.of())))
                .toList();
    }

    /** By report and item; of several the last one holds. */
    private Map<Name, Map<ItemCode, BigDecimal>> corrections(List<Arrived> reports) {
        var values = new HashMap<Name, Map<ItemCode, BigDecimal>>();
        sql.rows(
                        """
                SELECT workspace_id, hour, client_id, report_id, item, value FROM usage_corrections
                WHERE workspace_id = ANY (?) AND hour >= ? AND hour <= ? ORDER BY arrival""",
                        row -> new Correction(
                                Name.of(row),
                                ItemCode.parse(row.getString("item")).orElseThrow(),
                                row.getBigDecimal("value")),
                        reports.stream()
                                .map(report -> report.name.workspaceId)
                                .distinct()
                                .toArray(UUID[]::new),
                        reports.stream()
                                .map(Arrived::hour)
                                .min(Instant::compareTo)
                                .orElseThrow(),
                        reports.stream()
                                .map(Arrived::hour)
                                .max(Instant::compareTo)
                                .orElseThrow())
                .forEach(correction -> values.computeIfAbsent(correction.name, name -> new HashMap<>())
                        .put(correction.item, correction.value));
        return values;
    }
}
