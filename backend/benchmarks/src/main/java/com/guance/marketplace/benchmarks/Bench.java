package com.guance.marketplace.benchmarks;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code make bench}: runs every part, or those that {@code BENCH_PARTS} names, and writes the table. */
public final class Bench {
    private interface Part {
        void measure(Site site, Report report) throws Exception;
    }

    private static final Map<String, Part> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("overhead", Overhead::measure);
        PARTS.put("throughput", Throughput::measure);
        PARTS.put("start-up", StartUp::measure);
        PARTS.put("memory", Memory::measure);
        PARTS.put("spa", SpaBytes::measure);
        PARTS.put("lighthouse", Lighthouse::measure);
        PARTS.put("intake", Intake::measure);
        PARTS.put("closing", Closing::measure);
        PARTS.put("metering", Metering::measure);
    }

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        var settings = Settings.of(System.getenv());
        var report = new Report(settings);
        Files.createDirectories(settings.target());
        try (var site = Site.open(settings)) {
            for (var part : PARTS.entrySet()) {
                if (settings.wants(part.getKey())) {
                    run(part.getKey(), part.getValue(), site, report);
                }
            }
        }
        var table = report.table();
        Files.writeString(settings.target().resolve("bench.md"), table);
        System.out.println();
        System.out.println(table);
        System.out.println("Written to " + settings.target().resolve("bench.md"));
        System.exit(report.isWhole() ? 0 : 1);
    }

    /** What one part cannot measure does not keep the others from it; the exit code tells. */
    private static void run(String name, Part part, Site site, Report report) {
        long begin = System.nanoTime();
        System.out.printf("%s ...%n", name);
        try {
            part.measure(site, report);
        } catch (Exception e) {
            report.failed(name, e);
        }
        System.out.printf("%s took %.0f s%n", name, (System.nanoTime() - begin) / 1e9);
    }
}
