package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The running totals of each payer and dimension. At every commit what was taken in and corrected is what was sent, is on its
 * way, was parked, is left, was lost or waived; {@code invariants.sql} says so.
 */
@ApplicationScoped
class MeteringTotals {
    enum Column {
        ACCEPTED,
        CORRECTIONS,
        SENT,
        PENDING,
        PARKED,
        RESIDUAL,
        EXPIRED,
        WAIVED
    }

    record Key(UUID subscriptionId, String dimension) {}

    /** What a transaction changes of the totals. */
    static final class Changes {
        // in one order everywhere, so that no two transactions wait for each other
        private final TreeMap<Key, Map<Column, BigDecimal>> byKey =
                new TreeMap<>(Comparator.comparing(Key::subscriptionId).thenComparing(Key::dimension));

        Changes add(UUID subscriptionId, String dimension, Column column, BigDecimal units) {
            byKey.computeIfAbsent(new Key(subscriptionId, dimension), key -> new EnumMap<>(Column.class))
                    .merge(column, units, BigDecimal::add);
            return this;
        }

        Changes move(UUID subscriptionId, String dimension, Column from, Column to, BigDecimal units) {
            return add(subscriptionId, dimension, from, units.negate()).add(subscriptionId, dimension, to, units);
        }

        private BigDecimal[] column(Column column) {
            return byKey.values().stream()
                    .map(changes -> changes.getOrDefault(column, BigDecimal.ZERO))
                    .toArray(BigDecimal[]::new);
        }
    }

    private final Sql sql;

    MeteringTotals(Sql sql) {
        this.sql = sql;
    }

    void apply(Changes changes) {
        if (changes.byKey.isEmpty()) {
            return;
        }
        sql.update(
                """
                INSERT INTO metering_totals AS t (subscription_id, dimension,
                    accepted, corrections, sent, pending, parked, residual, expired, waived)
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (subscription_id, dimension) DO UPDATE SET
                    accepted = t.accepted + excluded.accepted, corrections = t.corrections + excluded.corrections,
                    sent = t.sent + excluded.sent, pending = t.pending + excluded.pending,
                    parked = t.parked + excluded.parked, residual = t.residual + excluded.residual,
                    expired = t.expired + excluded.expired, waived = t.waived + excluded.waived""",
                changes.byKey.keySet().stream().map(Key::subscriptionId).toArray(UUID[]::new),
                changes.byKey.keySet().stream().map(Key::dimension).toArray(String[]::new),
                changes.column(Column.ACCEPTED),
                changes.column(Column.CORRECTIONS),
                changes.column(Column.SENT),
                changes.column(Column.PENDING),
                changes.column(Column.PARKED),
                changes.column(Column.RESIDUAL),
                changes.column(Column.EXPIRED),
                changes.column(Column.WAIVED));
    }
}
