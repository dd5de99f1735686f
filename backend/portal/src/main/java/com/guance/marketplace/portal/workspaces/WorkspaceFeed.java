package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.workspaces.WorkspaceChanges.Placed;
import com.guance.marketplace.portal.workspaces.WorkspaceChanges.Written;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Reads what data planes are told, and lets them wait for it. While somebody waits, no transaction is open. */
@ApplicationScoped
class WorkspaceFeed {
    /** How long until it is looked for what other portals have written. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final WorkspaceChanges changes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long written;
    private boolean isEnding;

    WorkspaceFeed(WorkspaceChanges changes) {
        this.changes = changes;
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) Written change) {
        signal(false);
    }

    void end(@Observes ShutdownEvent shutdown) {
        signal(true);
    }

    private void signal(boolean ending) {
        lock.lock();
        try {
            written++;
            isEnding |= ending;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A position that was never given is of another database, or of this one before it was restored. */
    void requireGiven(long position) {
        if (position > QuarkusTransaction.requiringNew().call(changes::last)) {
            throw Refusal.of(422, "cursor-ahead");
        }
    }

    /** As {@link WorkspaceChanges#after}, with what has committed by now, or once something has, or when it has waited enough. */
    List<Placed> after(long position, Collection<String> sites, int limit, Duration wait) {
        // how long a caller is kept is no business time
        long until = System.nanoTime() + wait.toNanos();
        while (true) {
            long seen = seen();
            place();
            var found = QuarkusTransaction.requiringNew().call(() -> changes.after(position, sites, limit));
            long left = until - System.nanoTime();
            if (!found.isEmpty() || left <= 0 || !await(seen, Math.min(left, LOOK.toNanos()))) {
                return found;
            }
        }
    }

    private long seen() {
        lock.lock();
        try {
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** Until something new was written here, or so long. False where the portal ends. */
    private boolean await(long seen, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (written == seen && !isEnding && left > 0) {
                left = news.awaitNanos(left);
            }
            return !isEnding;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Scheduled(every = "{workspaces.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void place() {
        boolean isMore;
        do {
            isMore = QuarkusTransaction.requiringNew().call(changes::place);
        } while (isMore);
    }
}
