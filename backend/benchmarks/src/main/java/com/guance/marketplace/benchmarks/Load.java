package com.guance.marketplace.benchmarks;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The two ways to drive: arrivals by a clock, and as fast as so many connections can. */
final class Load {
    /** One request, by its number. */
    interface Call {
        void make(int number) throws Exception;
    }

    private static final int THREADS = 64;

    private Load() {}

    /**
     * Arrivals of buyers who do not know of each other (exponential gaps, from the seed), whether earlier ones have been
     * answered or not. Each latency counts from the instant that the schedule says, so a stall is felt by all who would have
     * come in it.
     *
     * @return nanoseconds of each
     */
    static long[] open(Duration segment, int rate, long seed, Call call) throws Exception {
        var dues = schedule(segment, rate, seed);
        var latencies = new long[dues.length];
        var failure = new AtomicReference<@Nullable Exception>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> LockSupport.parkNanos(1_000_000)); // all are there before the first buyer
            }
            long begin = System.nanoTime() + 50_000_000;
            for (int i = 0; i < dues.length; i++) {
                long due = begin + dues[i];
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                int number = i;
                threads.execute(() -> {
                    try {
                        call.make(number);
                    } catch (Exception e) {
                        failure.compareAndSet(null, e);
                    }
                    latencies[number] = System.nanoTime() - due;
                });
            }
        }
        throwIfAny(failure);
        return latencies;
    }

    static int arrivals(Duration segment, int rate) {
        return Math.toIntExact(segment.toSeconds() * rate);
    }

    private static long[] schedule(Duration segment, int rate, long seed) {
        var random = new Random(seed);
        var dues = new long[arrivals(segment, rate)];
        double at = 0;
        for (int i = 0; i < dues.length; i++) {
            at += random.nextExponential() / rate * 1e9;
            dues[i] = (long) at;
        }
        return dues;
    }

    /** Each connection sends its next request when the last was answered, until the time or the requests are over; how many a second. */
    static double closed(int connections, int requests, Duration atMost, Call call) throws Exception {
        var next = new AtomicInteger();
        var done = new AtomicInteger();
        var failure = new AtomicReference<@Nullable Exception>();
        long begin = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                threads.execute(() -> {
                    try {
                        for (int number = next.getAndIncrement();
                                number < requests && System.nanoTime() - begin < atMost.toNanos();
                                number = next.getAndIncrement()) {
                            call.make(number);
                            done.incrementAndGet();
                        }
                    } catch (Exception e) {
                        failure.compareAndSet(null, e);
                    }
                });
            }
        }
        throwIfAny(failure);
        return done.get() / ((System.nanoTime() - begin) / 1e9);
    }

    private static void throwIfAny(AtomicReference<@Nullable Exception> failure) throws Exception {
        var first = failure.get();
        if (first != null) {
            throw first;
        }
    }
}
