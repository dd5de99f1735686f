package com.guance.marketplace.portal.metering;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try, so that those who failed together do not come back together. */
@ApplicationScoped
class Backoff {
    /** Between half of and all of 1, 2, 4, 8 ... seconds. */
    Duration after(int failures, Duration longest) {
        var whole = Duration.ofSeconds(1L << Math.min(failures - 1, 20));
        var millis = (whole.compareTo(longest) < 0 ? whole : longest).toMillis();
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
