package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Money into units, and the units that are taken. */
class ResidualTest {
    private static final Share LOGS = share(1, "logs");
    private static final Share APM = share(1, "apm");
    private static final Share OTHER = share(2, "logs");
    private static final Share ANOTHER = share(3, "logs");

    @Test
    void money_becomes_units_exactly() {
        assertThat(new Dimension("usage", new BigDecimal("0.01")).units(new BigDecimal("1.23456")))
                .isEqualByComparingTo("123.456");
        assertThat(new Dimension("logs", new BigDecimal("0.25")).units(new BigDecimal("-0.1")))
                .isEqualByComparingTo("-0.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.03", "0", "-0.01"})
    void a_unit_that_money_does_not_divide_into_is_refused(String price) {
        assertThatThrownBy(() -> new Dimension("usage", new BigDecimal(price)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_dimension_has_a_name_that_aws_takes() {
        new Dimension("d".repeat(255), BigDecimal.ONE);
        assertThatThrownBy(() -> new Dimension("", BigDecimal.ONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Dimension("d".repeat(256), BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void items_are_metered_in_the_standard_dimension_unless_they_have_their_own() {
        var usage = new Dimension("usage", new BigDecimal("0.01"));
        var sms = new Dimension("sms", new BigDecimal("0.1"));
        var dimensions = new Dimensions(usage, Map.of("sms", sms));

        assertThat(dimensions.of(new ItemCode("sms", 0))).isEqualTo(sms);
        assertThat(dimensions.of(new ItemCode("logs", 7))).isEqualTo(usage);
    }

    @Test
    void whole_units_are_taken_and_fractions_stay_with_their_share() {
        var taken = Residual.take(Map.of(LOGS, units("3.75"), APM, units("0.999"), OTHER, units("2")));

        assertThat(taken.units()).containsExactly(Map.entry(LOGS, 3), Map.entry(OTHER, 2));
        assertThat(taken.quantity()).isEqualTo(5);
        assertThat(taken.rest()).containsExactly(Map.entry(APM, units("0.999")), Map.entry(LOGS, units("0.75")));
    }

    @Test
    void a_credit_is_set_off_against_the_same_workspace_first_then_the_largest() {
        var taken =
                Residual.take(Map.of(LOGS, units("-6.5"), APM, units("2.1"), OTHER, units("3.2"), ANOTHER, units("9")));

        assertThat(taken.units()).isEqualTo(Map.of(OTHER, 3, ANOTHER, 5));
        assertThat(taken.rest()).isEqualTo(Map.of(LOGS, units("-0.5"), APM, units("0.1"), OTHER, units("0.2")));
    }

    @Test
    void a_credit_that_finds_nothing_stays_and_is_never_sent() {
        var taken = Residual.take(Map.of(LOGS, units("-3"), OTHER, units("1.5")));

        assertThat(taken.units()).isEmpty();
        assertThat(taken.quantity()).isZero();
        assertThat(taken.rest()).isEqualTo(Map.of(LOGS, units("-2"), OTHER, units("0.5")));
    }

    @Test
    void a_fraction_of_credit_waits_for_its_own_share() {
        var taken = Residual.take(Map.of(LOGS, units("-0.75"), OTHER, units("1.5")));

        assertThat(taken.units()).isEqualTo(Map.of(OTHER, 1));
        assertThat(taken.rest()).isEqualTo(Map.of(LOGS, units("-0.75"), OTHER, units("0.5")));
    }

    @Test
    void what_aws_cannot_count_in_an_hour_stays_for_the_next() {
        var taken = Residual.take(Map.of(LOGS, units("2147483646.5"), OTHER, units("3"), ANOTHER, units("1e12")));

        assertThat(taken.quantity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(taken.units()).isEqualTo(Map.of(LOGS, 2147483646, OTHER, 1));
        assertThat(taken.rest()).isEqualTo(Map.of(LOGS, units("0.5"), OTHER, units("2"), ANOTHER, units("1e12")));
    }

    @Test
    void at_the_end_fractions_are_waived_credits_owed_and_whole_units_lost() {
        var closed = Residual.close(Map.of(LOGS, units("0.99"), APM, units("-0.25"), OTHER, units("2.5")));

        assertThat(closed.waived()).isEqualTo(Map.of(LOGS, units("0.99"), OTHER, units("0.5")));
        assertThat(closed.owed()).isEqualTo(Map.of(APM, units("0.25")));
        assertThat(closed.lost()).isEqualTo(Map.of(OTHER, units("2")));
    }

    @Test
    void shares_carry_tags_that_aws_takes() {
        assertThat(LOGS.tags())
                .isEqualTo(Map.of("workspace", LOGS.workspaceId().toString(), "site", "us1", "item", "logs"));
        assertThat(LOGS.ofAllItems().tags()).containsOnlyKeys("workspace", "site");
        assertThatThrownBy(() -> new Share(new UUID(0, 1), "宁夏", "logs")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Share(new UUID(0, 1), "us1", "a\"b")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Over random hours of charges and credits nothing appears or disappears, and each hour's share is bounded by what came. */
    @Test
    void what_was_charged_is_what_is_taken_and_what_stays() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            var what = "seed %d, round %d".formatted(seed, round);
            Map<Share, BigDecimal> residual = new TreeMap<>();
            var charged = BigDecimal.ZERO;
            long sent = 0;
            for (int hour = 0; hour < 24; hour++) {
                for (int i = random.nextInt(6); i > 0; i--) {
                    var amount = BigDecimal.valueOf(random.nextInt(60_000) - 15_000, 1 + random.nextInt(6));
                    residual.merge(
                            share(random.nextInt(4), random.nextBoolean() ? "logs" : "apm"), amount, BigDecimal::add);
                    charged = charged.add(amount);
                }
                var before = residual.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                var taken = Residual.take(residual);
                residual = taken.rest();
                sent += taken.quantity();
                assertThat(taken.units().values()).as(what).allMatch(units -> units > 0);
                assertThat(BigDecimal.valueOf(taken.quantity()))
                        .as(what)
                        .isLessThanOrEqualTo(before.max(BigDecimal.ZERO)
                                .add(BigDecimal.valueOf(8))); // credits below one unit per share wait
                boolean owes = residual.values().stream().anyMatch(v -> v.compareTo(BigDecimal.ONE.negate()) <= 0);
                boolean hasWhole = residual.values().stream().anyMatch(v -> v.compareTo(BigDecimal.ONE) >= 0);
                assertThat(hasWhole).as(what).isFalse();
                assertThat(owes && taken.quantity() > 0).as(what).isFalse();
                assertThat(residual.values().stream()
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .add(BigDecimal.valueOf(sent)))
                        .as(what)
                        .isEqualByComparingTo(charged);
            }
            var closed = Residual.close(residual);
            assertThat(sum(closed.waived()).add(sum(closed.lost())).subtract(sum(closed.owed())))
                    .as(what)
                    .isEqualByComparingTo(sum(residual));
            assertThat(closed.waived().values())
                    .as(what)
                    .allMatch(v -> v.signum() > 0 && v.compareTo(BigDecimal.ONE) < 0);
            assertThat(closed.lost()).as(what).isEmpty();
        }
    }

    private static BigDecimal sum(Map<Share, BigDecimal> values) {
        return values.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Share share(int workspace, String group) {
        return new Share(new UUID(0, workspace), "us1", group);
    }

    private static BigDecimal units(String units) {
        return new BigDecimal(units);
    }
}
