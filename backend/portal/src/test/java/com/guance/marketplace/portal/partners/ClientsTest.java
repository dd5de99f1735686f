package com.guance.marketplace.portal.partners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.portal.platform.ReviewedFile.Unusable;
import com.guance.marketplace.portal.platform.Vault;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a clients file may say. */
class ClientsTest {
    private static final List<String> SITES = List.of("us1", "cn2");
    private static final String SECRET = Vault.newSecret();
    private static final String HASH = "sha256:" + HexFormat.of().formatHex(Vault.sha256(SECRET));
    private static final String CLIENT = """
            {"id": "one", "name": "One", "scopes": ["usage:write"], "sites": ["us1"], "secretHashes": ["%s"]}""".formatted(HASH);

    @Test
    void a_client_has_scopes_sites_and_a_secret_or_two() {
        var clients = Clients.parse("[" + CLIENT + "]", SITES);

        var client = clients.find("one").orElseThrow();
        assertThat(client.scopes()).isEqualTo(Set.of("usage:write"));
        assertThat(client.sites()).isEqualTo(Set.of("us1"));
        assertThat(client.fingerprint(SECRET))
                .get()
                .satisfies(f -> assertThat(client.knows(f)).isTrue());
        assertThat(client.fingerprint(SECRET + "x")).isEmpty();
        assertThat(client.knows("")).isFalse();
        assertThat(clients.find("two")).isEmpty();
        assertThat(Clients.parse("[]", SITES)).isEqualTo(Clients.NONE);
    }

    @Test
    void an_id_is_given_once() {
        assertThatThrownBy(() -> Clients.parse("[" + CLIENT + "," + CLIENT + "]", SITES))
                .isInstanceOf(Unusable.class)
                .hasMessage("Client one is there twice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "id": "one"          | "id": "o:e"
                    "id": "one"          | "id": ""
                    "id": "one"          | "id": 1
                    "id": "one",         |
                    "name": "One"        | "name": " "
                    "name": "One"        | "name": "One", "extra": 1
                    "name": "One"        | "name": "One", "name": "Two"
                    ["usage:write"]      | ["usage:everything"]
                    ["usage:write"]      | []
                    ["usage:write"]      | null
                    ["usage:write"]      | [null]
                    ["us1"]              | ["us2"]
                    ["us1"]              | []
                    ["us1"]              | "us1"
                    ["sha256:            | ["SHA256:
                    ["sha256:            | ["
                    ["sha256:            | ["sha256:0
                    ["sha256:            | [null, "sha256:
                    """)
    void what_a_file_says_wrong_is_refused(String right, String wrong) {
        var file = "[" + CLIENT.replace(right, wrong == null ? "" : wrong) + "]";

        assertThatThrownBy(() -> Clients.parse(file, SITES)).isInstanceOf(Unusable.class);
    }

    @Test
    void three_secrets_and_the_same_twice_are_too_many() {
        var other = "sha256:" + "0".repeat(64);
        var third = "sha256:" + "1".repeat(64);
        Clients.parse("[" + CLIENT.replace("\"" + HASH, "\"" + other + "\",\"" + HASH) + "]", SITES);

        for (var hashes : List.of("\"" + HASH + "\",\"" + HASH, "\"" + other + "\",\"" + third + "\",\"" + HASH)) {
            assertThatThrownBy(() -> Clients.parse("[" + CLIENT.replace("\"" + HASH, hashes) + "]", SITES))
                    .isInstanceOf(Unusable.class);
        }
    }
}
