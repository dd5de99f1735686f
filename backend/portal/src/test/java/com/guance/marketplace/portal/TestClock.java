package com.guance.marketplace.portal;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The portal's clock in tests: the real one, moved ahead where a test needs time to pass. It never goes back. */
@ApplicationScoped
class TestClock {
    private static final AtomicLong AHEAD_MILLIS = new AtomicLong();

    @Produces
    @Singleton
    @Mock
    Clock clock() {
        return new Clock() {
            private final Clock real = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));

            @Override
            public Instant instant() {
                return real.instant().plusMillis(AHEAD_MILLIS.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return real.withZone(zone);
            }
        };
    }

    static Instant now() {
        return Instant.now().plusMillis(AHEAD_MILLIS.get());
    }

    static void advance(Duration duration) {
        AHEAD_MILLIS.addAndGet(duration.toMillis());
    }
}
