package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** How many workspaces nobody pays for, and how far data planes can be told: a change that waits is one that nobody sees. */
@ApplicationScoped
class WorkspaceGauges {
    private static final Logger LOG = Logger.getLogger(WorkspaceGauges.class);

    private final Sql sql;
    private final Clock clock;
    private final AtomicLong buffered = new AtomicLong();
    private final AtomicLong locked = new AtomicLong();
    private final AtomicLong feedLag = new AtomicLong();

    WorkspaceGauges(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    void register(@Observes StartupEvent started, MeterRegistry metrics) {
        metrics.gauge("portal.workspaces.unpaid", Tags.of("state", "buffer"), buffered);
        metrics.gauge("portal.workspaces.unpaid", Tags.of("state", "locked"), locked);
        TimeGauge.builder("portal.workspaces.feed.lag", feedLag, TimeUnit.SECONDS, AtomicLong::doubleValue)
                .register(metrics);
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        try {
            QuarkusTransaction.requiringNew().run(this::read);
        } catch (RuntimeException unreachable) {
            LOG.debugf("workspaces not measured: %s", unreachable.getMessage());
        }
    }

    private void read() {
        sql.rows("""
                SELECT count(*) FILTER (WHERE state = 'BUFFER') AS buffered, count(*) FILTER (WHERE state = 'LOCKED') AS locked
                FROM workspaces WHERE buffer_since IS NOT NULL""", row -> {
            buffered.set(row.getLong("buffered"));
            locked.set(row.getLong("locked"));
            return row;
        });
        sql.rows("SELECT min(at) AS at FROM workspace_changes WHERE position IS NULL", row -> {
            var oldest = Sql.instant(row, "at");
            feedLag.set(
                    oldest == null
                            ? 0
                            : Math.max(
                                    0, Duration.between(oldest, clock.instant()).toSeconds()));
            return row;
        });
    }
}
