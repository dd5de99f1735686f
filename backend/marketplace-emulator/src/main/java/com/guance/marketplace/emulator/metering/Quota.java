package com.guance.marketplace.emulator.metering;

import java.util.HashMap;
import java.util.Map;

/** A bucket of calls per AWS account and region, refilled as time goes by. It goes by the time it is told. */
final class Quota {
    private record Key(String account, String region) {}

    private record Level(double calls, long atNanos) {}

    private final Map<Key, Level> levels = new HashMap<>();

    /** Takes one call out of the bucket, or answers false if there is none. */
    synchronized boolean take(String account, String region, MeteringRules rules, long nowNanos) {
        var key = new Key(account, region);
        var last = levels.getOrDefault(key, new Level(rules.burst(), nowNanos));
        double refill = (nowNanos - last.atNanos()) / 1e9 * rules.callsPerSecond();
        double calls = Math.min(rules.burst(), last.calls() + refill);
        boolean granted = calls >= 1;
        levels.put(key, new Level(granted ? calls - 1 : calls, nowNanos));
        return granted;
    }

    /** Every bucket is full again. */
    synchronized void reset() {
        levels.clear();
    }
}
