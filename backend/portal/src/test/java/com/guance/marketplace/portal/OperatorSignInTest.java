package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.localstack.OperatorAccount;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How Guance's own people sign in, and out, and when they are out without it. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OperatorSignInTest {
    private static final String COOKIE = "guance_operator";

    @Test
    void name_password_and_code_open_a_session_that_the_audit_knows() {
        var operator = Desk.of(Desk.FINANCE);

        var signedIn = Desk.signIn(operator, operator.password(), Desk.code(operator), "COOKIE");

        signedIn.then()
                .statusCode(201)
                .body("operator.username", equalTo("finance"))
                .body("operator.role", equalTo("FINANCE"))
                .body("accessToken", nullValue());
        var cookie = signedIn.detailedCookie(COOKIE);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/");
        Api.browser()
                .cookie(COOKIE, cookie.getValue())
                .get(Desk.SESSION)
                .then()
                .statusCode(200)
                .body("id", equalTo(signedIn.path("id")))
                .body("operator.username", equalTo("finance"));
        assertThat(Desk.acts("createOperatorSession", signedIn.path("id")))
                .singleElement()
                .asList()
                .startsWith("finance", "FINANCE");
    }

    @Test
    void signing_out_ends_the_session_at_once_and_is_in_the_audit() {
        var operator = Desk.anOperator(Desk.SUPPORT);
        var token = Desk.newToken(operator);
        var id = session(token).<String>path("id");

        Api.program(token).delete(Desk.SESSION).then().statusCode(204);

        session(token).then().spec(Api.problem(401, "not-signed-in"));
        assertThat(Desk.acts("deleteOperatorSession", id)).hasSize(1);
    }

    @Test
    void a_code_opens_one_session_and_none_before_it_opens_another() {
        var operator = Desk.anOperator(Desk.SUPPORT);
        var first = Desk.code(operator);
        var second = Desk.code(operator);

        assertThat(status(operator, second)).isEqualTo(201);
        assertThat(status(operator, second)).isEqualTo(401);
        assertThat(status(operator, first)).isEqualTo(401);
        assertThat(status(operator, Desk.code(operator))).isEqualTo(201);
    }

    @Test
    void the_code_of_the_step_before_and_after_fits_and_no_other() {
        var now = TestClock.now();
        for (int seconds : new int[] {-90, 90}) {
            var operator = Desk.anOperator(Desk.SUPPORT);
            assertThat(status(operator, operator.code(now.plusSeconds(seconds))))
                    .isEqualTo(401);
        }
        var slow = Desk.anOperator(Desk.SUPPORT);
        var fast = Desk.anOperator(Desk.SUPPORT);
        assertThat(status(slow, slow.code(TestClock.now().minusSeconds(29)))).isEqualTo(201);
        assertThat(status(fast, fast.code(TestClock.now().plusSeconds(29)))).isEqualTo(201);
    }

    @Test
    void a_wrong_name_password_or_code_is_told_alike() {
        var operator = Desk.anOperator(Desk.SUPPORT);
        var code = Desk.code(operator);
        var unknown = new OperatorAccount("", "nobody-" + UUID.randomUUID(), operator.password(), "");
        var wrong = code.equals("123456") ? "123457" : "123456";

        var answers = List.of(
                Desk.signIn(operator, "another " + operator.password(), code, "TOKEN"),
                Desk.signIn(operator, operator.password(), wrong, "TOKEN"),
                Desk.signIn(operator, "another", wrong, "TOKEN"),
                Desk.signIn(operator, operator.password(), "not a code", "TOKEN"),
                Desk.signIn(unknown, operator.password(), code, "TOKEN"));

        for (var answer : answers) {
            answer.then().spec(Api.problem(401, "sign-in-failed"));
            assertThat(withoutRequestId(answer)).isEqualTo(withoutRequestId(answers.getFirst()));
            assertThat(answer.cookies()).isEmpty();
        }
        assertThat(status(operator, code))
                .as("a wrong password uses no code up")
                .isEqualTo(201);
    }

    @Test
    void missing_entries_are_told_on_their_fields() {
        Api.hostile()
                .body("{}")
                .post(Desk.SESSION)
                .then()
                .spec(Api.field("username", "required"))
                .spec(Api.field("password", "required"))
                .spec(Api.field("code", "required"));
    }

    @Test
    void a_session_ends_when_it_is_not_used_for_half_an_hour_and_after_eight_hours_at_most() {
        var token = Desk.newToken(Desk.anOperator(Desk.SUPPORT));
        for (int i = 0; i < 19; i++) {
            TestClock.advance(Duration.ofMinutes(25));
            assertThat(session(token).statusCode())
                    .as("after %d minutes", 25 * (i + 1))
                    .isEqualTo(200);
        }
        TestClock.advance(Duration.ofMinutes(6)); // 481 in all
        session(token).then().spec(Api.problem(401, "not-signed-in"));

        var idle = Desk.newToken(Desk.anOperator(Desk.SUPPORT));
        TestClock.advance(Duration.ofMinutes(31));
        session(idle).then().spec(Api.problem(401, "not-signed-in"));
    }

    @Test
    void customers_partners_and_operators_do_not_stand_in_for_each_other() {
        var customer = Given.aCustomer();
        var operator = Desk.token(Desk.ADMINISTRATOR);

        for (var token :
                List.of(customer.token(), Partner.token("us1"), customer.buyer().secret())) {
            session(token).then().spec(Api.problem(401, "not-signed-in"));
            Api.hostile().cookie(COOKIE, token).get(Desk.SESSION).then().spec(Api.problem(401, "not-signed-in"));
        }
        for (var path : List.of("/api/v1/session", "/api/v1/workspaces")) {
            Api.hostile()
                    .header("Authorization", "Bearer " + operator)
                    .get(path)
                    .then()
                    .spec(Api.problem(401, "not-signed-in"));
            Api.hostile().cookie("guance_session", operator).get(path).then().spec(Api.problem(401, "not-signed-in"));
        }
        Api.hostile()
                .header("Authorization", "Bearer " + operator)
                .body(Map.of("reports", List.of(UsageIntakeTest.aReport(UUID.randomUUID()))))
                .post("/api/v1/usage-reports")
                .then()
                .spec(Api.problem(401, "not-signed-in"));
    }

    @Test
    void who_is_taken_out_of_the_file_is_out_and_so_is_who_gets_another_role_password_or_authenticator() {
        var removed = Desk.anOperator(Desk.SUPPORT);
        var promoted = Desk.anOperator(Desk.SUPPORT);
        var changed = Desk.anOperator(Desk.SUPPORT);
        var paired = Desk.anOperator(Desk.SUPPORT);
        var stays = Desk.newToken(Desk.anOperator(Desk.SUPPORT));
        var tokens =
                List.of(Desk.newToken(removed), Desk.newToken(promoted), Desk.newToken(changed), Desk.newToken(paired));
        tokens.forEach(token -> session(token).then().statusCode(200));

        Desk.remove(removed);
        Desk.change(promoted, entry -> entry.put("role", Desk.FINANCE));
        Desk.change(changed, entry -> entry.put("passwordHash", Desk.hash("another password")));
        Desk.change(paired, entry -> entry.put("totpSecret", "B".repeat(32)));

        tokens.forEach(token -> Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> session(token).statusCode() == 401));
        assertThat(session(stays).statusCode()).isEqualTo(200);
        assertThat(status(removed, Desk.code(removed))).isEqualTo(401);
        var again =
                Desk.newToken(new OperatorAccount("", promoted.username(), promoted.password(), promoted.totpSecret()));
        session(again).then().body("operator.role", equalTo("FINANCE"));
    }

    @Test
    void guesses_are_counted_by_name_and_client() {
        var operator = Desk.anOperator(Desk.SUPPORT);
        for (int i = 0; i < 10; i++) {
            assertThat(Desk.signIn(operator, "wrong", "000000", "TOKEN").statusCode())
                    .isEqualTo(401);
        }

        Desk.signIn(operator, operator.password(), Desk.code(operator), "TOKEN")
                .then()
                .spec(Api.problem(429, "too-many-requests"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "{}",
                "null",
                "[null]",
                "[{\"username\":\"x\"}]",
                "[{\"username\":\"x\",\"name\":\"x\",\"role\":\"KING\",\"passwordHash\":\"canary-hash\",\"totpSecret\":\"x\"}]",
                "[{\"username\":\"x\",\"name\":\"x\",\"role\":\"SUPPORT\",\"passwordHash\":\"canary-hash\",\"totpSecret\":\"x\"}]"
            })
    void a_file_that_cannot_be_used_changes_nothing_and_shows_and_tells_no_secret(String broken) {
        var token = Desk.newToken(Desk.anOperator(Desk.SUPPORT));
        var good = Desk.read();
        try (var log = LogCapture.start()) {
            Desk.write(broken);
            awaitBroken("1.0");
            assertThat(log.text())
                    .contains("operators.json cannot be used; what it said before holds")
                    .doesNotContain("canary-hash");
            assertThat(session(token).statusCode()).isEqualTo(200);
        } finally {
            Desk.write(good);
        }
        awaitBroken("0.0");
    }

    private static void awaitBroken(String value) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        Api.plain().get("/q/metrics").asString().contains("portal_operators_file_broken " + value));
    }

    private static Response session(String token) {
        return Api.hostile().header("Authorization", "Bearer " + token).get(Desk.SESSION);
    }

    private static int status(OperatorAccount operator, String code) {
        return Desk.signIn(operator, operator.password(), code, "TOKEN").statusCode();
    }

    private static String withoutRequestId(Response answer) {
        return answer.asString().replaceAll("\"requestId\":\"[^\"]*\"", "");
    }
}
