package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.platform.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How far AWS has been told, and how near the edge the oldest word is: the first thing to look at when money is late. */
@ApplicationScoped
class MeteringGauges {
    private static final Logger LOG = Logger.getLogger(MeteringGauges.class);

    /** While nothing waits. */
    private static final Duration FOREVER = Duration.ofDays(1);

    private record Backlog(
            long records,
            @Nullable Instant oldest,
            @Nullable Instant deadline,
            long parked) {}

    private final Sql sql;
    private final Clock clock;
    private final AtomicLong backlog = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final AtomicLong leftSeconds = new AtomicLong(FOREVER.toSeconds());
    private final AtomicLong parked = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong unfrozen = new AtomicLong();
    private final AtomicLong uncharged = new AtomicLong();

    MeteringGauges(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    void register(@Observes StartupEvent started, MeterRegistry metrics) {
        metrics.gauge("portal.metering.backlog", backlog);
        metrics.gauge("portal.metering.parked", parked);
        metrics.gauge("portal.metering.lost.units", lost);
        seconds("portal.metering.oldest", oldestSeconds, metrics);
        seconds("portal.metering.time.left", leftSeconds, metrics);
        seconds("portal.metering.freeze.late", unfrozen, metrics);
        seconds("portal.metering.charge.late", uncharged, metrics);
    }

    private static void seconds(String name, AtomicLong value, MeterRegistry metrics) {
        TimeGauge.builder(name, value, TimeUnit.SECONDS, AtomicLong::doubleValue)
                .register(metrics);
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        try {
            QuarkusTransaction.requiringNew().run(this::read);
        } catch (RuntimeException unreachable) {
            LOG.debugf("metering not measured: %s", unreachable.getMessage());
        }
    }

    private void read() {
        var now = clock.instant();
        var waiting = sql.row(
                        """
                SELECT count(*) FILTER (WHERE outcome <> 'PARKED') AS records, min(hour) FILTER (WHERE outcome <> 'PARKED')
                    AS oldest, min(deadline) FILTER (WHERE due_at IS NOT NULL) AS deadline, count(*) FILTER (WHERE outcome = 'PARKED') AS parked
                FROM metering_records WHERE due_at IS NOT NULL OR outcome = 'PARKED'""",
                        row -> new Backlog(
                                row.getLong("records"),
                                Sql.instant(row, "oldest"),
                                Sql.instant(row, "deadline"),
                                row.getLong("parked")))
                .orElseThrow();
        backlog.set(waiting.records);
        parked.set(waiting.parked);
        oldestSeconds.set(since(waiting.oldest, now));
        leftSeconds.set(
                waiting.deadline == null
                        ? FOREVER.toSeconds()
                        : Duration.between(now, waiting.deadline).toSeconds());
        lost.set(sql.row(
                        "SELECT coalesce(sum(expired), 0)::bigint AS units FROM metering_totals",
                        row -> row.getLong("units"))
                .orElseThrow());
        unfrozen.set(oldest("SELECT min(due_at) AS at FROM metering_progress WHERE due_at <= ?", now));
        uncharged.set(oldest(
                "SELECT min(greatest(received_at, hour + interval '1 hour')) AS at FROM usage_reports WHERE accrued_at IS NULL AND hour < ?",
                Life.hour(now),
                now));
    }

    private long oldest(String query, Instant now) {
        return oldest(query, now, now);
    }

    private long oldest(String query, Instant before, Instant now) {
        return sql.rows(query, row -> since(Sql.instant(row, "at"), now), before)
                .getFirst();
    }

    private static long since(@Nullable Instant then, Instant now) {
        return then == null ? 0 : Math.max(0, Duration.between(then, now).toSeconds());
    }
}
