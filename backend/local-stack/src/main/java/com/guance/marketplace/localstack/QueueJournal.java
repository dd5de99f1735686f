package com.guance.marketplace.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.elasticmq.actor.queue.InternalMessage;

/** The messages that nobody has deleted yet, per queue, in memory and in a journal. */
final class QueueJournal implements AutoCloseable {

    private static final long WORTH_REWRITING = 4L * 1024 * 1024;

    /** Queue and message id to the newest record about it, in the order of arrival. */
    private final Map<MessageKey, byte[]> alive = new LinkedHashMap<>();

    private long aliveBytes;
    private Journal journal;

    private QueueJournal() {}

    static QueueJournal open(Path folder) throws IOException {
        Files.createDirectories(folder);
        var queues = new QueueJournal();
        queues.journal = Journal.open(folder.resolve("messages.journal"), queues::replay);
        queues.journal.rewrite(queues.alive.values());
        return queues;
    }

    /** What a queue held when the journal was opened, or has got since. */
    synchronized List<InternalMessage> messages(String queue) {
        var messages = new ArrayList<InternalMessage>();
        alive.forEach((key, record) -> {
            if (key.queue().equals(queue)) {
                messages.add(decode(record));
            }
        });
        return messages;
    }

    synchronized void added(String queue, InternalMessage message) throws IOException {
        var record = MessageRecord.of(queue, message);
        journal.append(record);
        put(new MessageKey(queue, message.id()), record);
    }

    /** Lost in a power cut, it costs a delivery too many, which queues may do at any time. */
    synchronized void updated(String queue, InternalMessage message) throws IOException {
        var key = new MessageKey(queue, message.id());
        if (!alive.containsKey(key)) {
            return;
        }
        var record = MessageRecord.of(queue, message);
        journal.appendUnforced(record);
        put(key, record);
        rewriteWhenMostlyDead();
    }

    synchronized void removed(String queue, String id) throws IOException {
        var key = new MessageKey(queue, id);
        if (!alive.containsKey(key)) {
            return;
        }
        journal.appendUnforced(MessageRecord.removal(key));
        drop(key);
        rewriteWhenMostlyDead();
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void replay(byte[] record) {
        try {
            var key = MessageRecord.key(record);
            if (MessageRecord.isRemoval(record)) {
                drop(key);
            } else {
                put(key, record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(MessageKey key, byte[] record) {
        var former = alive.put(key, record);
        aliveBytes += record.length - (former == null ? 0 : former.length);
    }

    private void drop(MessageKey key) {
        var former = alive.remove(key);
        aliveBytes -= former == null ? 0 : former.length;
    }

    private void rewriteWhenMostlyDead() throws IOException {
        if (journal.size() > WORTH_REWRITING && journal.size() > 4 * aliveBytes) {
            journal.rewrite(alive.values());
        }
    }

    private static InternalMessage decode(byte[] record) {
        try {
            return MessageRecord.message(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message may stand in two queues while it is moved. */
    record MessageKey(String queue, String id) {}
}
