package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The landing for programs: a secret in place of a cookie. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OnboardingTwinTest {
    @Test
    void a_token_is_resolved_and_answered_with_a_secret_and_no_cookie() {
        var bought = Market.buy("global", Notify.BEFORE);

        var created = create(Market.token(bought));

        created.then()
                .statusCode(201)
                .header("Location", equalTo("/api/v1/onboardings/" + created.path("onboarding.id")))
                .header("Cache-Control", "no-store")
                .body("secret", notNullValue())
                .body("onboarding.payer.awsAccount", equalTo(bought.masked()));
        assertThat(created.cookies()).isEmpty();
        Api.program(created.path("secret").toString())
                .get("/api/v1/onboardings")
                .then()
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(created.path("onboarding.id")));
    }

    @Test
    void a_site_that_the_purchase_cannot_settle_is_shown_with_the_reason() {
        var created = create(Market.token(Market.buy("global", Notify.BEFORE)));

        created.then()
                .body("onboarding.sites.find { it.id == 'us1' }.selectable", equalTo(true))
                .body("onboarding.sites.find { it.id == 'cn2' }.selectable", equalTo(false))
                .body(
                        "onboarding.sites.find { it.id == 'cn2' }.reason",
                        equalTo("Not with this purchase: it was made on AWS Marketplace, "
                                + "and this site is settled by AWS Marketplace China."));
    }

    @Test
    void a_missing_token_is_told_on_the_field() {
        Api.hostile()
                .header("Idempotency-Key", UUID.randomUUID())
                .body("{}")
                .post("/api/v1/onboardings")
                .then()
                .spec(Api.field("registrationToken", "required"));
        create(" ").then().spec(Api.field("registrationToken", "required"));
    }

    @Test
    void a_wrong_a_foreign_and_an_expired_token_are_told_apart() throws InterruptedException {
        create("nobody-issued-this").then().spec(Api.problem(422, "token-invalid"));
        create("x".repeat(8_192)).then().spec(Api.problem(422, "token-invalid"));
        hostile("x".repeat(8_193)).then().spec(Api.problem(422, "token-invalid"));
        hostile("x".repeat(60_001)).then().statusCode(400);

        var foreign = Market.buy(LocalStackResource.FOREIGN_PRODUCT, Notify.NEVER);
        create(Market.token(foreign)).then().spec(Api.problem(422, "foreign-product"));

        var expired = Market.token(Market.buy("global", Notify.BEFORE), Duration.ofMillis(1));
        Thread.sleep(10);
        create(expired).then().spec(Api.problem(422, "token-expired"));
    }

    @Test
    void half_a_character_in_a_token_is_told_and_is_no_server_error() {
        Api.hostile()
                .header("Idempotency-Key", UUID.randomUUID())
                .body("{\"registrationToken\": \"\\ud800\"}")
                .post("/api/v1/onboardings")
                .then()
                .spec(Api.problem(422, "token-invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"THROTTLE", "ERROR_500", "GARBAGE"})
    void aws_not_answering_is_told_with_the_time_to_come_back_and_the_key_stays_good(String fault) {
        var token = Market.token(Market.buy("global", Notify.BEFORE));
        var key = UUID.randomUUID().toString();
        try {
            Market.fault(fault);
            create(token, key)
                    .then()
                    .spec(Api.problem(503, "aws-not-answering"))
                    .header("Retry-After", equalTo("30"));
        } finally {
            Market.fault("NONE");
        }
        create(token, key).then().statusCode(201);
    }

    @Test
    void a_licence_that_is_bound_is_told() {
        var buyer = Given.aRegisteredBuyer();

        create(Market.token(buyer.bought())).then().spec(Api.problem(409, "licence-already-bound"));
    }

    @Test
    void a_key_is_required() {
        var token = Market.token(Market.buy("global", Notify.BEFORE));

        Api.hostile()
                .body(Map.of("registrationToken", token))
                .post("/api/v1/onboardings")
                .then()
                .spec(Api.problem(400, "idempotency-key-required"));
    }

    private static Response create(String token) {
        return create(token, UUID.randomUUID().toString());
    }

    private static Response create(String token, String key) {
        TestClock.advance(Duration.ofMillis(500));
        return Api.program()
                .header("Idempotency-Key", key)
                .body(Map.of("registrationToken", token))
                .post("/api/v1/onboardings");
    }

    private static Response hostile(String token) {
        return Api.hostile()
                .header("Idempotency-Key", UUID.randomUUID())
                .body(Map.of("registrationToken", token))
                .post("/api/v1/onboardings");
    }
}
