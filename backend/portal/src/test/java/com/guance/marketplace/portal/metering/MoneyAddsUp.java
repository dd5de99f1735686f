package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;

/** After every test against the portal all of {@code invariants.sql} holds. */
public class MoneyAddsUp implements QuarkusTestAfterEachCallback {
    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        assertThat(Arc.container().instance(Invariants.class).get().violations(true))
                .isEmpty();
    }
}
