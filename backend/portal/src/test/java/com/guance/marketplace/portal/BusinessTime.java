package com.guance.marketplace.portal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Time that passes for the portal and for AWS alike. */
final class BusinessTime {
    private BusinessTime() {}

    /** AWS's clock follows the portal's, wherever other tests have moved that. */
    static void join() {
        LocalStackResource.stack()
                .emulator()
                .market()
                .moveTime(Duration.between(Instant.now(), TestClock.now()).plusMillis(5));
    }

    static void advance(Duration duration) {
        TestClock.advance(duration);
        join();
    }

    /** Past an instant, unless it is past already. */
    static void advanceTo(Instant instant) {
        var left = Duration.between(TestClock.now(), instant);
        if (left.isPositive()) {
            advance(left);
        }
    }

    /** The hour that runs, with minutes of it left: a test that begins at its end begins with the next. */
    static Instant openHour() {
        join();
        var next = TestClock.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        if (Duration.between(TestClock.now(), next).compareTo(Duration.ofMinutes(5)) < 0) {
            advanceTo(next);
        }
        return TestClock.now().truncatedTo(ChronoUnit.HOURS);
    }

    /** Days of the month are left, in UTC and in China. */
    static void withinAMonth() {
        join();
        while (month(TestClock.now(), "UTC") != month(TestClock.now().plus(3, ChronoUnit.DAYS), "UTC")
                || month(TestClock.now(), "Asia/Shanghai") != month(TestClock.now(), "UTC")) {
            advance(Duration.ofHours(12));
        }
    }

    private static int month(Instant instant, String zone) {
        return instant.atZone(ZoneId.of(zone)).getMonthValue();
    }
}
