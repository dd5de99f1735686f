package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Many purchases, one workspace: one pays. {@code -Drace.rounds} sets how often; {@code make prove} does it 200 times. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class BindingRaceTest {
    private static final int BINDERS = 50;

    @Test
    void of_fifty_purchases_that_bind_one_workspace_at_once_one_pays() {
        int rounds = Integer.getInteger("race.rounds", 20);
        var customer = Given.aCustomer();
        var session = SessionTest.signIn(customer.buyer()).cookie("guance_session");
        var binders = new ArrayList<Buyer>();
        while (binders.size() < BINDERS) { // two AWS accounts, proved once each; then signing in is enough
            var first = binders.size() % 25 == 0;
            var aws =
                    first ? Market.newAwsAccount() : binders.getLast().bought().awsAccountId();
            var bought = Market.buy("global", aws, Notify.BEFORE);
            binders.add(
                    first ? Bind.bound(Given.aLandedBuyer(bought), customer) : Bind.boundBySession(bought, session));
        }
        binders.forEach(Given::awaitLive);
        long begun = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            var workspace = Bind.aWorkspaceOf(customer);

            var answers = Parallel.times(BINDERS, i -> Race.bind(binders.get(i), workspace));

            assertThat(answers.stream().filter(a -> a.statusCode() == 201))
                    .as("round %d", round)
                    .hasSize(1);
            assertThat(answers.stream().filter(a -> a.statusCode() != 201)).allSatisfy(a -> {
                assertThat(a.statusCode()).as(a.body()).isEqualTo(409);
                assertThat(a.body()).contains("\"payer-changed\"");
            });
            assertThat(Race.payers(workspace)).containsExactly("ENTERPRISE_ACCOUNT", "SUBSCRIPTION");
        }
        System.out.printf(
                "%d rounds of %d binders in %d s%n", rounds, BINDERS, (System.nanoTime() - begun) / 1_000_000_000);
    }
}
