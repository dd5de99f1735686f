package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostileInputTest {
    private static final String TARGET = "AWSMPMeteringService.ResolveCustomer";

    private final Given given = Given.anEmulator();
    private final RawSigner signer = new RawSigner(given.emulator.address(), GLOBAL);

    @AfterEach
    void itStillServes() {
        assertEquals("UP", given.get("/_emulator/health").get("status").asText());
        given.close();
    }

    private static void assertRefused(String type, HttpResponse<String> response) {
        assertEquals(type, RawSigner.type(response));
        assertEquals(400, response.statusCode());
        assertEquals(
                "application/x-amz-json-1.1",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(response.headers().firstValue("x-amzn-RequestId").isPresent());
    }

    @Test
    void a_body_that_is_no_object_cannot_be_read() {
        assertRefused("SerializationException", signer.send(TARGET, "<xml/>"));
        assertRefused("SerializationException", signer.send(TARGET, "[1]"));
        assertRefused("SerializationException", signer.send(TARGET, ""));
        assertRefused("SerializationException", signer.send(TARGET, "[".repeat(100_000)));
        assertRefused("SerializationException", signer.send(TARGET, "{\"RegistrationToken\":{\"a\":1}}"));
    }

    @Test
    void a_missing_token_does_not_validate() {
        assertRefused("ValidationException", signer.send(TARGET, "{}"));
        assertRefused("ValidationException", signer.send(TARGET, "{\"RegistrationToken\":null}"));
    }

    @Test
    void an_oversized_body_is_refused_unread() {
        assertRefused(
                "SerializationException",
                signer.send(TARGET, "{\"RegistrationToken\":\"%s\"}".formatted("x".repeat(2_000_000))));
    }

    @Test
    void an_unknown_operation_is_unknown() {
        assertRefused("UnknownOperationException", signer.send("AWSMPMeteringService.Nothing", "{}"));
        assertRefused("UnknownOperationException", signer.send("AWSMPMeteringService.MeterUsage", "{}"));
    }

    @Test
    void a_body_changed_after_signing_is_refused() {
        assertRefused(
                "InvalidSignatureException",
                signer.send(TARGET, "{\"RegistrationToken\":\"a\"}", Instant.now(), "aws-marketplace", b -> b + " "));
    }

    @Test
    void a_request_without_a_signature_or_with_half_of_one_is_refused() {
        assertRefused("MissingAuthenticationTokenException", unsigned(null));
        assertRefused("IncompleteSignatureException", unsigned("Basic eDp5"));
        assertRefused(
                "IncompleteSignatureException",
                unsigned("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00"));
        assertRefused(
                "IncompleteSignatureException",
                unsigned(
                        "AWS4-HMAC-SHA256 Credential=%s/20261122/us-east-1/aws-marketplace/aws4_request, SignedHeaders=host, Signature=00"
                                .formatted(GLOBAL.accessKeyId())));
    }

    private HttpResponse<String> unsigned(String authorization) {
        var request = HttpRequest.newBuilder(given.at("/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", TARGET)
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return Given.send(request.build());
    }

    @Test
    void the_call_log_shows_neither_signature_nor_token() {
        var token = given.token(given.subscription(GLOBAL, "NEVER"));
        assertEquals(
                200,
                signer.send(TARGET, "{\"RegistrationToken\":\"%s\"}".formatted(token))
                        .statusCode());
        signer.send(
                TARGET,
                "{\"registrationtoken\":\"%s\",\"Other\":{\"RegistrationToken\":\"%s\"}}".formatted(token, token));
        signer.send(TARGET, "garbage " + token);
        signer.send(TARGET, "{}", Instant.now(), "aws-marketplace", b -> token);
        unsigned("Bearer " + token);
        var log = given.get("/_emulator/calls").toString();
        assertFalse(log.contains(token.substring(0, 20)), log);
        assertFalse(log.matches("(?s).*Signature=[0-9a-f].*"), log);
        assertTrue(log.contains("Signature=[redacted]"), log);
        var page =
                Given.send(HttpRequest.newBuilder(given.at("/calls/1")).build()).body();
        assertTrue(page.contains(TARGET) && page.contains("[redacted]"), page);
        assertFalse(page.contains(token.substring(0, 20)));
    }

    @Test
    void what_a_caller_writes_is_never_markup() {
        signer.send("<script>alert(1)</script>", "{\"<b>\":\"<img onerror=x>\"}");
        var list = Given.send(HttpRequest.newBuilder(given.at("/calls")).build());
        assertFalse(list.body().contains("<script>alert"), list.body());
        assertTrue(list.body().contains("&lt;script&gt;alert"), list.body());
        assertFalse(Given.send(HttpRequest.newBuilder(given.at("/calls/1")).build())
                .body()
                .contains("<img onerror"));
        var csp = list.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(csp.contains("script-src 'self'") && !csp.contains("unsafe-inline"), csp);
    }

    @Test
    void odd_paths_and_bodies_of_the_control_api_are_refused_with_a_sentence() {
        assertEquals(
                404,
                Given.send(HttpRequest.newBuilder(given.at("/_emulator/%2e%2e/x"))
                                .build())
                        .statusCode());
        assertEquals(
                404,
                Given.send(HttpRequest.newBuilder(given.at("/calls/99999999999999999999"))
                                .build())
                        .statusCode());
        assertEquals(
                404,
                Given.send(HttpRequest.newBuilder(given.at("/inbox/%00")).build())
                        .statusCode());
        given.json("POST", "/_emulator/subscriptions", "text", 400);
        given.json("POST", "/_emulator/subscriptions", Map.of("product", "global", "awsAccountId", "12"), 400);
        given.json("POST", "/_emulator/subscriptions", Map.of("product", "x", "awsAccountId", "123456789012"), 400);
        given.json("PUT", "/_emulator/faults", Map.of("resolveCustomer", "BURN"), 400);
        given.json("POST", "/_emulator/subscriptions/none/tokens", Map.of(), 404);
    }

    @Test
    void a_page_of_another_site_can_do_nothing() {
        var cross = HttpRequest.newBuilder(given.at("/_emulator/subscriptions"))
                .header("Content-Type", "application/json")
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"product\":\"global\",\"awsAccountId\":\"123456789012\"}"));
        assertEquals(403, Given.send(cross.build()).statusCode());
        var simple = HttpRequest.newBuilder(given.at("/_emulator/subscriptions"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"product\":\"global\",\"awsAccountId\":\"123456789012\"}"));
        assertEquals(415, Given.send(simple.build()).statusCode());
        var form = HttpRequest.newBuilder(given.at("/faults"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.ofString("fault=ERROR_500&slowSeconds=1&times="));
        assertEquals(403, Given.send(form.build()).statusCode());
        assertEquals(
                "NONE", given.get("/_emulator/faults").get("resolveCustomer").asText());
    }
}
