package com.guance.marketplace.emulator.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final MeteringRules RULES = MeteringRules.DEFAULT.withQuota(10, 3);

    private final Quota quota = new Quota();

    private boolean take(long millis) {
        return quota.take("seller", "us-east-1", RULES, millis * 1_000_000);
    }

    @Test
    void a_burst_is_granted_and_refilled_at_the_rate() {
        assertTrue(take(0) && take(0) && take(0));
        assertFalse(take(0));
        assertFalse(take(99));
        assertTrue(take(100));
        assertFalse(take(100));
        assertTrue(take(10_000) && take(10_000) && take(10_000));
        assertFalse(take(10_000));
    }

    @Test
    void a_minute_grants_no_more_than_rate_and_burst() {
        int granted = 0;
        for (long millis = 0; millis < 60_000; millis += 7) {
            granted += take(millis) ? 1 : 0;
        }
        assertTrue(granted >= 599 && granted <= 603, "granted " + granted);
    }

    @Test
    void accounts_and_regions_have_quotas_of_their_own() {
        assertTrue(take(0) && take(0) && take(0));
        assertTrue(quota.take("seller", "eu-west-1", RULES, 0));
        assertTrue(quota.take("another", "us-east-1", RULES, 0));
        quota.reset();
        assertEquals(true, take(0));
    }
}
