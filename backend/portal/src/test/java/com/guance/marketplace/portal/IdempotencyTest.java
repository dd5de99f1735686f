package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The same request under the same key is done once and answered alike. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class IdempotencyTest {
    private static final Map<String, Object> STAGING = Map.of("name", "Staging", "language", "EN", "siteId", "us1");

    @Test
    void a_repetition_is_answered_byte_for_byte_and_does_nothing() {
        var customer = Given.aCustomer();
        var key = UUID.randomUUID().toString();

        var first = create(customer, key, STAGING);
        var second = create(customer, key, STAGING);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(second.headers().hasHeaderWithName("Set-Cookie")).isFalse();
        assertThat(workspacesOf(customer)).isEqualTo(2);
    }

    @Test
    void the_first_answer_stands_for_a_day_whatever_has_changed_since() {
        var buyer = Given.aBuyerAtStep2();
        var key = UUID.randomUUID().toString();
        var first = Api.program()
                .header("Authorization", "Bearer " + buyer.secret())
                .header("Idempotency-Key", key)
                .body(Given.companyInfo())
                .post(buyer.path("registration"));
        Given.opened(buyer);
        TestClock.advance(Duration.ofHours(23));

        var again = Api.program()
                .header("Authorization", "Bearer " + buyer.secret())
                .header("Idempotency-Key", key)
                .body(Given.companyInfo())
                .post(buyer.path("registration"));

        again.then().statusCode(201).body("step", equalTo("OPENING_METHOD"));
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
    }

    @Test
    void another_body_under_the_same_key_is_refused() {
        var customer = Given.aCustomer();
        var key = UUID.randomUUID().toString();
        create(customer, key, STAGING).then().statusCode(201);

        create(customer, key, Map.of("name", "Other", "language", "EN", "siteId", "us1"))
                .then()
                .spec(Api.problem(422, "idempotency-key-reused"));
        assertThat(workspacesOf(customer)).isEqualTo(2);
    }

    @Test
    void the_order_of_members_makes_no_other_body() {
        var customer = Given.aCustomer();
        var key = UUID.randomUUID().toString();

        var first = raw(customer, key, "{\"name\":\"A\",\"language\":\"EN\",\"siteId\":\"us1\"}");
        var second = raw(customer, key, "{ \"siteId\" : \"us1\", \"language\":\"EN\", \"name\":\"A\" }");

        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
    }

    @Test
    void while_the_first_is_under_way_a_second_is_told_so() {
        var token = Market.token(Market.buy("global", Notify.BEFORE));
        var key = UUID.randomUUID().toString();
        try {
            Market.slow(Duration.ofMillis(1_500));
            var first = CompletableFuture.supplyAsync(() -> land(token, key));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> Database.count("idempotent_requests WHERE key = ? AND status IS NULL", key) == 1);

            land(token, key).then().spec(Api.problem(409, "request-in-progress"));

            assertThat(first.join().statusCode()).isEqualTo(201);
            assertThat(land(token, key).asByteArray()).isEqualTo(first.join().asByteArray());
        } finally {
            Market.fault("NONE");
        }
    }

    @Test
    void a_refusal_is_not_kept_and_the_corrected_request_may_use_the_key() {
        var customer = Given.aCustomer();
        var key = UUID.randomUUID().toString();
        create(customer, key, Map.of("name", "A", "language", "EN", "siteId", "cn2"))
                .then()
                .statusCode(422);

        create(customer, key, STAGING).then().statusCode(201);
    }

    @Test
    void keys_of_two_accounts_do_not_meet() {
        var one = Given.aCustomer();
        var two = Given.aCustomer();
        var key = UUID.randomUUID().toString();

        var first = create(one, key, STAGING);
        var second = create(two, key, STAGING);

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.path("id").toString()).isNotEqualTo(first.path("id"));
    }

    @Test
    void keys_of_two_operations_do_not_meet() {
        var buyer = Given.aBuyerAtStep2();
        var key = UUID.randomUUID().toString();

        withKey(buyer.secret(), key)
                .body(Given.companyInfo())
                .post(buyer.path("registration"))
                .then()
                .statusCode(201);
        withKey(buyer.secret(), key)
                .body(Given.openingMethod())
                .post(buyer.path("workspace"))
                .then()
                .statusCode(201);
    }

    @Test
    void a_key_must_be_one() {
        var customer = Given.aCustomer();

        create(customer, "k".repeat(255), STAGING).then().statusCode(201);
        Api.hostile()
                .header("Authorization", "Bearer " + customer.token())
                .header("Idempotency-Key", "k".repeat(256))
                .body(STAGING)
                .post("/api/v1/workspaces")
                .then()
                .spec(Api.problem(400, "idempotency-key-malformed"));
        Api.hostile()
                .header("Authorization", "Bearer " + customer.token())
                .body(STAGING)
                .post("/api/v1/workspaces")
                .then()
                .spec(Api.problem(400, "idempotency-key-required"));
    }

    @Test
    void fifty_at_once_under_one_key_make_one_workspace() {
        var customer = Given.aCustomer();
        var key = UUID.randomUUID().toString();

        var answers = Parallel.times(50, i -> create(customer, key, STAGING));

        assertThat(answers).extracting(Response::statusCode).allMatch(s -> s == 201 || s == 409);
        assertThat(answers.stream()
                        .filter(a -> a.statusCode() == 201)
                        .map(Response::asString)
                        .distinct())
                .hasSize(1);
        assertThat(workspacesOf(customer)).isEqualTo(2);
    }

    @Test
    void a_key_left_behind_by_a_portal_that_died_is_free_after_a_minute() {
        var customer = Given.aCustomer();
        var key = UUID.randomUUID().toString();
        create(customer, key, STAGING).then().statusCode(201);
        assertThat(Database.update(
                        "UPDATE idempotent_requests SET status = NULL, headers = NULL, body = NULL WHERE key = ?", key))
                .isEqualTo(1);

        create(customer, key, STAGING).then().spec(Api.problem(409, "request-in-progress"));
        TestClock.advance(Duration.ofSeconds(61));
        create(customer, key, STAGING).then().statusCode(201);
    }

    private static long workspacesOf(Customer customer) {
        return Database.count(
                "workspaces w JOIN enterprise_accounts a ON a.id = w.enterprise_account_id WHERE a.username = ?",
                customer.buyer().username());
    }

    private static Response land(String token, String key) {
        return Api.program()
                .header("Idempotency-Key", key)
                .body(Map.of("registrationToken", token))
                .post("/api/v1/onboardings");
    }

    private static Response create(Customer customer, String key, Map<String, Object> body) {
        return withKey(customer.token(), key).body(body).post("/api/v1/workspaces");
    }

    private static Response raw(Customer customer, String key, String body) {
        return withKey(customer.token(), key).body(body).post("/api/v1/workspaces");
    }

    private static io.restassured.specification.RequestSpecification withKey(String bearer, String key) {
        return Api.program().header("Authorization", "Bearer " + bearer).header("Idempotency-Key", key);
    }
}
