package com.guance.marketplace.localstack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * An append-only file of records, none of them empty. What {@link #append} returned from is on disk; a record that was cut off by a crash is
 * dropped at the next opening, together with whatever follows it.
 */
final class Journal implements AutoCloseable {

    /** Length and checksum. */
    private static final int HEADER = 8;

    private static final int LARGEST_RECORD = 64 * 1024 * 1024;

    private final Path file;
    private FileChannel channel;
    private long end;

    private Journal(Path file) {
        this.file = file;
    }

    /** Opens or creates the file and hands over every whole record in it, oldest first. */
    static Journal open(Path file, Consumer<byte[]> record) throws IOException {
        var journal = new Journal(file);
        journal.openChannel();
        try {
            journal.replay(record);
            return journal;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** Adds a record and waits until it is on disk. */
    synchronized void append(byte[] record) throws IOException {
        write(record);
        channel.force(false);
    }

    /** Adds a record that outlives this process; a power cut may still take it. */
    synchronized void appendUnforced(byte[] record) throws IOException {
        write(record);
    }

    /** Replaces everything by these records, all or nothing. */
    synchronized void rewrite(Collection<byte[]> records) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".next");
        try (var out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (var record : records) {
                writeFully(out, frame(record));
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
        channel.close();
        openChannel();
        end = channel.size();
        channel.position(end);
    }

    synchronized long size() {
        return end;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private void openChannel() throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        forceFolder();
    }

    private void replay(Consumer<byte[]> record) throws IOException {
        var header = ByteBuffer.allocate(HEADER);
        while (readFully(header.clear())) {
            header.flip();
            int length = header.getInt();
            int checksum = header.getInt();
            // Zeros are a block that the crash left unwritten, not an empty record.
            if (length <= 0 || length > LARGEST_RECORD) {
                break;
            }
            var content = ByteBuffer.allocate(length);
            if (!readFully(content) || checksum(content.array()) != checksum) {
                break;
            }
            end = channel.position();
            record.accept(content.array());
        }
        channel.truncate(end).position(end);
    }

    private boolean readFully(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                return false;
            }
        }
        return true;
    }

    private void write(byte[] record) throws IOException {
        try {
            writeFully(channel, frame(record));
            end = channel.position();
        } catch (IOException e) {
            // A half-written record would hide every later one.
            channel.truncate(end).position(end);
            throw e;
        }
    }

    private static ByteBuffer frame(byte[] record) {
        return ByteBuffer.allocate(HEADER + record.length)
                .putInt(record.length)
                .putInt(checksum(record))
                .put(record)
                .flip();
    }

    private static void writeFully(FileChannel out, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            out.write(content);
        }
    }

    private static int checksum(byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }

    /** A new name in a folder is only durable once the folder is. */
    private void forceFolder() throws IOException {
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
