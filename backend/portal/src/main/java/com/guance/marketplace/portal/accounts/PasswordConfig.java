package com.guance.marketplace.portal.accounts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Lengths after NIST SP 800-63B-4 (15 for a password that stands alone); cost after OWASP's list for argon2id. */
@ConfigMapping(prefix = "passwords")
public interface PasswordConfig {
    /** Code points. */
    @WithDefault("15")
    int shortest();

    @WithDefault("128")
    int longest();

    /** KiB. */
    @WithDefault("19456")
    int memory();

    @WithDefault("2")
    int iterations();

    /** How many hashes a core computes at once, less one over all cores: the rest of the portal keeps running. */
    @WithDefault("1")
    int hashesPerCore();

    /** How long a request waits for its turn before it is told to come back. */
    @WithDefault("8s")
    Duration longestWait();
}
