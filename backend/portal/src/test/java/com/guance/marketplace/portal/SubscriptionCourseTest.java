package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a purchase, from AWS's side of the queue. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SubscriptionCourseTest {
    @ParameterizedTest
    @ValueSource(strings = {"RENEW", "REPLACE"})
    void a_purchase_that_goes_on_under_another_licence_is_the_same_enterprise_accounts_at_once(String intent) {
        var customer = Given.aCustomer();
        var bought = customer.buyer().bought();
        var market = LocalStackResource.market();

        var next = intent.equals("RENEW") ? market.renew(bought.id()) : market.replace(bought.id());

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Database.rows("""
                        SELECT n.state, n.succeeded_at IS NOT NULL, n.offered_to::text, n.agreement_id
                        FROM subscriptions n JOIN subscriptions o
                            ON o.id = n.predecessor_id AND o.enterprise_account_id = n.enterprise_account_id
                        WHERE n.license_arn = ?""", next.licenseArn()))
                        .containsExactly(Arrays.asList("LIVE", "t", null, next.agreementId())));
    }

    @Test
    void a_failed_payment_ends_what_waits_for_it_in_either_dialect() {
        var cn = Given.aLandedBuyer(Market.buy("cn", Notify.NEVER));
        LocalStackResource.market().failPayment(cn.bought().id());
        Events.awaitState(cn, "FAILED");
    }

    @Test
    void the_first_word_of_the_end_is_that_of_the_agreement() {
        var buyer = Given.aLandedBuyer();
        Given.awaitLive(buyer);

        LocalStackResource.market().unsubscribe(buyer.bought().id());

        Events.awaitState(buyer, "ENDING"); // its licence follows half a minute later
        assertThat(Database.rows(
                        "SELECT e.kind FROM marketplace_events e JOIN subscriptions s ON s.agreement_id = e.agreement_id"
                                + " WHERE s.aws_account_id = ? AND e.status = 'APPLIED' ORDER BY e.kind",
                        buyer.bought().awsAccountId()))
                .containsExactly(
                        List.of("License Updated - Manufacturer"), List.of("Purchase Agreement Ended - Proposer"));
    }

    @Test
    void in_china_usage_that_aws_takes_from_nobody_is_the_word_of_the_end() {
        var account = Market.newAwsAccount();
        var purchase =
                LocalStackResource.market().subscribe(new Purchase("cn", account, NotifyWhen.NEVER, false, true));
        var bought = new Bought(purchase.id(), "cn", account, Notify.NEVER);
        var buyer = Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought))));
        Market.deliver(
                "cn", Events.sns(bought, "subscribe-success", TestClock.now().minusSeconds(60)));
        Given.awaitLive(buyer);
        var customer = Given.signedIn(Given.opened(buyer));
        var workspace = workspace(customer);
        var hour = BusinessTime.openHour();
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));

        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(66)));

        theHour(customer, workspace, hour, "PARKED");
        Events.awaitState(buyer, "ENDING");
        assertThat(Database.rows(
                        "SELECT ends_at = ?::timestamptz FROM subscriptions WHERE aws_account_id = ?",
                        hour.plusSeconds(3_599).toString(),
                        account))
                .containsExactly(List.of("t"));
    }
}
