package com.guance.marketplace.portal.marketplace;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** What AWS said and nobody could use, and since when AWS was not asked. */
@ApplicationScoped
class MarketplaceGauges {
    private static final Logger LOG = Logger.getLogger(MarketplaceGauges.class);

    private final ParkedEvents events;
    private final Sql sql;
    private final Clock clock;
    private final AtomicLong parked = new AtomicLong();
    private final AtomicLong sweepSeconds = new AtomicLong();

    MarketplaceGauges(ParkedEvents events, Sql sql, Clock clock) {
        this.events = events;
        this.sql = sql;
        this.clock = clock;
    }

    void register(@Observes StartupEvent started, MeterRegistry metrics) {
        metrics.gauge("portal.events.parked", parked);
        metrics.counter("portal.sweep.found");
        TimeGauge.builder("portal.sweep.age", sweepSeconds, TimeUnit.SECONDS, AtomicLong::doubleValue)
                .register(metrics);
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        try {
            QuarkusTransaction.requiringNew().run(this::read);
        } catch (RuntimeException unreachable) {
            LOG.debugf("events not counted: %s", unreachable.getMessage());
        }
    }

    private void read() {
        parked.set(events.count());
        var now = clock.instant();
        // since it was first due, where none has come to its end yet
        sweepSeconds.set(
                sql
                        .rows("SELECT coalesce(swept_at, due_at) AS at FROM aws_sweeps", row -> Sql.instant(row, "at"))
                        .stream()
                        .mapToLong(at -> at == null
                                ? 0
                                : Math.max(0, Duration.between(at, now).toSeconds()))
                        .max()
                        .orElse(0));
    }
}
