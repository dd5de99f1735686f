package com.guance.marketplace.portal.metering;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Closes hours: charges what was reported, then freezes. In this order, so that after an outage an hour does not freeze
 * before its own usage is charged; that would only be told to AWS with the next hour, but after the last hour there is none.
 */
@ApplicationScoped
class ClosingRun {
    private final AccrualRun accrual;
    private final FreezeRun freeze;
    private final Clock clock;

    ClosingRun(AccrualRun accrual, FreezeRun freeze, Clock clock) {
        this.accrual = accrual;
        this.freeze = freeze;
        this.clock = clock;
    }

    @Scheduled(every = "{metering.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void close() {
        var asOf = clock.instant(); // what comes due meanwhile is not charged yet
        accrual.accrue();
        freeze.freeze(asOf);
    }
}
