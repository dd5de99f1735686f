package com.guance.marketplace.emulator.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file, one line per transaction, forced to the disk before {@link #append} returns. What follows the
 * last whole line is the rest of a write that was cut off by a crash: it was never acknowledged and is cut away.
 * Damage anywhere else is reported, not repaired.
 */
final class Journal implements AutoCloseable {
    private static final TypeReference<List<Entry>> TRANSACTION = new TypeReference<>() {};

    private final @Nullable FileChannel file;
    private long end;

    /**
     * @param folder where the journal is; null keeps nothing over a restart
     * @param replay takes each transaction on file, oldest first
     * @throws UncheckedIOException if the folder cannot be written or another process uses it
     * @throws IllegalStateException if the journal is damaged other than at its end
     */
    Journal(@Nullable Path folder, Consumer<List<Entry>> replay) {
        if (folder == null) {
            file = null;
            return;
        }
        try {
            Files.createDirectories(folder);
            var path = folder.resolve("journal.jsonl");
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(path);
                end = replay(path, replay);
                file.truncate(end);
                file.position(end);
                file.force(true);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the emulator's state in " + folder, e);
        }
    }

    private void lock(Path path) throws IOException {
        try {
            if (file != null && file.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: told as the same error below
        }
        throw new IOException("Another emulator is using " + path);
    }

    private static long replay(Path path, Consumer<List<Entry>> replay) throws IOException {
        var bytes = Files.readAllBytes(path);
        int from = 0;
        int number = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != '\n') {
                continue;
            }
            number++;
            List<Entry> entries;
            try {
                entries = Json.MAPPER.readValue(bytes, from, at - from, TRANSACTION);
            } catch (JsonProcessingException e) {
                if (at == bytes.length - 1) {
                    return from;
                }
                throw new IllegalStateException(
                        "%s is damaged in line %d. Move the file away to start afresh.".formatted(path, number), e);
            }
            replay.accept(entries);
            from = at + 1;
        }
        return from;
    }

    /**
     * Writes one transaction; all of it is on file after a crash, or nothing.
     *
     * @throws UncheckedIOException if it could not be written; the journal is then as before
     */
    void append(List<Entry> entries) {
        if (file == null) {
            return;
        }
        try {
            var text = Json.MAPPER.writerFor(TRANSACTION).writeValueAsString(new ArrayList<>(entries)) + "\n";
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            if (file.size() > end) {
                file.truncate(end); // what a failed append could not take back
            }
            long at = end;
            while (bytes.hasRemaining()) {
                at += file.write(bytes, at);
            }
            file.force(false);
            end = at;
        } catch (IOException e) {
            cutBack();
            throw new UncheckedIOException("The emulator's journal cannot be written", e);
        }
    }

    private void cutBack() {
        try {
            if (file != null) {
                file.truncate(end);
            }
        } catch (IOException e) {
            // The next append tries again before it writes, and so does the next start.
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
