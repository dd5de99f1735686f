package com.guance.marketplace.portal.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.portal.platform.ReviewedFile.Unusable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operators file may say. */
class OperatorsTest {
    private static final String HASH = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "B".repeat(43);

    private static final String WEI = """
            {"username": "wei", "name": "Wei Zhang", "role": "SUPPORT", "passwordHash": "%s", "totpSecret": "%s"}""".formatted(HASH, "A".repeat(32));

    @Test
    void an_entry_is_known_by_its_user_name() {
        var operators = Operators.parse("[" + WEI + "]");

        assertThat(operators.find("wei").orElseThrow().role()).isEqualTo(Role.SUPPORT);
        assertThat(operators.find("WEI")).isEmpty();
        assertThat(Operators.parse("[]").byUsername()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"wei\" | \"Wei\" | small letters",
                "\"wei\" | \"\" | small letters",
                "\"Wei Zhang\" | \" \" | has no name",
                "SUPPORT | support | Not a list",
                "$argon2id | $argon2i | argon2id",
                "m=19456 | m=19 | argon2id",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | AAAAAAAAAAAAAAAA | base32",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1 | base32",
                "\"name\" | \"nickname\" | Not a list",
                "\"role\": \"SUPPORT\", | '' | Not a list",
            })
    void an_entry_that_is_not_as_it_should_be_is_refused(String from, String to, String reason) {
        assertThat(WEI).contains(from);
        assertThatThrownBy(() -> Operators.parse("[" + WEI.replace(from, to) + "]"))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("AAAAAAAAAAAAAAAA", "BBBBBBBB");
    }

    @Test
    void nobody_is_there_twice() {
        assertThatThrownBy(() -> Operators.parse("[" + WEI + "," + WEI + "]"))
                .hasMessage("Operator wei is there twice");
    }

    @Test
    void a_fingerprint_is_of_all_that_a_session_was_opened_by() {
        var one = Operators.parse("[" + WEI + "]").find("wei").orElseThrow();
        for (var other : new String[] {
            WEI.replace("SUPPORT", "FINANCE"), WEI.replace("BBB\"", "BBC\""), WEI.replace("AAA\"}", "AAB\"}")
        }) {
            assertThat(other).isNotEqualTo(WEI);
            assertThat(Operators.parse("[" + other + "]")
                            .find("wei")
                            .orElseThrow()
                            .fingerprint())
                    .isNotEqualTo(one.fingerprint());
        }
        var renamed = Operators.parse("[" + WEI.replace("Wei Zhang", "Wei Li") + "]");
        assertThat(renamed.find("wei").orElseThrow().fingerprint()).isEqualTo(one.fingerprint());
        assertThat(one.toString()).isEqualTo("wei (SUPPORT)");
    }
}
