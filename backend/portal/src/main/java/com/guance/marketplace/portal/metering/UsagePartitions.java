package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.TransactionLocks;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** A partition of the usage reports per UTC day: there before the first report of the day, and gone when it is long over. */
@ApplicationScoped
class UsagePartitions {
    private static final Logger LOG = Logger.getLogger(UsagePartitions.class);
    private static final String PREFIX = "usage_reports_";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int DAYS_AHEAD = 2;
    /** For so long a report may be corrected. */
    private static final int DAYS_CORRECTED = 40;

    /** What a correction changes follows from all reports of a billing day, and that may begin a day of UTC earlier. */
    static final int DAYS_KEPT = DAYS_CORRECTED + 1;

    private final Sql sql;
    private final TransactionLocks locks;
    private final Clock clock;
    /** Those that are known to be there. */
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    UsagePartitions(Sql sql, TransactionLocks locks, Clock clock) {
        this.sql = sql;
        this.locks = locks;
        this.clock = clock;
    }

    /** Makes those that are missing, in a transaction of its own, before the one that stores reports. */
    void ensure(Set<LocalDate> days) {
        var missing = new ArrayList<>(days);
        missing.removeAll(known);
        if (missing.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew().run(() -> {
            locks.hold("usage-partitions"); // two portals would trip over each other
            missing.forEach(this::make);
        });
        known.addAll(missing);
    }

    /**
     * As a table of its own that joins then: neither those who read nor those who write wait for that, as they would for a
     * table that is made as a partition.
     */
    private void make(LocalDate day) {
        if (all().contains(day)) {
            return;
        }
        sql.update("CREATE TABLE %s (LIKE usage_reports INCLUDING INDEXES)".formatted(name(day)));
        sql.update("ALTER TABLE usage_reports ATTACH PARTITION %s FOR VALUES FROM ('%s 00:00+00') TO ('%s 00:00+00')"
                .formatted(name(day), day, day.plusDays(1)));
    }

    @Scheduled(every = "1h")
    void makeAhead() {
        var today = day(clock.instant());
        ensure(Set.copyOf(today.datesUntil(today.plusDays(DAYS_AHEAD + 1)).toList()));
    }

    /** Drops what is long over and was charged for; where something was not, the day stays and is looked at again. */
    @Scheduled(
            every = "{forgetting.every}",
            delayed = "{forgetting.after}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        var first = day(clock.instant()).minusDays(DAYS_KEPT);
        for (var day : all()) {
            if (day.isBefore(first) && isAccrued(day)) {
                QuarkusTransaction.requiringNew().run(() -> {
                    // intake waits for this, and this for intake: rather not today than long
                    sql.update("SET LOCAL lock_timeout = '2s'");
                    sql.update("DROP TABLE IF EXISTS " + name(day));
                });
                known.remove(day);
                LOG.infof("usage reports of %s are forgotten", day);
            }
        }
    }

    private boolean isAccrued(LocalDate day) {
        return sql.row("SELECT 1 FROM %s WHERE accrued_at IS NULL LIMIT 1".formatted(name(day)), row -> true)
                .isEmpty();
    }

    private List<LocalDate> all() {
        return sql.rows(
                "SELECT inhrelid::regclass::text AS name FROM pg_inherits"
                        + " WHERE inhparent = 'usage_reports'::regclass ORDER BY 1",
                row -> LocalDate.parse(row.getString("name").substring(PREFIX.length()), DAY));
    }

    /** Whether all reports are there that a correction of a report depends on. */
    static boolean isCorrectable(Instant hour, Instant now) {
        return !day(hour).isBefore(day(now).minusDays(DAYS_CORRECTED));
    }

    static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static String name(LocalDate day) {
        return PREFIX + DAY.format(day);
    }
}
