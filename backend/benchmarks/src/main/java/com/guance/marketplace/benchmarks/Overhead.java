package com.guance.marketplace.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the portal adds to the one call to AWS that a landing is about: landings and direct calls take turns on the same
 * schedule of arrivals. The round that begins with landings is followed by one that ends with them.
 */
final class Overhead {
    private static final int WARM_UP = 6_000;

    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p50Added = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> p99Added = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
    private final List<Double> cpuOfLanding = new ArrayList<>();

    /** Latencies in nanoseconds, and processor milliseconds for each call. */
    private record Side(long[] latencies, double cpu) {}

    static void measure(Site site, Report report) throws Exception {
        try (var portal = site.startPortal(Portal.How.AS_SHIPPED);
                var direct = new DirectResolve(site)) {
            portal.awaitReady();
            warmUp(site, portal, direct);
            new Overhead().rounds(site, portal, direct, report);
        }
    }

    static void warmUp(Site site, Portal portal, DirectResolve direct) throws Exception {
        var tokens = site.buyers().tokens(WARM_UP);
        try (var landings = new Landings(portal, tokens)) {
            Load.closed(4, tokens.size(), Duration.ofMinutes(2), landings::land);
        }
        Load.closed(4, tokens.size(), Duration.ofMinutes(1), direct.of(tokens));
    }

    private void rounds(Site site, Portal portal, DirectResolve direct, Report report) throws Exception {
        var settings = site.settings();
        for (int round = 0; round < settings.rounds(); round++) {
            long seed = settings.seed() + round;
            var tokens = site.buyers().tokens(Load.arrivals(settings.segment(), settings.rate()));
            if (round % 2 == 0) {
                var landed = land(settings, portal, tokens, seed);
                add(landed, resolve(settings, direct, tokens, seed));
            } else {
                var resolved = resolve(settings, direct, tokens, seed);
                add(land(settings, portal, tokens, seed), resolved);
            }
        }
        report.add(
                "landing, p50 at %d a second".formatted(settings.rate()),
                new Samples(p50),
                "direct ResolveCustomer, p50",
                "the portal's own part 3 ms",
                "own part " + new Samples(p50Added).show(2) + " ms");
        report.add(
                "landing, p99 at %d a second".formatted(settings.rate()),
                new Samples(p99),
                "direct ResolveCustomer, p99",
                "",
                "own part " + new Samples(p99Added).show(2) + " ms");
        report.add(
                "processor time of the portal, each landing",
                new Samples(cpu),
                "that of the caller, each direct ResolveCustomer",
                "",
                new Samples(cpuOfLanding).show(2) + " ms");
    }

    private void add(Side landing, Side resolve) {
        add(landing, resolve, 0.5, p50, p50Added);
        add(landing, resolve, 0.99, p99, p99Added);
        cpu.add(landing.cpu() / resolve.cpu());
        cpuOfLanding.add(landing.cpu());
        System.out.printf(
                Locale.ROOT,
                "  landing p50 %.2f p99 %.2f ms, cpu %.2f ms; direct p50 %.2f p99 %.2f ms, cpu %.2f ms%n",
                Samples.percentile(landing.latencies(), 0.5),
                Samples.percentile(landing.latencies(), 0.99),
                landing.cpu(),
                Samples.percentile(resolve.latencies(), 0.5),
                Samples.percentile(resolve.latencies(), 0.99),
                resolve.cpu());
    }

    private static void add(Side landing, Side resolve, double share, List<Double> ratios, List<Double> added) {
        double whole = Samples.percentile(landing.latencies(), share);
        double part = Samples.percentile(resolve.latencies(), share);
        ratios.add(whole / part);
        added.add(whole - part);
    }

    private static Side land(Settings settings, Portal portal, List<String> tokens, long seed) throws Exception {
        try (var landings = new Landings(portal, tokens).connected(8)) {
            double before = portal.process().cpuMillis();
            var latencies = Load.open(settings.segment(), settings.rate(), seed, landings::land);
            return new Side(latencies, (portal.process().cpuMillis() - before) / latencies.length);
        }
    }

    private static Side resolve(Settings settings, DirectResolve direct, List<String> tokens, long seed)
            throws Exception {
        double before = ownCpuMillis();
        var latencies = Load.open(settings.segment(), settings.rate(), seed, direct.of(tokens));
        return new Side(latencies, (ownCpuMillis() - before) / latencies.length);
    }

    private static double ownCpuMillis() {
        return Child.cpuMillis(ProcessHandle.current().pid());
    }
}
