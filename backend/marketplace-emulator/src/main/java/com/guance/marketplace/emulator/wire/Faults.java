package com.guance.marketplace.emulator.wire;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The switch by which AWS can be made to fail. It is not kept over a restart: a fresh start works. */
public final class Faults {
    /** What ResolveCustomer does to a request that is signed as it should be. */
    public enum Fault {
        NONE,
        THROTTLE,
        ERROR_500,
        SLOW,
        GARBAGE,
        DISABLED
    }

    /**
     * @param resolveCustomer what happens
     * @param slow for {@link Fault#SLOW}: how long the right answer takes
     * @param times how many more calls it happens to; null is every call
     */
    public record Setting(
            Fault resolveCustomer, Duration slow, @Nullable Integer times) {
        /** Above the attempt time-outs that are sensible for a client. */
        public static final Duration DEFAULT_SLOW = Duration.ofSeconds(15);

        public static final Setting NONE = new Setting(Fault.NONE, DEFAULT_SLOW, null);
    }

    private final AtomicReference<Setting> setting = new AtomicReference<>(Setting.NONE);

    public Setting get() {
        return setting.get();
    }

    public void set(Setting next) {
        setting.set(next);
    }

    /** Takes the fault for one call, and counts it. */
    Setting take() {
        return setting.getAndUpdate(now -> {
            if (now.times() == null || now.resolveCustomer() == Fault.NONE) {
                return now;
            }
            return now.times() <= 1
                    ? new Setting(Fault.NONE, now.slow(), null)
                    : new Setting(now.resolveCustomer(), now.slow(), now.times() - 1);
        });
    }
}
