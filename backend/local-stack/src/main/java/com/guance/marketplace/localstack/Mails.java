package com.guance.marketplace.localstack;

import com.icegreen.greenmail.store.MailFolder;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.Properties;

/** The delivered mails, in a journal and in the folder that IMAP shows. The oldest go when there are too many. */
final class Mails implements AutoCloseable {

    private static final int MOST_MAILS = 2_000;
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final Session session = Session.getInstance(new Properties());
    private final MailFolder inbox;
    private final Journal journal;

    /** What is in the journal and in the folder, oldest first. */
    private final Deque<byte[]> kept = new ArrayDeque<>();

    private long keptBytes;

    Mails(Path folder, MailFolder inbox) throws IOException {
        this.inbox = inbox;
        Files.createDirectories(folder);
        journal = Journal.open(folder.resolve("mails.journal"), this::keep);
        if (dropOldest()) {
            journal.rewrite(kept);
        }
        for (var record : kept) {
            show(record);
        }
    }

    /** Returns when the mail is on disk. */
    synchronized void deliver(byte[] content) throws IOException {
        var record = ByteBuffer.allocate(Long.BYTES + content.length)
                .putLong(System.currentTimeMillis())
                .put(content)
                .array();
        journal.append(record);
        keep(record);
        show(record);
        // Twice the limit before anything is dropped, so that the journal is rewritten now and then and not per mail.
        if (kept.size() > 2 * MOST_MAILS || keptBytes > 2 * MOST_BYTES) {
            dropOldest();
            journal.rewrite(kept);
            inbox.deleteAllMessages();
            for (var left : kept) {
                show(left);
            }
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void keep(byte[] record) {
        kept.addLast(record);
        keptBytes += record.length;
    }

    private boolean dropOldest() {
        boolean dropped = false;
        while (kept.size() > MOST_MAILS || keptBytes > MOST_BYTES) {
            keptBytes -= kept.removeFirst().length;
            dropped = true;
        }
        return dropped;
    }

    private void show(byte[] record) {
        var received = new Date(ByteBuffer.wrap(record).getLong());
        var content = new ByteArrayInputStream(record, Long.BYTES, record.length - Long.BYTES);
        try {
            inbox.appendMessage(new MimeMessage(session, content), new Flags(), received);
        } catch (MessagingException e) {
            throw new IllegalStateException("A mail in the journal is not a mail", e);
        }
    }
}
