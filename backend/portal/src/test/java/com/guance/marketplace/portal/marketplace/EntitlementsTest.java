package com.guance.marketplace.portal.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.marketplace.Entitlements.Entitlement;
import com.guance.marketplace.portal.marketplace.Entitlements.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For how long a last answer of AWS gives access. */
class EntitlementsTest {
    private static final Instant READ = Instant.parse("2026-08-20T14:00:00Z");
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofHours(24);

    @Test
    void nobody_is_entitled_before_aws_has_said_so() {
        assertThat(Entitlements.held(List.of(), null, READ, EVERY, GRACE))
                .isEqualTo(new Held(List.of(), null, null, false));
    }

    @Test
    void a_fresh_answer_holds_to_its_end_exactly() {
        var end = READ.plus(Duration.ofMinutes(30));
        assertThat(held(end.minusNanos(1), of("seats", "5", end)).entitled()).isTrue();
        assertThat(held(end, of("seats", "5", end)).entitled()).isFalse();
    }

    @Test
    void an_answer_that_aws_has_not_renewed_for_hours_holds_for_the_grace_and_tells_its_age() {
        var end = READ.plus(Duration.ofHours(3));
        var held = held(end.plus(GRACE).minusNanos(1), of("seats", "5", end));
        assertThat(held.entitled()).isTrue();
        assertThat(held.age()).isEqualTo(Duration.ofHours(27).minusNanos(1));
        assertThat(held(end.plus(GRACE), of("seats", "5", end)).entitled()).isFalse();
    }

    @Test
    void what_names_no_end_has_none() {
        assertThat(held(READ.plus(Duration.ofDays(4000)), of("seats", "5", null))
                        .entitled())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "false"})
    void nothing_of_something_is_nothing(String value) {
        assertThat(held(READ, of("seats", value, null)).entitled()).isFalse();
        assertThat(held(READ, of("seats", value, null), of("users", "1", null)).entitled())
                .isTrue();
    }

    @Test
    void an_answer_that_names_nothing_gives_nothing() {
        var held = held(READ.plusSeconds(60));
        assertThat(held.entitled()).isFalse();
        assertThat(held.readAt()).isEqualTo(READ);
    }

    private static Held held(Instant now, Entitlement... entitlements) {
        return Entitlements.held(List.of(entitlements), READ, now, EVERY, GRACE);
    }

    private static Entitlement of(String dimension, String value, Instant expiresAt) {
        return new Entitlement(dimension, value, expiresAt);
    }
}
