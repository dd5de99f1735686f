package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who pays for a workspace, changed in the Billing Center, and back; and the end of one that nobody pays for. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PayerChoiceTest {
    @Test
    void the_options_say_what_the_change_then_does() {
        BusinessTime.withinAMonth();
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var own = customer.buyer().bought();
        var other = Bind.aLiveBinder(customer).bought();
        var ended = Bind.aLiveBinder(customer);
        Market.notify(ended.bought(), "CANCEL");
        Events.awaitState(ended, "ENDED");

        var options = Settle.options(customer, workspace);

        assertThat(options.<String>getList("items.method"))
                .containsExactly("ENTERPRISE_ACCOUNT", "SUBSCRIPTION", "SUBSCRIPTION");
        assertThat(options.getString("items[0].status")).isEqualTo("REFUSED");
        assertThat(options.getString("items[0].refusal.reason")).isEqualTo("subscription-still-pays");
        assertThat(options.getString("items[0].refusal.detail")).contains("Unsubscribe");
        assertThat(options.<String>getList("marketplaceUrls.product")).containsExactly("global");
        assertThat(options.<Object>get("changeableAt")).isNull();
        assertThat(Settle.option(customer, workspace, own))
                .containsEntry("status", "PAYS")
                .containsEntry("workspaces", 1)
                .doesNotContainKey("undoUntil");
        var possible = Settle.option(customer, workspace, other);
        assertThat(possible).containsEntry("status", "POSSIBLE").containsEntry("workspaces", 0);
        var nextMonth = nextMonth(ZoneId.of("UTC"));
        assertThat(possible.get("changeableAgainAt")).isEqualTo(nextMonth.toString());

        Settle.by(customer, workspace, other)
                .then()
                .statusCode(201)
                .body("settlement.payer.awsAccount", equalTo(own.masked()))
                .body("settlement.upcoming.payer.awsAccount", equalTo(other.masked()))
                .body("settlement.upcoming.from", equalTo(possible.get("effectiveFrom")));

        assertThat(Settle.option(customer, workspace, other))
                .containsEntry("status", "PAYS")
                .containsEntry("effectiveFrom", possible.get("effectiveFrom"))
                .containsKey("undoUntil");
        assertThat(Settle.options(customer, workspace).getString("changeableAt"))
                .isEqualTo(nextMonth.toString());
        Metered.asked(customer, Settle.path(workspace, "settlement-bindings"))
                .then()
                .body("items[0].reason", equalTo("CHANGED"))
                .body("items[0].madeBy", equalTo(customer.buyer().username()))
                .body("items[0].onboardingId", nullValue());
        var mail = Market.mail(customer.buyer().email(), "Who pays was changed: Meridian Production");
        assertThat(mail.text()).contains(other.masked(), customer.buyer().username(), ":00 UTC");
        Settle.by(customer, workspace, other).then().spec(Api.problem(409, "bound-here"));
    }

    @Test
    void trying_out_who_pays_again_and_again_has_an_end() {
        BusinessTime.withinAMonth();
        var customer = Given.aCustomer();
        var workspace = Bind.aWorkspaceOf(customer);
        var own = customer.buyer().bought();
        int done = 0;
        var answer = Settle.by(customer, workspace, own);
        while (answer.statusCode() < 300 && done < 60) { // now and then one more is allowed
            answer = ++done % 2 == 1 ? Settle.undo(customer, workspace) : Settle.by(customer, workspace, own);
        }

        assertThat(done).isGreaterThanOrEqualTo(30);
        answer.then().spec(Api.problem(429, "too-many-requests")).header("Retry-After", notNullValue());
        // of another workspace it may still be tried
        Settle.by(customer, Bind.aWorkspaceOf(customer), own).then().statusCode(201);
    }

    /** Midnight of the first of the next month. */
    private static Instant nextMonth(ZoneId zone) {
        return YearMonth.from(TestClock.now().atZone(zone))
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(zone)
                .toInstant();
    }

    @Test
    void once_in_a_month_of_the_site() {
        BusinessTime.withinAMonth();
        var customer = Metered.aChineseCustomer();
        var workspace = Bind.aWorkspaceOf(customer);
        var other = Bind.bound(Given.aLandedBuyer(Market.buy("cn", Notify.BEFORE)), customer);
        Given.awaitLive(other);
        Settle.by(customer, workspace, customer.buyer().bought()).then().statusCode(201);
        Settle.by(customer, workspace, other.bought())
                .then()
                .spec(Api.problem(409, "payer-changed"))
                .body("detail", containsString(customer.buyer().bought().masked()));
        BusinessTime.advance(Duration.ofHours(2));

        var midnight = nextMonth(ZoneId.of("Asia/Shanghai"));

        Settle.by(customer, workspace, other.bought()).then().spec(Api.problem(409, "changed-recently"));
        assertThat(Settle.options(customer, workspace).getString("changeableAt"))
                .isEqualTo(midnight.toString());
        Bind.preview(other, workspace)
                .then()
                .body("refusal.reason", equalTo("changed-recently"))
                .body("refusal.changeableAt", equalTo(midnight.toString()));
        BusinessTime.advanceTo(midnight);
        Settle.by(customer, workspace, other.bought()).then().statusCode(201);
    }

    @Test
    void back_to_the_enterprise_account_when_the_subscription_has_ended_and_on_in_the_same_month() {
        Metered.openHour(3);
        BusinessTime.withinAMonth();
        var hour = Metered.openHour(3);
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var other = Bind.aLiveBinder(customer).bought();
        Settle.byAccount(customer, workspace).then().spec(Api.problem(409, "subscription-still-pays"));
        Market.notify(customer.buyer().bought(), "CANCEL");
        Unpaid.awaitState(customer, workspace, "BUFFER");

        var next = hour.plus(Duration.ofHours(1));
        Settle.byAccount(customer, workspace)
                .then()
                .statusCode(201)
                .body("state", equalTo("BUFFER"))
                .body("buffer.opensAt", equalTo(next.toString()))
                .body("settlement.upcoming.method", equalTo("ENTERPRISE_ACCOUNT"));

        BusinessTime.advanceTo(next.plusSeconds(90));
        var shown = Unpaid.awaitState(customer, workspace, "NORMAL");
        assertThat(shown.getString("settlement.method")).isEqualTo("ENTERPRISE_ACCOUNT");
        Settle.by(customer, workspace, other).then().statusCode(201); // unlocking was no change
        BusinessTime.advance(Duration.ofMinutes(2));
        Settle.byAccount(customer, workspace).then().spec(Api.problem(409, "subscription-still-pays"));
        assertThat(Unpaid.reasons(customer, workspace)).containsExactly("OPENED", "ENDED", "CHANGED", "CHANGED");
    }

    @Test
    void a_locked_workspace_opens_with_the_next_hour_of_whoever_comes_to_pay() {
        Metered.openHour(8);
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        Market.notify(customer.buyer().bought(), "CANCEL");
        Unpaid.awaitState(customer, workspace, "BUFFER");
        BusinessTime.advance(Duration.ofHours(4));
        Unpaid.awaitState(customer, workspace, "LOCKED");
        var other = Bind.aLiveBinder(customer).bought();

        Settle.by(customer, workspace, other).then().statusCode(201).body("state", equalTo("LOCKED"));

        BusinessTime.advance(Duration.ofHours(1));
        var shown = Unpaid.awaitState(customer, workspace, "NORMAL");
        assertThat(shown.getString("settlement.payer.awsAccount")).isEqualTo(other.masked());
        assertThat(Unpaid.kinds("us1", workspace)).endsWith("LOCKED", "MOVED", "UNLOCKED");
    }

    @Test
    void a_payer_that_ends_before_it_takes_over_leaves_the_workspace_in_the_buffer() {
        Metered.openHour(8);
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        Market.notify(customer.buyer().bought(), "CANCEL");
        var before = Unpaid.awaitState(customer, workspace, "BUFFER");
        var other = Bind.aLiveBinder(customer);
        Settle.by(customer, workspace, other.bought()).then().statusCode(201);

        Market.notify(other.bought(), "CANCEL");
        Events.awaitState(other, "ENDED");
        BusinessTime.advance(Duration.ofHours(1));

        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(6))
                .until(() -> true);
        var shown = Unpaid.shown(customer, workspace);
        assertThat(shown.getString("state")).isEqualTo("BUFFER");
        assertThat(shown.<Object>get("buffer.opensAt")).isNull();
        assertThat(shown.getString("buffer.locksAt")).isEqualTo(before.getString("buffer.locksAt"));
        assertThat(shown.getString("settlement.method")).isEqualTo("UNSETTLED");
    }

    @Test
    void a_purchase_that_aws_has_not_confirmed_pays_when_it_has() {
        var customer = Given.aCustomer();
        var workspace = Bind.aWorkspaceOf(customer);
        var pending = Bind.aPendingBinder(customer);
        Settle.by(customer, workspace, pending.bought())
                .then()
                .statusCode(201)
                .body("settlement.method", equalTo("ENTERPRISE_ACCOUNT"))
                .body(
                        "settlement.waitingFor.awsAccount",
                        equalTo(pending.bought().masked()));
        assertThat(Settle.option(customer, workspace, pending.bought()))
                .containsEntry("status", "PAYS")
                .containsKey("undoUntil")
                .doesNotContainKey("effectiveFrom");

        Settle.undo(customer, workspace).then().statusCode(200).body("settlement.waitingFor", nullValue());
        Settle.by(customer, workspace, pending.bought()).then().statusCode(201);
        Market.notify(pending.bought(), "SUCCESS");
        Given.awaitLive(pending);

        var shown = Unpaid.shown(customer, workspace);
        assertThat(shown.getString("settlement.upcoming.payer.awsAccount"))
                .isEqualTo(pending.bought().masked());
        assertThat(Unpaid.reasons(customer, workspace)).endsWith("CONFIRMED");
        Settle.undo(customer, workspace).then().statusCode(200).body("settlement.upcoming", nullValue());
    }

    @Test
    void a_workspace_that_nobody_has_paid_for_opens_at_once() {
        var customer = Metered.anUnconfirmedCustomer();
        var workspace = Metered.workspace(customer);

        Settle.byAccount(customer, workspace)
                .then()
                .statusCode(201)
                .body("state", equalTo("NORMAL"))
                .body("settlement.method", equalTo("ENTERPRISE_ACCOUNT"))
                .body("settlement.waitingFor", nullValue());

        Settle.undo(customer, workspace).then().spec(Api.problem(409, "not-bound-here"));
        assertThat(Unpaid.kinds("us1", workspace)).startsWith("OPENED");
    }

    @Test
    void what_was_changed_here_is_taken_back_here_within_the_hour() {
        var customer = Given.aCustomer();
        var workspace = Bind.aWorkspaceOf(customer);
        var binder = Bind.aLiveBinder(customer);
        Settle.by(customer, workspace, binder.bought()).then().statusCode(201);
        Bind.undo(binder, workspace).then().spec(Api.problem(409, "not-bound-here"));

        Settle.undo(customer, workspace)
                .then()
                .statusCode(200)
                .body("settlement.method", equalTo("ENTERPRISE_ACCOUNT"))
                .body("settlement.upcoming", nullValue());

        Settle.undo(customer, workspace).then().spec(Api.problem(409, "not-bound-here"));
        Bind.workspace(binder, workspace).then().statusCode(201); // what was taken back does not count
        Settle.undo(customer, workspace).then().spec(Api.problem(409, "not-bound-here"));
        assertThat(Unpaid.reasons(customer, workspace)).containsExactly("OPENED", "CHANGED", "UNDONE", "BOUND");
        var late = Bind.aWorkspaceOf(customer);
        Settle.by(customer, late, binder.bought()).then().statusCode(201);
        TestClock.advance(Duration.ofMinutes(60));
        Settle.undo(customer, late).then().spec(Api.problem(409, "undo-too-late"));
    }

    @Test
    void what_is_wrong_or_others_is_refused() {
        var customer = Given.aCustomer();
        var workspace = Bind.aWorkspaceOf(customer);
        var stranger = Given.aCustomer();
        var bought = customer.buyer().bought();

        Settle.change(customer, workspace, Map.of("method", "SUBSCRIPTION"))
                .then()
                .spec(Api.field("subscriptionId", "required"));
        hostile(customer, Map.of(), workspace).then().spec(Api.field("method", "required"));
        hostile(customer, Map.of("method", "UNSETTLED"), workspace).then().spec(Api.field("method", "unknown"));
        hostile(customer, Map.of("method", "CASH"), workspace).then().spec(Api.problem(400, "malformed-request"));
        Settle.by(customer, workspace, stranger.buyer().bought()).then().spec(Api.problem(404, "not-found"));
        Settle.by(stranger, workspace, stranger.buyer().bought()).then().spec(Api.problem(404, "not-found"));
        Settle.undo(stranger, workspace).then().spec(Api.problem(404, "not-found"));
        Settle.dissolve(stranger, workspace, "x").then().spec(Api.problem(404, "not-found"));
        Metered.asked(stranger, Settle.path(workspace, "settlement-options"))
                .then()
                .spec(Api.problem(404, "not-found"));
        Settle.by(customer, Bind.aWorkspaceOf(customer, "cn2"), bought)
                .then()
                .spec(Api.problem(409, "site-not-settled"));
        assertThat(Unpaid.reasons(customer, workspace)).containsExactly("OPENED");
        var ended = Bind.aLiveBinder(customer);
        Market.notify(ended.bought(), "CANCEL");
        Events.awaitState(ended, "ENDED");
        Settle.by(customer, workspace, ended.bought()).then().spec(Api.problem(409, "subscription-ended"));
    }

    private static Response hostile(Customer customer, Map<String, ?> body, String workspace) {
        return Api.hostile()
                .header("Authorization", "Bearer " + customer.token())
                .header("Idempotency-Key", UUID.randomUUID())
                .body(body)
                .post(Settle.path(workspace, "settlement-changes"));
    }

    @Test
    void a_repetition_with_the_same_key_is_answered_alike() {
        var customer = Given.aCustomer();
        var workspace = Bind.aWorkspaceOf(customer);
        var body = Map.of(
                "method",
                "SUBSCRIPTION",
                "subscriptionId",
                Settle.id(customer.buyer().bought()));
        var key = UUID.randomUUID().toString();

        var answers = List.of(keyed(customer, key, workspace, body), keyed(customer, key, workspace, body));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers.getLast().asString()).isEqualTo(answers.getFirst().asString());
        assertThat(Unpaid.reasons(customer, workspace)).containsExactly("OPENED", "CHANGED");
        Api.hostile()
                .header("Authorization", "Bearer " + customer.token())
                .body(body)
                .post(Settle.path(workspace, "settlement-changes"))
                .then()
                .spec(Api.problem(400, "idempotency-key-required"));
    }

    private static Response keyed(Customer customer, String key, String workspace, Map<String, ?> body) {
        return Api.program()
                .header("Authorization", "Bearer " + customer.token())
                .header("Idempotency-Key", key)
                .body(body)
                .post(Settle.path(workspace, "settlement-changes"));
    }

    @Test
    void a_workspace_that_nobody_pays_for_is_dissolved_by_its_name_for_good() {
        Metered.openHour(3);
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var other = Bind.aLiveBinder(customer);
        var name = "Meridian Production";
        Settle.dissolve(customer, workspace, name).then().spec(Api.problem(409, "workspace-in-use"));
        Market.notify(customer.buyer().bought(), "CANCEL");
        Unpaid.awaitState(customer, workspace, "BUFFER");
        Settle.dissolve(customer, workspace, "meridian production").then().spec(Api.field("name", "name-differs"));
        Settle.dissolve(customer, workspace, " ").then().spec(Api.field("name", "required"));
        Settle.by(customer, workspace, other.bought()).then().statusCode(201);
        Settle.dissolve(customer, workspace, name).then().spec(Api.problem(409, "workspace-in-use"));
        Settle.undo(customer, workspace).then().statusCode(200);
        var pending = Bind.aPendingBinder(customer);
        Settle.by(customer, workspace, pending.bought()).then().statusCode(201);

        Settle.dissolve(customer, workspace, name)
                .then()
                .statusCode(201)
                .body("state", equalTo("DISSOLVED"))
                .body("settlement.method", equalTo("UNSETTLED"))
                .body("settlement.waitingFor", nullValue())
                .body("buffer", nullValue());

        Settle.dissolve(customer, workspace, name).then().spec(Api.problem(409, "workspace-dissolved"));
        Settle.by(customer, workspace, other.bought()).then().spec(Api.problem(409, "workspace-dissolved"));
        Bind.workspace(other, workspace).then().spec(Api.problem(409, "workspace-dissolved"));
        Market.notify(pending.bought(), "SUCCESS");
        Given.awaitLive(pending);
        Settle.subscription(customer, other.bought(), "/pick-ups")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        assertThat(Unpaid.shown(customer, workspace).getString("state")).isEqualTo("DISSOLVED");
        assertThat(Unpaid.kinds("us1", workspace)).endsWith("DISSOLVED");
        assertThat(Unpaid.reasons(customer, workspace)).endsWith("DISSOLVED");
    }

    @Test
    void who_chooses_while_another_dissolves_comes_before_it_or_not_at_all() {
        var customer = Given.aCustomer();
        var other = Bind.aLiveBinder(customer);
        var ended = Bind.aLiveBinder(customer);
        Market.notify(ended.bought(), "CANCEL");
        Events.awaitState(ended, "ENDED");
        for (var workspace : Settle.bufferedOf(customer, ended.bought(), 6)) {
            var name = Unpaid.shown(customer, workspace).getString("name");

            var answers = Parallel.times(4, i -> switch (i) {
                case 0 -> Settle.dissolve(customer, workspace, name);
                case 1 -> Settle.by(customer, workspace, other.bought());
                case 2 -> Bind.workspace(other, workspace);
                default -> Settle.dissolve(customer, workspace, name);
            });

            assertThat(answers)
                    .extracting(Response::statusCode)
                    .containsOnlyOnce(201)
                    .containsOnly(201, 409);
            boolean isDissolved =
                    answers.get(0).statusCode() == 201 || answers.get(3).statusCode() == 201;
            var shown = Unpaid.shown(customer, workspace);
            assertThat(shown.getString("state")).isEqualTo(isDissolved ? "DISSOLVED" : "BUFFER");
            assertThat(shown.<Object>get("settlement.upcoming") == null).isEqualTo(isDissolved);
        }
    }
}
