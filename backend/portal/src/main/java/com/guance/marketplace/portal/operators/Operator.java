package com.guance.marketplace.portal.operators;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.guance.marketplace.portal.platform.Vault;
import java.util.HexFormat;

/**
 * One of Guance's own people, as the operators file has it.
 *
 * @param passwordHash argon2id, with its salt and cost, as text
 * @param totpSecret of the authenticator, in base32
 */
record Operator(
        @JsonProperty(required = true) String username,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) Role role,
        @JsonProperty(required = true) String passwordHash,
        @JsonProperty(required = true) String totpSecret) {
    /** Of all that a session was opened by: a session ends with any of it. */
    String fingerprint() {
        var all = String.join("\n", username, role.name(), passwordHash, totpSecret);
        return HexFormat.of().formatHex(Vault.sha256(all), 0, 16);
    }

    /** Without its secrets, wherever it is written. */
    @Override
    public String toString() {
        return username + " (" + role + ")";
    }
}
