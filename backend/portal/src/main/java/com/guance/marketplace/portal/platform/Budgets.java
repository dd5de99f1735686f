package com.guance.marketplace.portal.platform;

import com.guance.marketplace.portal.platform.BudgetConfig.Limit;
import io.agroal.api.AgroalDataSource;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ExpiredEntriesCleaner;
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
import org.jboss.logging.Logger;

/**
 * How often something may happen, counted over all portals. Who is counted is kept as a keyed hash. Answers tell what is left
 * of the budgets that are counted by client, and a refusal tells which budget it was (draft-ietf-httpapi-ratelimit-headers).
 */
@ApplicationScoped
public class Budgets {
    /** The ending of names whose rest is the client's own affair and may be told; others are about an address or a name. */
    private static final String PER_CLIENT = "-per-client";

    /** Rows that are forgotten with one statement. */
    private static final int AT_ONCE = 1_000;

    private static final Logger LOG = Logger.getLogger(Budgets.class);

    private final ProxyManager<String> buckets;
    private final BudgetConfig config;
    private final RequestFacts facts;
    private final Vault vault;
    private final MeterRegistry metrics;

    Budgets(
            AgroalDataSource dataSource,
            BudgetConfig config,
            RequestFacts facts,
            Clock clock,
            Vault vault,
            MeterRegistry metrics) {
        this.config = config;
        this.facts = facts;
        this.vault = vault;
        this.metrics = metrics;
        // by advisory locks: a client that is new takes one transaction, where row locks would take three
        buckets = Bucket4jPostgreSQL.advisoryLockBasedBuilder(dataSource)
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

    /**
     * Takes one, or refuses with 429 and the time to wait. Commits by itself: a failure later gives nothing back.
     *
     * @param budget a name of {@link BudgetConfig}
     */
    public void take(String budget, String who) {
        var limit = limit(budget);
        var probe = probe(budget, limit, who);
        if (!probe.isConsumed() || budget.endsWith(PER_CLIENT)) {
            tell(budget, limit, probe);
        }
        if (!probe.isConsumed()) {
            metrics.counter("portal.rate.limited", "budget", budget).increment();
            throw Refusal.tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Limit limit(String budget) {
        var limit = config.budgets().get(budget);
        if (limit == null) {
            throw new IllegalStateException("rate-limits.budgets." + budget + " is not configured");
        }
        return limit;
    }

    /** As {@link #take}, counted by the address that the request came from. */
    public void takePerClient(String budget) {
        take(budget, facts.clientAddress());
    }

    private void tell(String budget, Limit limit, ConsumptionProbe probe) {
        var reset =
                Duration.ofNanos(probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill());
        facts.addHeader(
                "RateLimit-Policy",
                "\"%s\";q=%d;w=%d".formatted(budget, limit.times(), limit.per().toSeconds()));
        facts.addHeader(
                "RateLimit", "\"%s\";r=%d;t=%d".formatted(budget, probe.getRemainingTokens(), reset.toSeconds() + 1));
    }

    private ConsumptionProbe probe(String budget, Limit limit, String who) {
        var key = budget + ":" + HexFormat.of().formatHex(vault.hmac("budgets", who), 0, 16);
        var configuration = BucketConfiguration.builder()
                .addLimit(b -> b.capacity(limit.times()).refillGreedy(limit.times(), limit.per()))
                .build();
        return QuarkusTransaction.suspendingExisting()
                .call(() -> buckets.builder().build(key, () -> configuration).tryConsumeAndReturnRemaining(1));
    }

    @Scheduled(every = "{forgetting.every}", delayed = "{forgetting.after}")
    void forget() {
        var cleaner = (ExpiredEntriesCleaner) buckets;
        while (cleaner.removeExpired(AT_ONCE) == AT_ONCE) {
            LOG.debug("more budgets have expired");
        }
    }
}
