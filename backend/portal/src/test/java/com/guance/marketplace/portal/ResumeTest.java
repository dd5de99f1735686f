package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The state is on the server: any window may go on, and only with the right to it. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ResumeTest {
    private static final String COOKIE = "guance_onboarding";

    @Test
    void a_browser_goes_through_all_steps_by_its_cookie_alone() {
        var visitor = Given.aVisitor();
        var name = Given.aName();
        var email = name + "@example.com";
        Api.browser()
                .cookie(COOKIE, visitor.cookie())
                .body(Map.of("email", email))
                .post(visitor.path("email-codes"))
                .then()
                .statusCode(202);
        var verified = Api.browser()
                .cookie(COOKIE, visitor.cookie())
                .body(Map.of("email", email, "code", Market.mail(email, "code").code()))
                .post(visitor.path("email-verifications"));
        verified.then().statusCode(200).body("secret", equalTo(null));
        var cookie = verified.cookie(COOKIE);
        assertThat(cookie).isNotNull().isNotEqualTo(visitor.cookie());
        Api.browser()
                .cookie(COOKIE, visitor.cookie())
                .get(visitor.path(""))
                .then()
                .spec(Api.problem(401, "onboarding-not-proved"));

        Api.browser()
                .cookie(COOKIE, cookie)
                .body(Map.of("siteId", "us1", "username", name, "password", Given.PASSWORD, "email", email))
                .put(visitor.path("basic-info"))
                .then()
                .statusCode(200);
        Api.browser()
                .cookie(COOKIE, cookie)
                .body(Given.companyInfo())
                .post(visitor.path("registration"))
                .then()
                .statusCode(201);
        Api.browser()
                .cookie(COOKIE, cookie)
                .body(Given.openingMethod())
                .post(visitor.path("workspace"))
                .then()
                .statusCode(201)
                .body("step", equalTo("DONE"));
        Api.browser().cookie(COOKIE, cookie).get(visitor.path("datakit")).then().statusCode(200);
    }

    @Test
    void a_second_window_reads_what_the_first_has_entered() {
        var buyer = Given.aBuyerAtStep2();

        Api.program(buyer.secret())
                .get(buyer.path(""))
                .then()
                .body("step", equalTo("COMPANY_INFO"))
                .body("basicInfo.username", equalTo(buyer.username()))
                .body("basicInfo.email", equalTo(buyer.email()))
                .body("basicInfo.siteId", equalTo("us1"))
                .body("email.verified", equalTo(true));
    }

    @Test
    void a_cookie_of_one_onboarding_opens_no_other_and_an_unknown_id_is_answered_alike() {
        var mine = Given.aVisitor();
        var other = Given.aVisitor();

        for (var id : List.of(other.id(), UUID.randomUUID().toString())) {
            Api.browser()
                    .cookie(COOKIE, mine.cookie())
                    .get("/api/v1/onboardings/" + id)
                    .then()
                    .spec(Api.problem(409, "other-onboarding"));
        }
    }

    @Test
    void without_proof_every_onboarding_is_closed_and_an_unknown_id_is_answered_alike() {
        var buyer = Given.aLandedBuyer();

        for (var id : List.of(buyer.id(), UUID.randomUUID().toString())) {
            Api.hostile()
                    .get("/api/v1/onboardings/" + id)
                    .then()
                    .spec(Api.problem(401, "onboarding-not-proved"))
                    .header("WWW-Authenticate", equalTo("Bearer"));
        }
        for (var wrong :
                List.of("x", "", "null", buyer.secret() + "x", buyer.secret().toUpperCase())) {
            Api.hostile()
                    .header("Authorization", "Bearer " + wrong)
                    .get(buyer.path(""))
                    .then()
                    .spec(Api.problem(401, "onboarding-not-proved"));
        }
    }

    @Test
    void an_id_that_is_none_is_not_found() {
        var visitor = Given.aVisitor();

        for (var id : List.of("1", "../sessions", "%00", "'", "ffffffff-ffff-ffff-ffff-fffffffffffg")) {
            var answer = Api.plain()
                    .urlEncodingEnabled(false)
                    .cookie(COOKIE, visitor.cookie())
                    .get("/api/v1/onboardings/" + id);
            assertThat(answer.statusCode()).as(id).isBetween(400, 405);
        }
    }

    @Test
    void an_onboarding_is_open_for_a_day() {
        var buyer = Given.aLandedBuyer();
        TestClock.advance(Duration.ofHours(23).plusMinutes(59));
        Api.program(buyer.secret()).get(buyer.path("")).then().statusCode(200);

        TestClock.advance(Duration.ofMinutes(1));

        Api.program(buyer.secret()).get(buyer.path("")).then().spec(Api.problem(401, "onboarding-not-proved"));
        Api.program(buyer.secret()).get("/api/v1/onboardings").then().body("items", hasSize(0));
    }

    @Test
    void the_account_of_an_expired_onboarding_goes_on_by_signing_in() {
        var buyer = Given.aRegisteredBuyer();
        TestClock.advance(Duration.ofHours(25));
        var customer = Given.signedIn(buyer);

        Api.program(customer.token()).get(buyer.path("")).then().statusCode(200);
        Api.program(customer.token())
                .body(Given.openingMethod())
                .post(buyer.path("workspace"))
                .then()
                .statusCode(201)
                .body("step", equalTo("DONE"));
    }

    @Test
    void the_session_of_an_account_does_not_do_the_steps_of_the_buyer() {
        var buyer = Given.aRegisteredBuyer();
        var customer = Given.signedIn(buyer);

        Api.program(customer.token())
                .body(Given.companyInfo())
                .post(buyer.path("registration"))
                .then()
                .spec(Api.problem(401, "onboarding-not-proved"));
    }

    @Test
    void the_back_button_repeats_no_step() {
        var buyer = Given.aBuyerWithWorkspace();

        Api.program(buyer.secret())
                .body(Given.basicInfo(buyer))
                .put(buyer.path("basic-info"))
                .then()
                .spec(Api.problem(409, "wrong-step"))
                .body("step", equalTo("DONE"));
        Api.program(buyer.secret())
                .body(Given.companyInfo())
                .post(buyer.path("registration"))
                .then()
                .spec(Api.problem(409, "wrong-step"));
        Api.program(buyer.secret())
                .body(Given.openingMethod())
                .post(buyer.path("workspace"))
                .then()
                .spec(Api.problem(409, "wrong-step"));
        Api.program(buyer.secret())
                .body(Map.of("email", buyer.email(), "code", "123456"))
                .post(buyer.path("email-verifications"))
                .then()
                .spec(Api.problem(409, "wrong-step"));
    }
}
