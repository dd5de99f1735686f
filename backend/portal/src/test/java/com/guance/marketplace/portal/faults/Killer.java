package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faultproxy.PostgresProxy;
import com.guance.marketplace.portal.faultproxy.PostgresProxy.Verdict;
import com.guance.marketplace.portal.faultproxy.Transaction;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits for one commit, and then does harm once: before the database hears of it, or before the portal hears of it. */
final class Killer implements PostgresProxy.Listener {
    /** A place to do harm. */
    record Point(Work work, int commit, Side side) {
        @Override
        public String toString() {
            return side.name().toLowerCase(java.util.Locale.ROOT) + " commit " + commit;
        }
    }

    enum Side {
        BEFORE,
        AFTER
    }

    /** Whose commit it is. */
    enum Work {
        REQUEST,
        MAIL,
        NOTIFICATION,
        SETTLEMENT;

        /** What takes usage in, closes hours, sends records and measures; some of it every few seconds, whatever buyers do. */
        private static final List<String> OF_SETTLEMENT = List.of(
                "usage_reports",
                "metering_lanes",
                "FROM metering_progress WHERE due_at",
                "FROM metering_records",
                "FROM metering_totals");

        /** What asks AWS what became of purchases, and counts what it said. */
        private static final List<String> OF_ASKING = List.of(
                "UPDATE aws_inquiries",
                "aws_sweeps",
                "asked_at",
                "UPDATE entitlement_readings",
                "FROM marketplace_events WHERE status = 'PARKED'",
                "SELECT DISTINCT product, identity FROM marketplace_events");

        /** What locks and opens workspaces, writes of it, and gives changes their positions. */
        private static final List<String> OF_WORKSPACES = List.of(
                "buffer_since IS NOT NULL",
                "buffer_since is not null",
                "FROM workspaces WHERE changes = 0",
                "FROM workspace_changes WHERE position IS NULL",
                "ends_at>");

        /** Null for a look into an empty outbox, which comes every second, and for what is done by itself. */
        static Work of(Transaction transaction) {
            if (transaction.ran("INSERT INTO marketplace_events") && !transaction.ran("asked_at")) {
                return NOTIFICATION;
            }
            if (OF_ASKING.stream().anyMatch(transaction::ran)
                    || OF_WORKSPACES.stream().anyMatch(transaction::ran)) {
                return null;
            }
            if (OF_SETTLEMENT.stream().anyMatch(transaction::ran)) {
                return transaction.wrote() ? SETTLEMENT : null;
            }
            if (transaction.ran("UPDATE outbox_mails")) {
                return transaction.wrote() ? MAIL : null;
            }
            return REQUEST;
        }
    }

    private final Point point;
    private final Runnable harm;
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicBoolean struck = new AtomicBoolean();
    private volatile boolean isDone;

    Killer(Point point, Runnable harm) {
        this.point = point;
        this.harm = harm;
    }

    boolean hasStruck() {
        return isDone;
    }

    @Override
    public Verdict beforeCommit(Transaction transaction) {
        if (Work.of(transaction) != point.work()) {
            return Verdict.CARRY;
        }
        boolean isIt = commits.incrementAndGet() == point.commit();
        return isIt && point.side() == Side.BEFORE ? strike() : Verdict.CARRY;
    }

    @Override
    public Verdict afterCommit(Transaction transaction) {
        boolean isIt = Work.of(transaction) == point.work() && commits.get() == point.commit();
        return isIt && point.side() == Side.AFTER ? strike() : Verdict.CARRY;
    }

    private Verdict strike() {
        if (!struck.compareAndSet(false, true)) {
            return Verdict.CARRY;
        }
        harm.run();
        isDone = true;
        return Verdict.CUT;
    }
}
