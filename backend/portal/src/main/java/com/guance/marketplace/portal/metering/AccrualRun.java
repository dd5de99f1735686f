package com.guance.marketplace.portal.metering;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Charges the usage of each hour when it has closed, and what comes late as it comes. Safe beside its twins. */
@ApplicationScoped
class AccrualRun {
    private static final Logger LOG = Logger.getLogger(AccrualRun.class);

    /** Workspaces that are charged in one transaction. */
    private static final int AT_ONCE = 500;

    /** Workspaces that could not be charged rest for so long, and hold up no other. */
    private static final Duration REST = Duration.ofMinutes(10);

    private final Map<UUID, Instant> resting = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Accruals accruals;
    private final MeterRegistry metrics;

    AccrualRun(Accruals accruals, MeterRegistry metrics, Clock clock) {
        this.clock = clock;
        this.accruals = accruals;
        this.metrics = metrics;
    }

    void accrue() {
        resting.values().removeIf(until -> !clock.instant().isBefore(until));
        boolean isMore;
        do {
            isMore = accrueSome();
        } while (isMore);
    }

    /** Whether there may be more. */
    private boolean accrueSome() {
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                var claimed = accruals.claim(AT_ONCE, resting.keySet());
                int charged = accruals.accrue(claimed);
                return charged == Accruals.MOST_REPORTS
                        || (charged > 0 && claimed.workspaces().size() == AT_ONCE);
            });
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "a batch of workspaces could not be charged; they are tried one by one");
            oneByOne();
            return false;
        }
    }

    /** One workspace whose usage cannot be charged holds up no other. */
    private void oneByOne() {
        var claimed = QuarkusTransaction.requiringNew().call(() -> accruals.claim(AT_ONCE, resting.keySet()));
        for (UUID workspace : claimed.workspaces()) {
            try {
                QuarkusTransaction.requiringNew().run(() -> accruals.accrue(accruals.claim(workspace)));
            } catch (RuntimeException failed) {
                LOG.errorf(failed, "workspace %s could not be charged", workspace);
                resting.put(workspace, clock.instant().plus(REST));
                metrics.counter("portal.metering.uncharged").increment();
            }
        }
    }
}
