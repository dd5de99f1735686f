package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final Share LOGS = new Share(new UUID(0, 1), "us1", "logs");
    private static final Share TRACES = new Share(new UUID(0, 2), "us1", "traces");

    @Test
    void the_first_units_are_paid_by_the_contract_and_the_rest_is_metered() {
        var split = Coverage.of(Map.of(LOGS, number("70.5"), TRACES, number("50")), number("100"));
        assertThat(split.covered()).isEqualTo(Map.of(LOGS, number("70.5"), TRACES, number("29.5")));
        assertThat(split.rest().get(LOGS)).isEqualByComparingTo("0");
        assertThat(split.rest().get(TRACES)).isEqualByComparingTo("20.5");
        assertThat(split.units()).isEqualByComparingTo("100");
    }

    @Test
    void a_contract_that_is_used_up_covers_nothing() {
        for (var left : new String[] {"0", "-3"}) {
            var split = Coverage.of(Map.of(LOGS, number("7")), number(left));
            assertThat(split.covered()).isEmpty();
            assertThat(split.rest()).isEqualTo(Map.of(LOGS, number("7")));
        }
    }

    @Test
    void a_credit_is_not_used_up_by_a_contract() {
        var split = Coverage.of(Map.of(LOGS, number("-5"), TRACES, number("3")), number("100"));
        assertThat(split.covered()).isEqualTo(Map.of(TRACES, number("3")));
        assertThat(split.rest().get(LOGS)).isEqualByComparingTo("-5");
    }

    @Test
    void a_listing_of_contracts_alone_meters_nothing() {
        var split = Coverage.all(Map.of(LOGS, number("-5"), TRACES, number("3")));
        assertThat(split.covered()).isEqualTo(Map.of(TRACES, number("3")));
        assertThat(split.rest().get(TRACES)).isEqualByComparingTo("0");
    }

    /** Whatever the hours of a month hold, what is metered is what exceeds the contract, and nothing gets lost between. */
    @Test
    void of_a_month_what_exceeds_the_contract_is_metered() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            var contract = BigDecimal.valueOf(random.nextInt(100_000), 2);
            var used = BigDecimal.ZERO;
            var covered = BigDecimal.ZERO;
            var metered = BigDecimal.ZERO;
            for (int hour = 0; hour < 1 + random.nextInt(40); hour++) {
                var units = new TreeMap<Share, BigDecimal>();
                units.put(LOGS, BigDecimal.valueOf(random.nextInt(10_000), 2));
                units.put(TRACES, BigDecimal.valueOf(random.nextInt(10_000), 2));
                var split = Coverage.of(units, contract.subtract(covered));
                used = used.add(sum(units));
                covered = covered.add(split.units());
                metered = metered.add(sum(split.rest()));
            }
            assertThat(metered)
                    .as("seed %d, round %d", seed, round)
                    .isEqualByComparingTo(used.subtract(contract).max(BigDecimal.ZERO));
            assertThat(covered.add(metered))
                    .as("seed %d, round %d", seed, round)
                    .isEqualByComparingTo(used);
        }
    }

    private static BigDecimal sum(Map<Share, BigDecimal> units) {
        return units.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
