package com.guance.marketplace.portal.metering;

import static com.guance.marketplace.portal.metering.PriceList.CARD;
import static com.guance.marketplace.portal.metering.PriceList.code;
import static com.guance.marketplace.portal.metering.RateCard.Currency.CNY;
import static com.guance.marketplace.portal.metering.RateCard.Currency.USD;
import static com.guance.marketplace.portal.metering.RateCard.SiteGroup.CN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.portal.metering.Accrual.Growth;
import com.guance.marketplace.portal.metering.Accrual.Report;
import com.guance.marketplace.portal.metering.RateCard.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Charges in the order of arrival, and that they come to the bill of the day. */
class AccrualTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-11-23T16:00:00Z");
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** 6000 series stored 3 days, 2M logs 7, 2M traces 3, 20k page views 3, 20k triggers: CNY 13.4 a day. */
    @Test
    void the_worked_example_of_the_price_page_comes_out_to_the_cent() {
        var day = Map.of(
                "timeseries@3d",
                6_000,
                "logs@7d",
                2_000_000,
                "traces@3d",
                2_000_000,
                "page_views@3d",
                20_000,
                "triggers",
                20_000);
        var expected = Map.of(
                "timeseries@3d", "3.6", "logs@7d", "2.4", "traces@3d", "4", "page_views@3d", "1.4", "triggers", "2");
        var workspace = new UUID(0, 1);
        var charged = new TreeMap<Share, BigDecimal>();
        var cent = new Dimension("usage", new BigDecimal("0.01"));
        long sent = 0;
        var charges = new HashMap<String, BigDecimal>();
        var figures = new HashMap<String, BigDecimal>();
        for (int hour = 0; hour < 24; hour++) {
            for (var item : day.entrySet()) {
                var code = code(item.getKey());
                var of = CARD.item(code).orElseThrow();
                int value = switch (of.statistic()) {
                    case MAX -> hour == 13 ? item.getValue() : item.getValue() / 2 - hour;
                    case SUM -> item.getValue() / 24 + (hour == 23 ? item.getValue() % 24 : 0);
                };
                var step = Accrual.report(
                        of.statistic(), figures.getOrDefault(item.getKey(), BigDecimal.ZERO), number(value));
                figures.put(item.getKey(), step.statistic());
                var charge = CARD.price(code, CN, CNY).orElseThrow().of(step.growth());
                charges.merge(item.getKey(), charge, BigDecimal::add);
                charged.merge(new Share(workspace, "cn2", of.group()), cent.units(charge), BigDecimal::add);
            }
            var taken = Residual.take(charged);
            sent += taken.quantity();
            charged = new TreeMap<>(taken.rest());
        }

        expected.forEach(
                (item, amount) -> assertThat(charges.get(item)).as(item).isEqualByComparingTo(amount));
        assertThat(charges.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("13.40");
        assertThat(sent).isEqualTo(1340);
        assertThat(charged).isEmpty();
    }

    @Test
    void a_sum_grows_by_each_report_and_a_maximum_by_what_is_above_it() {
        assertThat(Accrual.report(Statistic.SUM, number(5), number(3)))
                .isEqualTo(new Accrual.Step(number(8), number(3)));
        assertThat(Accrual.report(Statistic.MAX, number(5), number(3)))
                .isEqualTo(new Accrual.Step(number(5), number(0)));
        assertThat(Accrual.report(Statistic.MAX, number(5), number(7)))
                .isEqualTo(new Accrual.Step(number(7), number(2)));
    }

    @Test
    void a_report_below_zero_is_no_report() {
        assertThatThrownBy(() -> Accrual.report(Statistic.SUM, number(5), number(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        Accrual.report(Statistic.SUM, number(5), number(0));
    }

    @Test
    void an_over_report_of_a_sum_is_a_credit_of_its_hour() {
        var day = List.of(report(1, 0, 100), report(2, 1, 50));

        assertThat(Accrual.correct(Statistic.SUM, day, new UUID(0, 1), number(60)))
                .isEqualTo(new Accrual.Correction(number(110), List.of(new Growth(hour(0), 0, number(-40)))));
    }

    @Test
    void an_over_reported_maximum_moves_to_whoever_pays_the_next() {
        var day = List.of(report(1, 0, 100), report(2, 1, 80), report(3, 2, 90));

        // Had hour 0 been 60, hour 1 would have paid 20 and hour 2 10.
        assertThat(Accrual.correct(Statistic.MAX, day, new UUID(0, 1), number(60)))
                .isEqualTo(new Accrual.Correction(
                        number(90),
                        List.of(
                                new Growth(hour(0), 0, number(-40)),
                                new Growth(hour(1), 0, number(20)),
                                new Growth(hour(2), 0, number(10)))));
    }

    @Test
    void a_correction_that_moves_nothing_has_no_entries() {
        var day = List.of(report(1, 0, 100), report(2, 1, 80));

        assertThat(Accrual.correct(Statistic.MAX, day, new UUID(0, 2), number(10))
                        .entries())
                .isEmpty();
        assertThat(Accrual.correct(Statistic.SUM, day, new UUID(0, 2), number(80))
                        .entries())
                .isEmpty();
    }

    @Test
    void only_reports_of_the_day_are_corrected_and_never_below_zero() {
        var day = List.of(report(1, 0, 100));

        assertThatThrownBy(() -> Accrual.correct(Statistic.SUM, day, new UUID(0, 9), number(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Accrual.correct(Statistic.SUM, day, new UUID(0, 1), number(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * Random days: reports of any hour of three billing days arrive in any order and at any time, the payer moves at
     * some full hours, and the payers' currencies differ. The bill of a day is computed once more at its end, from all of
     * its reports at once, knowing neither steps nor arrival.
     */
    @ParameterizedTest
    @EnumSource
    void the_charges_of_a_day_come_to_the_bill_of_the_day(Statistic statistic) {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var code = code(statistic == Statistic.MAX ? "timeseries@14d" : "logs@14d");
        for (int round = 0; round < 2_000; round++) {
            var reports = new ArrayList<Report>();
            int count = 1 + random.nextInt(60);
            for (int i = 0; i < count; i++) {
                reports.add(report(i, random.nextInt(72), random.nextInt(3) * random.nextInt(1_000_000)));
            }
            var payers = new TreeMap<Instant, Integer>(Map.of(hour(0), 0));
            for (int moves = random.nextInt(5); moves > 0; moves--) {
                payers.put(hour(random.nextInt(72)), random.nextInt(4));
            }

            // As reports arrive.
            var figures = new HashMap<BillingDay, BigDecimal>();
            var quantities = new HashMap<BillingDay, BigDecimal>();
            var charges = new HashMap<BillingDay, Map<Integer, BigDecimal>>();
            for (var report : reports) {
                var day = BillingDay.of(report.hour(), SHANGHAI);
                var step = Accrual.report(statistic, figures.getOrDefault(day, BigDecimal.ZERO), report.value());
                figures.put(day, step.statistic());
                int payer = payers.floorEntry(report.hour()).getValue();
                var price = CARD.price(code, CN, currency(payer)).orElseThrow();
                quantities.merge(day, step.growth(), BigDecimal::add);
                charges.computeIfAbsent(day, d -> new HashMap<>())
                        .merge(payer, price.of(step.growth()), BigDecimal::add);
            }

            // At the end of the days.
            for (int d = 0; d < 3; d++) {
                var from = MIDNIGHT.plusSeconds(86_400L * d);
                var ofDay = reports.stream()
                        .filter(r -> !r.hour().isBefore(from) && r.hour().isBefore(from.plusSeconds(86_400)))
                        .toList();
                var figure = statistic == Statistic.SUM
                        ? ofDay.stream().map(Report::value).reduce(BigDecimal.ZERO, BigDecimal::add)
                        : ofDay.stream()
                                .map(Report::value)
                                .max(Comparator.naturalOrder())
                                .orElse(BigDecimal.ZERO);
                var day = BillingDay.of(from, SHANGHAI);
                var what = "seed %d, round %d, day %d".formatted(seed, round, d);
                assertThat(quantities.getOrDefault(day, BigDecimal.ZERO))
                        .as(what)
                        .isEqualByComparingTo(figure);
                var byPayer = charges.getOrDefault(day, Map.of());
                if (byPayer.keySet().stream()
                                .map(AccrualTest::currency)
                                .distinct()
                                .count()
                        == 1) {
                    var currency = currency(byPayer.keySet().iterator().next());
                    var bill = figure.multiply(unitPrice(statistic, currency));
                    assertThat(byPayer.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                            .as(what)
                            .isEqualByComparingTo(bill);
                }
                byPayer.forEach((payer, charge) -> {
                    var own = ofDay.stream()
                            .filter(r -> payers.floorEntry(r.hour()).getValue().equals(payer))
                            .map(Report::value)
                            .toList();
                    var alone = statistic == Statistic.SUM
                            ? own.stream().reduce(BigDecimal.ZERO, BigDecimal::add)
                            : own.stream().max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
                    var most = alone.multiply(unitPrice(statistic, currency(payer)));
                    assertThat(charge).as(what).isNotNegative().isLessThanOrEqualTo(most);
                    if (statistic == Statistic.SUM) {
                        assertThat(charge).as(what).isEqualByComparingTo(most);
                    }
                });
            }
        }
    }

    /** Corrections at any time among reports: each payer's charges are those of a day that had been right from the start. */
    @ParameterizedTest
    @EnumSource
    void corrections_leave_every_hour_with_what_it_would_have_been_charged(Statistic statistic) {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            var what = "seed %d, round %d".formatted(seed, round);
            var arrived = new ArrayList<Report>();
            var figure = BigDecimal.ZERO;
            var byHour = new TreeMap<Instant, BigDecimal>();
            int count = 1 + random.nextInt(30);
            for (int i = 0; i < count; i++) {
                if (arrived.isEmpty() || random.nextInt(3) > 0) {
                    var report = report(i, random.nextInt(24), random.nextInt(100));
                    var step = Accrual.report(statistic, figure, report.value());
                    figure = step.statistic();
                    byHour.merge(report.hour(), step.growth(), BigDecimal::add);
                    arrived.add(report);
                } else {
                    int wrong = random.nextInt(arrived.size());
                    var old = arrived.get(wrong);
                    var value = number(random.nextInt(100));
                    var correction = Accrual.correct(statistic, arrived, old.id(), value);
                    arrived.set(wrong, new Report(old.id(), old.hour(), old.accrual(), value));
                    correction.entries().forEach(e -> byHour.merge(e.hour(), e.quantity(), BigDecimal::add));
                    figure = correction.statistic();
                }
            }

            var expected = new TreeMap<Instant, BigDecimal>();
            var peak = BigDecimal.ZERO;
            for (var report : arrived) {
                if (statistic == Statistic.SUM) {
                    expected.merge(report.hour(), report.value(), BigDecimal::add);
                } else if (report.value().compareTo(peak) > 0) {
                    expected.merge(report.hour(), report.value().subtract(peak), BigDecimal::add);
                    peak = report.value();
                }
            }
            byHour.values().removeIf(v -> v.signum() == 0);
            expected.values().removeIf(v -> v.signum() == 0);
            assertThat(byHour).as(what).isEqualTo(expected);
        }
    }

    private static Currency currency(int payer) {
        return payer % 2 == 0 ? CNY : USD;
    }

    /** Of the price page: 14 days, sites in China. */
    private static BigDecimal unitPrice(Statistic statistic, Currency currency) {
        return switch (statistic) {
            case MAX -> new BigDecimal(currency == CNY ? "0.0008" : "0.00012");
            case SUM -> new BigDecimal(currency == CNY ? "0.0000015" : "0.00000022");
        };
    }

    private static Report report(int id, int hour, long value) {
        return new Report(new UUID(0, id), hour(hour), 0, number(value));
    }

    private static Instant hour(int hour) {
        return MIDNIGHT.plusSeconds(3_600L * hour);
    }

    private static BigDecimal number(long value) {
        return BigDecimal.valueOf(value);
    }
}
