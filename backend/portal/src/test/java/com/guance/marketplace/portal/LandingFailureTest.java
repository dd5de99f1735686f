package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong at the landing has a page of its own, and no server error. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class LandingFailureTest {
    @Test
    void a_landing_without_a_token_says_so() {
        explains(Api.landing().post("/marketplace/landing"), "token-missing");
        explains(Api.land(""), "token-missing");
        explains(Api.land("   "), "token-missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody-issued-this",
                "tab\tinside",
                "line\nbreak",
                "ключ",
                "<script>alert(1)</script>",
                "' OR 1=1"
            })
    void a_wrong_token_says_so(String token) {
        explains(Api.land(token), "token-invalid");
    }

    @Test
    void a_token_beyond_all_measure_says_so() {
        explains(Api.land("x".repeat(8_193)), "token-invalid");
        explains(Api.land("x".repeat(15_000)), "token-invalid");
    }

    @Test
    void a_token_of_another_product_says_so_and_keeps_nothing() {
        var bought = Market.buy(LocalStackResource.FOREIGN_PRODUCT, Notify.NEVER);

        explains(Api.land(Market.token(bought)), "foreign-product");

        assertThat(Database.count("subscriptions WHERE aws_account_id = ?", bought.awsAccountId()))
                .isZero();
    }

    @Test
    void an_expired_token_says_so() throws InterruptedException {
        var bought = Market.buy("global", Notify.BEFORE);
        var token = Market.token(bought, Duration.ofMillis(1));
        Thread.sleep(10); // AWS goes by its own clock

        explains(Api.land(token), "token-expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"THROTTLE", "ERROR_500", "GARBAGE", "DISABLED"})
    void aws_not_answering_says_so_and_the_same_token_works_afterwards(String fault) {
        var bought = Market.buy("global", Notify.BEFORE);
        var token = Market.token(bought);
        try {
            Market.fault(fault);

            explains(Api.land(token), "aws-not-answering");

            assertThat(Database.count("subscriptions WHERE aws_account_id = ?", bought.awsAccountId()))
                    .isZero();
        } finally {
            Market.fault("NONE");
        }
        Api.land(token).then().statusCode(303).header("Location", startsWith("/onboarding/"));
    }

    @Test
    void aws_answering_too_late_says_so_in_time() {
        var token = Market.token(Market.buy("global", Notify.BEFORE));
        try {
            Market.slow(Duration.ofSeconds(20));
            long start = System.nanoTime();

            explains(Api.land(token), "aws-not-answering");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        } finally {
            Market.fault("NONE");
        }
    }

    @Test
    void a_passing_failure_of_aws_is_not_noticed() {
        var token = Market.token(Market.buy("global", Notify.BEFORE));
        try {
            Market.faultOnce("ERROR_500");

            Api.land(token).then().statusCode(303).header("Location", startsWith("/onboarding/"));
        } finally {
            Market.fault("NONE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAIL", "CANCEL"})
    void a_subscription_that_is_over_says_so(String end) {
        var bought = Market.buy("cn", Notify.BEFORE);
        var token = Market.token(bought);
        Given.aVisitor(bought);
        Market.notify(bought, end);

        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> explains(Api.land(token), "subscription-ended"));
    }

    @Test
    void a_flood_of_landings_is_told_to_slow_down() {
        TestClock.advance(Duration.ofMinutes(2));
        try {
            var locations = Parallel.times(
                    4,
                    i -> java.util.stream.IntStream.range(0, 40)
                            .mapToObj(n -> Api.land("").header("Location"))
                            .toList());

            assertThat(locations.stream().flatMap(java.util.List::stream))
                    .anyMatch(l -> l.startsWith("/marketplace/problem/too-many-requests"))
                    .allMatch(l -> l.matches("/marketplace/problem/(token-missing|too-many-requests)\\?request=.*"));
        } finally {
            TestClock.advance(Duration.ofMinutes(2));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-amzn-marketplace-token=%ZZ",
                "x-amzn-marketplace-token=%",
                "x-amzn-marketplace-token=%C3%28",
                "x-amzn-marketplace-token=%00",
                "=&=&=",
                "x-amzn-marketplace-token",
                "%%%%%%%%%%%%%%%%"
            })
    void a_form_that_cannot_be_read_is_no_server_error(String form) {
        var answer = RawHttp.send(
                """
                POST /marketplace/landing HTTP/1.1
                Host: localhost
                Content-Type: application/x-www-form-urlencoded
                Content-Length: %d
                Connection: close
                """.formatted(form.length()), out -> out.write(form.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(answer.status()).as(answer.head()).isIn(303, 400);
    }

    @Test
    void a_form_of_very_many_fields_is_no_server_error() {
        var form = "a=1&".repeat(15_000);
        var answer = Api.plain()
                .contentType("application/x-www-form-urlencoded")
                .body(form)
                .post("/marketplace/landing");

        assertThat(answer.statusCode()).isIn(303, 400, 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data; boundary=x", "nonsense"})
    void another_content_type_leads_to_a_page(String contentType) {
        var answer =
                RawHttp.send("""
                POST /marketplace/landing HTTP/1.1
                Host: localhost
                Content-Type: %s
                Content-Length: 2
                Connection: close
                """.formatted(contentType), out -> out.write("{}".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(answer.status()).as(answer.head()).isEqualTo(303);
        assertThat(answer.head()).contains("/marketplace/problem/token-");
    }

    @Test
    void a_form_of_ten_megabytes_leads_to_a_page() {
        var answer = RawHttp.send("""
                POST /marketplace/landing HTTP/1.1
                Host: localhost
                Content-Type: application/x-www-form-urlencoded
                Content-Length: 10000000
                """, RawHttp.nothing());

        assertThat(answer.status()).as(answer.head()).isEqualTo(303);
        assertThat(answer.head()).contains("/marketplace/problem/token-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCEL", "UNSUBSCRIBE_PENDING"})
    void a_subscription_that_ends_or_has_ended_says_so(String news) {
        var bought = Market.buy("cn", Notify.BEFORE);
        Given.aLandedBuyer(bought);
        Market.notify(bought, news);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> explains(Api.land(Market.token(bought)), "subscription-ended"));
    }

    private static void explains(Response answer, String reason) {
        answer.then()
                .statusCode(303)
                .header("Location", matchesPattern("/marketplace/problem/" + reason + "\\?request=req-[0-9A-Z-]+"));
        assertThat(answer.cookies()).isEmpty();
    }
}
