package com.guance.marketplace.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that this one started, and what the system knows of it (Linux). */
final class Child implements AutoCloseable {
    private static final double TICKS_PER_MILLISECOND = 0.1; // USER_HZ is 100 on every Linux that Java runs on

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Child start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        Files.createDirectories(log.getParent());
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var child = new Child(builder.start(), log);
        Runtime.getRuntime().addShutdownHook(new Thread(child.process::destroy));
        return child;
    }

    /** Runs to the end and answers what it printed. */
    static String run(List<String> command, Map<String, String> environment, Path log) throws Exception {
        var child = start(command, environment, log);
        if (!child.process.waitFor(5, TimeUnit.MINUTES)) {
            child.close();
        }
        var printed = Files.readString(log);
        if (child.process.waitFor() != 0) {
            throw new IOException("%s ended with %d: %s"
                    .formatted(command.getFirst(), child.process.exitValue(), lastLines(printed)));
        }
        return printed;
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("A process died; its log: " + lastLines(Files.readString(log)));
        }
    }

    private static String lastLines(String text) {
        var lines = text.strip().lines().toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** It does nothing at all until it is told to go on. */
    void stop() throws Exception {
        signal("-STOP");
    }

    void goOn() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    long pid() {
        return process.pid();
    }

    /** Processor time since its start, of all its threads. */
    double cpuMillis() {
        return cpuMillis(process.pid());
    }

    static double cpuMillis(long pid) {
        return cpuMillis(pid, 2);
    }

    private static double cpuMillis(long pid, int kinds) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the name in brackets may hold blanks
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Stream.of(fields)
                            .skip(11)
                            .limit(kinds)
                            .mapToLong(Long::parseLong)
                            .sum()
                    / TICKS_PER_MILLISECOND;
        } catch (IOException e) {
            return 0; // gone, or not Linux
        }
    }

    /** Of a process that others started, and of all below it, those included that have ended. */
    static double cpuMillisOfTree(long root) {
        return ProcessHandle.of(root).stream()
                .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()))
                .mapToDouble(it -> cpuMillis(it.pid(), 4))
                .sum();
    }

    double residentMegabytes() {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
