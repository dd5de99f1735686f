package com.guance.marketplace.portal.metering;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What usage is taken in, and priced by. */
@ConfigMapping(prefix = "metering")
interface MeteringConfig {
    /** How long after its end usage may still be reported. */
    Duration acceptedLateness();

    /** Further versions of the price list, beside those that come with the portal. */
    Optional<Path> rateCardsDir();
}
