package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Given.Buyer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signing in to the Billing Center, and out. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SessionTest {
    private static final String COOKIE = "guance_session";

    @Test
    void the_user_name_and_the_address_sign_in_in_any_case_and_with_spaces_around() {
        var buyer = Given.aRegisteredBuyer();

        for (var login : List.of(
                buyer.username(),
                buyer.email(),
                " " + buyer.username().toUpperCase() + " ",
                buyer.email().toUpperCase())) {
            var signedIn = signIn(login, Given.PASSWORD);
            signedIn.then()
                    .statusCode(201)
                    .body("enterpriseAccount.username", equalTo(buyer.username()))
                    .body("enterpriseAccount.companyName", equalTo("Meridian Freight"))
                    .body("enterpriseAccount.sites.id", equalTo(List.of("us1")))
                    .body("accessToken", nullValue());
            Api.browser()
                    .cookie(COOKIE, signedIn.cookie(COOKIE))
                    .get("/api/v1/session")
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(signedIn.path("id")))
                    .body("enterpriseAccount.email", equalTo(buyer.email()));
        }
    }

    @Test
    void a_program_gets_a_token_and_no_cookie() {
        var buyer = Given.aRegisteredBuyer();

        var signedIn = Api.program()
                .body(Map.of("login", buyer.username(), "password", Given.PASSWORD, "delivery", "TOKEN"))
                .post("/api/v1/sessions");

        signedIn.then().statusCode(201).body("accessToken", notNullValue());
        assertThat(signedIn.cookies()).isEmpty();
    }

    @Test
    void an_unknown_name_and_a_wrong_password_are_answered_alike() {
        var buyer = Given.aRegisteredBuyer();

        var wrongPassword = signIn(buyer.username(), "another " + Given.PASSWORD);
        var unknownName = signIn(Given.aName(), Given.PASSWORD);
        var unknownAddress = signIn(Given.aName() + "@example.com", Given.PASSWORD);
        var wrongCase = signIn(buyer.username(), Given.PASSWORD.toUpperCase());

        for (var answer : List.of(wrongPassword, unknownName, unknownAddress, wrongCase)) {
            answer.then().spec(Api.problem(401, "sign-in-failed"));
            assertThat(withoutRequestId(answer)).isEqualTo(withoutRequestId(wrongPassword));
            assertThat(answer.headers().asList().stream().map(h -> h.getName()).sorted())
                    .isEqualTo(wrongPassword.headers().asList().stream()
                            .map(h -> h.getName())
                            .sorted()
                            .toList());
            assertThat(answer.cookies()).isEmpty();
        }
    }

    @Test
    void an_address_that_is_registering_does_not_sign_in_yet() {
        var buyer = Given.aBuyerAtStep2();

        signIn(buyer.username(), Given.PASSWORD).then().spec(Api.problem(401, "sign-in-failed"));
    }

    @Test
    void missing_entries_are_told_on_their_fields() {
        Api.hostile()
                .body("{}")
                .post("/api/v1/sessions")
                .then()
                .spec(Api.field("login", "required"))
                .spec(Api.field("password", "required"));
        signIn("\u0007", Given.PASSWORD).then().spec(Api.field("login", "control-characters"));
        signIn("a".repeat(255), Given.PASSWORD).then().spec(Api.field("login", "too-long"));
        Api.hostile()
                .header("Accept-Language", "zh-CN")
                .body("{\"login\": \"\\ud800\", \"password\": \"\\ud800\"}")
                .post("/api/v1/sessions")
                .then()
                .spec(Api.field("login", "not-text"))
                .body("errors[0].message", equalTo("包含无法保存的字符。"));
    }

    @Test
    void half_a_character_in_a_password_fits_nothing_and_is_no_server_error() {
        var buyer = Given.aRegisteredBuyer();

        Api.hostile()
                .body("{\"login\": \"%s\", \"password\": \"\\ud800\"}".formatted(buyer.username()))
                .post("/api/v1/sessions")
                .then()
                .spec(Api.problem(401, "sign-in-failed"));
    }

    @Test
    void ten_tries_in_ten_minutes_and_then_even_the_right_password_waits() {
        var buyer = Given.aRegisteredBuyer();
        for (int i = 0; i < 10; i++) {
            signIn(buyer.username(), "wrong password number " + i).then().statusCode(401);
        }

        signIn(buyer.username(), Given.PASSWORD)
                .then()
                .spec(Api.problem(429, "too-many-requests"))
                .header("Retry-After", Integer::parseInt, org.hamcrest.Matchers.lessThanOrEqualTo(60));
        signIn(Given.aName(), "somebody else's try is not counted").then().statusCode(401);
        TestClock.advance(Duration.ofMinutes(1));
        signIn(buyer.username(), Given.PASSWORD).then().statusCode(201);
    }

    @Test
    void signing_out_ends_the_session_everywhere_and_clears_the_cookie() {
        var buyer = Given.aRegisteredBuyer();
        var cookie = signIn(buyer.username(), Given.PASSWORD).cookie(COOKIE);

        var out = Api.browser().cookie(COOKIE, cookie).delete("/api/v1/session");

        out.then().statusCode(204);
        assertThat(out.detailedCookie(COOKIE).getMaxAge()).isZero();
        Api.browser().cookie(COOKIE, cookie).get("/api/v1/session").then().spec(Api.problem(401, "not-signed-in"));
        Api.hostile()
                .header("Authorization", "Bearer " + cookie)
                .get("/api/v1/workspaces")
                .then()
                .spec(Api.problem(401, "not-signed-in"));
    }

    @Test
    void signing_out_of_one_session_leaves_another_open() {
        var buyer = Given.aRegisteredBuyer();
        var one = Given.signedIn(buyer).token();
        var two = Given.signedIn(buyer).token();

        Api.program(one).delete("/api/v1/session").then().statusCode(204);

        Api.program(one).get("/api/v1/session").then().statusCode(401);
        Api.program(two).get("/api/v1/session").then().statusCode(200);
    }

    @Test
    void a_session_ends_after_an_hour_of_silence() {
        var token = Given.signedIn(Given.aRegisteredBuyer()).token();
        TestClock.advance(Duration.ofMinutes(59));
        Api.program(token).get("/api/v1/session").then().statusCode(200);
        TestClock.advance(Duration.ofMinutes(59));
        Api.program(token).get("/api/v1/session").then().statusCode(200);

        TestClock.advance(Duration.ofMinutes(61));

        Api.program(token).get("/api/v1/session").then().spec(Api.problem(401, "not-signed-in"));
    }

    @Test
    void a_session_ends_after_twelve_hours_however_busy() {
        var token = Given.signedIn(Given.aRegisteredBuyer()).token();
        for (int i = 0; i < 14; i++) {
            TestClock.advance(Duration.ofMinutes(50));
            Api.program(token).get("/api/v1/session").then().statusCode(200);
        }

        TestClock.advance(Duration.ofMinutes(20));

        Api.program(token).get("/api/v1/session").then().spec(Api.problem(401, "not-signed-in"));
    }

    @Test
    void many_signing_in_at_once_are_all_served() {
        var buyers = List.of(Given.aRegisteredBuyer(), Given.aRegisteredBuyer());

        var answers = Parallel.times(16, i -> signIn(buyers.get(i % 2).username(), Given.PASSWORD));

        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
    }

    @Test
    void without_a_session_the_billing_center_is_closed() {
        for (var path : List.of("/api/v1/session", "/api/v1/workspaces")) {
            Api.hostile().get(path).then().spec(Api.problem(401, "not-signed-in"));
        }
        var buyer = Given.aBuyerWithWorkspace();
        Api.hostile()
                .header("Authorization", "Bearer " + buyer.secret())
                .get("/api/v1/workspaces")
                .then()
                .spec(Api.problem(401, "not-signed-in"));
    }

    private static String withoutRequestId(Response answer) {
        return answer.asString().replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    private static Response signIn(String login, String password) {
        return Api.browser().body(Map.of("login", login, "password", password)).post("/api/v1/sessions");
    }

    static Response signIn(Buyer buyer) {
        return signIn(buyer.username(), Given.PASSWORD);
    }
}
