package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.market.Product.CN;
import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.guance.marketplace.emulator.market.Product;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.DisabledApiException;
import software.amazon.awssdk.services.marketplacemetering.model.ExpiredTokenException;
import software.amazon.awssdk.services.marketplacemetering.model.InternalServiceErrorException;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidTokenException;
import software.amazon.awssdk.services.marketplacemetering.model.MarketplaceMeteringException;
import software.amazon.awssdk.services.marketplacemetering.model.ResolveCustomerResponse;
import software.amazon.awssdk.services.marketplacemetering.model.ThrottlingException;

/** The real SDK client against the emulator. */
class ResolveCustomerTest {
    private final Given given = Given.anEmulator();

    @AfterEach
    void stop() {
        given.close();
    }

    private ResolveCustomerResponse resolve(Product seller, String token) {
        try (var client = given.client(seller)) {
            return client.resolveCustomer(r -> r.registrationToken(token));
        }
    }

    @Test
    void a_buyer_of_concurrent_agreements_has_a_licence_and_no_customer_identifier() {
        var subscription = given.subscription(GLOBAL, "NEVER");
        var customer = resolve(GLOBAL, given.token(subscription));
        assertEquals(subscription.get("awsAccountId").asText(), customer.customerAWSAccountId());
        assertEquals(GLOBAL.productCode(), customer.productCode());
        assertEquals(subscription.get("licenseArn").asText(), customer.licenseArn());
        assertTrue(customer.licenseArn().matches("arn:aws:license-manager::\\d{12}:license:l-[0-9a-f]{32}"));
        assertNull(customer.customerIdentifier());
    }

    @Test
    void a_legacy_buyer_has_a_customer_identifier_and_no_licence() {
        var subscription = given.subscription(CN, "NEVER");
        var customer = resolve(CN, given.token(subscription));
        assertEquals(subscription.get("customerIdentifier").asText(), customer.customerIdentifier());
        assertEquals(CN.productCode(), customer.productCode());
        assertNull(customer.licenseArn());
    }

    @Test
    void a_token_answers_the_same_again_until_it_expires() {
        var token = given.token(given.subscription(GLOBAL, "NEVER"));
        var first = resolve(GLOBAL, token);
        given.clock.advance(Duration.ofHours(4).minusSeconds(1));
        assertEquals(first.toString(), resolve(GLOBAL, token).toString());
        given.clock.advance(Duration.ofSeconds(1));
        assertThrows(ExpiredTokenException.class, () -> resolve(GLOBAL, token));
    }

    @Test
    void a_token_may_have_a_life_of_its_own() {
        var subscription = given.subscription(GLOBAL, "NEVER");
        var token = given.json("POST", Given.path(subscription) + "/tokens", Map.of("lifetime", "PT1M"), 201)
                .get("token")
                .asText();
        given.clock.advance(Duration.ofMinutes(1));
        var refusal = assertThrows(ExpiredTokenException.class, () -> resolve(GLOBAL, token));
        assertEquals(400, refusal.statusCode());
        assertTrue(refusal.requestId().matches("[0-9a-f-]{36}"));
    }

    @Test
    void an_account_that_buys_twice_holds_two_licences_or_one_legacy_subscription() {
        var account = Given.anAccount();
        assertNotEquals(
                given.subscription(GLOBAL, account, "NEVER").get("licenseArn"),
                given.subscription(GLOBAL, account, "NEVER").get("licenseArn"));
        assertEquals(given.subscription(CN, account, "NEVER"), given.subscription(CN, account, "NEVER"));
    }

    @Test
    void a_token_of_another_seller_is_invalid() {
        var token = given.token(given.subscription(CN, "NEVER"));
        assertThrows(InvalidTokenException.class, () -> resolve(GLOBAL, token));
    }

    @Test
    void a_token_that_was_never_issued_is_invalid() {
        assertThrows(InvalidTokenException.class, () -> resolve(GLOBAL, "made-up"));
        assertThrows(InvalidTokenException.class, () -> resolve(GLOBAL, "\u0000' OR 1=1 --" + "x".repeat(9_000)));
    }

    @Test
    void a_wrong_secret_is_an_invalid_signature() {
        assertEquals("InvalidSignatureException", refusal("us-east-1", GLOBAL.accessKeyId(), "not-the-secret"));
    }

    @Test
    void an_unknown_access_key_is_not_recognised() {
        assertEquals("UnrecognizedClientException", refusal("us-east-1", "AKIANOBODY", "x"));
    }

    @Test
    void a_seller_of_china_is_served_in_its_region_only() {
        assertEquals("InvalidSignatureException", refusal("us-east-1", CN.accessKeyId(), CN.secretAccessKey()));
        assertEquals(
                "InvalidSignatureException", refusal("cn-northwest-1", GLOBAL.accessKeyId(), GLOBAL.secretAccessKey()));
        assertEquals("InvalidTokenException", refusal("eu-west-1", GLOBAL.accessKeyId(), GLOBAL.secretAccessKey()));
    }

    private String refusal(String region, String accessKeyId, String secret) {
        try (var client = given.client(region, accessKeyId, secret)) {
            var refused = assertThrows(
                    MarketplaceMeteringException.class, () -> client.resolveCustomer(r -> r.registrationToken("any")));
            assertEquals(400, refused.statusCode());
            return refused.awsErrorDetails().errorCode();
        }
    }

    @Test
    void each_fault_looks_as_at_aws_and_ends_after_its_number_of_calls() {
        var token = given.token(given.subscription(GLOBAL, "NEVER"));
        fault("THROTTLE", 2);
        assertThrows(ThrottlingException.class, () -> resolve(GLOBAL, token));
        assertEquals(
                400,
                assertThrows(ThrottlingException.class, () -> resolve(GLOBAL, token))
                        .statusCode());
        resolve(GLOBAL, token);
        fault("ERROR_500", 1);
        assertEquals(
                500,
                assertThrows(InternalServiceErrorException.class, () -> resolve(GLOBAL, token))
                        .statusCode());
        fault("DISABLED", 1);
        assertThrows(DisabledApiException.class, () -> resolve(GLOBAL, token));
        fault("GARBAGE", 1);
        assertThrows(SdkClientException.class, () -> resolve(GLOBAL, token));
        resolve(GLOBAL, token);
        assertEquals(
                "NONE", given.get("/_emulator/faults").get("resolveCustomer").asText());
    }

    @Test
    void a_slow_answer_is_right_and_late() {
        var token = given.token(given.subscription(GLOBAL, "NEVER"));
        given.json("PUT", "/_emulator/faults", Map.of("resolveCustomer", "SLOW", "slowMillis", 700), 200);
        long start = System.nanoTime();
        assertEquals(GLOBAL.productCode(), resolve(GLOBAL, token).productCode());
        assertTrue(System.nanoTime() - start >= 700_000_000L);
    }

    private void fault(String fault, int times) {
        given.json("PUT", "/_emulator/faults", Map.of("resolveCustomer", fault, "times", times), 200);
    }

    @Test
    void the_endpoint_of_the_generated_client_comes_from_a_system_property() {
        var token = given.token(given.subscription(GLOBAL, "NEVER"));
        System.setProperty(
                "aws.endpointUrlMarketplaceMetering", given.emulator.address().toString());
        try (var client = MarketplaceMeteringClient.builder()
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(GLOBAL.accessKeyId(), GLOBAL.secretAccessKey())))
                .build()) {
            assertEquals(
                    GLOBAL.productCode(),
                    client.resolveCustomer(r -> r.registrationToken(token)).productCode());
        } finally {
            System.clearProperty("aws.endpointUrlMarketplaceMetering");
        }
    }

    @Test
    void a_sellers_clock_that_is_off_is_corrected_by_the_date_header() {
        // The SDK reads the Date header after a refusal and signs once more with the difference.
        var token = given.token(given.subscription(GLOBAL, "NEVER"));
        var signer = new RawSigner(given.emulator.address(), GLOBAL);
        var late = signer.resolve(token, Instant.now().minus(Duration.ofMinutes(6)), "aws-marketplace");
        assertEquals("InvalidSignatureException", RawSigner.type(late));
        var date = ZonedDateTime.parse(
                late.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertTrue(Duration.between(date.toInstant(), Instant.now()).abs().toSeconds() < 5);
        assertEquals(
                200, signer.resolve(token, date.toInstant(), "aws-marketplace").statusCode());
        var early = signer.resolve(token, Instant.now().plus(Duration.ofMinutes(6)), "aws-marketplace");
        assertEquals("InvalidSignatureException", RawSigner.type(early));
    }

    @Test
    void a_signature_for_another_service_is_refused() {
        var token = given.token(given.subscription(GLOBAL, "NEVER"));
        var signer = new RawSigner(given.emulator.address(), GLOBAL);
        var refused = signer.resolve(token, Instant.now(), "execute-api");
        assertEquals("InvalidSignatureException", RawSigner.type(refused));
        assertTrue(refused.body().contains("aws-marketplace"), refused.body());
        assertEquals(
                200, signer.resolve(token, Instant.now(), "aws-marketplace").statusCode());
    }
}
