package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, lengths, methods and addresses that are no honest mistake: each is refused, and none a server error. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class HostileRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/sessions", "/api/v1/onboardings", "/nowhere"})
    void ten_megabytes_that_are_announced_are_refused_unread(String path) {
        var answer = RawHttp.send("""
                POST %s HTTP/1.1
                Host: localhost
                Content-Type: application/json
                Content-Length: 10485760
                """.formatted(path), out -> megabytes(out, 10));

        assertThat(answer.status()).as(answer.head()).isEqualTo(413);
        assertThat(answer.isProblem()).as(answer.head()).isTrue();
        assertThat(answer.body()).contains("\"type\":\"payload-too-large\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/sessions, ' '",
        "/api/v1/sessions, x",
        "/api/v1/onboardings, '{\"registrationToken\":\"'",
        "/marketplace/landing, x",
        "/marketplace/landing, &"
    })
    void ten_megabytes_that_are_not_announced_are_refused(String path, String filler) {
        var type = path.startsWith("/api") ? "application/json" : "application/x-www-form-urlencoded";
        var answer = RawHttp.send("""
                POST %s HTTP/1.1
                Host: localhost
                Content-Type: %s
                Idempotency-Key: x
                Transfer-Encoding: chunked
                """.formatted(path, type), out -> {
            var chunk = filler.repeat(0x10000 / filler.length());
            for (int i = 0; i < 160; i++) {
                out.write((Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });

        if (path.startsWith("/api")) {
            assertThat(answer.status()).as(answer.head()).isEqualTo(413);
            assertThat(answer.isProblem()).as(answer.head()).isTrue();
            assertThat(answer.body()).contains("\"type\":\"payload-too-large\"");
        } else {
            assertThat(answer.status()).as(answer.head()).isBetween(303, 499);
        }
    }

    @Test
    void a_body_that_comes_in_pieces_is_read() {
        var answer = RawHttp.send("""
                POST /api/v1/sessions HTTP/1.1
                Host: localhost
                Content-Type: application/json
                Transfer-Encoding: chunked
                """, out -> {
            for (var piece : List.of(
                    "{\"login\": \"nobody\", ", "\"password\": \"a wrong password\", \"delivery\"", ": \"TOKEN\"}")) {
                out.write((Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });

        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.body()).contains("\"type\":\"sign-in-failed\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999999999999999", "x", "1, 2"})
    void a_length_that_is_none_is_no_server_error(String length) {
        var answer = RawHttp.send("""
                POST /api/v1/sessions HTTP/1.1
                Host: localhost
                Content-Type: application/json
                Connection: close
                Content-Length: %s
                """.formatted(length), RawHttp.nothing());

        assertThat(answer.status()).isBetween(400, 499);
    }

    @Test
    void a_bomb_stays_packed() throws IOException {
        var bomb = gzip(new byte[50_000_000]);
        assertThat(bomb).hasSizeLessThan(64 * 1024);

        var answer = Api.plain()
                .contentType("application/json")
                .header("Content-Encoding", "gzip")
                .body(bomb)
                .post("/api/v1/sessions");

        answer.then().spec(Api.problem(400, "malformed-request"));
    }

    @Test
    void methods_and_formats_that_are_not_offered_are_told() {
        Api.plain().put("/api/v1/sessions").then().spec(Api.problem(405, "method-not-allowed"));
        Api.plain().delete("/api/v1/workspaces").then().spec(Api.problem(405, "method-not-allowed"));
        Api.plain().accept("text/html").get("/api/v1/settings").then().spec(Api.problem(406, "not-acceptable"));
        Api.plain().get("/api/v1/unknown").then().spec(Api.problem(404, "not-found"));
        Api.plain().get("/api/").then().spec(Api.problem(404, "not-found"));
        Api.plain().post("/marketplace/elsewhere").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/workspaces/%",
                "/api/v1/workspaces/%ZZ",
                "/api/v1/workspaces?pageSize=%ZZ",
                "/%",
                "/api/v1/workspaces/%C0%AE",
                "/api/v1/workspaces?pageToken=%00"
            })
    void an_address_that_cannot_be_read_is_no_server_error(String path) {
        var token = Given.signedIn(Given.aRegisteredBuyer()).token();
        var answer = RawHttp.send("""
                GET %s HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Connection: close
                """.formatted(path, token), RawHttp.nothing());

        assertThat(answer.status()).as(answer.head() + answer.body()).isLessThan(500);
    }

    private static void megabytes(java.io.OutputStream out, int count) throws IOException {
        var one = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            out.write(one);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var squeezed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(squeezed)) {
            gzip.write(plain);
        }
        return squeezed.toByteArray();
    }
}
