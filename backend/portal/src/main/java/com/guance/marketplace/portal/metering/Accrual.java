package com.guance.marketplace.portal.metering;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How a workspace's bill of a day grows for one item, in the order in which reports arrive. Growth counts for the hour that
 * was reported, whose payer owes it; since prices are linear, growth times price is the charge.
 */
final class Accrual {
    /** What the day's figure is once a report has come, and what the report added to it. */
    record Step(BigDecimal statistic, BigDecimal growth) {}

    /**
     * @param accrual the charging that it went with: those of one hour may have had different payers
     * @param value as it is in force, which is not what was reported where a correction came since
     */
    record Report(UUID id, Instant hour, long accrual, BigDecimal value) {}

    /** What the payer of a charging owes more, or less where negative, for an hour. */
    record Growth(Instant hour, long accrual, BigDecimal quantity) {}

    private record Charged(Instant hour, long accrual) {
        private static final Comparator<Charged> ORDER =
                Comparator.comparing(Charged::hour).thenComparing(Charged::accrual);
    }

    /** The figure as corrected, and the signed entries that make the charges so far add up to it. */
    record Correction(BigDecimal statistic, List<Growth> entries) {}

    private Accrual() {}

    /** @param soFar the day's figure, zero before the first report */
    static Step report(Statistic statistic, BigDecimal soFar, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException("A report below zero; corrections are made by name");
        }
        var figure = statistic.with(soFar, value);
        return new Step(figure, figure.subtract(soFar));
    }

    /**
     * What changes when a report turns out to have been another value: the difference to a day on which it had been right
     * from the start. So nobody gets back more than it was charged, and where a maximum was too high, who pays the next
     * lower one is who would have paid it.
     *
     * @param arrived the day's reports in the order of their arrival, earlier corrections applied
     */
    static Correction correct(Statistic statistic, List<Report> arrived, UUID corrected, BigDecimal value) {
        if (arrived.stream().noneMatch(report -> report.id().equals(corrected))) {
            throw new IllegalArgumentException("Report " + corrected + " is not of this day");
        }
        var asIs = day(statistic, arrived);
        var asItShouldBe = day(
                statistic,
                arrived.stream()
                        .map(r -> r.id().equals(corrected) ? new Report(r.id(), r.hour(), r.accrual(), value) : r)
                        .toList());
        var differences = new TreeMap<Charged, BigDecimal>(Charged.ORDER);
        asItShouldBe.entries.forEach(growth ->
                differences.merge(new Charged(growth.hour, growth.accrual), growth.quantity, BigDecimal::add));
        asIs.entries.forEach(growth ->
                differences.merge(new Charged(growth.hour, growth.accrual), growth.quantity.negate(), BigDecimal::add));
        return new Correction(
                asItShouldBe.statistic,
                differences.entrySet().stream()
                        .filter(e -> e.getValue().signum() != 0)
                        .map(e -> new Growth(e.getKey().hour, e.getKey().accrual, e.getValue()))
                        .toList());
    }

    private static Correction day(Statistic statistic, List<Report> reports) {
        var figure = BigDecimal.ZERO;
        var growths = new ArrayList<Growth>();
        for (var report : reports) {
            var step = report(statistic, figure, report.value);
            figure = step.statistic;
            growths.add(new Growth(report.hour, report.accrual, step.growth));
        }
        return new Correction(figure, growths);
    }
}
