package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An orderly end: what was asked is answered first. */
@ExtendWith(MoneyAddsUp.class)
class ShutdownIT {
    private ShippedPortal portal;

    @BeforeEach
    void start() {
        portal = Stack.portal();
    }

    @AfterEach
    void mend() {
        portal.mend();
    }

    @Test
    void requests_under_way_are_finished_before_the_portal_ends() throws Exception {
        var buyers = new ArrayList<Buyer>();
        for (int i = 0; i < 6; i++) {
            var buyer = Kind.values()[i % 2].buys(portal, AwsMarketplace.buyConfirmed());
            buyer.goTo(Step.values()[i % 2 == 0 ? Step.REGISTER.ordinal() : Step.OPEN_WORKSPACE.ordinal()]);
            buyers.add(buyer);
        }
        portal.postgres.delay(Duration.ofMillis(5)); // for each message to the database and back: a second or so in all

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            buyers.forEach(buyer -> running.add(threads.submit(buyer::perform)));
            Waiting.pause(Duration.ofMillis(500));
            assertThat(running).as("requests under way").noneMatch(Future::isDone);

            portal.terminate();

            for (var run : running) {
                run.get(); // each was answered, and by success
            }
        }
        portal.awaitEnd(Duration.ofSeconds(60)); // in time is not what is asked here
        portal.mend();
        portal.start();
        for (var buyer : buyers) {
            buyer.finish();
            Ledger.check(buyer);
        }
    }
}
