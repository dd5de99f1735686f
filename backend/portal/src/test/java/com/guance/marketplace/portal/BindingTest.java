package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A purchase goes to an enterprise account that one already has. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class BindingTest {
    @Test
    void the_code_to_the_mail_on_file_binds_the_purchase_and_the_owner_is_told() {
        var customer = Given.aCustomer();
        var buyer = Given.aLandedBuyer();
        Bind.sendCode(buyer, customer.buyer().username())
                .then()
                .statusCode(202)
                .body("username", equalTo(customer.buyer().username()))
                .body("triesLeft", equalTo(5))
                .body("resendAt", notNullValue());
        var mail = Bind.mailOf(
                customer.buyer().email(), "to bind AWS", buyer.bought().masked());
        assertThat(mail.text())
                .contains(customer.buyer().username(), "will be able to pay", "only if you are doing this");

        var answer = Bind.account(buyer, customer.buyer().username(), mail.code());

        answer.then()
                .statusCode(200)
                .body("onboarding.step", equalTo("BIND_WORKSPACES"))
                .body("onboarding.boundAt", notNullValue())
                .body("onboarding.boundWorkspaces", equalTo(0))
                .body(
                        "onboarding.enterpriseAccount.username",
                        equalTo(customer.buyer().username()))
                .body("onboarding.enterpriseAccount.email", equalTo("b•••@example.com"))
                .body("onboarding.registeredAt", nullValue())
                .body("onboarding.email", nullValue());
        Api.program(buyer.secret()).get(buyer.path("")).then().spec(Api.problem(401, "onboarding-not-proved"));
        var told = Market.mail(
                customer.buyer().email(), "AWS " + buyer.bought().masked() + " is bound to your enterprise account");
        assertThat(told.text()).contains("Not your doing? Write to").contains("UTC");
    }

    @Test
    void upper_case_spaces_in_the_code_and_a_lost_answer_do_not_matter() {
        var customer = Given.aCustomer();
        var buyer = Given.aLandedBuyer();
        var code = Bind.sentCode(buyer, customer);
        var name = " " + customer.buyer().username().toUpperCase() + " ";
        var spaced = code.substring(0, 3) + " " + code.substring(3);

        var first = Bind.account(buyer, name, spaced)
                .then()
                .statusCode(200)
                .extract()
                .path("secret");

        Bind.account(buyer, name, spaced).then().statusCode(200).body("secret", equalTo(first));
        Bind.account(buyer, name, Codes.wrong(code)).then().spec(Api.problem(422, "code-exhausted"));
        assertThat(Database.count("settlement_bindings WHERE onboarding_id = ?::uuid", buyer.id()))
                .isZero();
    }

    @Test
    void both_ways_are_open_until_one_is_gone() {
        var customer = Given.aCustomer();
        var buyer = Given.aBuyerAtStep2();

        var bound = Bind.bound(buyer, customer);

        Api.program(bound.secret())
                .get(bound.path(""))
                .then()
                .body("basicInfo", nullValue())
                .body("email", nullValue());
        Api.program(bound.secret())
                .body(Given.companyInfo())
                .post(bound.path("registration"))
                .then()
                .spec(Api.problem(409, "wrong-step"))
                .body("step", equalTo("BIND_WORKSPACES"));
        Codes.send(bound, bound.email()).then().spec(Api.problem(409, "wrong-step"));
        Bind.sendCode(bound, customer.buyer().username()).then().spec(Api.problem(409, "wrong-step"));

        var registered = Given.aRegisteredBuyer();
        Bind.sendCode(registered, customer.buyer().username()).then().spec(Api.problem(409, "wrong-step"));
        Bind.account(registered, customer.buyer().username(), "123456").then().spec(Api.problem(409, "wrong-step"));
        Bind.list(registered).then().spec(Api.problem(409, "wrong-step"));
        Bind.complete(registered).then().spec(Api.problem(409, "wrong-step"));
    }

    @Test
    void a_purchase_that_another_account_has_bound_is_refused_with_a_way_to_support() {
        var owner = Given.aCustomer();
        var other = Given.aCustomer();
        var buyer = Given.aLandedBuyer();
        var again = Given.aLandedBuyer(buyer.bought());
        Bind.bound(buyer, owner);

        var code = Bind.sentCode(again, other);

        Bind.account(again, other.buyer().username(), code)
                .then()
                .spec(Api.problem(409, "licence-bound-elsewhere"))
                .body("detail", containsString("support@guance.example"));
        Api.program(again.secret()).get(again.path("")).then().body("step", equalTo("BASIC_INFO"));
    }

    @Test
    void the_same_account_again_adds_nothing_twice() {
        var customer = Given.aCustomer();
        var buyer = Given.aLandedBuyer();
        var again = Given.aLandedBuyer(buyer.bought());
        Bind.bound(buyer, customer);
        var before = Database.rows(
                "SELECT enterprise_account_id, bound_at FROM subscriptions WHERE aws_account_id = ?",
                buyer.bought().awsAccountId());
        TestClock.advance(Duration.ofMinutes(2));

        var code = Bind.sentCode(again, customer, 2);
        Bind.account(again, customer.buyer().username(), code)
                .then()
                .statusCode(200)
                .body("onboarding.step", equalTo("BIND_WORKSPACES"));

        assertThat(Database.rows(
                        "SELECT enterprise_account_id, bound_at FROM subscriptions WHERE aws_account_id = ?",
                        buyer.bought().awsAccountId()))
                .isEqualTo(before)
                .hasSize(1);
    }

    @Test
    void of_two_accounts_that_race_for_one_purchase_one_gets_it() {
        var customers = new Given.Customer[] {Given.aCustomer(), Given.aCustomer()};
        var first = Given.aLandedBuyer();
        var buyers = new Given.Buyer[] {first, Given.aLandedBuyer(first.bought())};
        var codes = new String[] {Bind.sentCode(buyers[0], customers[0]), Bind.sentCode(buyers[1], customers[1])};

        var answers = Parallel.times(
                2, i -> Bind.account(buyers[i], customers[i].buyer().username(), codes[i]));

        assertThat(answers).extracting(a -> a.statusCode()).containsExactlyInAnyOrder(200, 409);
        answers.stream()
                .filter(a -> a.statusCode() == 409)
                .forEach(a -> a.then().spec(Api.problem(409, "licence-bound-elsewhere")));
    }

    @Test
    void who_is_signed_in_binds_with_a_code_and_a_known_aws_account_without() {
        var customer = Given.aCustomer();
        var session = SessionTest.signIn(customer.buyer()).cookie("guance_session");
        var aws = Market.newAwsAccount();
        var visitor = Given.aVisitor(Market.buy("global", aws, Notify.BEFORE));
        signedIn(visitor, session)
                .get(visitor.path(""))
                .then()
                .body("signedIn.username", equalTo(customer.buyer().username()))
                .body("signedIn.email", equalTo("b•••@example.com"))
                .body("signedIn.codeNeeded", equalTo(true));

        Bind.bySession(visitor, session).then().spec(Api.field("code", "required"));
        signedIn(visitor, session)
                .body(Map.of())
                .post(visitor.path("binding-codes"))
                .then()
                .statusCode(202)
                .body("username", nullValue());
        var code = Bind.mailOf(
                        customer.buyer().email(),
                        "to bind AWS",
                        visitor.bought().masked())
                .code();
        signedIn(visitor, session)
                .body(Map.of("code", code))
                .post(visitor.path("binding"))
                .then()
                .statusCode(200)
                .body("secret", nullValue());

        var next = Given.aVisitor(Market.buy("global", aws, Notify.BEFORE));
        signedIn(next, session).get(next.path("")).then().body("signedIn.codeNeeded", equalTo(false));
        var bound = Bind.boundBySession(next, session);
        // the answer was lost: the former cookie repeats it
        var again = Bind.bySession(next, session).then().statusCode(200).extract();
        assertThat(again.cookie("guance_onboarding")).isEqualTo(bound.secret());
        signedIn(next, session)
                .cookie("guance_onboarding", bound.secret())
                .get("/api/v1/onboardings/" + next.id())
                .then()
                .body("signedIn", nullValue());
    }

    private static io.restassured.specification.RequestSpecification signedIn(Given.Visitor visitor, String session) {
        return Api.browser().cookie("guance_onboarding", visitor.cookie()).cookie("guance_session", session);
    }

    @Test
    void an_account_that_does_not_know_the_aws_account_needs_the_code() {
        var customer = Given.aCustomer();
        var stranger = Given.aCustomer();
        var session = SessionTest.signIn(stranger.buyer()).cookie("guance_session");
        var visitor =
                Given.aVisitor(Market.buy("global", customer.buyer().bought().awsAccountId(), Notify.BEFORE));

        Bind.bySession(visitor, session).then().spec(Api.field("code", "required"));
        Api.program(visitor.cookie())
                .body(Map.of())
                .post(visitor.path("binding"))
                .then()
                .spec(Api.problem(401, "not-signed-in"));
        Api.program(visitor.cookie())
                .body(Map.of())
                .post(visitor.path("binding-codes"))
                .then()
                .spec(Api.problem(401, "not-signed-in"));
    }

    @Test
    void who_leaves_signs_in_and_goes_on() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);

        Api.program(customer.token())
                .get("/api/v1/onboardings")
                .then()
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(binder.id()))
                .body("items[0].step", equalTo("BIND_WORKSPACES"));
        var resumed = binder.with(customer.token());
        Bind.workspace(resumed, workspace).then().statusCode(201);
        Bind.complete(resumed).then().statusCode(201).body("step", equalTo("DONE"));
        Api.program(customer.token()).get("/api/v1/onboardings").then().body("items", hasSize(0));
        Api.program(Given.aCustomer().token())
                .get(binder.path("workspaces"))
                .then()
                .spec(Api.problem(401, "onboarding-not-proved"));
    }

    @Test
    void what_has_ended_cannot_be_bound() {
        var customer = Given.aCustomer();
        var buyer = Given.aLandedBuyer();
        Given.awaitLive(buyer);
        var code = Bind.sentCode(buyer, customer);
        Market.notify(buyer.bought(), "CANCEL");
        Events.awaitState(buyer, "ENDED");

        Bind.account(buyer, customer.buyer().username(), code).then().spec(Api.problem(409, "subscription-ended"));
        Bind.sendCode(buyer, Given.aName()).then().spec(Api.problem(409, "subscription-ended"));
    }

    @Test
    void the_end_needs_no_workspace_and_says_that_none_was_bound() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);
        Bind.undo(binder, workspace).then().statusCode(200);

        Bind.complete(binder)
                .then()
                .statusCode(201)
                .body("step", equalTo("DONE"))
                .body("boundWorkspaces", equalTo(0));

        var mail = Market.mail(
                customer.buyer().email(), "AWS " + binder.bought().masked() + " is set up, no workspace was bound");
        assertThat(mail.text()).contains("belongs to your enterprise account", "support@guance.example");
        Api.program(customer.token()).get("/api/v1/onboardings").then().body("items", hasSize(0));
    }

    @Test
    void after_the_end_the_proof_shows_what_it_has_bound_and_the_account_all() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var bound = Bind.aWorkspaceOf(customer);
        var other = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, bound).then().statusCode(201);
        Bind.preview(binder, other).then().statusCode(200);
        Bind.complete(binder).then().statusCode(201);

        Bind.list(binder).then().spec(Api.problem(409, "wrong-step"));
        Bind.preview(binder, other).then().spec(Api.problem(404, "not-found"));
        Bind.preview(binder, bound).then().statusCode(200).body("status", equalTo("BOUND"));
        var owner = binder.with(customer.token());
        Bind.list(owner).then().statusCode(200).body("items", hasSize(3)); // and the one of the customer's own purchase
        Bind.preview(owner, other).then().statusCode(200);
    }

    @Test
    void the_same_number_is_another_account_in_another_partition_of_aws() {
        var customer = Given.aCustomer();
        var session = SessionTest.signIn(customer.buyer()).cookie("guance_session");
        var number = customer.buyer().bought().awsAccountId();
        var here = Given.aVisitor(Market.buy("global", number, Notify.BEFORE));
        var china = Given.aVisitor(Market.buy("cn", number, Notify.BEFORE));

        signedIn(here, session)
                .get(here.path(""))
                .then()
                .body("signedIn.codeNeeded", equalTo(false))
                .body("awsAccountKnown", equalTo(true));
        signedIn(china, session)
                .get(china.path(""))
                .then()
                .body("signedIn.codeNeeded", equalTo(true))
                .body("awsAccountKnown", equalTo(false));
        Bind.bySession(china, session).then().spec(Api.field("code", "required"));
    }

    @Test
    void the_end_lists_what_was_bound() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(binder, workspace).then().statusCode(201);

        Bind.complete(binder)
                .then()
                .statusCode(201)
                .body("step", equalTo("DONE"))
                .body("boundWorkspaces", equalTo(1));

        var mail = Market.mail(
                customer.buyer().email(),
                "Workspaces settled by AWS " + binder.bought().masked() + ": 1");
        assertThat(mail.text()).contains("Meridian " + workspace.substring(28), "from 20", ":00 UTC");
        Bind.complete(binder).then().spec(Api.problem(409, "wrong-step"));
        Bind.undo(binder, workspace).then().spec(Api.problem(409, "undo-too-late"));
        Bind.workspace(binder, Bind.aWorkspaceOf(customer)).then().spec(Api.problem(409, "wrong-step"));
        Api.program(binder.secret())
                .queryParam("bound", true)
                .get(binder.path("workspaces"))
                .then()
                .body("items.workspace.id", equalTo(java.util.List.of(workspace)))
                .body("items[0].bound.undoUntil", nullValue());
    }
}
