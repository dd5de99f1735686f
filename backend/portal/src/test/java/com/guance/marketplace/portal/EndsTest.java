package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Unpaid.awaitState;
import static com.guance.marketplace.portal.Unpaid.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import com.guance.marketplace.portal.marketplace.SubscriptionSucceeded;
import com.guance.marketplace.portal.workspaces.WorkspaceTwins;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who pays for workspaces when AWS ends a subscription, takes that back, or lets it go on as another one. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class EndsTest {
    @ParameterizedTest
    @ValueSource(strings = {"global", "cn"})
    void an_end_leaves_its_workspaces_without_a_payer_in_the_buffer(String product) {
        BusinessTime.join();
        var customer = aCustomer(product);
        var workspace = Metered.workspace(customer);
        var own = Bind.aWorkspaceOf(customer);

        BusinessTime.advance(Duration.ofMinutes(1)); // AWS tells whole seconds
        Market.cancel(customer.buyer().bought());

        var shown = awaitState(customer, workspace, "BUFFER");
        var end = Unpaid.end(customer.buyer().bought());
        assertThat(reasons(customer, workspace)).endsWith("ENDED");
        assertThat(shown.getString("settlement.method")).isEqualTo("UNSETTLED");
        assertThat(Instant.parse(shown.getString("buffer.since"))).isEqualTo(end);
        assertThat(Instant.parse(shown.getString("buffer.locksAt"))).isEqualTo(end.plus(Duration.ofHours(4)));
        assertThat(shown.<String>getList("buffer.remindersAt").stream().map(Instant::parse))
                .containsExactly(end.plus(Duration.ofHours(2)), end.plus(Duration.ofHours(3)));
        assertThat(shown.getString("buffer.endedPayer.awsAccount"))
                .isEqualTo(customer.buyer().bought().masked());
        assertThat(Unpaid.shown(customer, own).getString("state")).isEqualTo("NORMAL");
    }

    @Test
    void who_was_bound_elsewhere_before_the_end_stays_there() {
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var other = Bind.aLiveBinder(customer);
        Bind.workspace(other, workspace).then().statusCode(201);

        Market.notify(customer.buyer().bought(), "CANCEL");
        Events.awaitState(customer.buyer(), "ENDED");

        assertThat(reasons(customer, workspace)).endsWith("BOUND");
        assertThat(Unpaid.shown(customer, workspace).getString("state")).isEqualTo("NORMAL");
    }

    @Test
    void many_workspaces_of_one_end_are_told_of_in_one_mail() {
        BusinessTime.openHour();
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var bound = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            var workspace = Bind.aWorkspaceOf(customer);
            Bind.workspace(binder, workspace).then().statusCode(201);
            bound.add(workspace);
        }

        BusinessTime.advanceTo(TestClock.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
        Market.notify(binder.bought(), "CANCEL");
        Unpaid.end(binder.bought());
        Parallel.times(6, i -> {
            WorkspaceTwins.run();
            return i;
        });

        bound.forEach(workspace -> awaitState(customer, workspace, "BUFFER"));
        var mail = Unpaid.mails(customer, "Nobody pays", 1).getFirst();
        assertThat(mail.subject()).endsWith(": 12");
        assertThat(mail.text())
                .contains(binder.bought().masked())
                .contains("And 2 more")
                .contains("Meridian");
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(6))
                .until(() -> true);
        Unpaid.mails(customer, "Nobody pays", 1);
    }

    /** A legacy customer that changes its mind; whichever word comes first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_subscription_that_goes_on_after_all_pays_again_at_once(boolean inOrder) {
        BusinessTime.openHour();
        var customer = Metered.aChineseCustomer();
        var workspace = Metered.workspace(customer);
        var bought = customer.buyer().bought();
        var now = TestClock.now().truncatedTo(ChronoUnit.MILLIS);
        var end = Events.sns(bought, "unsubscribe-pending", now);
        var back = Events.sns(bought, "subscribe-success", now.plusMillis(500));

        Market.deliver("cn", inOrder ? end : back);
        if (inOrder) {
            awaitState(customer, workspace, "BUFFER");
        }
        Market.deliver("cn", inOrder ? back : end);

        Events.awaitEvents(bought, 3);
        Events.awaitState(customer.buyer(), "LIVE");
        var shown = awaitState(customer, workspace, "NORMAL");
        assertThat(shown.<Object>get("buffer")).isNull();
        assertThat(shown.getString("settlement.payer.awsAccount")).isEqualTo(bought.masked());
        if (inOrder) {
            assertThat(reasons(customer, workspace)).endsWith("ENDED", "RESUMED");
            assertThat(Unpaid.kinds("cn2", workspace)).containsExactly("OPENED", "MOVED", "MOVED");
        }
    }

    @Test
    void a_new_life_of_the_same_customer_brings_no_workspace_back_by_itself() {
        BusinessTime.openHour();
        var customer = Metered.aChineseCustomer();
        var workspace = Metered.workspace(customer);
        var bought = customer.buyer().bought();
        var now = TestClock.now().truncatedTo(ChronoUnit.MILLIS);
        Market.deliver("cn", Events.sns(bought, "unsubscribe-pending", now));
        Market.deliver("cn", Events.sns(bought, "unsubscribe-success", now.plusMillis(200)));
        Events.awaitState(customer.buyer(), "ENDED");
        awaitState(customer, workspace, "BUFFER");

        Market.deliver("cn", Events.sns(bought, "subscribe-success", now.plusMillis(500)));

        Events.awaitState(customer.buyer(), "LIVE");
        assertThat(reasons(customer, workspace)).endsWith("ENDED");
        assertThat(Unpaid.shown(customer, workspace).getString("state")).isEqualTo("BUFFER");
    }

    /** The payment fails, or the subscription is ended before it was live. */
    @ParameterizedTest
    @CsvSource({"FAIL, FAILED", "CANCEL, ENDED"})
    void a_purchase_that_comes_to_nothing_keeps_nobody_waiting_and_is_told_once(String said, String state) {
        var chinese = Metered.aCustomer(Market.buy("cn", Notify.NEVER));
        var workspace = Metered.workspace(chinese);
        var bought = chinese.buyer().bought();
        Settle.dissolve(chinese, workspace, Unpaid.shown(chinese, workspace).getString("name"))
                .then()
                .spec(Api.problem(409, "workspace-pending"));

        Market.notify(bought, said);
        Events.awaitState(chinese.buyer(), state);
        Market.notify(bought, said);

        var shown = Unpaid.shown(chinese, workspace);
        assertThat(shown.getString("state")).isEqualTo("PENDING");
        assertThat(shown.getString("settlement.method")).isEqualTo("UNSETTLED");
        assertThat((Object) shown.get("settlement.waitingFor")).isNull();
        assertThat(shown.getString("settlement.cameToNothing.awsAccount")).isEqualTo(bought.masked());
        assertThat(shown.getString("settlement.cameToNothing.subscriptionState"))
                .isEqualTo(state);
        assertThat(Unpaid.kinds("cn2", workspace)).isEmpty();
        var mail = Unpaid.mails(chinese, "came to nothing", 1).getFirst();
        assertThat(mail.text()).contains(bought.masked()).contains(shown.getString("name"));
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(6))
                .until(() -> Unpaid.mails(chinese, "came to nothing", 1).size() == 1);
    }

    @Test
    void what_waited_in_vain_can_be_dissolved_and_no_data_plane_hears_of_it() {
        var chinese = Metered.aCustomer(Market.buy("cn", Notify.NEVER));
        var workspace = Metered.workspace(chinese);
        Market.notify(chinese.buyer().bought(), "FAIL");
        Events.awaitState(chinese.buyer(), "FAILED");

        Settle.dissolve(chinese, workspace, Unpaid.shown(chinese, workspace).getString("name"))
                .then()
                .statusCode(201)
                .body("state", equalTo("DISSOLVED"));

        WorkspaceTwins.run();
        Market.notify(chinese.buyer().bought(), "SUCCESS");
        Events.awaitState(chinese.buyer(), "LIVE");
        assertThat(Unpaid.shown(chinese, workspace).getString("state")).isEqualTo("DISSOLVED");
        assertThat(Unpaid.kinds("cn2", workspace)).isEmpty();
        Metered.asked(chinese, Settle.path(workspace, "datakit")).then().spec(Api.problem(409, "workspace-dissolved"));
    }

    @Test
    void what_waited_in_vain_opens_with_another_payer() {
        var chinese = Metered.aCustomer(Market.buy("cn", Notify.NEVER));
        var workspace = Metered.workspace(chinese);
        Market.notify(chinese.buyer().bought(), "FAIL");
        Events.awaitState(chinese.buyer(), "FAILED");

        Settle.byAccount(chinese, workspace).then().statusCode(201).body("state", equalTo("NORMAL"));

        var shown = Unpaid.shown(chinese, workspace);
        assertThat((Object) shown.get("settlement.cameToNothing")).isNull();
        assertThat(Unpaid.kinds("cn2", workspace)).startsWith("OPENED");
    }

    /** The customer has said that this purchase pays for it, and has taken nothing back. */
    @Test
    void a_payment_that_succeeds_after_all_opens_what_waited_for_it() {
        var chinese = Metered.aCustomer(Market.buy("cn", Notify.NEVER));
        var workspace = Metered.workspace(chinese);
        Market.notify(chinese.buyer().bought(), "FAIL");
        Events.awaitState(chinese.buyer(), "FAILED");

        Market.notify(chinese.buyer().bought(), "SUCCESS");

        awaitState(chinese, workspace, "NORMAL");
        assertThat(reasons(chinese, workspace)).containsExactly("OPENED", "CONFIRMED");
    }

    @Test
    void a_renewed_agreement_takes_the_workspaces_with_it_and_the_end_of_the_old_one_takes_none_back() {
        BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var successor = Bind.aLiveBinder(customer);

        succeeded(customer.buyer().bought(), successor.bought());
        assertThat(reasons(customer, workspace)).endsWith("RENEWED");
        Market.notify(customer.buyer().bought(), "CANCEL");
        Events.awaitState(customer.buyer(), "ENDED");
        succeeded(customer.buyer().bought(), successor.bought()); // told again

        assertThat(reasons(customer, workspace)).endsWith("RENEWED").hasSize(2);
        var shown = Unpaid.shown(customer, workspace);
        assertThat(shown.getString("state")).isEqualTo("NORMAL");
        assertThat(shown.getString("settlement.upcoming.payer.awsAccount"))
                .isEqualTo(successor.bought().masked());
    }

    @Test
    void an_end_that_comes_before_the_renewal_is_made_good_by_it() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var successor = Bind.aLiveBinder(customer);
        Market.notify(customer.buyer().bought(), "CANCEL");
        awaitState(customer, workspace, "BUFFER");

        succeeded(customer.buyer().bought(), successor.bought());

        var shown = Unpaid.shown(customer, workspace);
        assertThat(shown.getString("buffer.opensAt"))
                .isEqualTo(hour.plus(1, ChronoUnit.HOURS).toString());
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(61)));
        awaitState(customer, workspace, "NORMAL");
        assertThat(reasons(customer, workspace)).endsWith("ENDED", "RENEWED");
        assertThat(Unpaid.kinds("us1", workspace)).containsExactly("OPENED", "MOVED", "MOVED");
    }

    @Test
    void an_end_at_the_moment_of_another_binding_leaves_one_payer() {
        for (int round = 0; round < 4; round++) {
            var customer = Given.aCustomer();
            var workspace = Metered.workspace(customer);
            var other = Bind.aLiveBinder(customer);

            Parallel.times(
                    2,
                    i -> i == 0
                            ? cancelled(customer.buyer().bought())
                            : Bind.workspace(other, workspace).statusCode());
            Events.awaitState(customer.buyer(), "ENDED");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(reasons(customer, workspace))
                            .isIn(
                                    List.of("OPENED", "BOUND"),
                                    List.of("OPENED", "ENDED", "BOUND"),
                                    List.of("OPENED", "ENDED"))); // it was refused: the payer changed meanwhile
        }
    }

    @Test
    void one_that_ends_between_the_landing_and_the_confirmation_opens_nothing() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Market.notify(binder.bought(), "CANCEL");
        Events.awaitState(binder, "ENDED");

        Bind.preview(binder, workspace).then().body("refusal.reason", equalTo("subscription-ended"));
        Bind.workspace(binder, workspace).then().spec(Api.problem(409, "subscription-ended"));
        var registering = Given.aRegisteredBuyer();
        Given.awaitLive(registering);
        Market.notify(registering.bought(), "CANCEL");
        Events.awaitState(registering, "ENDED");
        Api.program(registering.secret())
                .body(Given.openingMethod())
                .post(registering.path("workspace"))
                .then()
                .spec(Api.problem(409, "subscription-ended"));
    }

    private static int cancelled(Bought bought) {
        Market.notify(bought, "CANCEL");
        return 0;
    }

    private static Customer aCustomer(String product) {
        return product.equals("cn") ? Metered.aChineseCustomer() : Given.aCustomer();
    }

    private static void succeeded(Bought old, Bought successor) {
        var event = new SubscriptionSucceeded(id(old), id(successor));
        QuarkusTransaction.requiringNew()
                .run(() -> Arc.container()
                        .beanManager()
                        .getEvent()
                        .select(SubscriptionSucceeded.class)
                        .fire(event));
    }

    private static UUID id(Bought bought) {
        return UUID.fromString(
                Database.rows("SELECT id FROM subscriptions WHERE aws_account_id = ?", bought.awsAccountId())
                        .getFirst()
                        .getFirst());
    }
}
