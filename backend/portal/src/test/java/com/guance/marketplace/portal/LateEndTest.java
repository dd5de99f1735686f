package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** AWS's word of an end comes when it comes: what has frozen and was sent stays as it is. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class LateEndTest {
    @Test
    void an_end_that_is_heard_of_after_later_hours_froze_opens_none_of_them_again() {
        var hour = Metered.openHour(3);
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var next = hour.plus(Duration.ofHours(1));
        BusinessTime.advanceTo(next.plus(Duration.ofMinutes(1)));
        Metered.report(customer, workspace, next, Map.of("triggers", 10_000));
        BusinessTime.advanceTo(next.plus(Duration.ofMinutes(71)));
        Metered.theHour(customer, workspace, next, "ACCEPTED");
        var bought = customer.buyer().bought();

        var emulator = LocalStackResource.stack().emulator().market();
        emulator.moveTime(Duration.between(Instant.now(), hour.plus(Duration.ofMinutes(50))));
        Market.notify(bought, "CANCEL");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Database.count(
                                "subscriptions WHERE aws_account_id = ? AND ends_at IS NOT NULL", bought.awsAccountId())
                        == 1);
        BusinessTime.join();
        // somebody has looked at it: nothing is due any more
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Database.count(
                                "metering_progress p JOIN subscriptions s ON s.id = p.subscription_id"
                                        + " WHERE s.aws_account_id = ? AND p.due_at IS NULL",
                                bought.awsAccountId())
                        == 1);

        assertThat(Database.count(
                        "metering_progress p JOIN subscriptions s ON s.id = p.subscription_id"
                                + " WHERE s.aws_account_id = ? AND p.last_frozen >= ?::timestamptz",
                        bought.awsAccountId(),
                        next.toString()))
                .isEqualTo(1);
        assertThat(Database.count(
                        "metering_write_offs w JOIN subscriptions s ON s.id = w.subscription_id WHERE s.aws_account_id = ?",
                        bought.awsAccountId()))
                .isZero();
        assertThat(Metered.quantities(customer)).containsExactly(30);
    }
}
