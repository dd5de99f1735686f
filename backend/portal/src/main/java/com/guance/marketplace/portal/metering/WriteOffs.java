package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Units that AWS will never be told of, each with its reason: what was lost to us, what is waived, what a contract has paid. */
@ApplicationScoped
class WriteOffs {
    enum Reason {
        /** Usage came when no hour of its payer was open any more. */
        NO_OPEN_HOUR,
        /** Whole units were left when the last hour of a subscription had frozen. */
        LEFT_AT_END,
        /** A record whose outcome nobody knows got too old. */
        EXPIRED,
        /** Fractions at the end of a subscription. */
        WAIVED,
        /** A contract has paid for them in advance. */
        COVERED
    }

    /** @param share null where it is all of a record */
    record Entry(
            UUID subscriptionId,
            String dimension,
            @Nullable Share share,
            @Nullable Instant hour,
            BigDecimal units,
            Reason reason,
            @Nullable UUID recordId) {}

    private final Sql sql;
    private final Clock clock;

    WriteOffs(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    void add(Collection<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var rows = List.copyOf(entries);
        var now = clock.instant();
        sql.update(
                """
                INSERT INTO metering_write_offs
                    (id, subscription_id, dimension, workspace_id, item_group, hour, units, reason, record_id, made_at)
                SELECT w.*, ? FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS w""",
                now,
                rows.stream().map(entry -> Time.id(now)).toArray(UUID[]::new),
                rows.stream().map(Entry::subscriptionId).toArray(UUID[]::new),
                rows.stream().map(Entry::dimension).toArray(String[]::new),
                rows.stream()
                        .map(e -> e.share == null ? null : e.share.workspaceId())
                        .toArray(UUID[]::new),
                rows.stream()
                        .map(e -> e.share == null ? null : e.share.itemGroup())
                        .toArray(String[]::new),
                rows.stream().map(Entry::hour).toArray(Instant[]::new),
                rows.stream().map(Entry::units).toArray(BigDecimal[]::new),
                rows.stream().map(e -> e.reason.name()).toArray(String[]::new),
                rows.stream().map(Entry::recordId).toArray(UUID[]::new));
    }

    /** AWS has said after all that it took these records. */
    void forget(Collection<UUID> recordIds) {
        if (!recordIds.isEmpty()) {
            sql.update("DELETE FROM metering_write_offs WHERE record_id = ANY (?)", (Object)
                    recordIds.toArray(UUID[]::new));
        }
    }
}
