package com.guance.marketplace.portal.metering;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Freezes the hours that are due. Safe beside its twins, and to die anywhere: an hour freezes whole or not at all. */
@ApplicationScoped
class FreezeRun {
    /** Subscriptions whose hour freezes in one transaction. */
    private static final int AT_ONCE = 100;

    private final Freezes freezes;

    FreezeRun(Freezes freezes) {
        this.freezes = freezes;
    }

    void freeze() {
        int done;
        do {
            done = QuarkusTransaction.requiringNew().call(() -> freezes.freezeDue(AT_ONCE));
        } while (done > 0);
    }
}
