package com.guance.marketplace.portal.platform;

import io.agroal.api.AgroalDataSource;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** How often something may happen, counted over all portals. What is counted is named by a keyed hash. */
@ApplicationScoped
public class Budgets {
    /** So many in so long, all at once if need be; then they come back one by one. */
    public record Budget(String name, int times, Duration per) {}

    private final ProxyManager<String> buckets;
    private final Vault vault;
    private final MeterRegistry metrics;

    Budgets(AgroalDataSource dataSource, Clock clock, Vault vault, MeterRegistry metrics) {
        this.vault = vault;
        this.metrics = metrics;
        buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("budgets")
                .idColumn("id")
                .stateColumn("state")
                .expiresAtColumn("expires_at")
                .clientClock(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return true;
                    }
                })
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                .build();
    }

    /** Takes one, or refuses with 429 and the time to wait. Commits by itself: a failure later gives nothing back. */
    public void take(Budget budget, String who) {
        var probe = probe(budget, who);
        if (!probe.isConsumed()) {
            metrics.counter("portal.rate.limited", "budget", budget.name()).increment();
            throw Refusal.tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private ConsumptionProbe probe(Budget budget, String who) {
        var key = budget.name() + ":" + HexFormat.of().formatHex(vault.hmac("budgets", who), 0, 16);
        var configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(budget.times()).refillGreedy(budget.times(), budget.per()))
                .build();
        return QuarkusTransaction.suspendingExisting()
                .call(() -> buckets.builder().build(key, () -> configuration).tryConsumeAndReturnRemaining(1));
    }

    @Scheduled(every = "10m", delayed = "5m")
    void forget() {
        ((io.github.bucket4j.distributed.proxy.ExpiredEntriesCleaner) buckets).removeExpired(1_000);
    }
}
