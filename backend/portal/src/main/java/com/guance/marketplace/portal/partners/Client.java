package com.guance.marketplace.portal.partners;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.guance.marketplace.portal.platform.Vault;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A program that may call, as the clients file has it.
 *
 * @param scopes what it may do
 * @param sites whose data it may touch
 * @param secretHashes of the secrets that are good now: {@code sha256:} and 64 hex digits. A secret is 256 random bits, so
 *     that nobody can try them all: a plain SHA-256 is as good as a slow hash, and costs a sign-in nothing
 */
record Client(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) Set<String> scopes,
        @JsonProperty(required = true) Set<String> sites,
        @JsonProperty(required = true) List<String> secretHashes) {
    private static final String SHA256 = "sha256:";
    /** Hex digits of a hash that name it in a token: enough to tell a client's two secrets apart. */
    private static final int FINGERPRINT = 16;

    /** The secret's fingerprint, where it is one of this client's. All are compared, whichever fits. */
    Optional<String> fingerprint(String secret) {
        var hash = SHA256 + HexFormat.of().formatHex(Vault.sha256(secret));
        Optional<String> found = Optional.empty();
        for (var known : secretHashes) {
            if (MessageDigest.isEqual(known.getBytes(), hash.getBytes())) {
                found = Optional.of(fingerprintOf(known));
            }
        }
        return found;
    }

    /** Whether the secret that a token was got by is still good. */
    boolean knows(String fingerprint) {
        return secretHashes.stream().anyMatch(hash -> fingerprintOf(hash).equals(fingerprint));
    }

    private static String fingerprintOf(String hash) {
        return hash.substring(SHA256.length(), SHA256.length() + FINGERPRINT);
    }
}
