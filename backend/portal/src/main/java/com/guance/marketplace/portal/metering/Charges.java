package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.MeteringTotals.Changes;
import com.guance.marketplace.portal.metering.MeteringTotals.Column;
import com.guance.marketplace.portal.metering.WriteOffs.Reason;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The charges, written once, and with them what they mean for the payers' units. */
@ApplicationScoped
class Charges {
    /** The hours of a subscription whose charges go into one freeze. */
    record Hours(UUID subscriptionId, Instant after, Instant upTo) {}

    private final Sql sql;
    private final MeteringTotals totals;
    private final Residuals residuals;
    private final WriteOffs writeOffs;
    private final ChargedSubscriptions subscriptions;
    private final Clock clock;

    Charges(
            Sql sql,
            MeteringTotals totals,
            Residuals residuals,
            WriteOffs writeOffs,
            ChargedSubscriptions subscriptions,
            Clock clock) {
        this.sql = sql;
        this.totals = totals;
        this.residuals = residuals;
        this.writeOffs = writeOffs;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /**
     * Makes charges; those to a subscription while its hours are held.
     *
     * @param accrual tells one charging from another
     */
    void make(List<Charge> charges, long accrual) {
        if (charges.isEmpty()) {
            return;
        }
        insert(charges, accrual);
        var changes = new Changes();
        var lost = new ArrayList<WriteOffs.Entry>();
        var owed = new ArrayList<Residuals.Entry>();
        for (var charge : charges) {
            forEachShare(charge, (dimension, share, units) -> {
                var subscription = charge.payer().subscriptionId();
                boolean isUsage = charge.kind() == Charge.Kind.USAGE;
                changes.add(subscription, dimension, isUsage ? Column.ACCEPTED : Column.CORRECTIONS, units);
                changes.add(subscription, dimension, charge.isLost() ? Column.EXPIRED : Column.RESIDUAL, units);
                if (charge.isLost()) {
                    lost.add(new WriteOffs.Entry(
                            subscription, dimension, share, charge.hour(), units, Reason.NO_OPEN_HOUR, null));
                } else if (charge.meteredHour() == null) {
                    owed.add(new Residuals.Entry(subscription, dimension, share, units));
                }
            });
        }
        writeOffs.add(lost);
        residuals.add(owed);
        subscriptions.lookAt(
                owed.stream().map(Residuals.Entry::subscriptionId).distinct().toList());
        totals.apply(changes);
    }

    private interface OfShare {
        void take(String dimension, Share share, BigDecimal units);
    }

    private static void forEachShare(Charge charge, OfShare of) {
        charge.units()
                .forEach((dimension, groups) -> groups.forEach((group, units) -> {
                    if (units.signum() != 0) {
                        of.take(dimension, new Share(charge.workspaceId(), charge.siteId(), group), units);
                    }
                }));
    }

    private void insert(List<Charge> charges, long accrual) {
        var now = clock.instant();
        sql.update(
                """
                INSERT INTO charges (created_at, accrual, workspace_id, site_id, id, hour, day, kind, rate_card, method,
                    subscription_id, metered_hour, currency, amount, lines, units)
                SELECT ?, ?, c.workspace_id, c.site_id, c.id, c.hour, c.day, c.kind, c.rate_card, c.method,
                    c.subscription_id, c.metered_hour, c.currency, c.amount, c.lines::jsonb, c.units::jsonb
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS c (workspace_id, site_id, id, hour, day, kind,
                    rate_card, method, subscription_id, metered_hour, currency, amount, lines, units)""",
                now,
                accrual,
                column(charges, Charge::workspaceId).toArray(UUID[]::new),
                column(charges, Charge::siteId).toArray(String[]::new),
                column(charges, charge -> Time.id(now)).toArray(UUID[]::new),
                column(charges, Charge::hour).toArray(Instant[]::new),
                column(charges, Charge::day).toArray(LocalDate[]::new),
                column(charges, charge -> charge.kind().name()).toArray(String[]::new),
                column(charges, Charge::rateCard).toArray(String[]::new),
                column(charges, charge -> charge.payer().method().name()).toArray(String[]::new),
                charges.stream().map(charge -> charge.payer().subscriptionId()).toArray(UUID[]::new),
                charges.stream().map(Charge::meteredHour).toArray(Instant[]::new),
                column(charges, Charge::currency).toArray(String[]::new),
                column(charges, Charge::amount).toArray(BigDecimal[]::new),
                column(charges, Charges::lines).toArray(String[]::new),
                charges.stream()
                        .map(charge -> charge.payer().subscriptionId() == null ? null : units(charge))
                        .toArray(String[]::new));
    }

    private static <T> Collection<T> column(List<Charge> charges, Function<Charge, T> value) {
        return charges.stream().map(value).toList();
    }

    private static String lines(Charge charge) {
        return charge.lines().entrySet().stream()
                .map(line -> "\"%s\":{\"quantity\":%s,\"amount\":%s}"
                        .formatted(
                                line.getKey(),
                                line.getValue().quantity().toPlainString(),
                                line.getValue().amount().toPlainString()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String units(Charge charge) {
        return charge.units().entrySet().stream()
                .map(dimension -> MeteringRecord.quoted(dimension.getKey()) + ":"
                        + dimension.getValue().entrySet().stream()
                                .map(group -> MeteringRecord.quoted(group.getKey()) + ":"
                                        + group.getValue().toPlainString())
                                .collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** What is charged to hours of subscriptions, by subscription, dimension and share; one query. */
    Map<UUID, Map<String, Map<Share, BigDecimal>>> units(Collection<Hours> hours) {
        var wanted = List.copyOf(hours);
        return Residuals.byShare(sql.rows(
                """
                SELECT c.subscription_id, d.key AS dimension, c.workspace_id, c.site_id, g.key AS item_group,
                    sum(g.value::numeric) AS units
                FROM unnest(?, ?, ?) AS w (subscription_id, after, up_to)
                JOIN charges c ON c.subscription_id = w.subscription_id
                    AND c.metered_hour > w.after AND c.metered_hour <= w.up_to
                CROSS JOIN jsonb_each(c.units) d CROSS JOIN jsonb_each_text(d.value) g
                GROUP BY 1, 2, 3, 4, 5""",
                row -> new Residuals.Entry(
                        Sql.uuid(row, "subscription_id"),
                        row.getString("dimension"),
                        new Share(Sql.uuid(row, "workspace_id"), row.getString("site_id"), row.getString("item_group")),
                        row.getBigDecimal("units")),
                wanted.stream().map(Hours::subscriptionId).toArray(UUID[]::new),
                wanted.stream().map(Hours::after).toArray(Instant[]::new),
                wanted.stream().map(Hours::upTo).toArray(Instant[]::new)));
    }
}
