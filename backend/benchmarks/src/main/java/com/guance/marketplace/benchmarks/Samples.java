package com.guance.marketplace.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One figure of every round. */
record Samples(List<Double> rounds) {
    double median() {
        var sorted = rounds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Median, and in brackets the least and the most of all rounds. */
    String show(int decimals) {
        var format = "%." + decimals + "f";
        return String.format(
                Locale.ROOT,
                format + " (" + format + "-" + format + ")",
                median(),
                rounds.stream().min(Double::compare).orElseThrow(),
                rounds.stream().max(Double::compare).orElseThrow());
    }

    /** Of latencies in nanoseconds, in milliseconds. */
    static double percentile(long[] nanos, double share) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)] / 1e6;
    }
}
