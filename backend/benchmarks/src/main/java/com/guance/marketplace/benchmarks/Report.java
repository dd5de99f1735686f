package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Collects the figures and writes them as a table. */
final class Report {
    /**
     * @param against what the ratio divides by
     * @param aim in the unit of the figure it limits; empty where there is none
     */
    private record Row(String figure, String ratio, String against, String aim, String recorded) {}

    private final Settings settings;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean whole = true;

    Report(Settings settings) {
        this.settings = settings;
    }

    void add(String figure, Samples ratio, String against, String aim, String recorded) {
        var row = new Row(figure, ratio.show(2), against, aim, recorded);
        rows.add(row);
        System.out.printf("  %s: %s of %s; %s%n", figure, row.ratio(), against, recorded);
    }

    void note(String sentence) {
        notes.add(sentence);
        System.out.println("  " + sentence);
    }

    void failed(String part, Exception e) {
        whole = false;
        e.printStackTrace();
        note("%s was not measured: %s".formatted(part, e.getMessage()));
    }

    /** Whether nothing failed; what a missing program left out is no failure. */
    boolean isWhole() {
        return whole;
    }

    String table() {
        var text = new StringBuilder();
        text.append("Measured ")
                .append(Instant.now().truncatedTo(ChronoUnit.MINUTES))
                .append(" on ")
                .append(machine())
                .append("; median of rounds (least-most); ")
                .append(settings.rounds())
                .append(" rounds of ")
                .append(settings.segment().toSeconds())
                .append(" s, seed ")
                .append(settings.seed())
                .append(settings.flags().isEmpty() ? "" : ", trying " + String.join(" ", settings.flags()))
                .append(".\n\n| figure | ratio | against | aim | recorded |\n|---|---|---|---|---|\n");
        for (var row : rows) {
            text.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(row.figure(), row.ratio(), row.against(), row.aim(), row.recorded()));
        }
        if (!notes.isEmpty()) {
            text.append("\n");
            notes.forEach(note -> text.append("- ").append(note).append("\n"));
        }
        return text.toString();
    }

    private static String machine() {
        return "%d processors%s, %s, JDK %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        Runtime.version());
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
