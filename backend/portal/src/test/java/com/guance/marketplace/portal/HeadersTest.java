package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Contract.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer says to a browser, whether it is an API answer, a page, a problem or a redirect. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class HeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/settings",
                "/api/v1/session",
                "/api/unknown",
                "/openapi.yaml",
                "/onboarding/x",
                "/assets/missing.js",
                "/assets/x.js"
            })
    void every_answer_is_guarded(String path) {
        isGuarded(Api.plain().get(path).then());
    }

    /** The operations of the contract, each by itself: a new one is among them. */
    @ParameterizedTest
    @MethodSource("operations")
    void every_operation_is_guarded_and_not_cached(Operation operation) {
        var path = operation.pathOf(UUID.randomUUID().toString());
        var type = path.startsWith("/api/") ? "application/json" : "application/x-www-form-urlencoded";
        var answer = Api.plain().contentType(type).request(operation.method(), path);

        isGuarded(answer.then().header("Cache-Control", equalTo("no-store")));
        for (var cookie : answer.detailedCookies()) {
            isGuarded(cookie, 0);
        }
    }

    static List<Operation> operations() {
        return Contract.operations();
    }

    private static void isGuarded(ValidatableResponse answer) {
        answer.header("Content-Security-Policy", containsString("script-src 'self';"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Content-Security-Policy", containsString("object-src 'none'"))
                .header("Content-Security-Policy", containsString("base-uri 'none'"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("X-Frame-Options", equalTo("DENY"))
                .header("Referrer-Policy", equalTo("no-referrer"))
                .header("X-Request-Id", matchesPattern("req(-[0-9A-Z]{4}){3}"))
                .header("Server", nullValue())
                .header("X-Powered-By", nullValue());
    }

    @Test
    void the_landing_is_guarded_too() {
        Api.land("")
                .then()
                .header("Referrer-Policy", equalTo("no-referrer"))
                .header("X-Frame-Options", equalTo("DENY"))
                .header("Cache-Control", equalTo("no-store"));
    }

    @Test
    void answers_of_the_api_are_not_cached_and_name_their_request() {
        var answer = Api.hostile().get("/api/v1/session");

        answer.then().header("Cache-Control", equalTo("no-store"));
        assertThat(answer.path("requestId").toString()).isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void the_onboarding_cookie_is_for_the_server_alone_and_for_a_day() {
        var landed = Api.land(Market.token(Market.buy("global", Market.Notify.BEFORE)));

        isGuarded(landed.detailedCookie("guance_onboarding"), 24 * 3_600);
    }

    @Test
    void the_session_cookie_is_for_the_server_alone_and_for_twelve_hours() {
        var signedIn = SessionTest.signIn(Given.aRegisteredBuyer());

        isGuarded(signedIn.detailedCookie("guance_session"), 12 * 3_600);
    }

    @Test
    void what_is_left_of_a_clients_budget_is_told() {
        Api.plain()
                .contentType("application/json")
                .body(Map.of("login", Given.aName(), "password", "a wrong password"))
                .post("/api/v1/sessions")
                .then()
                .statusCode(401)
                .header("RateLimit-Policy", matchesPattern("\"sign-ins-per-client\";q=\\d+;w=\\d+"))
                .header("RateLimit", matchesPattern("\"sign-ins-per-client\";r=\\d+;t=\\d+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "", "*", "zz;q=9", "en-US,zh;q=0.5", "\u0001", ";;;,,,", "fr, *;q=0.1"})
    void english_is_spoken_to_whoever_asks_for_nothing_we_speak(String language) {
        Api.plain()
                .header("Accept-Language", language)
                .get("/api/v1/session")
                .then()
                .statusCode(401)
                .header("Content-Language", equalTo("en"))
                .body("title", equalTo("Not signed in"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "zh", "zh-Hans-CN", "zh-TW", "de, zh-CN;q=0.9, en;q=0.8"})
    void chinese_is_spoken_to_whoever_prefers_it(String language) {
        Api.plain()
                .header("Accept-Language", language)
                .get("/api/v1/session")
                .then()
                .header("Content-Language", equalTo("zh-CN"))
                .body("title", equalTo("尚未登录"));
    }

    private static void isGuarded(Cookie cookie, long seconds) {
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getDomain()).isNull();
        assertThat(cookie.getMaxAge()).isBetween(seconds - 60, seconds);
        assertThat(cookie.isSecured())
                .as("on plain local http browsers refuse Secure")
                .isFalse();
    }
}
