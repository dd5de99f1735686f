package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The database is away for a while: everybody is told to come back, nothing is half-made, and it goes on by itself. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OutageTest {
    @Test
    void a_database_that_crashes_delays_and_loses_nothing() {
        var buyer = Given.aRegisteredBuyer();
        var token = Market.token(Market.buy("global", Notify.BEFORE));
        var stack = LocalStackResource.stack();
        stack.crashPostgres();
        try {
            Api.land(token).then().statusCode(303).header("Location", startsWith("/marketplace/problem/try-again"));
            var answer = Api.plain()
                    .header("Authorization", "Bearer " + buyer.secret())
                    .header("Idempotency-Key", UUID.randomUUID())
                    .contentType("application/json")
                    .body(Given.openingMethod())
                    .post(buyer.path("workspace"));
            answer.then().spec(Api.problem(503, "busy"));
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        } finally {
            stack.startPostgres();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> Api.land(token).then().header("Location", startsWith("/onboarding/")));
        // not one of the connections that the crash has closed fails a request
        assertThat(Parallel.times(
                        20, i -> Api.program(buyer.secret()).get(buyer.path("")).statusCode()))
                .containsOnly(200);
        Api.program(buyer.secret()).get(buyer.path("")).then().body("step", equalTo("OPENING_METHOD"));
        Given.opened(buyer);
        Market.mail(buyer.email(), "is open, settled by");
    }
}
