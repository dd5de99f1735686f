package com.guance.marketplace.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may be set from outside; docs/benchmarks.md names the defaults.
 *
 * @param checkout where the product was built
 * @param parts which parts run; none named: all
 * @param rounds of every figure but memory and Lighthouse, which take three
 * @param segment how long one side of a round drives
 * @param rate landings a second of the open-loop schedule
 * @param connections at once in the throughput rounds, of the driver and of pgbench
 * @param maxHeap the stated {@code -Xmx} of the memory rounds
 * @param flags of the JVM to try, behind those of make run
 * @param size workspaces whose hour is closed, and records that are sent
 * @param budget calls a second that the portal may make to AWS
 * @param seed of the arrival schedule
 */
record Settings(
        Path checkout,
        Set<String> parts,
        int rounds,
        Duration segment,
        int rate,
        int connections,
        String maxHeap,
        List<String> flags,
        int size,
        int budget,
        long seed) {

    static Settings of(Map<String, String> environment) {
        var parts = words(environment, "BENCH_PARTS");
        return new Settings(
                Path.of("").toAbsolutePath(),
                Set.copyOf(parts),
                Integer.parseInt(environment.getOrDefault("BENCH_ROUNDS", "5")),
                Duration.ofSeconds(Integer.parseInt(environment.getOrDefault("BENCH_SECONDS", "10"))),
                50,
                16,
                environment.getOrDefault("BENCH_XMX", "96m"),
                words(environment, "BENCH_FLAGS"),
                Integer.parseInt(environment.getOrDefault("BENCH_SIZE", "100000")),
                Integer.parseInt(environment.getOrDefault("BENCH_BUDGET", "100")),
                Long.parseLong(environment.getOrDefault("BENCH_SEED", "1")));
    }

    private static List<String> words(Map<String, String> environment, String name) {
        var words = environment.getOrDefault(name, "").strip();
        return words.isEmpty() ? List.of() : List.of(words.split("[ ,]+"));
    }

    boolean wants(String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    int fewRounds() {
        return Math.min(3, rounds);
    }

    Path target() {
        return checkout.resolve("backend/benchmarks/target");
    }

    Path scripts() {
        return checkout.resolve("backend/local-stack/bin");
    }
}
