package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.marketplace.Entitlements;
import com.guance.marketplace.portal.marketplace.MeteredSubscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.metering.MeteredProducts.Metered;
import com.guance.marketplace.portal.metering.MeteringTotals.Changes;
import com.guance.marketplace.portal.metering.MeteringTotals.Column;
import com.guance.marketplace.portal.metering.WriteOffs.Reason;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes what is charged to an hour into records for AWS, once. Works within the caller's transaction. */
@ApplicationScoped
class Freezes {
    private static final Logger LOG = Logger.getLogger(Freezes.class);

    /** Charges up to the first hour that ever freezes. */
    private static final Instant EVER = Instant.EPOCH;

    /** Later than every hour that a charge could be given. */
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    record Progress(UUID subscriptionId, @Nullable Instant lastFrozen) {}

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

    /** A subscription that is looked at. */
    private record Case(
            MeteredSubscription subscription,
            Metered metered,
            Life life,
            @Nullable Instant lastFrozen,
            @Nullable Instant hour) {
        UUID id() {
            return subscription.id();
        }

        boolean isOver(Instant now) {
            return hour == null && next(lastFrozen, now) == null;
        }

        /** When the next hour is to freeze; null where none will. */
        @Nullable Instant next(@Nullable Instant frozen, Instant now) {
            return metered.window()
                    .hourToMeter(Life.hour(life.start()), life, frozen, now)
                    .map(next -> metered.window().freezesAt(next, life))
                    .orElse(null);
        }

        /** The hour that freezes, or the last one. */
        Instant hourThatCounts() {
            return hour == null ? lastHour() : hour;
        }

        Instant lastHour() {
            return Life.hour(Objects.requireNonNull(life.end()));
        }

        /** What has frozen stays so, even where the end is heard of after later hours froze. */
        Instant closedUpTo() {
            return lastFrozen == null || lastFrozen.isBefore(lastHour()) ? lastHour() : lastFrozen;
        }
    }

    /** What a transaction writes. */
    private static final class Pages {
        final List<MeteringRecords.Frozen> records = new ArrayList<>();
        final List<Residuals.Entry> residuals = new ArrayList<>();
        final List<WriteOffs.Entry> writeOffs = new ArrayList<>();
        final Changes changes = new Changes();
        final Map<CoveredMonths.Key, BigDecimal> covered = new HashMap<>();
        final Map<UUID, Instant> frozen = new HashMap<>();
        final Map<UUID, Instant> due = new HashMap<>();
    }

    private final Sql sql;
    private final Subscriptions subscriptions;
    private final MeteredProducts products;
    private final Charges charges;
    private final Residuals residuals;
    private final MeteringRecords records;
    private final WriteOffs writeOffs;
    private final MeteringTotals totals;
    private final Entitlements entitlements;
    private final CoveredMonths coveredMonths;
    private final Clock clock;

    Freezes(
            Sql sql,
            Subscriptions subscriptions,
            MeteredProducts products,
            Charges charges,
            Residuals residuals,
            MeteringRecords records,
            WriteOffs writeOffs,
            MeteringTotals totals,
            Entitlements entitlements,
            CoveredMonths coveredMonths,
            Clock clock) {
        this.sql = sql;
        this.subscriptions = subscriptions;
        this.products = products;
        this.charges = charges;
        this.residuals = residuals;
        this.records = records;
        this.writeOffs = writeOffs;
        this.totals = totals;
        this.entitlements = entitlements;
        this.coveredMonths = coveredMonths;
        this.clock = clock;
    }

    /** Subscriptions that somebody should look at, those that have waited longest first; locked until the transaction ends. */
    List<Progress> claim(int limit, Instant asOf) {
        return sql.rows("""
                SELECT subscription_id, last_frozen FROM metering_progress WHERE due_at <= ?
                ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED""", Freezes::progress, asOf, limit);
    }

    /** One of them; none where somebody has looked at it meanwhile. */
    List<Progress> claim(UUID subscriptionId, Instant asOf) {
        return sql.rows("""
                SELECT subscription_id, last_frozen FROM metering_progress WHERE subscription_id = ? AND due_at <= ?
                FOR UPDATE SKIP LOCKED""", Freezes::progress, subscriptionId, asOf);
    }

    private static Progress progress(ResultSet row) throws SQLException {
        return new Progress(Sql.uuid(row, "subscription_id"), Sql.instant(row, "last_frozen"));
    }

    /** What cannot freeze now is looked at again after a while, and holds up no other. */
    void postpone(UUID subscriptionId) {
        sql.update(
                "UPDATE metering_progress SET due_at = ? WHERE subscription_id = ?",
                clock.instant().plus(PAUSE_AFTER_FAILURE),
                subscriptionId);
    }

    /** Freezes the next hour of each of the subscriptions that are claimed. */
    void freeze(List<Progress> progress, Instant now) {
        if (progress.isEmpty()) {
            return;
        }
        var metered = subscriptions.metered(
                progress.stream().map(Progress::subscriptionId).toList());
        var cases = progress.stream()
                .map(p -> caseOf(metered.get(p.subscriptionId), p.lastFrozen, now))
                .filter(Objects::nonNull)
                .toList();
        var pages = new Pages();
        var units = units(cases, now);
        var waiting = cover(cases, units, now, pages);
        var frozen = new HashMap<UUID, Freeze.Frozen>();
        for (var one : cases) {
            if (one.hour != null && !waiting.contains(one.id())) {
                var left = units.getOrDefault(one.id(), Map.of());
                frozen.put(one.id(), Freeze.of(address(one), one.life, one.hour, left, one.metered.idle()));
            }
        }
        var taken = records.takenBuckets(frozen.values().stream()
                .flatMap(ofOne -> ofOne.records().stream())
                .map(MeteringRecord::bucket)
                .toList());
        for (var one : cases) {
            var left = units.getOrDefault(one.id(), Map.of());
            if (waiting.contains(one.id())) {
                pages.due.put(one.id(), now.plus(PAUSE_AFTER_FAILURE));
            } else if (one.hour != null) {
                freeze(one, frozen.get(one.id()), taken, left, pages);
                pages.frozen.put(one.id(), one.hour);
                // with nothing more to freeze it is looked at once more, for what is left
                pages.due.put(one.id(), Objects.requireNonNullElse(one.next(one.hour, now), now));
            } else if (one.isOver(now)) {
                close(one, left, pages);
                pages.frozen.put(one.id(), one.closedUpTo());
            } else {
                pages.due.put(one.id(), one.next(one.lastFrozen, now));
            }
        }
        write(progress, pages);
    }

    /**
     * Takes out of the units what contracts have paid for.
     *
     * @return those of whose contract AWS has not told yet: their hours wait, so that nobody pays twice
     */
    private Set<UUID> cover(
            List<Case> cases, Map<UUID, Map<String, Map<Share, BigDecimal>>> units, Instant now, Pages pages) {
        var contracts = cases.stream()
                .filter(one -> one.metered.isCovered() && (one.hour != null || one.isOver(now)))
                .toList();
        if (contracts.isEmpty()) {
            return Set.of();
        }
        var entitled = entitlements.quantities(contracts.stream().map(Case::id).toList());
        var used = coveredMonths.used(contracts.stream()
                .flatMap(one -> units.getOrDefault(one.id(), Map.of()).keySet().stream()
                        .map(dimension -> CoveredMonths.Key.of(one.id(), dimension, one.hourThatCounts())))
                .toList());
        var waiting = new HashSet<UUID>();
        for (var one : contracts) {
            var known = entitled.get(one.id());
            if (known == null && one.metered.product().isMetered() && one.hour != null) {
                waiting.add(one.id());
                continue;
            }
            units.getOrDefault(one.id(), Map.of()).entrySet().forEach(ofDimension -> {
                var dimension = ofDimension.getKey();
                var month = CoveredMonths.Key.of(one.id(), dimension, one.hourThatCounts());
                var contract = one.metered.coveredBy().get(dimension);
                var quantity = known == null || contract == null
                        ? BigDecimal.ZERO
                        : known.getOrDefault(contract, BigDecimal.ZERO);
                var split = one.metered.product().isMetered()
                        ? Coverage.of(
                                ofDimension.getValue(), quantity.subtract(used.getOrDefault(month, BigDecimal.ZERO)))
                        : Coverage.all(ofDimension.getValue());
                split.covered().forEach((share, value) -> {
                    pages.writeOffs.add(new WriteOffs.Entry(
                            one.id(), dimension, share, one.hourThatCounts(), value, Reason.COVERED, null));
                    pages.changes.move(one.id(), dimension, Column.RESIDUAL, Column.WAIVED, value);
                    pages.covered.merge(month, value, BigDecimal::add);
                });
                ofDimension.setValue(split.rest());
            });
        }
        return waiting;
    }

    private @Nullable Case caseOf(MeteredSubscription subscription, @Nullable Instant lastFrozen, Instant now) {
        var life = ChargedSubscriptions.life(subscription);
        if (life == null) {
            return null;
        }
        var metered = products.get(subscription.product());
        var hour = metered.window().hourToFreeze(life, lastFrozen, now).orElse(null);
        return new Case(subscription, metered, life, lastFrozen, hour);
    }

    /** What stands in no record: residuals, and what is charged to the hours that freeze or will never. */
    private Map<UUID, Map<String, Map<Share, BigDecimal>>> units(List<Case> cases, Instant now) {
        var concerned = cases.stream()
                .filter(one -> one.hour != null || one.isOver(now))
                .toList();
        var units = new HashMap<>(residuals.of(concerned.stream().map(Case::id).toList()));
        var charged = charges.units(concerned.stream()
                .map(one -> new Charges.Hours(
                        one.id(),
                        Objects.requireNonNullElse(one.lastFrozen, EVER),
                        Objects.requireNonNullElse(one.hour, NEVER)))
                .toList());
        charged.forEach((id, byDimension) -> byDimension.forEach((dimension, shares) -> {
            var all = units.computeIfAbsent(id, key -> new TreeMap<>())
                    .computeIfAbsent(dimension, key -> new TreeMap<>());
            shares.forEach((share, value) -> all.merge(share, value, BigDecimal::add));
        }));
        return units;
    }

    private void freeze(
            Case one, Freeze.Frozen frozen, Set<String> taken, Map<String, Map<Share, BigDecimal>> units, Pages pages) {
        var rest = new TreeMap<String, Map<Share, BigDecimal>>(frozen.rest());
        for (var entry : frozen.entries()) {
            var record = entry.record();
            if (taken.contains(record.bucket())) {
                // AWS would take it for a word on the record that it has: its units wait for an hour of their own
                LOG.errorf("another record has the bucket %s; the units go with a later hour", record.bucket());
                rest.put(record.dimension(), units.get(record.dimension()));
                continue;
            }
            pages.records.add(new MeteringRecords.Frozen(
                    one.id(),
                    one.metered.lane(),
                    record,
                    entry.units(),
                    one.metered.window().deadline(record.timestamp(), one.life)));
            pages.changes.move(
                    one.id(),
                    record.dimension(),
                    Column.RESIDUAL,
                    Column.PENDING,
                    BigDecimal.valueOf(record.quantity()));
        }
        leave(one, units, rest, pages);
    }

    /** No hour is open any more, so nothing can be told: fractions are waived, credits stay owed, and the rest is lost. */
    private void close(Case one, Map<String, Map<Share, BigDecimal>> units, Pages pages) {
        var rest = new TreeMap<String, Map<Share, BigDecimal>>();
        units.forEach((dimension, shares) -> {
            var closed = Residual.close(shares);
            closed.waived()
                    .forEach((share, value) ->
                            writeOff(one, dimension, share, value, Column.WAIVED, Reason.WAIVED, pages));
            closed.lost()
                    .forEach((share, value) ->
                            writeOff(one, dimension, share, value, Column.EXPIRED, Reason.LEFT_AT_END, pages));
            var owed = new TreeMap<Share, BigDecimal>();
            closed.owed().forEach((share, value) -> owed.put(share, value.negate()));
            rest.put(dimension, owed);
        });
        leave(one, units, rest, pages);
    }

    private static void writeOff(
            Case one, String dimension, Share share, BigDecimal units, Column column, Reason reason, Pages pages) {
        pages.writeOffs.add(new WriteOffs.Entry(one.id(), dimension, share, one.lastHour(), units, reason, null));
        pages.changes.move(one.id(), dimension, Column.RESIDUAL, column, units);
    }

    /** What stays of each share that had units. */
    private static void leave(
            Case one,
            Map<String, Map<Share, BigDecimal>> units,
            Map<String, Map<Share, BigDecimal>> rest,
            Pages pages) {
        units.forEach((dimension, shares) -> {
            var left = rest.getOrDefault(dimension, Map.of());
            shares.keySet()
                    .forEach(share -> pages.residuals.add(new Residuals.Entry(
                            one.id(), dimension, share, left.getOrDefault(share, BigDecimal.ZERO))));
        });
    }

    private static Freeze.Address address(Case one) {
        var product = one.subscription.product();
        return new Freeze.Address(
                product.region(), one.metered.endpoint(), product.code(), AwsIdentity.of(one.subscription));
    }

    private void write(List<Progress> progress, Pages pages) {
        records.keep(pages.records);
        residuals.set(pages.residuals);
        writeOffs.add(pages.writeOffs);
        coveredMonths.add(pages.covered);
        sql.update(
                """
                UPDATE metering_progress p SET last_frozen = coalesce(w.frozen, p.last_frozen), due_at = w.due
                FROM unnest(?, ?, ?) AS w (subscription_id, frozen, due) WHERE p.subscription_id = w.subscription_id""",
                progress.stream().map(Progress::subscriptionId).toArray(UUID[]::new),
                progress.stream().map(p -> pages.frozen.get(p.subscriptionId)).toArray(Instant[]::new),
                progress.stream().map(p -> pages.due.get(p.subscriptionId)).toArray(Instant[]::new));
        totals.apply(pages.changes);
    }
}
