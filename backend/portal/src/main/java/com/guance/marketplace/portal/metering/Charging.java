package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.Accrual.Growth;
import com.guance.marketplace.portal.metering.Charge.Kind;
import com.guance.marketplace.portal.metering.Charge.Line;
import com.guance.marketplace.portal.metering.RateCard.Currency;
import com.guance.marketplace.portal.metering.RateCard.SiteGroup;
import com.guance.marketplace.portal.settlement.PayerTimeline;
import com.guance.marketplace.portal.settlement.PayerTimeline.Turn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Prices what reports add to a workspace's billing day, and gives it to those who owe the hours. */
final class Charging {
    /** A workspace's billing day, with the card and the currency that price it. */
    record Day(
            UUID workspaceId,
            String siteId,
            BillingDay billingDay,
            RateCard card,
            SiteGroup siteGroup,
            Currency currency) {
        private RateCard.Item item(ItemCode code) {
            return card.item(code)
                    .orElseThrow(() -> new IllegalStateException(code + " is not sold by " + card.version()));
        }

        private Price price(ItemCode code) {
            return card.price(code, siteGroup, currency)
                    .orElseThrow(() -> new IllegalStateException(code + " is not sold at " + siteId));
        }
    }

    /** One charging of an hour. */
    record Charged(Instant hour, long accrual) {}

    private record Owing(Instant hour, Turn payer) {}

    /** What a report says, as it is in force. */
    record Report(Instant hour, Map<ItemCode, BigDecimal> usage) {}

    /**
     * Where a subscription stands, as far as a charge depends on it.
     *
     * @param predecessor the subscription that it renews or replaces; null for one of its own
     */
    record Standing(
            Dimensions dimensions,
            Window window,
            Life life,
            @Nullable UUID predecessor,
            @Nullable Instant lastFrozen) {
        Optional<Instant> hourToMeter(Instant hour, Instant now) {
            return window.hourToMeter(hour, life, lastFrozen, now);
        }
    }

    /** Who pays: the workspace's turns, and the subscriptions among them that AWS has confirmed. */
    record Payers(PayerTimeline timeline, Map<UUID, Standing> standings) {
        /**
         * Who owes what is charged now of an hour. A subscription that had ended before it began, or lives only since after
         * it, owes nothing of it; and one that ended within owes it up to its freeze: what comes later of an hour in which an
         * agreement was renewed is its successor's.
         */
        Turn of(Instant hour, Instant now) {
            var turn = timeline.of(hour);
            if (turn.subscriptionId() == null) {
                return turn;
            }
            var standing = standings.get(turn.subscriptionId());
            if (standing == null || !standing.life.touches(hour)) {
                return Turn.NOBODY;
            }
            if (standing.hourToMeter(hour, now).isPresent()) {
                return turn;
            }
            var next = timeline.of(hour.plus(1, ChronoUnit.HOURS));
            var successor = next.subscriptionId() == null ? null : standings.get(next.subscriptionId());
            boolean goesOn = successor != null
                    && turn.subscriptionId().equals(successor.predecessor)
                    && successor.life.touches(hour)
                    && successor.hourToMeter(hour, now).isPresent();
            return goesOn ? next : turn;
        }
    }

    /** The day's figures with the reports, and what they add. */
    record Usage(SortedMap<ItemCode, BigDecimal> statistics, List<Charge> charges) {}

    private Charging() {}

    /**
     * @param soFar the day's figures before
     * @param reports in the order of arrival
     */
    static Usage usage(Day day, Map<ItemCode, BigDecimal> soFar, List<Report> reports, Payers payers, Instant now) {
        var statistics = new TreeMap<ItemCode, BigDecimal>(ItemCode.ORDER);
        statistics.putAll(soFar);
        var growths = new TreeMap<Instant, SortedMap<ItemCode, BigDecimal>>();
        for (var report : reports) {
            var ofHour = growths.computeIfAbsent(report.hour, hour -> new TreeMap<>(ItemCode.ORDER));
            report.usage.forEach((code, value) -> {
                var step = Accrual.report(
                        day.item(code).statistic(), statistics.getOrDefault(code, BigDecimal.ZERO), value);
                statistics.put(code, step.statistic());
                ofHour.merge(code, step.growth(), BigDecimal::add);
            });
        }
        var charges = new ArrayList<Charge>();
        growths.forEach((hour, quantities) ->
                charges.add(charge(day, hour, Kind.USAGE, quantities, payers.of(hour, now), payers.standings, now)));
        return new Usage(statistics, charges);
    }

    /**
     * What a correction changes, by the hours whose payers are owed or owe it.
     *
     * @param charged who was charged before; empty where nobody was
     */
    static List<Charge> correction(
            Day day, ItemCode code, List<Growth> entries, Map<Charged, Turn> charged, Payers payers, Instant now) {
        var owing = new LinkedHashMap<Owing, BigDecimal>();
        for (var entry : entries) {
            var payer = Optional.ofNullable(charged.get(new Charged(entry.hour(), entry.accrual())))
                    .orElseGet(() -> payers.of(entry.hour(), now));
            owing.merge(new Owing(entry.hour(), payer), entry.quantity(), BigDecimal::add);
        }
        return owing.entrySet().stream()
                .filter(e -> e.getValue().signum() != 0)
                .map(e -> {
                    var quantities = new TreeMap<ItemCode, BigDecimal>(ItemCode.ORDER);
                    quantities.put(code, e.getValue());
                    return charge(
                            day, e.getKey().hour, Kind.CORRECTION, quantities, e.getKey().payer, payers.standings, now);
                })
                .toList();
    }

    private static Charge charge(
            Day day,
            Instant hour,
            Kind kind,
            SortedMap<ItemCode, BigDecimal> quantities,
            Turn payer,
            Map<UUID, Standing> standings,
            Instant now) {
        var standing = payer.subscriptionId() == null ? null : standings.get(payer.subscriptionId());
        var lines = new TreeMap<ItemCode, Line>(ItemCode.ORDER);
        var units = new TreeMap<String, SortedMap<String, BigDecimal>>();
        quantities.forEach((code, quantity) -> {
            var amount = day.price(code).of(quantity);
            lines.put(code, new Line(quantity, amount));
            if (standing != null && amount.signum() != 0) {
                var dimension = standing.dimensions.of(code);
                units.computeIfAbsent(dimension.name(), name -> new TreeMap<>())
                        .merge(day.item(code).group(), dimension.units(amount), BigDecimal::add);
            }
        });
        return new Charge(
                day.workspaceId,
                day.siteId,
                hour,
                day.billingDay.date(),
                kind,
                day.card.version(),
                payer,
                standing == null ? null : standing.hourToMeter(hour, now).orElse(null),
                day.currency.name(),
                lines,
                units);
    }
}
