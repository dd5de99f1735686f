package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Given.Customer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Codes of binding: for one purpose, one onboarding and one subject; and nothing tells whether a name is somebody's. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class BindingCodeTest {
    /** An answer without what differs between any two: instants and the request's id. */
    private static String body(Response answer, String username) {
        return answer.statusCode()
                + " " + answer.contentType()
                + " "
                + answer.asString()
                        .replace(username, "NAME")
                        .replaceAll("20[0-9]{2}-[0-9-]+T[0-9:.]+Z", "INSTANT")
                        .replaceAll("req-[0-9a-zA-Z-]+", "REQUEST")
                        .replaceAll("in [0-9]+ seconds", "in N seconds");
    }

    /** Everything that can be done with a name, the right code aside. */
    private static List<String> story(Buyer buyer, String username) {
        var told = new ArrayList<String>();
        told.add(body(Bind.account(buyer, username, "123456"), username)); // before any was sent
        told.add(body(Bind.sendCode(buyer, username), username));
        told.add(body(Bind.sendCode(buyer, username), username)); // too soon
        for (int i = 0; i < 6; i++) { // wrong, and exhausted
            told.add(body(Bind.account(buyer, username, "00000" + i), username));
        }
        TestClock.advance(Duration.ofMinutes(61));
        told.add(body(Bind.sendCode(buyer, username), username));
        awaitMailsSent(buyer);
        TestClock.advance(Duration.ofMinutes(10));
        told.add(body(Bind.account(buyer, username, "000000"), username)); // expired
        TestClock.advance(Duration.ofMinutes(61));
        for (int i = 0; i < 6; i++) { // until the budget is used up
            told.add(body(Bind.sendCode(buyer, username), username));
            TestClock.advance(Duration.ofSeconds(61));
        }
        for (int i = 0; i < 12; i++) { // and the tries
            told.add(body(Bind.account(buyer, username, "00000" + i % 10), username));
        }
        return told;
    }

    private static void awaitMailsSent(Buyer buyer) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Database.count("verification_codes WHERE target = ?::uuid AND sent_at IS NULL", buyer.id())
                        == 0);
    }

    @Test
    void known_and_unknown_names_are_answered_alike_in_every_state() {
        var known = Given.aCustomer().buyer().username();
        var unknown = Given.aName();

        var ofKnown = story(Given.aLandedBuyer(), known);
        var ofUnknown = story(Given.aLandedBuyer(), unknown);

        assertThat(ofUnknown).isEqualTo(ofKnown);
        assertThat(ofKnown).anyMatch(t -> t.startsWith("202"));
        assertThat(ofKnown).anyMatch(t -> t.contains("code-missing"));
        assertThat(ofKnown).anyMatch(t -> t.contains("code-mismatch"));
        assertThat(ofKnown).anyMatch(t -> t.contains("code-exhausted"));
        assertThat(ofKnown).anyMatch(t -> t.startsWith("429"));
        assertThat(ofKnown).noneMatch(t -> t.contains("code-expired"));
        assertThat(Market.findMail(unknown + "@example.com")).isEmpty();
    }

    @Test
    void codes_of_binding_leave_no_mark_on_the_budget_of_an_address() {
        var customer = Given.aCustomer();
        TestClock.advance(Duration.ofMinutes(61));
        for (int i = 0; i < 5; i++) {
            Bind.sendCode(Given.aLandedBuyer(), customer.buyer().username())
                    .then()
                    .statusCode(202);
        }

        for (int i = 0; i < 5; i++) {
            Codes.send(Given.aLandedBuyer(), customer.buyer().email()).then().statusCode(202);
        }
        Codes.send(Given.aLandedBuyer(), customer.buyer().email()).then().spec(Api.problem(429, "too-many-requests"));
    }

    @Test
    void what_others_have_mailed_to_an_address_withholds_no_code_of_binding() {
        var customer = Given.aCustomer();
        TestClock.advance(Duration.ofMinutes(61));
        var session = SessionTest.signIn(customer.buyer()).cookie("guance_session");
        for (int i = 0; i < 5; i++) {
            Codes.send(Given.aLandedBuyer(), customer.buyer().email()).then().statusCode(202);
        }

        assertThat(Bind.sentCode(Given.aLandedBuyer(), customer)).hasSize(6);
        var visitor = Given.aVisitor();
        sendSignedIn(visitor, session).then().statusCode(202);
        assertThat(Bind.codeIn(customer.buyer().email(), visitor.bought().masked()))
                .hasSize(6);
        for (int i = 0; i < 3; i++) {
            sendSignedIn(Given.aVisitor(), session).then().statusCode(202);
        }
        sendSignedIn(Given.aVisitor(), session).then().spec(Api.problem(429, "too-many-requests")); // not in silence
    }

    private static Response sendSignedIn(Given.Visitor visitor, String session) {
        return Api.browser()
                .cookie("guance_onboarding", visitor.cookie())
                .cookie("guance_session", session)
                .body(Map.of())
                .post(visitor.path("binding-codes"));
    }

    @Test
    void names_that_can_be_nobodys_are_told_on_the_field() {
        var buyer = Given.aLandedBuyer();
        var codes = new LinkedHashMap<String, String>();
        codes.put("", "required");
        codes.put("a", "too-short");
        codes.put("x".repeat(33), "too-long");
        codes.put("no spaces", "username-malformed");
        codes.forEach((name, code) -> {
            Bind.sendCode(buyer, name).then().spec(Api.field("username", code));
            Bind.account(buyer, name, "123456").then().spec(Api.field("username", code));
        });
        Bind.account(buyer, "somebody", "12").then().spec(Api.field("code", "code-malformed"));
    }

    @Test
    void a_hundred_guesses_at_once_are_compared_five_times_at_most() {
        var customer = Given.aCustomer();
        var buyer = Given.aLandedBuyer();
        var code = Bind.sentCode(buyer, customer);

        var answers =
                Parallel.times(100, i -> Bind.account(buyer, customer.buyer().username(), Codes.wrong(code)));

        assertThat(answers).extracting(Response::statusCode).allMatch(s -> s == 422 || s == 429);
        assertThat(Database.rows("SELECT tries FROM verification_codes WHERE target = ?::uuid", buyer.id()))
                .containsExactly(List.of("5"));
        assertThat(answers.stream().filter(a -> a.asString().contains("code-mismatch")))
                .hasSizeLessThanOrEqualTo(5);
        assertThat(Bind.account(buyer, customer.buyer().username(), code).statusCode())
                .isIn(422, 429);
    }

    @Test
    void a_late_code_does_not_match() {
        var customer = Given.aCustomer();
        var buyer = Given.aLandedBuyer();
        var code = Bind.sentCode(buyer, customer);
        awaitMailsSent(buyer);
        TestClock.advance(Duration.ofMinutes(10));

        Bind.account(buyer, customer.buyer().username(), code)
                .then()
                .spec(Api.problem(422, "code-mismatch"))
                .body("triesLeft", equalTo(4));
    }

    @Test
    void a_code_for_one_name_or_onboarding_does_not_fit_another() {
        var one = Given.aCustomer();
        var two = Given.aCustomer();
        var buyer = Given.aLandedBuyer();
        var other = Given.aLandedBuyer();
        var code = Bind.sentCode(buyer, one);

        Bind.account(buyer, two.buyer().username(), code).then().spec(Api.problem(422, "code-missing"));
        Bind.account(other, one.buyer().username(), code).then().spec(Api.problem(422, "code-missing"));
        var codeOfOther = Bind.sentCode(other, one);
        if (!codeOfOther.equals(code)) {
            Bind.account(other, one.buyer().username(), code).then().spec(Api.problem(422, "code-mismatch"));
        }
        TestClock.advance(Duration.ofSeconds(1));
        var codeForTwo = Bind.sentCode(buyer, two);
        Bind.account(buyer, one.buyer().username(), code).then().spec(Api.problem(422, "code-missing")); // replaced
        if (!codeForTwo.equals(code)) {
            Bind.account(buyer, two.buyer().username(), code).then().spec(Api.problem(422, "code-mismatch"));
        }
    }

    /** A purpose: sends its code and answers it, and tries a code. */
    private record Door(String name, Function<Party, String> code, Tried tried) {
        interface Tried {
            Response with(Party party, String code);
        }
    }

    /** One person with everything: an address that is an enterprise account's and a Guance account's, and onboardings. */
    private record Party(Customer customer, Buyer landed, Buyer binding) {}

    private static final List<Door> DOORS = List.of(
            new Door(
                    "REGISTRATION",
                    p -> {
                        var fresh = Given.aName() + "@example.com";
                        Codes.send(p.landed(), fresh).then().statusCode(202);
                        return Market.mail(fresh, "is your Guance code").code();
                    },
                    (p, code) -> {
                        Codes.send(p.landed(), p.customer().buyer().email());
                        return Codes.verify(p.landed(), p.customer().buyer().email(), code);
                    }),
            new Door("BINDING", p -> Bind.sentCode(p.landed(), p.customer()), (p, code) -> {
                Bind.sendCode(p.landed(), p.customer().buyer().username());
                return Bind.account(p.landed(), p.customer().buyer().username(), code);
            }),
            new Door(
                    "OWNER",
                    p -> Bind.ownerCode(p.binding(), p.customer().buyer().email(), "EXISTING"),
                    (p, code) -> {
                        Bind.sendOwnerCode(
                                p.binding(), "us1", p.customer().buyer().email(), "EXISTING");
                        return Bind.create(
                                p.binding(),
                                Bind.newWorkspace(
                                        p.binding(), p.customer().buyer().email(), code));
                    }),
            new Door(
                    "NEW_OWNER",
                    p -> {
                        var fresh = Given.aName() + "@example.com";
                        return Bind.ownerCode(p.binding(), fresh, "NEW");
                    },
                    (p, code) -> {
                        var fresh = Given.aName() + "@example.com";
                        Bind.sendOwnerCode(p.binding(), "us1", fresh, "NEW");
                        return Bind.register(p.binding(), Bind.newOwner(p.binding(), Given.aName(), fresh, code));
                    }));

    @Test
    void a_code_of_one_purpose_opens_nothing_of_another() {
        for (var from : DOORS) {
            for (var to : DOORS) {
                if (from == to) {
                    continue;
                }
                var customer = Given.aCustomer();
                var party = new Party(customer, Given.aLandedBuyer(), Bind.aLiveBinder(customer));
                TestClock.advance(Duration.ofSeconds(61));
                var code = from.code().apply(party);

                var answer = to.tried().with(party, code);

                assertThat(answer.statusCode())
                        .as(from.name() + " at " + to.name())
                        .isEqualTo(422);
                assertThat(answer.<String>path("type"))
                        .as(from.name() + " at " + to.name())
                        .isIn("code-mismatch", "code-missing");
            }
        }
    }

    @Test
    void an_owners_code_is_of_one_site_and_one_address_and_used_once() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var email = customer.buyer().email();
        var code = Bind.ownerCode(binder, email, "EXISTING");

        var elsewhere = Bind.newWorkspace(binder, "other-" + email, code);
        Bind.create(binder, elsewhere).then().spec(Api.problem(422, "code-missing"));
        var answers = Parallel.times(4, i -> Bind.create(binder, Bind.newWorkspace(binder, email, code)));

        assertThat(answers.stream().filter(a -> a.statusCode() == 201)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.statusCode() != 201))
                .allSatisfy(a -> a.then().spec(Api.problem(422, "code-exhausted")));
        assertThat(Database.count("settlement_bindings WHERE onboarding_id = ?::uuid", binder.id()))
                .isEqualTo(1);
    }

    @Test
    void an_owners_late_code_says_so() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var email = customer.buyer().email();
        var code = Bind.ownerCode(binder, email, "EXISTING");
        awaitMailsSent(binder);
        TestClock.advance(Duration.ofMinutes(10));

        Bind.create(binder, Bind.newWorkspace(binder, email, code)).then().spec(Api.problem(422, "code-expired"));
    }

    @Test
    void a_repetition_with_the_same_key_makes_no_second_workspace() {
        var customer = Given.aCustomer();
        var binder = Bind.aLiveBinder(customer);
        var email = customer.buyer().email();
        var body = Bind.newWorkspace(binder, email, Bind.ownerCode(binder, email, "EXISTING"));
        var key = java.util.UUID.randomUUID().toString();

        var first = create(binder, key, body).then().statusCode(201).extract().asString();

        assertThat(create(binder, key, body).asString()).isEqualTo(first);
    }

    private static Response create(Buyer binder, String key, Map<String, Object> body) {
        return Api.program()
                .header("Authorization", "Bearer " + binder.secret())
                .header("Idempotency-Key", key)
                .body(body)
                .post(binder.path("workspaces"));
    }
}
