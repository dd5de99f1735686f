package com.guance.marketplace.portal.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.wire.Faults.Fault;
import com.guance.marketplace.emulator.wire.Faults.Setting;
import com.guance.marketplace.emulator.wire.Operation;
import com.guance.marketplace.portal.LocalStackResource;
import com.guance.marketplace.portal.marketplace.AwsInquiry.Asked;
import com.guance.marketplace.portal.marketplace.AwsInquiry.Outcome;
import com.guance.marketplace.portal.platform.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

/** What messages missed is found by asking AWS. Here its messages are held back for good. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class AwsInquiryTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    AwsInquiry inquiry;

    @Inject
    AwsInquiries inquiries;

    @Inject
    AwsSweep sweep;

    @Inject
    Subscriptions subscriptions;

    @Inject
    SubscriptionEvents timeline;

    @Inject
    Products products;

    @Inject
    Sql sql;

    @Test
    void a_confirmation_and_an_end_that_never_came_are_found() {
        var bought = silent(account(), false);
        var id = land(bought);

        var live = inquiry.ask(id);
        assertThat(live)
                .isEqualTo(new Asked(Outcome.CHANGED, "ACTIVE", SubscriptionState.PENDING, SubscriptionState.LIVE));
        assertThat(inquiry.ask(id).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(get(id).agreementId).isEqualTo(bought.agreementId());

        LocalStackResource.market().unsubscribe(bought.id(), Duration.ZERO);
        var ended = inquiry.ask(id);
        assertThat(ended.after()).isEqualTo(SubscriptionState.ENDED);
        assertThat(ended.answer()).isEqualTo("CANCELLED");
        assertThat(timeline.timeline(id)).extracting(e -> e.source()).containsOnly("ASKED");
        assertThat(inquiry.ask(id).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void a_trial_is_known_by_the_terms_of_its_agreement() {
        var bought = silent(account(), true);
        var id = land(bought);

        inquiry.ask(id);
        inquiry.ask(id);

        assertThat(get(id).freeTrial).isTrue();
        assertThat(get(id).state).isEqualTo(SubscriptionState.LIVE);
    }

    @Test
    void the_sweep_finds_a_purchase_that_nobody_told_of_and_doubts_what_is_not_live_any_more() {
        var unknown = silent(account(), false);
        var gone = silent(account(), false);
        var id = land(gone);
        inquiry.ask(id);
        LocalStackResource.market().unsubscribe(gone.id(), Duration.ZERO);

        sweep.sweep(products.get("global"));

        assertThat(sql.rows(
                        "SELECT status FROM marketplace_events WHERE agreement_id = ? AND kind = 'SearchAgreements'",
                        row -> row.getString(1),
                        unknown.agreementId()))
                .containsExactly("UNMATCHED");
        assertThat(sql.rows(
                        "SELECT subscription_id FROM aws_inquiries WHERE subscription_id = ? AND due_at IS NOT NULL",
                        row -> Sql.uuid(row, "subscription_id"),
                        id))
                .containsExactly(id);
        var landed = land(unknown);
        assertThat(get(landed).state).isEqualTo(SubscriptionState.LIVE);
    }

    @Test
    void aws_that_is_down_changes_nothing_and_is_asked_again() {
        var bought = silent(account(), false);
        var id = land(bought);
        fault(Operation.SEARCH_AGREEMENTS, Fault.ERROR_500, null);
        try {
            QuarkusTransaction.requiringNew().run(() -> inquiries.soon(id));
            assertThat(inquiry.ask(id).outcome()).isEqualTo(Outcome.NO_ANSWER);
            assertThat(get(id).state).isEqualTo(SubscriptionState.PENDING);
            assertThat(sql.rows(
                            "SELECT failures FROM aws_inquiries WHERE subscription_id = ? AND due_at IS NOT NULL",
                            row -> row.getInt("failures"),
                            id))
                    .containsExactly(1);
            assertThatThrownBy(() -> sweep.sweep(products.get("global"))).isInstanceOf(SdkException.class);
        } finally {
            fault(Operation.SEARCH_AGREEMENTS, Fault.NONE, null);
        }
        assertThat(inquiry.ask(id).after()).isEqualTo(SubscriptionState.LIVE);
    }

    @Test
    void aws_that_throttles_is_asked_more_slowly() {
        var bought = silent(account(), false);
        var id = land(bought);
        fault(Operation.DESCRIBE_AGREEMENT, Fault.THROTTLE, 5); // more often than the SDK tries by itself

        assertThat(inquiry.ask(id).after()).isEqualTo(SubscriptionState.LIVE);
    }

    private static void fault(Operation operation, Fault fault, Integer times) {
        LocalStackResource.stack().emulator().faults().set(operation, new Setting(fault, Setting.DEFAULT_SLOW, times));
    }

    @Test
    void nobody_is_asked_in_china() {
        var purchase = new Purchase(products.get("cn"), account(), "X" + UUID.randomUUID(), null);
        var id = QuarkusTransaction.requiringNew().call(() -> subscriptions.keep(purchase).id);
        assertThat(inquiry.ask(id).outcome()).isEqualTo(Outcome.NOT_ASKABLE);
    }

    /** A purchase of which no message arrives, though AWS has provisioned it. */
    private static com.guance.marketplace.emulator.market.Subscription silent(String account, boolean freeTrial) {
        var market = LocalStackResource.market();
        var bought = market.subscribe(new com.guance.marketplace.emulator.market.Purchase(
                "global", account, NotifyWhen.NEVER, freeTrial, false));
        market.hold(bought.id());
        market.notifyNow(bought.id(), market.success(bought), 1);
        market.held(bought.id()).forEach(message -> market.drop(message.id()));
        return bought;
    }

    private UUID land(com.guance.marketplace.emulator.market.Subscription bought) {
        var purchase = new Purchase(products.get("global"), bought.awsAccountId(), null, bought.licenseArn());
        return QuarkusTransaction.requiringNew().call(() -> subscriptions.keep(purchase).id);
    }

    private Subscription get(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> subscriptions.get(id));
    }

    private static String account() {
        return "%012d".formatted(Math.floorMod(RANDOM.nextLong(), 1_000_000_000_000L));
    }
}
