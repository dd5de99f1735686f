package com.guance.marketplace.localstack;

import java.io.IOException;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Status;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent;

/** Hears of every change to a queue, and lets the change be acknowledged once it is written down. */
final class QueueListener extends AbstractActor {

    private final QueueJournal journal;

    QueueListener(QueueJournal journal) {
        this.journal = journal;
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(
                        QueueEvent.MessageAdded.class,
                        it -> acknowledge(() -> journal.added(it.queueName(), it.message())))
                .match(
                        QueueEvent.MessageUpdated.class,
                        it -> acknowledge(() -> journal.updated(it.queueName(), it.message())))
                .match(
                        QueueEvent.MessageRemoved.class,
                        it -> acknowledge(() -> journal.removed(it.queueName(), it.messageId())))
                .matchAny(it -> {}) // the queues themselves are created anew at each start
                .build();
    }

    private void acknowledge(Change change) {
        try {
            change.write();
            getSender().tell(OperationSuccessful$.MODULE$, getSelf());
        } catch (IOException | RuntimeException e) {
            getSender().tell(new Status.Failure(e), getSelf());
        }
    }

    private interface Change {
        void write() throws IOException;
    }
}
