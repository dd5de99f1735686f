package com.guance.marketplace.portal.faults;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what comes in its own time. */
final class Waiting {
    private Waiting() {}

    static void until(String what, Duration patience, BooleanSupplier isSo) {
        long end = System.nanoTime() + patience.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after " + patience + " still not: " + what);
            }
            pause(Duration.ofMillis(50));
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
