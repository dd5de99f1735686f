package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Contract.Operation;
import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Given.Visitor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another web site makes a browser send changes nothing. The operations are the contract's own. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class CrossSiteTest {
    /** Requests that would do something; the guard stands before those of other operations, too, whatever they hold. */
    private static final Map<String, Object> BODIES = Map.of(
            "createOnboarding", Map.of("registrationToken", "x"),
            "sendEmailCode", Map.of("email", "eve@example.com"),
            "verifyEmail", Map.of("email", "eve@example.com", "code", "123456"),
            "saveBasicInfo", Map.of("siteId", "us1", "username", "eve", "password", Given.PASSWORD, "email", "e@e.com"),
            "registerAccounts", Given.companyInfo(),
            "openWorkspace", Given.openingMethod(),
            "createSession", Map.of("login", "eve", "password", Given.PASSWORD),
            "createWorkspace", Map.of("name", "Eve's", "language", "EN", "siteId", "us1"),
            "deleteSession", Map.of());

    /** One for all: nothing that is sent here has an effect. */
    private static Buyer buyer;

    private static String session;

    @BeforeEach
    void register() {
        if (buyer == null) {
            buyer = Given.aRegisteredBuyer();
            session = SessionTest.signIn(buyer).cookie("guance_session");
        }
    }

    static List<Operation> changing() {
        return Contract.operations().stream()
                .filter(Operation::changesSomething)
                .filter(o -> !o.id().equals("landFromMarketplace"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("changing")
    void a_changing_request_with_cookies_needs_our_own_origin(Operation operation) {
        var visitor = new Visitor(buyer.bought(), buyer.id(), buyer.secret());
        var operator = Desk.token(Desk.ADMINISTRATOR);
        var before = state(buyer.id());
        var origins = new ArrayList<>(List.of(
                "null",
                "https://evil.example",
                "https://aws.amazon.com",
                "http://localhost",
                "http://localhost:8080.evil.example",
                "https://localhost:8080",
                "http://LOCALHOST:8080/",
                ""));
        origins.add(null);

        for (var origin : origins) {
            var request = request(operation, visitor, session).cookie("guance_operator", operator);
            if (origin != null) {
                request.header("Origin", origin);
            }
            request.request(operation.method(), operation.pathOf(buyer.id()))
                    .then()
                    .spec(Api.problem(403, "foreign-origin"));
        }

        assertThat(state(buyer.id())).isEqualTo(before);
        Api.browser()
                .cookie("guance_session", session)
                .get("/api/v1/session")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @MethodSource("changing")
    void a_foreign_origin_is_refused_without_cookies_too(Operation operation) {
        Api.hostile()
                .header("Origin", "https://evil.example")
                .header("Idempotency-Key", UUID.randomUUID())
                .body(BODIES.getOrDefault(operation.id(), Map.of()))
                .request(operation.method(), operation.pathOf(UUID.randomUUID().toString()))
                .then()
                .spec(Api.problem(403, "foreign-origin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void a_form_cannot_pretend_to_be_json(String contentType) {
        var buyer = Given.aRegisteredBuyer();

        var body = "{\"workspaceName\":\"A\",\"language\":\"EN\",\"payerConfirmed\":true}";
        var answer = RawHttp.send(
                """
                POST %s HTTP/1.1
                Host: localhost
                Origin: %s
                Cookie: guance_onboarding=%s
                Content-Type: %s
                Content-Length: %d
                """.formatted(
                                buyer.path("workspace"),
                                LocalStackResource.PUBLIC_URL,
                                buyer.secret(),
                                contentType,
                                body.length()),
                out -> out.write(body.getBytes(StandardCharsets.US_ASCII)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(415);
        assertThat(answer.isProblem()).isTrue();
        Api.program(buyer.secret()).get(buyer.path("")).then().body("step", equalTo("OPENING_METHOD"));
    }

    @Test
    void our_own_origin_and_reading_from_anywhere_are_fine() {
        var buyer = Given.aRegisteredBuyer();
        var session = SessionTest.signIn(buyer).cookie("guance_session");

        Api.hostile()
                .header("Origin", "https://evil.example")
                .cookie("guance_session", session)
                .get("/api/v1/session")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo(null));
        Api.browser()
                .cookie("guance_session", session)
                .header("Idempotency-Key", UUID.randomUUID())
                .body(BODIES.get("createWorkspace"))
                .post("/api/v1/workspaces")
                .then()
                .statusCode(201);
    }

    private static RequestSpecification request(Operation operation, Visitor visitor, String session) {
        return Api.hostile()
                .cookie("guance_onboarding", visitor.cookie())
                .cookie("guance_session", session)
                .header("Idempotency-Key", UUID.randomUUID())
                .body(BODIES.getOrDefault(operation.id(), Map.of()));
    }

    private static List<List<String>> state(String onboarding) {
        var rows =
                new ArrayList<>(Database.rows("SELECT step, version FROM onboardings WHERE id = ?::uuid", onboarding));
        for (var table : List.of(
                "onboardings",
                "enterprise_accounts",
                "workspaces",
                "sessions",
                "verification_codes",
                "operator_acts",
                "operator_sessions")) {
            rows.add(List.of(table, String.valueOf(Database.count(table))));
        }
        return rows;
    }
}
