package com.guance.marketplace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * What a browser loads for each page of the SPA, gzipped, by the manifest of its build, against what all pages share. In the
 * language that takes most, as frontend/scripts/size.ts has it: English comes with the first script, Chinese is fetched apart.
 */
final class SpaBytes {
    private static final List<String> ALWAYS = List.of("index.html", "src/i18n/zh-first.ts");

    private final Path dist;
    private final JsonNode manifest;

    private SpaBytes(Path dist) throws IOException {
        this.dist = dist;
        manifest =
                new ObjectMapper().readTree(dist.resolve(".vite/manifest.json").toFile());
    }

    static void measure(Site site, Report report) throws Exception {
        var spa = new SpaBytes(site.settings().checkout().resolve("frontend/dist"));
        double shell = spa.bytes();
        report.add("bytes that every page loads", exactly(1), "themselves", "", kilobytes(shell));
        for (var page : spa.pages()) {
            double bytes = spa.bytes(page);
            var name = page.replaceFirst(".*/", "").replace(".tsx", "");
            var aim = name.equals("onboarding-page") ? "170 kB" : "";
            report.add("bytes of " + name, exactly(bytes / shell), "what every page loads", aim, kilobytes(bytes));
        }
        report.note("Texts beyond the landing page's, loaded with the other pages: en %s, zh-CN %s."
                .formatted(kilobytes(spa.more("src/i18n/en-rest.ts")), kilobytes(spa.more("src/i18n/zh-rest.ts"))));
    }

    private static Samples exactly(double ratio) {
        return new Samples(List.of(ratio));
    }

    private static String kilobytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f kB", bytes / 1000);
    }

    private Set<String> pages() {
        var pages = new TreeSet<String>();
        manifest.fieldNames().forEachRemaining(key -> {
            if (key.startsWith("src/features/")
                    && manifest.path(key).path("isDynamicEntry").asBoolean()) {
                pages.add(key);
            }
        });
        return pages;
    }

    /** Of these chunks and all that they import at once, and of what is always there. */
    private double bytes(String... keys) throws IOException {
        var files = new HashSet<String>();
        var seen = new HashSet<String>();
        Stream.concat(ALWAYS.stream(), Stream.of(keys)).forEach(key -> collect(key, files, seen));
        double sum = 0;
        for (var file : files) {
            sum += gzipped(dist.resolve(file));
        }
        return sum;
    }

    /** What this chunk adds to what is always there. */
    private double more(String key) throws IOException {
        return bytes(key) - bytes();
    }

    private void collect(String key, Set<String> files, Set<String> seen) {
        if (seen.add(key)) {
            var chunk = manifest.required(key);
            files.add(chunk.path("file").asText());
            chunk.path("css").forEach(css -> files.add(css.asText()));
            chunk.path("imports").forEach(next -> collect(next.asText(), files, seen));
        }
    }

    private static int gzipped(Path file) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(Files.readAllBytes(file));
        }
        return out.size();
    }
}
