package com.guance.marketplace.portal.platform;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The clock of the portal, in microseconds as PostgreSQL keeps them, and the ids that follow it. */
@ApplicationScoped
public class Time {
    /** How long the portal remembers what is of no more use, for support to look back. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    @Produces
    @Singleton
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    /** A UUIDv7: ids grow with time, so that indexes do. */
    public static UUID id(Instant now) {
        return UuidCreator.getTimeOrderedEpoch(now);
    }

    /** What is of no more use and has a lower id is to be forgotten. */
    public static UUID firstRememberedId(Instant now) {
        return UuidCreator.getTimeOrderedEpochMin(now.minus(REMEMBERED));
    }
}
