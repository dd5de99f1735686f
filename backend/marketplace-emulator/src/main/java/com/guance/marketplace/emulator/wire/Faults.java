package com.guance.marketplace.emulator.wire;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The switches by which AWS can be made to fail, one per operation. None is kept over a restart: a fresh start works. */
public final class Faults {
    /** What happens to a request that is signed as it should be and within its quota. */
    public enum Fault {
        NONE,
        THROTTLE,
        ERROR_500,
        SLOW,
        GARBAGE,
        DISABLED,
        /** It is done, and the connection ends without an answer. */
        LOST_ANSWER,
        /** Of BatchMeterUsage only: the later half of the records, at least one, is left undone and given back. */
        UNPROCESSED;

        public boolean concerns(Operation operation) {
            return this != UNPROCESSED || operation == Operation.BATCH_METER_USAGE;
        }
    }

    /**
     * @param fault what happens
     * @param slow for {@link Fault#SLOW}: how long the right answer takes
     * @param times how many more calls it happens to; null is every call
     */
    public record Setting(
            Fault fault, Duration slow, @Nullable Integer times) {
        /** Above the attempt time-outs that are sensible for a client. */
        public static final Duration DEFAULT_SLOW = Duration.ofSeconds(15);

        public static final Setting NONE = new Setting(Fault.NONE, DEFAULT_SLOW, null);
    }

    private final Map<Operation, Setting> settings = new ConcurrentHashMap<>();

    public Setting get(Operation operation) {
        return settings.getOrDefault(operation, Setting.NONE);
    }

    /** @throws IllegalArgumentException if the fault is none of this operation */
    public void set(Operation operation, Setting next) {
        if (!next.fault().concerns(operation)) {
            throw new IllegalArgumentException(
                    "%s does not happen to %s.".formatted(next.fault(), operation.wireName()));
        }
        settings.put(operation, next);
    }

    /** Takes the fault for one call, and counts it. */
    Setting take(Operation operation) {
        var taken = new Setting[] {Setting.NONE};
        settings.computeIfPresent(operation, (o, now) -> {
            taken[0] = now;
            if (now.times() == null || now.fault() == Fault.NONE) {
                return now;
            }
            return now.times() <= 1
                    ? new Setting(Fault.NONE, now.slow(), null)
                    : new Setting(now.fault(), now.slow(), now.times() - 1);
        });
        return taken[0];
    }
}
