package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Which workspaces a purchase comes to pay for, from when on, and back. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class BindWorkspacesTest {
    @Test
    void the_preview_says_what_the_binding_then_does() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);

        var preview = Bind.preview(binder, workspace).then().statusCode(200).extract();
        var from = preview.path("change.effectiveFrom").toString();

        assertThat(preview.<String>path("status")).isEqualTo("BINDABLE");
        assertThat(preview.<Boolean>path("change.atOnce")).isFalse();
        assertThat(preview.<String>path("change.willPay.awsAccount"))
                .isEqualTo(binder.bought().masked());
        assertThat(preview.<String>path("workspace.settlement.method")).isEqualTo("ENTERPRISE_ACCOUNT");
        Bind.workspace(binder, workspace)
                .then()
                .statusCode(201)
                .body("status", equalTo("BOUND"))
                .body("bound.effectiveFrom", equalTo(from))
                .body("bound.createdHere", equalTo(false))
                .body("bound.undoUntil", notNullValue())
                .body("workspace.settlement.method", equalTo("ENTERPRISE_ACCOUNT"))
                .body("workspace.settlement.upcoming.method", equalTo("SUBSCRIPTION"))
                .body("workspace.settlement.upcoming.from", equalTo(from))
                .body(
                        "workspace.settlement.upcoming.payer.awsAccount",
                        equalTo(binder.bought().masked()));
        TestClock.advance(Duration.ofHours(1));
        Api.program(binder.secret())
                .get(binder.path("workspaces/" + workspace))
                .then()
                .body("workspace.settlement.method", equalTo("SUBSCRIPTION"))
                .body("workspace.settlement.since", equalTo(from))
                .body("workspace.settlement.upcoming", nullValue());
    }

    @Test
    void the_payer_must_be_confirmed_and_the_workspace_be_the_accounts_own() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);

        Api.program(binder.secret())
                .body(Map.of("payerConfirmed", false))
                .post(binder.path("workspaces/" + workspace + "/binding"))
                .then()
                .spec(Api.field("payerConfirmed", "payer-not-confirmed"));
        var foreign = Bind.aWorkspaceOf(Given.aCustomer());
        Bind.workspace(binder, foreign).then().spec(Api.problem(404, "not-found"));
        Bind.preview(binder, foreign).then().spec(Api.problem(404, "not-found"));
        Bind.undo(binder, foreign).then().spec(Api.problem(404, "not-found"));
        Bind.workspace(binder, UUID.randomUUID().toString()).then().spec(Api.problem(404, "not-found"));
        assertThat(bindings(foreign)).containsExactly("ENTERPRISE_ACCOUNT");
    }

    @Test
    void a_repetition_with_the_same_key_is_answered_alike_and_another_is_told() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        var key = UUID.randomUUID().toString();

        var first =
                keyed(binder, workspace, key).then().statusCode(201).extract().asString();

        assertThat(keyed(binder, workspace, key).asString()).isEqualTo(first);
        Bind.workspace(binder, workspace).then().spec(Api.problem(409, "bound-here"));
        Api.hostile()
                .header("Authorization", "Bearer " + binder.secret())
                .body(Map.of("payerConfirmed", true))
                .post(binder.path("workspaces/" + workspace + "/binding"))
                .then()
                .spec(Api.problem(400, "idempotency-key-required"));
        assertThat(bindings(workspace)).containsExactly("ENTERPRISE_ACCOUNT", "SUBSCRIPTION");
    }

    private static Response keyed(Buyer binder, String workspace, String key) {
        return Api.program()
                .header("Authorization", "Bearer " + binder.secret())
                .header("Idempotency-Key", key)
                .body(Map.of("payerConfirmed", true))
                .post(binder.path("workspaces/" + workspace + "/binding"));
    }

    @Test
    void every_workspace_is_listed_over_all_sites_with_the_reason_why_not() {
        BusinessTime.withinAMonth();
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var bindable = Bind.aWorkspaceOf(customer);
        var elsewhere = Bind.aWorkspaceOf(customer, "cn2");
        var dissolved = Bind.aWorkspaceOf(customer);
        Database.update("UPDATE workspaces SET state = 'DISSOLVED' WHERE id = ?::uuid", dissolved);
        var changed = Bind.aWorkspaceOf(customer);
        var other = Bind.aLiveBinder(customer);
        Bind.workspace(other, changed).then().statusCode(201);
        TestClock.advance(Duration.ofHours(2));

        var byId = new LinkedHashMap<String, String>();
        var items =
                Bind.list(binder).then().statusCode(200).extract().jsonPath().<Map<String, Object>>getList("items");
        items.forEach(item -> {
            var refusal = (Map<?, ?>) item.get("refusal");
            byId.put(
                    ((Map<?, ?>) item.get("workspace")).get("id").toString(),
                    refusal == null
                            ? item.get("status").toString()
                            : refusal.get("reason").toString());
        });

        assertThat(byId)
                .hasSize(5) // and the one of the customer's own purchase
                .containsEntry(bindable, "BINDABLE")
                .containsEntry(elsewhere, "site-not-settled")
                .containsEntry(dissolved, "workspace-dissolved")
                .containsEntry(changed, "changed-recently");
        Bind.preview(binder, changed)
                .then()
                .body("refusal.detail", containsString(other.bought().masked()))
                .body("refusal.changeableAt", containsString(":00:00Z"));
        Bind.preview(binder, elsewhere)
                .then()
                .body("refusal.detail", containsString("AWS Marketplace China"))
                .body("refusal.detail", containsString("Buy the plan there"));
        Bind.workspace(binder, elsewhere).then().spec(Api.problem(409, "site-not-settled"));
        Bind.workspace(binder, dissolved).then().spec(Api.problem(409, "workspace-dissolved"));
        Bind.workspace(binder, changed)
                .then()
                .spec(Api.problem(409, "changed-recently"))
                .body("detail", containsString(":00 UTC"));
        Api.program(binder.secret())
                .header("Accept-Language", "zh-CN")
                .get(binder.path("workspaces/" + changed))
                .then()
                .body("refusal.detail", containsString("本月"));
    }

    @Test
    void pages_follow_each_other_without_gaps() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        for (int i = 0; i < 6; i++) {
            var workspace = Bind.aWorkspaceOf(customer);
            if (i % 2 == 0) {
                Bind.workspace(binder, workspace).then().statusCode(201);
            }
        }

        assertThat(pages(binder, false)).hasSize(7).doesNotHaveDuplicates();
        assertThat(pages(binder, true)).hasSize(3).doesNotHaveDuplicates();
        Api.program(binder.secret()).get(binder.path("")).then().body("boundWorkspaces", equalTo(3));
    }

    private static List<String> pages(Buyer binder, boolean bound) {
        var ids = new ArrayList<String>();
        String token = null;
        do {
            var request =
                    Api.program(binder.secret()).queryParam("bound", bound).queryParam("pageSize", 2);
            if (token != null) {
                request.queryParam("pageToken", token);
            }
            var page = request.get(binder.path("workspaces"))
                    .then()
                    .statusCode(200)
                    .extract();
            ids.addAll(page.jsonPath().getList("items.workspace.id"));
            token = page.path("nextPageToken");
        } while (token != null);
        return ids;
    }

    @Test
    void a_month_later_a_workspace_may_move_on_to_another_live_subscription() {
        var customer = Given.aCustomer();
        var first = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(first, workspace).then().statusCode(201);
        TestClock.advance(Duration.ofDays(32));
        var second = Bind.aLiveBinder(customer);

        Bind.preview(second, workspace).then().body("status", equalTo("BINDABLE"));
        Bind.workspace(second, workspace)
                .then()
                .statusCode(201)
                .body(
                        "workspace.settlement.payer.awsAccount",
                        equalTo(first.bought().masked()))
                .body(
                        "workspace.settlement.upcoming.payer.awsAccount",
                        equalTo(second.bought().masked()));
    }

    @Test
    void a_payer_that_has_ended_keeps_no_workspace_for_a_month() {
        BusinessTime.withinAMonth();
        var customer = Given.aCustomer();
        var ended = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(ended, workspace).then().statusCode(201);
        TestClock.advance(Duration.ofHours(2));
        Bind.preview(Bind.aLiveBinder(customer), workspace).then().body("refusal.reason", equalTo("changed-recently"));
        Market.notify(ended.bought(), "CANCEL");
        Events.awaitState(ended, "ENDED");
        var again = Bind.aLiveBinder(customer);

        Bind.preview(again, workspace).then().body("status", equalTo("BINDABLE"));
        Bind.workspace(again, workspace)
                .then()
                .statusCode(201)
                .body(
                        "workspace.settlement.upcoming.payer.awsAccount",
                        equalTo(again.bought().masked()));
    }

    @Test
    void a_payer_that_has_ended_is_not_brought_back() {
        var customer = Given.aCustomer();
        var workspace = Api.program(customer.token()).get("/api/v1/workspaces").<String>path("items[0].id");
        var binder = Bind.aLiveBinder(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);
        Market.notify(customer.buyer().bought(), "CANCEL");
        Events.awaitState(customer.buyer(), "ENDED");
        Bind.preview(binder, workspace).then().body("bound.undoUntil", notNullValue());

        Bind.undo(binder, workspace)
                .then()
                .statusCode(200)
                .body("status", equalTo("BINDABLE"))
                .body("workspace.settlement.upcoming.method", equalTo("UNSETTLED"));

        assertThat(bindings(workspace)).containsExactly("SUBSCRIPTION", "SUBSCRIPTION", "UNSETTLED");
    }

    @Test
    void a_notification_at_the_same_moment_outruns_nobody() {
        var customer = Given.aCustomer();
        var binder = Bind.aPendingBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);
        var changing = "UPDATE subscriptions SET version = version + 1 WHERE aws_account_id = ?";
        var aws = binder.bought().awsAccountId();

        Database.whileLocked(changing, aws, () -> Bind.workspace(binder, workspace), () -> {})
                .then()
                .spec(Api.problem(409, "bound-here"));
        Database.whileLocked(changing, aws, () -> Bind.undo(binder, workspace), () -> {})
                .then()
                .statusCode(200)
                .body("status", equalTo("BINDABLE"));
    }

    @Test
    void what_aws_confirms_begins_after_the_hour_in_which_it_is_written() {
        var customer = Given.aCustomer();
        var binder = Bind.aPendingBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);
        var written = new AtomicReference<Instant>();

        Database.whileLocked(
                "SELECT pg_advisory_xact_lock(hashtextextended('payer/' || ?, 0))",
                workspace,
                () -> {
                    Market.notify(binder.bought(), "SUCCESS");
                    return binder;
                },
                () -> {
                    TestClock.advance(Duration.ofHours(1));
                    written.set(TestClock.now());
                });

        Given.awaitLive(binder);
        var from = Bind.preview(binder, workspace).<String>path("bound.effectiveFrom");
        assertThat(Instant.parse(from)).isAfter(written.get());
    }

    @Test
    void what_has_not_begun_is_undone_as_if_nothing_had_been() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);

        Bind.undo(binder, workspace)
                .then()
                .statusCode(200)
                .body("status", equalTo("BINDABLE"))
                .body("workspace.settlement.method", equalTo("ENTERPRISE_ACCOUNT"))
                .body("workspace.settlement.upcoming", nullValue());

        Bind.undo(binder, workspace).then().spec(Api.problem(409, "not-bound-here"));
        var other = Bind.aLiveBinder(customer);
        Bind.workspace(other, workspace).then().statusCode(201); // no change has counted
        Bind.undo(binder, workspace).then().spec(Api.problem(409, "not-bound-here"));
    }

    @Test
    void an_hour_later_it_is_too_late_to_undo() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);
        TestClock.advance(Duration.ofMinutes(60));

        Bind.preview(binder, workspace).then().body("bound.undoUntil", nullValue());
        Bind.undo(binder, workspace).then().spec(Api.problem(409, "undo-too-late"));
    }

    @Test
    void what_pays_already_is_undone_from_the_next_hour() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        advanceTo(50); // ten minutes before the hour
        Bind.workspace(binder, workspace).then().statusCode(201);
        TestClock.advance(Duration.ofMinutes(20));

        Bind.undo(binder, workspace)
                .then()
                .statusCode(200)
                .body("workspace.settlement.method", equalTo("SUBSCRIPTION"))
                .body("workspace.settlement.upcoming.method", equalTo("ENTERPRISE_ACCOUNT"));

        TestClock.advance(Duration.ofMinutes(60));
        Bind.preview(binder, workspace).then().body("workspace.settlement.method", equalTo("ENTERPRISE_ACCOUNT"));
        assertThat(bindings(workspace)).containsExactly("ENTERPRISE_ACCOUNT", "SUBSCRIPTION", "ENTERPRISE_ACCOUNT");
    }

    /** Moves the clock to a minute of an hour. */
    private static void advanceTo(int minute) {
        var now = TestClock.now();
        var then = now.truncatedTo(ChronoUnit.HOURS).plus(minute, ChronoUnit.MINUTES);
        TestClock.advance(Duration.between(now, then.isAfter(now) ? then : then.plus(1, ChronoUnit.HOURS)));
    }

    @Test
    void while_aws_has_not_confirmed_the_former_payer_pays_and_then_until_the_next_hour() {
        var customer = Given.aCustomer();
        var binder = Bind.aPendingBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.preview(binder, workspace)
                .then()
                .body("status", equalTo("BINDABLE"))
                .body("change.effectiveFrom", nullValue());

        Bind.workspace(binder, workspace)
                .then()
                .statusCode(201)
                .body("status", equalTo("BOUND"))
                .body("bound.effectiveFrom", nullValue())
                .body("workspace.settlement.method", equalTo("ENTERPRISE_ACCOUNT"))
                .body(
                        "workspace.settlement.waitingFor.awsAccount",
                        equalTo(binder.bought().masked()));
        Bind.workspace(binder, workspace).then().spec(Api.problem(409, "bound-here"));
        Market.notify(binder.bought(), "SUCCESS");
        Given.awaitLive(binder);

        Bind.preview(binder, workspace)
                .then()
                .body("status", equalTo("BOUND"))
                .body("bound.effectiveFrom", containsString(":00:00Z"))
                .body("workspace.settlement.method", equalTo("ENTERPRISE_ACCOUNT"))
                .body("workspace.settlement.waitingFor", nullValue())
                .body(
                        "workspace.settlement.upcoming.payer.awsAccount",
                        equalTo(binder.bought().masked()));
        Bind.complete(binder).then().statusCode(201);
    }

    @Test
    void what_waits_for_aws_can_be_taken_back_and_is_forgotten() {
        var customer = Given.aCustomer();
        var binder = Bind.aPendingBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);

        Bind.undo(binder, workspace)
                .then()
                .statusCode(200)
                .body("status", equalTo("BINDABLE"))
                .body("workspace.settlement.waitingFor", nullValue());

        Market.notify(binder.bought(), "SUCCESS");
        Given.awaitLive(binder);
        assertThat(bindings(workspace)).containsExactly("ENTERPRISE_ACCOUNT");
    }

    @Test
    void what_aws_will_never_confirm_stands_in_nobodys_way() {
        var customer = Given.aCustomer();
        var failed = Bind.aPendingBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(failed, workspace).then().statusCode(201);
        Market.notify(failed.bought(), "CANCEL");
        Events.awaitState(failed, "ENDED");
        var other = Bind.aLiveBinder(customer);

        Bind.workspace(other, workspace).then().statusCode(201).body("workspace.settlement.waitingFor", nullValue());

        Bind.undo(failed, workspace).then().spec(Api.problem(409, "not-bound-here"));
        Bind.workspace(failed, Bind.aWorkspaceOf(customer)).then().spec(Api.problem(409, "subscription-ended"));
    }

    @Test
    void a_workspace_that_nobody_pays_for_begins_at_once_and_opens() {
        var pending = Given.opened(Given.registered(
                Given.atStep2(Given.verified(Given.aLandedBuyer(Market.buy("global", Notify.NEVER))))));
        var customer = Given.signedIn(pending);
        var workspace = Api.program(customer.token())
                .get("/api/v1/workspaces")
                .then()
                .body("items[0].state", equalTo("PENDING"))
                .extract()
                .<String>path("items[0].id");
        var binder = Bind.aLiveBinder(customer);
        Bind.preview(binder, workspace)
                .then()
                .body("status", equalTo("BINDABLE"))
                .body("change.atOnce", equalTo(true));

        Bind.workspace(binder, workspace)
                .then()
                .statusCode(201)
                .body("workspace.state", equalTo("NORMAL"))
                .body(
                        "workspace.settlement.payer.awsAccount",
                        equalTo(binder.bought().masked()))
                .body("workspace.settlement.waitingFor", nullValue())
                .body("bound.undoUntil", nullValue()); // there is nobody to go back to
        Bind.undo(binder, workspace).then().spec(Api.problem(409, "not-bound-here"));
        Market.notify(pending.bought(), "SUCCESS");
        Given.awaitLive(pending);
        assertThat(bindings(workspace)).containsExactly("UNSETTLED", "SUBSCRIPTION");
        var other = Bind.aLiveBinder(customer);
        TestClock.advance(Duration.ofSeconds(60));
        Bind.workspace(other, workspace).then().statusCode(201); // a first payer is no change
    }

    @Test
    void two_tabs_of_one_onboarding_bind_once() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);

        var answers = Parallel.times(8, i -> Bind.workspace(binder, workspace));

        assertThat(answers.stream().filter(a -> a.statusCode() == 201)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.statusCode() != 201))
                .allSatisfy(a -> a.then().spec(Api.problem(409, "bound-here")));
        assertThat(bindings(workspace)).containsExactly("ENTERPRISE_ACCOUNT", "SUBSCRIPTION");
    }

    @Test
    void of_two_purchases_live_or_not_one_pays_and_the_other_is_told_who() {
        for (var kinds : List.of("live live", "live pending", "pending pending")) {
            var customer = Given.aCustomer();
            var workspace = Bind.aWorkspaceOf(customer);
            var binders = new ArrayList<Buyer>();
            for (var kind : kinds.split(" ")) {
                binders.add(kind.equals("live") ? Bind.aLiveBinder(customer) : Bind.aPendingBinder(customer));
            }

            var answers = Parallel.times(2, i -> Bind.workspace(binders.get(i), workspace));

            assertThat(answers).as(kinds).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 409);
            var winner = binders.get(answers.get(0).statusCode() == 201 ? 0 : 1);
            answers.stream()
                    .filter(a -> a.statusCode() == 409)
                    .forEach(a -> a.then()
                            .spec(Api.problem(409, "payer-changed"))
                            .body("detail", containsString(winner.bought().masked())));
            binders.stream().filter(b -> b.bought().when() == Notify.NEVER).forEach(b -> {
                Market.notify(b.bought(), "SUCCESS");
                Given.awaitLive(b);
            });
            assertThat(bindings(workspace)).as(kinds).containsExactly("ENTERPRISE_ACCOUNT", "SUBSCRIPTION");
            var loser = binders.get(answers.get(0).statusCode() == 201 ? 1 : 0);
            Bind.undo(loser, workspace).then().spec(Api.problem(409, "not-bound-here"));
        }
    }

    @Test
    void of_two_that_aws_has_not_confirmed_one_takes_the_place_of_a_third_that_it_never_will() {
        var opened = Given.opened(Given.registered(
                Given.atStep2(Given.verified(Given.aLandedBuyer(Market.buy("global", Notify.NEVER))))));
        var customer = Given.signedIn(opened);
        var workspace = Api.program(customer.token())
                .get("/api/v1/workspaces")
                .then()
                .extract()
                .<String>path("items[0].id");
        var binders = List.of(Bind.aPendingBinder(customer), Bind.aPendingBinder(customer));

        var answers = Parallel.times(2, i -> Bind.workspace(binders.get(i), workspace));

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 409);
        var winner = binders.get(answers.get(0).statusCode() == 201 ? 0 : 1);
        binders.forEach(b -> {
            Market.notify(b.bought(), "SUCCESS");
            Given.awaitLive(b);
        });
        Bind.preview(winner, workspace)
                .then()
                .body("workspace.state", equalTo("NORMAL"))
                .body(
                        "workspace.settlement.payer.awsAccount",
                        equalTo(winner.bought().masked()));
        assertThat(bindings(workspace)).containsExactly("UNSETTLED", "SUBSCRIPTION");
    }

    @Test
    void the_history_says_who_when_from_which_hour_and_by_which_onboarding() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);
        var bound = Database.rows("SELECT * FROM settlement_bindings WHERE workspace_id = ?::uuid", workspace);
        Bind.undo(binder, workspace).then().statusCode(200);

        var history = history(customer, workspace);

        history.then()
                .statusCode(200)
                .body("items", hasSize(3))
                .body("items.reason", equalTo(List.of("UNDONE", "BOUND", "OPENED")))
                .body("items.method", equalTo(List.of("ENTERPRISE_ACCOUNT", "SUBSCRIPTION", "ENTERPRISE_ACCOUNT")))
                .body("items[1].payer.awsAccount", equalTo(binder.bought().masked()))
                .body("items[1].madeBy", equalTo(customer.buyer().username()))
                .body("items[1].onboardingId", equalTo(binder.id()))
                .body("items[1].effectiveFrom", containsString(":00:00Z"))
                .body("items[0].madeBy", equalTo(customer.buyer().username()))
                .body("items[0].effectiveFrom", equalTo(history.path("items[1].effectiveFrom")))
                .body("items[2].madeBy", nullValue());
        assertThat(Database.rows("SELECT * FROM settlement_bindings WHERE workspace_id = ?::uuid", workspace))
                .containsAll(bound); // never overwritten
        history(Given.aCustomer(), workspace).then().spec(Api.problem(404, "not-found"));
    }

    private static Response history(Customer customer, String workspace) {
        return Api.program(customer.token()).get("/api/v1/workspaces/" + workspace + "/settlement-bindings");
    }

    @Test
    void a_workspace_is_created_for_a_guance_account_that_one_has() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var email = customer.buyer().email();
        var code = Bind.ownerCode(binder, email, "EXISTING");

        var created = Bind.create(binder, Bind.newWorkspace(binder, email, code));

        created.then()
                .statusCode(201)
                .body("status", equalTo("BOUND"))
                .body("bound.createdHere", equalTo(true))
                .body("bound.undoUntil", nullValue())
                .body("workspace.state", equalTo("NORMAL"))
                .body("workspace.language", equalTo("ZH"))
                .body(
                        "workspace.settlement.payer.awsAccount",
                        equalTo(binder.bought().masked()));
        var workspace = created.<String>path("workspace.id");
        Bind.undo(binder, workspace).then().spec(Api.problem(409, "not-bound-here"));
        assertThat(Database.rows("SELECT agreements_version FROM workspaces WHERE id = ?::uuid", workspace))
                .containsExactly(List.of(Given.AGREEMENTS));
        Bind.create(binder, Bind.newWorkspace(binder, email, code)).then().spec(Api.problem(422, "code-exhausted"));
        Bind.complete(binder).then().statusCode(201).body("boundWorkspaces", equalTo(1));
        Api.program(customer.token())
                .get("/api/v1/workspaces/" + workspace + "/datakit")
                .then()
                .statusCode(200);
    }

    @Test
    void an_owner_is_proved_once_for_all_workspaces_of_an_onboarding() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var email = customer.buyer().email();
        var body = Bind.newWorkspace(binder, email, "");
        body.remove("code");
        Bind.create(binder, body).then().spec(Api.field("code", "required"));
        Bind.create(binder, Bind.newWorkspace(binder, email, Bind.ownerCode(binder, email, "EXISTING")))
                .then()
                .statusCode(201);

        for (int i = 0; i < 6; i++) {
            Bind.create(binder, body).then().statusCode(201).body("bound.createdHere", equalTo(true));
        }

        Api.program(binder.secret())
                .get(binder.path(""))
                .then()
                .body("boundWorkspaces", equalTo(7))
                .body("provedOwners", equalTo(List.of(Map.of("siteId", "us1", "email", email))));
        var other = new HashMap<>(body);
        other.put("email", "other-" + email);
        Bind.create(binder, other).then().spec(Api.field("code", "required"));
        Bind.create(Bind.aLiveBinder(customer), body).then().spec(Api.field("code", "required"));
        TestClock.advance(Duration.ofHours(24));
        var resumed = binder.with(Given.signedIn(customer.buyer()).token());
        Bind.create(resumed, body).then().spec(Api.field("code", "required"));
        Api.program(resumed.secret()).get(binder.path("")).then().body("provedOwners", hasSize(0));
    }

    @Test
    void who_has_registered_owns_further_workspaces_without_another_code() {
        var binder = Bind.aLiveBinder(Given.aCustomer());
        var name = Given.aName();
        var email = name + "@example.com";
        Bind.register(binder, Bind.newOwner(binder, name, email, Bind.ownerCode(binder, email, "NEW")))
                .then()
                .statusCode(201);
        var body = Bind.newWorkspace(binder, email, "");
        body.remove("code");

        Bind.create(binder, body).then().statusCode(201);
    }

    @Test
    void a_guance_account_is_registered_together_with_its_workspace_or_not_at_all() {
        var customer = Given.aCustomer();
        var binder = Bind.aPendingBinder(customer);
        var name = Given.aName();
        var email = name + "@example.com";
        var code = Bind.ownerCode(binder, email, "NEW");
        var body = Bind.newOwner(binder, name, email, code);
        body.put("phone", "+65 6123 4567");
        body.put("workspaceName", "");
        Bind.register(binder, body).then().spec(Api.field("workspaceName", "required"));
        body.put("workspaceName", "Meridian Staging");
        body.put("password", "password");
        Bind.register(binder, body).then().statusCode(422);
        body.put("password", Given.PASSWORD);
        assertThat(Database.rows(
                        "SELECT tries FROM verification_codes WHERE target = ?::uuid AND purpose = 'NEW_OWNER'",
                        binder.id()))
                .containsExactly(List.of("0")); // mistakes in fields cost no try
        body.put("phone", "+65 6" + (1_000_000 + Math.floorMod(name.hashCode(), 9_000_000)));

        var registered = Bind.register(binder, body);

        registered
                .then()
                .statusCode(201)
                .body("status", equalTo("BOUND"))
                .body("bound.createdHere", equalTo(true))
                .body("bound.effectiveFrom", nullValue())
                .body("workspace.state", equalTo("PENDING"));
        var workspace = registered.<String>path("workspace.id");
        assertThat(Database.count("guance_accounts WHERE email = ? AND enterprise_account_id IS NULL", email))
                .isEqualTo(1);
        Market.notify(binder.bought(), "SUCCESS");
        Given.awaitLive(binder);
        Bind.preview(binder, workspace)
                .then()
                .body("workspace.state", equalTo("NORMAL"))
                .body("workspace.settlement.method", equalTo("SUBSCRIPTION"))
                .body("bound.createdHere", equalTo(true));
    }

    @Test
    void whether_an_address_has_an_account_is_told_by_mail_only() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var there = customer.buyer().email();
        var nobody = Given.aName() + "@example.com";

        var known = Bind.sendOwnerCode(binder, "us1", there, "NEW");
        var unknown = Bind.sendOwnerCode(binder, "us1", nobody, "NEW");

        assertThat(known.statusCode()).isEqualTo(202).isEqualTo(unknown.statusCode());
        assertThat(known.jsonPath().getMap("").keySet())
                .isEqualTo(unknown.jsonPath().getMap("").keySet());
        var mail = Market.mail(there, "You already have a Guance account at Overseas 1");
        assertThat(mail.subject() + mail.text()).doesNotContainPattern("\\b[0-9]{6}\\b");
        Bind.sendOwnerCode(binder, "us1", nobody, "EXISTING").then().statusCode(202);
        Market.mail(nobody, "There is no Guance account with this address");
        for (int i = 0; i < 3; i++) {
            Bind.create(binder, Bind.newWorkspace(binder, nobody, "12345" + i))
                    .then()
                    .spec(Api.problem(422, "code-mismatch"))
                    .body("triesLeft", equalTo(4 - i));
        }
        Bind.sendOwnerCode(binder, "cn2", nobody, "NEW").then().spec(Api.field("siteId", "site-not-settled"));
        Bind.sendOwnerCode(binder, "xx9", nobody, "NEW").then().spec(Api.field("siteId", "unknown"));
    }

    @Test
    void a_taken_phone_is_told_to_who_has_proved_the_address() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var phone = "+65 6" + (1_000_000 + Math.floorMod(binder.id().hashCode(), 9_000_000));
        var one = Given.aName();
        var first =
                Bind.newOwner(binder, one, one + "@example.com", Bind.ownerCode(binder, one + "@example.com", "NEW"));
        first.put("phone", phone);
        Bind.register(binder, first).then().statusCode(201);
        var two = Given.aName();
        var second =
                Bind.newOwner(binder, one, two + "@example.com", Bind.ownerCode(binder, two + "@example.com", "NEW"));
        second.put("phone", phone);

        Bind.register(binder, second).then().spec(Api.field("phone", "phone-taken"));
        second.remove("phone");
        Bind.register(binder, second).then().statusCode(201); // the same user name twice is fine
    }

    @Test
    void money_of_an_hour_belongs_to_one_payer_at_every_instant() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);
        Bind.undo(binder, workspace).then().statusCode(200);
        Bind.workspace(binder, workspace).then().statusCode(201);

        var hour = Instant.parse(
                Bind.preview(binder, workspace).path("bound.effectiveFrom").toString());
        assertThat(payersAt(workspace, hour.minusSeconds(1))).containsExactly("ENTERPRISE_ACCOUNT");
        assertThat(payersAt(workspace, hour)).containsExactly("SUBSCRIPTION");
        Bind.preview(binder, workspace).then().body("bound.undoUntil", not(nullValue()));
    }

    private static List<String> payersAt(String workspace, Instant at) {
        return Database.rows("""
                        SELECT b.method FROM settlement_bindings b WHERE b.workspace_id = ?::uuid AND b.effective_from <= ?::timestamptz
                          AND NOT EXISTS (SELECT 1 FROM settlement_bindings s WHERE s.predecessor_id = b.id
                                          AND s.effective_from <= ?::timestamptz)""", workspace, at.toString(), at.toString()).stream()
                .map(List::getFirst)
                .toList();
    }

    private static List<String> bindings(String workspace) {
        return Database.rows(
                        "SELECT method FROM settlement_bindings WHERE workspace_id = ?::uuid ORDER BY created_at, id",
                        workspace)
                .stream()
                .map(List::getFirst)
                .toList();
    }
}
