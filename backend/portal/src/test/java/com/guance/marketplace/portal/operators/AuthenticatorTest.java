package com.guance.marketplace.portal.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorTest {
    /** "12345678901234567890", as RFC 6238 has it. */
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    /** RFC 6238, appendix B, its last six digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082, 1",
        "1111111109, 081804, 37037036",
        "1111111111, 050471, 37037037",
        "1234567890, 005924, 41152263",
        "2000000000, 279037, 66666666"
    })
    void codes_are_those_of_the_standard(long at, String code, long step) {
        assertThat(Authenticator.step(SECRET, code, Instant.ofEpochSecond(at))).hasValue(step);
    }

    @Test
    void the_step_before_and_the_one_after_fit_and_no_other() {
        for (int seconds = -59; seconds < 60; seconds++) {
            var at = Instant.ofEpochSecond(1_234_567_890 + seconds); // the first second of its step
            boolean fits = seconds >= -30 && seconds < 60;
            assertThat(Authenticator.step(SECRET, "005924", at).isPresent())
                    .as("%d s", seconds)
                    .isEqualTo(fits);
        }
        assertThat(Authenticator.step(SECRET, "005924", Instant.ofEpochSecond(1_234_567_890 + 60)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5924", "0005924", "''", "00592４", "-05924"})
    void what_only_looks_like_the_code_is_not(String code) {
        assertThat(Authenticator.step(SECRET, code, Instant.ofEpochSecond(1_234_567_890)))
                .isEmpty();
    }
}
