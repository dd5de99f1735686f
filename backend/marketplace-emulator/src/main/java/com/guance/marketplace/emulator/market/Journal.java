package com.guance.marketplace.emulator.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
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
 *
 * @param <T> one fact; a transaction is a list of them
 */
public final class Journal<T> implements AutoCloseable {
    private final TypeReference<List<T>> transaction;
    private final @Nullable FileChannel file;
    private long end;

    /**
     * @param folder where the journal is; null keeps nothing over a restart
     * @param name of the file
     * @param replay takes each transaction on file, oldest first
     * @throws UncheckedIOException if the folder cannot be written or another process uses it
     * @throws IllegalStateException if the journal is damaged other than at its end
     */
    public Journal(@Nullable Path folder, String name, TypeReference<List<T>> transaction, Consumer<List<T>> replay) {
        this.transaction = transaction;
        if (folder == null) {
            file = null;
            return;
        }
        try {
            Files.createDirectories(folder);
            var path = folder.resolve(name);
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(path);
                end = replay(file, path, replay);
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

    /**
     * Reads line by line, since a ledger grows beyond what fits into one array, and through the locked channel: closing
     * another one of the same file would end the lock.
     */
    private long replay(FileChannel from, Path path, Consumer<List<T>> replay) throws IOException {
        long whole = 0;
        int number = 0;
        long size = from.size();
        var line = new ByteArrayOutputStream();
        var in = new BufferedInputStream(Channels.newInputStream(from), 1 << 16);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                line.write(next);
                continue;
            }
            number++;
            long after = whole + line.size() + 1;
            List<T> entries;
            try {
                entries = Json.MAPPER.readValue(line.toByteArray(), transaction);
            } catch (JsonProcessingException e) {
                if (after == size) {
                    return whole;
                }
                throw new IllegalStateException(
                        "%s is damaged in line %d. Move the file away to start afresh.".formatted(path, number), e);
            }
            replay.accept(entries);
            whole = after;
            line.reset();
        }
        return whole;
    }

    /**
     * Writes one transaction; all of it is on file after a crash, or nothing.
     *
     * @throws UncheckedIOException if it could not be written; the journal is then as before
     */
    public void append(List<T> entries) {
        if (file == null) {
            return;
        }
        try {
            var text = Json.MAPPER.writerFor(transaction).writeValueAsString(new ArrayList<>(entries)) + "\n";
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
