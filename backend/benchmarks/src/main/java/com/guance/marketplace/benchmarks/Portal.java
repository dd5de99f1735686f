package com.guance.marketplace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A running portal. */
final class Portal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How it is started; {@code flags} and {@code settings} come after those of {@code make run}. */
    record How(boolean withCache, List<String> flags, Map<String, String> settings) {
        static final How AS_SHIPPED = new How(true, List.of(), Map.of());
        static final How WITHOUT_CACHE = new How(false, List.of(), Map.of());

        How withFlags(List<String> others) {
            return new How(withCache, others, settings);
        }

        How withSettings(Map<String, String> others) {
            return new How(withCache, flags, others);
        }
    }

    private final Child process;
    private final int port;
    private final long begin;

    private Portal(Child process, int port, long begin) {
        this.process = process;
        this.port = port;
        this.begin = begin;
    }

    static Portal start(List<String> command, Map<String, String> environment, int port, Path log) throws IOException {
        long begin = System.nanoTime();
        return new Portal(Child.start(command, environment, log), port, begin);
    }

    /** Answers the seconds from the start of the process to the first 200 of this path. */
    double secondsUntil200(String path, String cookie) throws Exception {
        var request = Connection.get(path, cookie);
        while (true) {
            try (var connection = new Connection(port)) {
                if (connection.send(request).status() == 200) {
                    return (System.nanoTime() - begin) / 1e9;
                }
            } catch (IOException notYet) {
                process.requireAlive();
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IOException("The portal did not answer %s with 200".formatted(path));
            }
            Thread.sleep(5);
        }
    }

    void awaitReady() throws Exception {
        secondsUntil200("/q/health/ready", "");
    }

    int port() {
        return port;
    }

    String url() {
        return "http://localhost:" + port;
    }

    Child process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
