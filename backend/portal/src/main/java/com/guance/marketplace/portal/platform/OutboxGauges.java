package com.guance.marketplace.portal.platform;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** How many mails wait, and how long the oldest has: the first thing to look at when buyers miss their codes. */
@ApplicationScoped
class OutboxGauges {
    private static final Logger LOG = Logger.getLogger(OutboxGauges.class);

    private final AgroalDataSource dataSource;
    private final Clock clock;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();

    OutboxGauges(AgroalDataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    void register(@Observes StartupEvent started, MeterRegistry metrics) {
        metrics.gauge("portal.outbox.waiting", waiting);
        TimeGauge.builder("portal.outbox.oldest", oldestSeconds, TimeUnit.SECONDS, AtomicLong::doubleValue)
                .register(metrics);
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        var sql = "SELECT count(*), min(created_at) FROM outbox_mails WHERE state = 'WAITING'";
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            waiting.set(row.getLong(1));
            var oldest = row.getTimestamp(2);
            oldestSeconds.set(
                    oldest == null
                            ? 0
                            : Duration.between(oldest.toInstant(), clock.instant())
                                    .toSeconds());
        } catch (SQLException unreachable) {
            LOG.debugf("outbox not measured: %s", unreachable.getMessage());
        }
    }
}
