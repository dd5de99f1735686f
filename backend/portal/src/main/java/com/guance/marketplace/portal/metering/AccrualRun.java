package com.guance.marketplace.portal.metering;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Charges the usage of each hour when it has closed, and what comes late as it comes. Safe beside its twins. */
@ApplicationScoped
class AccrualRun {
    private static final Logger LOG = Logger.getLogger(AccrualRun.class);

    /** Workspaces that are charged in one transaction. */
    private static final int AT_ONCE = 500;

    private final Accruals accruals;
    private final MeterRegistry metrics;

    AccrualRun(Accruals accruals, MeterRegistry metrics) {
        this.accruals = accruals;
        this.metrics = metrics;
    }

    void accrue() {
        boolean isMore;
        do {
            isMore = accrueSome();
        } while (isMore);
    }

    /** Whether there may be more. */
    private boolean accrueSome() {
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                var claimed = accruals.claim(AT_ONCE);
                int charged = accruals.accrue(claimed);
                return charged == Accruals.MOST_REPORTS || (charged > 0 && claimed.size() == AT_ONCE);
            });
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "a batch of workspaces could not be charged; they are tried one by one");
            oneByOne();
            return false;
        }
    }

    /** One workspace whose usage cannot be charged holds up no other. */
    private void oneByOne() {
        var claimed = QuarkusTransaction.requiringNew().call(() -> accruals.claim(AT_ONCE));
        for (UUID workspace : claimed) {
            try {
                QuarkusTransaction.requiringNew().run(() -> {
                    accruals.lock(workspace);
                    accruals.accrue(List.of(workspace));
                });
            } catch (RuntimeException failed) {
                LOG.errorf(failed, "workspace %s could not be charged", workspace);
                metrics.counter("portal.metering.uncharged").increment();
            }
        }
    }
}
