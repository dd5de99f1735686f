package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.ArrivedReports.Arrived;
import com.guance.marketplace.portal.metering.ChargedSubscriptions.Holding;
import com.guance.marketplace.portal.metering.Charging.Payers;
import com.guance.marketplace.portal.metering.Charging.Standing;
import com.guance.marketplace.portal.metering.RateCard.Currency;
import com.guance.marketplace.portal.metering.RateCard.SiteGroup;
import com.guance.marketplace.portal.metering.UsageDays.Figures;
import com.guance.marketplace.portal.metering.UsageDays.Key;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Sites.Site;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.TransactionLocks;
import com.guance.marketplace.portal.settlement.PayerTimeline;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.workspaces.WorkspaceSites;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the reports of closed hours into charges, each once. Works within the caller's transaction. */
@ApplicationScoped
class Accruals {
    /**
     * Workspaces that nobody else is charging, until the transaction ends.
     *
     * @param leaving those whose payer has ended in the hour that runs. It owes that hour up to its freeze, and that does not
     *     wait for the hour's close
     */
    record Claimed(List<UUID> workspaces, Instant openHour, List<UUID> leaving) {}

    /** What was decided in the last moments of an hour, who pays among it, is committed by then. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    /** Reports that are charged in one transaction. */
    static final int MOST_REPORTS = 20_000;

    private final Sql sql;
    private final TransactionLocks locks;
    private final ArrivedReports reports;
    private final UsageDays days;
    private final Charges charges;
    private final ChargedSubscriptions subscriptions;
    private final Settlement settlement;
    private final WorkspaceSites workspaces;
    private final Sites sites;
    private final PriceLists prices;
    private final Clock clock;

    Accruals(
            Sql sql,
            TransactionLocks locks,
            ArrivedReports reports,
            UsageDays days,
            Charges charges,
            ChargedSubscriptions subscriptions,
            Settlement settlement,
            WorkspaceSites workspaces,
            Sites sites,
            PriceLists prices,
            Clock clock) {
        this.sql = sql;
        this.locks = locks;
        this.reports = reports;
        this.days = days;
        this.charges = charges;
        this.subscriptions = subscriptions;
        this.settlement = settlement;
        this.workspaces = workspaces;
        this.sites = sites;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * Claims workspaces with reports of closed hours.
     *
     * @param resting those that are left alone
     */
    Claimed claim(int limit, Collection<UUID> resting) {
        var openHour = openHour();
        var leaving = leaving(openHour);
        var claimed = sql.rows(
                """
                SELECT workspace_id FROM (
                    SELECT workspace_id FROM usage_reports WHERE accrued_at IS NULL AND hour < ?
                    UNION SELECT workspace_id FROM usage_reports
                    WHERE accrued_at IS NULL AND hour = ? AND workspace_id = ANY (?)
                    ORDER BY workspace_id) due
                WHERE workspace_id <> ALL (?)
                    AND pg_try_advisory_xact_lock(hashtextextended('accrual/' || workspace_id, 0)) LIMIT ?""",
                row -> Sql.uuid(row, "workspace_id"),
                openHour,
                openHour,
                leaving.toArray(UUID[]::new),
                resting.toArray(UUID[]::new),
                limit);
        return new Claimed(claimed, openHour, leaving);
    }

    /** Claims one, waiting for whoever charges it. */
    Claimed claim(UUID workspaceId) {
        lock(workspaceId);
        var openHour = openHour();
        return new Claimed(List.of(workspaceId), openHour, leaving(openHour));
    }

    private List<UUID> leaving(Instant openHour) {
        var ended = subscriptions.endedSince(openHour);
        return ended.isEmpty() ? List.of() : settlement.everPaidBy(ended);
    }

    /** Waits until nobody else charges the workspace, and keeps it so until the transaction ends. */
    void lock(UUID workspaceId) {
        locks.hold("accrual/" + workspaceId);
    }

    /** Charges what claimed workspaces have reported of closed hours; how many reports that were. */
    int accrue(Claimed claimed) {
        var siteOf = workspaces.of(claimed.workspaces);
        var arrived = this.reports.find(
                "accrued_at IS NULL AND (hour < ? OR hour = ? AND workspace_id = ANY (?)) AND workspace_id = ANY (?)"
                        + " ORDER BY arrival LIMIT " + MOST_REPORTS,
                claimed.openHour,
                claimed.openHour,
                claimed.leaving.toArray(UUID[]::new),
                siteOf.keySet().toArray(UUID[]::new)); // those of a workspace that nobody knows stay where they are
        if (arrived.isEmpty()) {
            return 0;
        }
        var byDay = new LinkedHashMap<Key, List<Arrived>>();
        arrived.forEach(report -> byDay.computeIfAbsent(
                        new Key(
                                report.name().workspaceId(),
                                day(siteOf.get(report.name().workspaceId()), report.hour())
                                        .date()),
                        key -> new ArrayList<>())
                .add(report));
        var before = days.of(byDay.keySet());
        var payers = payers(siteOf.keySet(), Set.of(), Holding.SHARED);
        var after = new HashMap<Key, Figures>();
        var made = new ArrayList<Charge>();
        var now = clock.instant();
        byDay.forEach((key, ofDay) -> {
            var day = day(key, siteOf.get(key.workspaceId()), before.get(key));
            var soFar = before.containsKey(key) ? before.get(key).statistics() : Map.<ItemCode, BigDecimal>of();
            var charged = Charging.usage(
                    day,
                    soFar,
                    ofDay.stream()
                            .map(r -> new Charging.Report(r.hour(), r.usage()))
                            .toList(),
                    payers.get(key.workspaceId()),
                    now);
            after.put(key, new Figures(day.card().version(), charged.statistics()));
            made.addAll(charged.charges());
        });
        days.write(after);
        long accrual = next();
        charges.make(made, accrual);
        mark(arrived, accrual, now);
        return arrived.size();
    }

    /** Of one workspace they grow as its charges are made, whatever the portals' clocks say: it is locked. */
    long next() {
        return sql.row("SELECT nextval('usage_accruals') AS accrual", row -> row.getLong("accrual"))
                .orElseThrow();
    }

    private void mark(List<Arrived> reports, long accrual, Instant now) {
        sql.update(
                """
                UPDATE usage_reports r SET accrued_at = ?, accrual = ?
                FROM unnest(?, ?, ?) AS a (workspace_id, hour, arrival)
                WHERE r.workspace_id = a.workspace_id AND r.hour = a.hour AND r.arrival = a.arrival
                    AND r.hour >= ? AND r.hour <= ? AND r.accrued_at IS NULL""",
                now,
                accrual,
                reports.stream().map(r -> r.name().workspaceId()).toArray(UUID[]::new),
                reports.stream().map(Arrived::hour).toArray(Instant[]::new),
                reports.stream().map(Arrived::arrival).toArray(Long[]::new),
                reports.stream().map(Arrived::hour).min(Instant::compareTo).orElseThrow(),
                reports.stream().map(Arrived::hour).max(Instant::compareTo).orElseThrow());
    }

    /**
     * Who owes the hours of each workspace; their subscriptions are held.
     *
     * @param others subscriptions to hold besides
     * @param mode shared, unless what is charged may be owed to a subscription that has ended
     */
    Map<UUID, Payers> payers(Collection<UUID> workspaceIds, Set<UUID> others, Holding mode) {
        var timelines = settlement.timelines(workspaceIds);
        var ids = timelines.values().stream()
                .flatMap(timeline -> timeline.turns().values().stream())
                .map(PayerTimeline.Turn::subscriptionId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        ids.addAll(others);
        Map<UUID, Standing> standings = subscriptions.hold(ids, mode);
        return workspaceIds.stream()
                .collect(Collectors.toMap(
                        id -> id,
                        id -> new Payers(timelines.getOrDefault(id, new PayerTimeline(new TreeMap<>())), standings)));
    }

    BillingDay day(String siteId, Instant hour) {
        return BillingDay.of(hour, ZoneId.of(sites.get(siteId).billingDayZone()));
    }

    /** A workspace's day, priced by the card that it began with. */
    Charging.Day day(Key key, String siteId, @Nullable Figures figures) {
        Site site = sites.get(siteId);
        var billingDay = new BillingDay(key.day(), ZoneId.of(site.billingDayZone()));
        var card =
                figures == null ? prices.cards().of(billingDay) : prices.cards().get(figures.rateCard());
        return new Charging.Day(
                key.workspaceId(),
                siteId,
                billingDay,
                card,
                SiteGroup.valueOf(site.priceGroup()),
                Currency.valueOf(site.currency()));
    }

    /** Hours before this one have closed. */
    private Instant openHour() {
        return Life.hour(clock.instant().minus(SETTLING));
    }
}
