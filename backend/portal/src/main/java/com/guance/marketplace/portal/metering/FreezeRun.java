package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.Freezes.Progress;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Freezes the hours that are due. Safe beside its twins, and to die anywhere: an hour freezes whole or not at all. */
@ApplicationScoped
class FreezeRun {
    private static final Logger LOG = Logger.getLogger(FreezeRun.class);

    /** Subscriptions whose hour freezes in one transaction. */
    private static final int AT_ONCE = 100;

    private final Freezes freezes;
    private final MeterRegistry metrics;

    FreezeRun(Freezes freezes, MeterRegistry metrics) {
        this.freezes = freezes;
        this.metrics = metrics;
    }

    /** @param asOf hours that were due then; their usage is charged */
    void freeze(Instant asOf) {
        boolean isMore;
        do {
            isMore = freezeSome(asOf);
        } while (isMore);
    }

    /** Whether there may be more. */
    private boolean freezeSome(Instant asOf) {
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                var claimed = freezes.claim(AT_ONCE, asOf);
                freezes.freeze(claimed, asOf);
                return !claimed.isEmpty();
            });
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "a batch of subscriptions could not be frozen; they are tried one by one");
            return oneByOne(asOf);
        }
    }

    private boolean oneByOne(Instant asOf) {
        var claimed = QuarkusTransaction.requiringNew().call(() -> freezes.claim(AT_ONCE, asOf));
        for (Progress progress : claimed) {
            var id = progress.subscriptionId();
            try {
                QuarkusTransaction.requiringNew().run(() -> freezes.freeze(freezes.claim(id, asOf), asOf));
            } catch (RuntimeException failed) {
                LOG.errorf(failed, "the hours of subscription %s could not be frozen", id);
                metrics.counter("portal.metering.unfrozen").increment();
                QuarkusTransaction.requiringNew().run(() -> freezes.postpone(id));
            }
        }
        return !claimed.isEmpty();
    }
}
