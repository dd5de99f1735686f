package com.guance.marketplace.portal.metering;

import static com.guance.marketplace.portal.metering.PriceList.CARD;
import static com.guance.marketplace.portal.metering.PriceList.code;
import static com.guance.marketplace.portal.metering.RateCard.Currency.CNY;
import static com.guance.marketplace.portal.metering.RateCard.SiteGroup.CN;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.metering.Accrual.Report;
import com.guance.marketplace.portal.metering.Freeze.Address;
import com.guance.marketplace.portal.metering.MeteringCall.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All decisions together, from reports to AWS's own ledger, over two days in which reports are late and corrected, payers
 * move, a subscription ends, AWS and the portal fail, and hours are out of reach. After each step every unit that was
 * charged is in exactly one place, and AWS holds what we believe it holds.
 */
class MeteringFlowTest {
    private static final Instant START = Instant.parse("2026-11-29T06:00:00Z"); // the month ends on the second day
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int HOURS = 48;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Dimension CENTS = new Dimension("usage", new BigDecimal("0.01"));
    private static final List<ItemCode> ITEMS =
            List.of(code("timeseries@14d"), code("logs@14d"), code("network_hosts"));
    private static final Duration FINAL = Duration.ofMinutes(40);
    private static final Window GLOBAL =
            new Window(Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(10), FINAL, Duration.ofMinutes(1));
    private static final Window CHINA =
            new Window(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMinutes(5), FINAL, Duration.ofMinutes(1));

    /** What the shell keeps of a subscription. */
    private static final class Subscription {
        final AwsIdentity identity;
        Life life = new Life(START.minusSeconds(90_000), null, null);

        @Nullable Instant lastFrozen = START.minusSeconds(3_600);

        Map<Share, BigDecimal> residual = new TreeMap<>();
        final TreeMap<Instant, Map<Share, BigDecimal>> toCome = new TreeMap<>();
        final List<Sent> sent = new ArrayList<>();
        BigDecimal charged = BigDecimal.ZERO;
        BigDecimal lost = BigDecimal.ZERO;

        Subscription(AwsIdentity identity) {
            this.identity = identity;
        }
    }

    /** What it keeps of a record. */
    private static final class Sent {
        final Freeze.Entry entry;
        final List<Attempt> attempts = new ArrayList<>();
        boolean isReturned;

        Sent(Freeze.Entry entry) {
            this.entry = entry;
        }
    }

    private record Day(int workspace, ItemCode item, BillingDay day) {}

    private final List<Subscription> subscriptions = List.of(
            new Subscription(new AwsIdentity.Licence("111122223333", "arn:aws:license-manager::1:license:l-1")),
            new Subscription(new AwsIdentity.Licence("111122223333", "arn:aws:license-manager::1:license:l-2")));
    private final Map<Integer, TreeMap<Instant, Integer>> payers = new HashMap<>();
    private final Map<Day, List<Report>> reports = new HashMap<>();
    private final Map<Day, BigDecimal> figures = new HashMap<>();
    private final Map<String, Integer> aws = new HashMap<>();
    private Random random = new Random();
    private Window window = GLOBAL;
    private Instant now = START;
    private Instant outageFrom = START;
    private Instant outageTo = START;
    private @Nullable Instant end;
    private boolean isResendDuplicate;
    private boolean hasFaults = true;
    private String what = "";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 30})
    void every_unit_is_in_one_place_and_none_is_billed_twice(int outageHours) {
        long seed = new Random().nextLong();
        for (int round = 0; round < 6; round++) {
            new MeteringFlowTest().run(seed + round, outageHours);
        }
    }

    private void run(long seed, int outageHours) {
        random = new Random(seed);
        window = random.nextInt(3) > 0 ? GLOBAL : CHINA;
        outageFrom = START.plusSeconds(random.nextInt(20 * 3_600));
        outageTo = outageFrom.plusSeconds(outageHours * 3_600L);
        end = random.nextBoolean() ? START.plusSeconds(random.nextInt(HOURS * 3_600)) : null;
        isResendDuplicate = random.nextBoolean();
        for (int workspace = 0; workspace < 3; workspace++) {
            payers.put(workspace, new TreeMap<>(Map.of(START.minusSeconds(144_000), random.nextInt(3) - 1)));
        }
        for (; now.isBefore(START.plusSeconds(HOURS * 3_600L)); now = now.plus(STEP)) {
            what = "seed %d, outage %d h, %s".formatted(seed, outageHours, now);
            if (end != null && !now.isBefore(end)) {
                subscriptions.getFirst().life =
                        new Life(subscriptions.getFirst().life.start(), end, null);
            }
            if (random.nextInt(200) == 0) {
                payers.get(random.nextInt(3)).put(Life.hour(now).plusSeconds(3_600), random.nextInt(3) - 1);
            }
            for (int i = random.nextInt(6); i > 0; i--) {
                report();
            }
            if (random.nextInt(10) == 0) {
                correct();
            }
            work();
        }

        hasFaults = false;
        for (int step = 0; step < 27 * 12; step++, now = now.plus(STEP)) {
            what = "seed %d, outage %d h, drained to %s".formatted(seed, outageHours, now);
            work();
        }
        for (var subscription : subscriptions) {
            assertThat(subscription.sent).as(what).noneMatch(sent -> OutcomeTest.isDue(outcome(subscription, sent)));
            if (subscription.life.end() == null) {
                assertThat(subscription.toCome).as(what).isEmpty();
                assertThat(subscription.residual.values())
                        .as(what)
                        .allMatch(value -> value.compareTo(BigDecimal.ONE) < 0);
                assertThat(subscription.lost).as(what).isZero();
            }
        }
    }

    private void report() {
        int workspace = random.nextInt(3);
        var item = ITEMS.get(random.nextInt(ITEMS.size()));
        var hour = Life.hour(now.minusSeconds(random.nextInt(4) > 0 ? 0 : random.nextInt(30 * 3_600)));
        var report = new Report(
                new UUID(random.nextLong(), random.nextLong()), hour, 0, new BigDecimal(random.nextInt(90_000)));
        var day = new Day(workspace, item, BillingDay.of(hour, ZONE));
        var statistic = CARD.item(item).orElseThrow().statistic();
        var step = Accrual.report(statistic, figures.getOrDefault(day, BigDecimal.ZERO), report.value());
        figures.put(day, step.statistic());
        reports.computeIfAbsent(day, d -> new ArrayList<>()).add(report);
        charge(workspace, item, hour, step.growth());
    }

    private void correct() {
        var days = reports.keySet().stream().toList();
        if (days.isEmpty()) {
            return;
        }
        var day = days.get(random.nextInt(days.size()));
        var ofDay = reports.get(day);
        int wrong = random.nextInt(ofDay.size());
        var old = ofDay.get(wrong);
        var value = new BigDecimal(random.nextInt(old.value().intValue() + 1));
        var statistic = CARD.item(day.item).orElseThrow().statistic();
        var correction = Accrual.correct(statistic, ofDay, old.id(), value);
        ofDay.set(wrong, new Report(old.id(), old.hour(), old.accrual(), value));
        figures.put(day, correction.statistic());
        correction.entries().forEach(growth -> charge(day.workspace, day.item, growth.hour(), growth.quantity()));
    }

    private void charge(int workspace, ItemCode item, Instant hour, BigDecimal growth) {
        int payer = payers.get(workspace).floorEntry(hour).getValue();
        if (payer < 0
                || (subscriptions.get(payer).life.end() != null
                        && hour.isAfter(subscriptions.get(payer).life.end()))) {
            return; // nobody pays
        }
        var subscription = subscriptions.get(payer);
        var units = CENTS.units(CARD.price(item, CN, CNY).orElseThrow().of(growth));
        var share = new Share(
                new UUID(0, workspace), "cn2", CARD.item(item).orElseThrow().group());
        subscription.charged = subscription.charged.add(units);
        var metered = window.hourToMeter(hour, subscription.life, subscription.lastFrozen, now);
        if (metered.isPresent()) {
            subscription
                    .toCome
                    .computeIfAbsent(metered.get(), h -> new TreeMap<>())
                    .merge(share, units, BigDecimal::add);
        } else if (units.signum() > 0) {
            subscription.lost = subscription.lost.add(units);
        } else {
            subscription.residual.merge(share, units, BigDecimal::add);
        }
    }

    private void work() {
        for (var subscription : subscriptions) {
            for (var hour = due(subscription); hour.isPresent(); hour = due(subscription)) {
                freeze(subscription, hour.get());
            }
        }
        if (!hasFaults || random.nextInt(8) > 0) { // else the portal is down
            send();
        }
        for (var subscription : subscriptions) {
            for (var sent : subscription.sent) {
                if (!sent.isReturned && outcome(subscription, sent) instanceof Outcome.Returned) {
                    sent.isReturned = true;
                    sent.entry
                            .units()
                            .forEach((share, units) ->
                                    subscription.residual.merge(share, BigDecimal.valueOf(units), BigDecimal::add));
                }
            }
            check(subscription);
        }
    }

    private Optional<Instant> due(Subscription subscription) {
        return window.hourToFreeze(subscription.life, subscription.lastFrozen, now);
    }

    private void freeze(Subscription subscription, Instant hour) {
        var charges = subscription.toCome.headMap(hour, true);
        charges.values()
                .forEach(c -> c.forEach((share, units) -> subscription.residual.merge(share, units, BigDecimal::add)));
        charges.clear();
        var address = new Address("us-east-1", "https://aws", "code-1", subscription.identity);
        var frozen = Freeze.of(
                address, subscription.life, hour, Map.of("usage", subscription.residual), Optional.of("usage"));
        assertThat(frozen.entries()).as(what).hasSize(1);
        frozen.entries().forEach(entry -> subscription.sent.add(new Sent(entry)));
        subscription.residual = new TreeMap<>(frozen.rest().get("usage"));
        subscription.lastFrozen = hour;
    }

    private void send() {
        var due = new HashMap<MeteringRecord, Sent>();
        for (var subscription : subscriptions) {
            subscription.sent.stream()
                    .filter(sent -> OutcomeTest.isDue(outcome(subscription, sent)))
                    .forEach(sent -> due.put(sent.entry.record(), sent));
        }
        var calls = new ArrayDeque<>(MeteringCall.pack(due.keySet()));
        while (!calls.isEmpty()) {
            var call = calls.poll();
            var sent = call.records().stream().map(due::get).toList();
            sent.forEach(s -> s.attempts.add(new Attempt.Unclear("under way")));
            var answers = answers(call);
            if (hasFaults && random.nextInt(25) == 0) {
                return; // the portal dies with the answer in hand
            }
            for (int i = 0; i < sent.size(); i++) {
                sent.get(i).attempts.removeLast();
                sent.get(i).attempts.add(answers.get(i));
            }
            if (answers.stream().anyMatch(MeteringFlowTest::isBesideOthers)) {
                calls.addAll(MeteringCallTest.parts(call));
            }
        }
    }

    private static boolean isBesideOthers(Attempt attempt) {
        return attempt instanceof Attempt.Unmetered unmetered && unmetered.why().endsWith("beside others");
    }

    /** AWS: one record per bucket and the first wins; whole calls fail for one bad record, for the quota or for no reason. */
    private List<Attempt> answers(MeteringCall call) {
        boolean isOut = now.isAfter(outageFrom) && now.isBefore(outageTo);
        int fate = isOut ? random.nextInt(2) : hasFaults ? random.nextInt(20) : 9;
        if (fate == 0) {
            return failed(call, Failure.of(400, "ThrottlingException"), "ThrottlingException");
        }
        if (fate == 1) {
            return failed(call, isOut && random.nextBoolean() ? Failure.LATER : Failure.of(500, ""), "500");
        }
        for (var record : call.records()) {
            assertThat(record.timestamp().plus(window.back())).as(what).isAfter(now);
            if (Math.floorMod(record.bucket().hashCode(), 23) == 0) {
                return failed(call, Failure.of(400, "InvalidTagException"), "InvalidTagException");
            }
        }
        var answers = new ArrayList<Attempt>();
        for (var record : call.records()) {
            if (hasFaults && random.nextInt(20) == 0) {
                answers.add(new Attempt.Unmetered("UnprocessedRecords"));
                continue;
            }
            var before = aws.putIfAbsent(record.bucket(), record.quantity());
            boolean isDuplicate = before != null && (isResendDuplicate || before != record.quantity());
            answers.add(isDuplicate ? new Attempt.Duplicate() : new Attempt.Success("id-" + record.bucket()));
        }
        return fate == 2 ? failed(call, Failure.of(0, "time-out"), "time-out") : answers;
    }

    private static List<Attempt> failed(MeteringCall call, Failure failure, String error) {
        return call.records().stream().map(r -> call.attempt(failure, error)).toList();
    }

    private Outcome outcome(Subscription subscription, Sent sent) {
        var isPast = sent.isReturned
                || !now.plus(window.call())
                        .isBefore(window.deadline(sent.entry.record().timestamp(), subscription.life));
        return Outcome.of(sent.attempts, isPast);
    }

    private void check(Subscription subscription) {
        var places = subscription.lost.add(sum(subscription.residual));
        for (var charges : subscription.toCome.values()) {
            places = places.add(sum(charges));
        }
        for (var sent : subscription.sent) {
            var outcome = outcome(subscription, sent);
            var record = sent.entry.record();
            var metered = aws.get(record.bucket());
            boolean counts = switch (outcome) {
                case Outcome.Accepted accepted -> {
                    assertThat(metered).as("%s: %s", what, record.hour()).isEqualTo(record.quantity());
                    yield true;
                }
                case Outcome.Frozen frozen -> {
                    assertThat(metered).as("%s: %s", what, record.hour()).isNull();
                    yield true;
                }
                case Outcome.Parked parked -> {
                    assertThat(parked.why()).as("%s: %s", what, record.hour()).isEqualTo("InvalidTagException");
                    yield true;
                }
                case Outcome.Returned returned -> {
                    assertThat(metered).as("%s: %s", what, record.hour()).isNull();
                    yield false;
                }
                case Outcome.SentUnknown unknown -> true;
                case Outcome.Expired expired -> true;
            };
            places = counts ? places.add(BigDecimal.valueOf(record.quantity())) : places;
        }
        assertThat(places).as(what).isEqualByComparingTo(subscription.charged);
    }

    private static BigDecimal sum(Map<Share, BigDecimal> values) {
        return values.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
