package com.guance.marketplace.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The running server of a data folder. It detaches from whoever started it, so it outlives a killed parent and would
 * refuse the folder to the next one.
 */
record Postmaster(ProcessHandle process, Path mark) {

    private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(10);
    private static final Duration IMMEDIATE_SHUTDOWN = Duration.ofSeconds(5);

    /** The server that lives in this folder, if one does. A process number that was reused by a stranger is left alone. */
    static Optional<Postmaster> find(Path data) {
        try {
            var mark = data.resolve("postmaster.pid");
            var lines = Files.readAllLines(mark);
            if (lines.size() < 2 || !Path.of(lines.get(1)).equals(data)) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(Postmaster::isPostgres)
                    .map(it -> new Postmaster(it, mark));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new IllegalStateException("Cannot read who runs in " + data, e);
        }
    }

    /** Orderly, and less orderly when that takes too long. */
    void end() {
        signal("INT");
        if (!endsWithin(FAST_SHUTDOWN)) {
            crash();
        }
    }

    void crash() {
        signal("QUIT");
        if (!endsWithin(IMMEDIATE_SHUTDOWN)) {
            process.destroyForcibly();
            endsWithin(IMMEDIATE_SHUTDOWN);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(it -> it.endsWith("/postgres")).orElse(false);
    }

    /**
     * It is gone when its mark in the folder is, which it takes away last. The process itself may stay as a zombie, in a
     * container where nobody collects the orphans.
     */
    private boolean endsWithin(Duration time) {
        try {
            for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; Thread.sleep(20)) {
                if (Files.notExists(mark) || !process.isAlive()) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Java itself knows only TERM, which to PostgreSQL means: wait for every client to leave. */
    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot signal PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
