package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.TransactionLocks;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
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

    private final AgroalDataSource dataSource;
    private final TransactionLocks locks;
    private final Clock clock;
    /** Those that are known to be there. */
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    UsagePartitions(AgroalDataSource dataSource, TransactionLocks locks, Clock clock) {
        this.dataSource = dataSource;
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
        execute("CREATE TABLE %s (LIKE usage_reports INCLUDING INDEXES)".formatted(name(day)));
        execute("ALTER TABLE usage_reports ATTACH PARTITION %s FOR VALUES FROM ('%s 00:00+00') TO ('%s 00:00+00')"
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
                    execute("SET LOCAL lock_timeout = '2s'");
                    execute("DROP TABLE IF EXISTS " + name(day));
                });
                known.remove(day);
                LOG.infof("usage reports of %s are forgotten", day);
            }
        }
    }

    private boolean isAccrued(LocalDate day) {
        var sql = "SELECT 1 FROM %s WHERE accrued_at IS NULL LIMIT 1".formatted(name(day));
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return !row.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<LocalDate> all() {
        var sql =
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'usage_reports'::regclass ORDER BY 1";
        var days = new ArrayList<LocalDate>();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                days.add(LocalDate.parse(row.getString(1).substring(PREFIX.length()), DAY));
            }
            return days;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
