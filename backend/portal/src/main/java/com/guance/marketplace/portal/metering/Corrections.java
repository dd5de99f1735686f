package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.Accrual.Growth;
import com.guance.marketplace.portal.metering.ArrivedReports.Arrived;
import com.guance.marketplace.portal.metering.ArrivedReports.Name;
import com.guance.marketplace.portal.metering.ChargedSubscriptions.Holding;
import com.guance.marketplace.portal.metering.Charging.Charged;
import com.guance.marketplace.portal.metering.UsageDays.Figures;
import com.guance.marketplace.portal.metering.UsageDays.Key;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.PayerTimeline.Turn;
import com.guance.marketplace.portal.settlement.SettlementMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes a report say what it should have said. What was charged for it is never changed: the difference is charged, or
 * taken back, by entries of its own. Works within the caller's transaction.
 */
@ApplicationScoped
class Corrections {
    /** What a data plane asks for. */
    record Correction(
            String clientId,
            UUID workspaceId,
            String siteId,
            Instant hour,
            String reportId,
            ItemCode item,
            BigDecimal value,
            String reason) {}

    /** @param entries what is charged or taken back by it; none where the hour is not charged yet, or nothing changes */
    record Made(UUID id, List<Growth> entries) {}

    private final Sql sql;
    private final Accruals accruals;
    private final ArrivedReports reports;
    private final UsageDays days;
    private final Charges charges;
    private final Clock clock;

    Corrections(Sql sql, Accruals accruals, ArrivedReports reports, UsageDays days, Charges charges, Clock clock) {
        this.sql = sql;
        this.accruals = accruals;
        this.reports = reports;
        this.days = days;
        this.charges = charges;
        this.clock = clock;
    }

    Made make(Correction wanted) {
        accruals.lock(wanted.workspaceId);
        var billingDay = accruals.day(wanted.siteId, wanted.hour);
        var reports = ofDay(wanted.workspaceId, billingDay);
        var name = new Name(wanted.workspaceId, wanted.hour, wanted.clientId, wanted.reportId);
        var corrected = reports.stream()
                .filter(report -> report.name().equals(name))
                .findFirst()
                .orElseThrow(Refusal::notFound);
        var id = Time.id(clock.instant());
        var entries = corrected.isAccrued()
                ? charge(wanted, billingDay, reports, corrected.arrival())
                : List.<Growth>of(); // it counts when the hour is charged
        keep(id, wanted);
        return new Made(id, entries);
    }

    private List<Growth> charge(Correction wanted, BillingDay billingDay, List<Arrived> reports, long arrival) {
        var key = new Key(wanted.workspaceId, billingDay.date());
        var figures = Objects.requireNonNull(days.of(List.of(key)).get(key));
        var day = accruals.day(key, wanted.siteId, figures);
        var statistic =
                day.card().item(wanted.item).orElseThrow(Refusal::notFound).statistic();
        var arrived = reports.stream()
                .filter(Arrived::isAccrued)
                .map(report -> new Accrual.Report(
                        id(report.arrival()),
                        report.hour(),
                        report.accrual(),
                        report.usage().getOrDefault(wanted.item, BigDecimal.ZERO)))
                .toList();
        var correction = Accrual.correct(statistic, arrived, id(arrival), wanted.value);
        var charged = charged(wanted.workspaceId, billingDay);
        var subscriptions = charged.values().stream()
                .map(Turn::subscriptionId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        var payers = accruals.payers(List.of(wanted.workspaceId), subscriptions, Holding.ALONE)
                .get(wanted.workspaceId);
        charges.make(
                Charging.correction(
                        day,
                        wanted.item,
                        correction.entries(),
                        charged,
                        Objects.requireNonNull(payers),
                        clock.instant()),
                accruals.next());
        var statistics = new TreeMap<>(figures.statistics());
        statistics.put(wanted.item, correction.statistic());
        days.write(Map.of(key, new Figures(figures.rateCard(), statistics)));
        return correction.entries();
    }

    private static UUID id(long arrival) {
        return new UUID(0, arrival);
    }

    /** The reports of a billing day as they are in force, in the order in which they were charged. */
    private List<Arrived> ofDay(UUID workspaceId, BillingDay day) {
        return reports.find(
                "workspace_id = ? AND hour >= ? AND hour < ? ORDER BY accrual NULLS FIRST, accrued_at, arrival",
                workspaceId,
                day.start(),
                day.end());
    }

    /** Who was charged for each hour of the day, by charging. */
    private Map<Charged, Turn> charged(UUID workspaceId, BillingDay day) {
        var charged = new HashMap<Charged, Turn>();
        sql.rows(
                        """
                SELECT hour, coalesce(accrual, 0) AS accrual, method, subscription_id FROM charges
                WHERE workspace_id = ? AND hour >= ? AND hour < ? AND kind = 'USAGE' ORDER BY id""",
                        row -> Map.entry(
                                new Charged(Objects.requireNonNull(Sql.instant(row, "hour")), row.getLong("accrual")),
                                new Turn(
                                        SettlementMethod.valueOf(row.getString("method")),
                                        row.getObject("subscription_id", UUID.class))),
                        workspaceId,
                        day.start(),
                        day.end())
                .forEach(e -> charged.put(e.getKey(), e.getValue()));
        return charged;
    }

    private void keep(UUID id, Correction wanted) {
        sql.update(
                """
                INSERT INTO usage_corrections (id, client_id, workspace_id, hour, report_id, item, value, reason, made_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                id,
                wanted.clientId,
                wanted.workspaceId,
                wanted.hour,
                wanted.reportId,
                wanted.item.toString(),
                wanted.value,
                wanted.reason,
                clock.instant());
    }
}
