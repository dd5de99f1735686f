package com.guance.marketplace.portal.metering;

import static com.guance.marketplace.portal.metering.PriceList.CARD;
import static com.guance.marketplace.portal.metering.PriceList.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.metering.Charging.Charged;
import com.guance.marketplace.portal.metering.Charging.Day;
import com.guance.marketplace.portal.metering.Charging.Payers;
import com.guance.marketplace.portal.metering.Charging.Report;
import com.guance.marketplace.portal.metering.Charging.Standing;
import com.guance.marketplace.portal.metering.RateCard.Currency;
import com.guance.marketplace.portal.metering.RateCard.SiteGroup;
import com.guance.marketplace.portal.settlement.PayerTimeline;
import com.guance.marketplace.portal.settlement.PayerTimeline.Turn;
import com.guance.marketplace.portal.settlement.SettlementMethod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random days: reports come in any order and late, some are corrected, the payer moves, and the end of one is heard of when
 * hours of after it are charged already. What everybody is charged by then is what a bill that is made at the end of the day,
 * knowing everything, gives to everybody.
 */
class ChargingTest {
    private static final BillingDay DAY = new BillingDay(LocalDate.parse("2026-11-24"), ZoneId.of("Asia/Shanghai"));
    private static final List<ItemCode> ITEMS =
            List.of(code("timeseries@14d"), code("logs@14d"), code("traces@3d"), code("session_replays"));
    /** Of the price page, for one: CNY, sites in China. */
    private static final Map<ItemCode, BigDecimal> PRICES = Map.of(
            ITEMS.get(0), new BigDecimal("0.0008"),
            ITEMS.get(1), new BigDecimal("0.0000015"),
            ITEMS.get(2), new BigDecimal("0.000002"),
            ITEMS.get(3), new BigDecimal("0.01"));

    private static final Window WINDOW = new Window(
            Duration.ofHours(24),
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            Duration.ofMinutes(40),
            Duration.ofSeconds(20));
    private static final Dimensions CENTS =
            new Dimensions(new Dimension("usage_cents", new BigDecimal("0.01")), Map.of());
    private static final Turn ONE = new Turn(SettlementMethod.SUBSCRIPTION, new UUID(0, 1));
    private static final Turn OTHER = new Turn(SettlementMethod.SUBSCRIPTION, new UUID(0, 2));
    private static final Turn ITSELF = new Turn(SettlementMethod.ENTERPRISE_ACCOUNT, null);
    private static final List<Turn> TURNS = List.of(ONE, OTHER, ITSELF, Turn.NOBODY);

    /** A report, as a bill at the end of the day knows it. */
    private static final class Known {
        final int hour;
        /** Who owed its hour when it was charged. */
        final Turn payer;

        final Map<ItemCode, Long> usage = new HashMap<>();

        Known(int hour, Turn payer) {
            this.hour = hour;
            this.payer = payer;
        }
    }

    private final List<Known> arrived = new ArrayList<>();
    private final List<Charge> charges = new ArrayList<>();
    private final Map<Charged, Turn> charged = new HashMap<>();
    private final List<Long> accruals = new ArrayList<>();
    private SortedMap<ItemCode, BigDecimal> figures = new TreeMap<>(ItemCode.ORDER);
    private Instant now = hour(1);
    private Instant frozen = hour(-1);
    private @Nullable Instant end;
    private String what = "";

    @Test
    void the_charges_of_everybody_are_those_of_a_bill_made_at_the_end_of_the_day() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 1_500; round++) {
            what = "seed %d, round %d".formatted(seed, round);
            arrived.clear();
            charges.clear();
            charged.clear();
            accruals.clear();
            end = null;
            figures = new TreeMap<>(ItemCode.ORDER);
            now = hour(1);
            frozen = hour(-1);
            var timeline = timeline(random);
            while (now.isBefore(hour(30))) {
                step(random, timeline);
                now = now.plus(Duration.ofMinutes(random.nextInt(90)));
            }
            assertThat(byPayer()).as(what).isEqualTo(billed());
        }
    }

    @Test
    void what_comes_after_the_freeze_of_the_hour_of_a_renewal_is_the_successors() {
        var renewedAt = hour(3).plusSeconds(1_200);
        var turns = new PayerTimeline(new TreeMap<>(Map.of(hour(0), ONE, hour(4), OTHER)));
        var old = new Life(hour(-100), renewedAt, null);
        var next = new Standing(CENTS, WINDOW, new Life(renewedAt, null, null), ONE.subscriptionId(), hour(2));
        now = renewedAt.plus(Duration.ofMinutes(50));

        assertThat(of(turns, new Standing(CENTS, WINDOW, old, null, hour(2)), next))
                .isEqualTo(ONE);
        assertThat(of(turns, new Standing(CENTS, WINDOW, old, null, hour(3)), next))
                .isEqualTo(OTHER);
        // one that renews nothing took the workspace over by somebody's choice: the old one's hour is lost
        var another = new Standing(CENTS, WINDOW, next.life(), null, hour(2));
        assertThat(of(turns, new Standing(CENTS, WINDOW, old, null, hour(3)), another))
                .isEqualTo(ONE);
    }

    private Turn of(PayerTimeline turns, Standing one, Standing other) {
        return new Payers(turns, Map.of(ONE.subscriptionId(), one, OTHER.subscriptionId(), other)).of(hour(3), now);
    }

    private void step(Random random, PayerTimeline timeline) {
        if (random.nextInt(3) > 0) {
            frozen = Life.hour(now).minus(Duration.ofHours(1)); // at most: time only goes on
        }
        if (end == null && random.nextInt(40) == 0) {
            end = now.minus(Duration.ofMinutes(random.nextInt(600)));
        }
        var ended = new Standing(CENTS, WINDOW, new Life(hour(-100), end, null), null, frozen);
        var standing = new Standing(CENTS, WINDOW, new Life(hour(-100), null, null), null, frozen);
        var payers = new Payers(timeline, Map.of(ONE.subscriptionId(), ended, OTHER.subscriptionId(), standing));
        var made = new ArrayList<Charge>();
        if (arrived.isEmpty() || random.nextInt(4) > 0) {
            var closed =
                    (int) Math.min(24, Duration.between(hour(0), Life.hour(now)).toHours());
            var batch = new ArrayList<Report>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                batch.add(report(random, closed, payers));
            }
            var after = Charging.usage(day(), figures, batch, payers, now);
            figures = after.statistics();
            made.addAll(after.charges());
            long accrual = accruals.size();
            accruals.addAll(batch.stream().map(report -> accrual).toList());
            after.charges().forEach(charge -> charged.put(new Charged(charge.hour(), accrual), charge.payer()));
        } else {
            made.addAll(correct(random, payers));
        }
        made.forEach(charge -> check(charge, ONE.equals(charge.payer()) ? ended : standing));
        charges.addAll(made);
    }

    private Report report(Random random, int closed, Payers payers) {
        int hour = random.nextInt(closed);
        var known = new Known(hour, payers.of(hour(hour), now));
        ITEMS.stream()
                .filter(item -> random.nextInt(3) > 0)
                .forEach(item -> known.usage.put(item, (long) random.nextInt(3) * random.nextInt(100_000)));
        arrived.add(known);
        var usage = new HashMap<ItemCode, BigDecimal>();
        known.usage.forEach((item, value) -> usage.put(item, BigDecimal.valueOf(value)));
        return new Report(hour(known.hour), usage);
    }

    private List<Charge> correct(Random random, Payers payers) {
        int wrong = random.nextInt(arrived.size());
        var item = ITEMS.get(random.nextInt(ITEMS.size()));
        long value = random.nextInt(150_000);
        var reports = new ArrayList<Accrual.Report>();
        for (int i = 0; i < arrived.size(); i++) {
            var known = arrived.get(i);
            reports.add(new Accrual.Report(
                    new UUID(0, i),
                    hour(known.hour),
                    accruals.get(i),
                    BigDecimal.valueOf(known.usage.getOrDefault(item, 0L))));
        }
        var statistic = CARD.item(item).orElseThrow().statistic();
        var correction = Accrual.correct(statistic, reports, new UUID(0, wrong), BigDecimal.valueOf(value));
        arrived.get(wrong).usage.put(item, value);
        figures = new TreeMap<>(figures);
        figures.put(item, correction.statistic());
        return Charging.correction(day(), item, correction.entries(), charged, payers, now);
    }

    /** Whatever it is for, it is metered in an hour that is open, and its units are its amount. */
    private void check(Charge charge, Standing standing) {
        boolean isAws = charge.payer().subscriptionId() != null;
        if (standing.life().end() == null) {
            assertThat(charge.meteredHour() != null).as(what).isEqualTo(isAws);
        }
        if (charge.meteredHour() != null) {
            assertThat(charge.meteredHour()).as(what).isAfterOrEqualTo(charge.hour());
            assertThat(WINDOW.isOpen(charge.meteredHour(), standing.life(), standing.lastFrozen(), now))
                    .as(what)
                    .isTrue();
        }
        var units = charge.units().values().stream()
                .flatMap(groups -> groups.values().stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(units).as(what).isEqualByComparingTo(isAws ? charge.amount().movePointRight(2) : BigDecimal.ZERO);
    }

    /** Of each payer what it is charged for each item; nothing where that comes to nothing. */
    private Map<Turn, Map<ItemCode, BigDecimal>> byPayer() {
        var sums = new HashMap<Turn, Map<ItemCode, BigDecimal>>();
        charges.forEach(charge -> charge.lines()
                .forEach((item, line) -> sums.computeIfAbsent(charge.payer(), payer -> new HashMap<>())
                        .merge(item, line.amount(), BigDecimal::add)));
        return plain(sums);
    }

    /** The same of a bill that is made when the day is over. */
    private Map<Turn, Map<ItemCode, BigDecimal>> billed() {
        var bill = new HashMap<Turn, Map<ItemCode, BigDecimal>>();
        for (var item : ITEMS) {
            var counted = CARD.item(item).orElseThrow().statistic() == Statistic.SUM ? added(item) : peaks(item);
            counted.forEach((payer, count) -> bill.computeIfAbsent(payer, p -> new HashMap<>())
                    .put(item, PRICES.get(item).multiply(BigDecimal.valueOf(count))));
        }
        return plain(bill);
    }

    private Map<Turn, Long> added(ItemCode item) {
        var counted = new HashMap<Turn, Long>();
        for (var known : arrived) {
            counted.merge(known.payer, known.usage.getOrDefault(item, 0L), Long::sum);
        }
        return counted;
    }

    /** Each slice between two levels of the day is owed by who reached its upper end first. */
    private Map<Turn, Long> peaks(ItemCode item) {
        var levels = new TreeSet<Long>();
        arrived.forEach(known -> levels.add(known.usage.getOrDefault(item, 0L)));
        var counted = new HashMap<Turn, Long>();
        long below = 0;
        for (long level : levels) {
            var first = arrived.stream()
                    .filter(known -> known.usage.getOrDefault(item, 0L) >= level)
                    .findFirst()
                    .orElseThrow();
            counted.merge(first.payer, level - below, Long::sum);
            below = level;
        }
        return counted;
    }

    private static Map<Turn, Map<ItemCode, BigDecimal>> plain(Map<Turn, Map<ItemCode, BigDecimal>> sums) {
        var plain = new HashMap<Turn, Map<ItemCode, BigDecimal>>();
        sums.forEach((payer, items) -> items.forEach((item, amount) -> {
            if (amount.signum() != 0) {
                plain.computeIfAbsent(payer, p -> new HashMap<>()).put(item, amount.stripTrailingZeros());
            }
        }));
        return plain;
    }

    /** Moves at full hours; and a first payer may come within the first hour that somebody pays. */
    private static PayerTimeline timeline(Random random) {
        var turns = new TreeMap<Instant, Turn>();
        Turn turn = Turn.NOBODY;
        for (int hour = 0; hour < 24; hour++) {
            if (hour == 0 || random.nextInt(6) == 0) {
                var next = TURNS.get(random.nextInt(TURNS.size()));
                boolean isFirst = turn.equals(Turn.NOBODY) && !next.equals(Turn.NOBODY);
                turns.put(hour(hour).plus(isFirst ? Duration.ofMinutes(random.nextInt(60)) : Duration.ZERO), next);
                turn = next;
            }
        }
        return new PayerTimeline(turns);
    }

    private static Day day() {
        return new Day(new UUID(0, 7), "cn2", DAY, CARD, SiteGroup.CN, Currency.CNY);
    }

    private static Instant hour(int hour) {
        return DAY.start().plus(Duration.ofHours(hour));
    }
}
