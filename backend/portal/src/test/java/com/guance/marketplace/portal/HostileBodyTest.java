package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Contract.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are no honest mistake: each is a problem document, and none a server error. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class HostileBodyTest {
    /** One for all: nothing that is sent here has an effect. */
    private static Given.Customer customer;

    @BeforeEach
    void register() {
        customer = customer == null ? Given.signedIn(Given.aRegisteredBuyer()) : customer;
    }

    static List<Operation> takingJson() {
        return CrossSiteTest.changing().stream().filter(Operation::takesJson).toList();
    }

    static List<Operation> takingText() {
        return takingJson().stream()
                .filter(operation -> !operation.id().equals("bindWorkspace")) // its one member is a yes
                .filter(operation -> !operation.id().equals("createUsageReports")) // its one member is a list
                .filter(operation -> !operation.id().equals("pickUpWorkspaces")) // so is its
                .toList();
    }

    @ParameterizedTest
    @MethodSource("takingJson")
    void what_is_no_such_json_is_malformed(Operation operation) throws IOException {
        var bodies = new LinkedHashMap<String, byte[]>();
        for (var text : List.of(
                "",
                " ",
                "null",
                "[]",
                "[{}]",
                "7",
                "true",
                "\"text\"",
                "{",
                "}",
                "{}}",
                "{} {}",
                "{} x",
                "{\"a\"}",
                "{'a': 1}",
                "{\"a\": 1,}",
                "{\"__proto__\": {}}",
                "{\"payer\": \"me\", \"role\": \"admin\"}",
                "<xml/>",
                "a=b&c=d",
                "\ufeff{",
                "[".repeat(10_000),
                "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000))) {
            bodies.put(text, text.getBytes(StandardCharsets.UTF_8));
        }
        bodies.put("not UTF-8", new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'});
        bodies.put("a kind of UTF-32", new byte[] {0, 0, 0, '{', 0, 0x11, 0, 0, 0, 0, 0, '}'});
        bodies.put("UTF-16", "{\"a\":1}".getBytes(StandardCharsets.UTF_16));
        bodies.put("nothing but NUL", new byte[64]);
        bodies.put("squeezed", gzip("{}".getBytes(StandardCharsets.UTF_8)));
        bodies.forEach((what, body) -> {
            var answer = send(operation, "application/json", body);
            isProblem(answer, 400, "malformed-request", "%s with %.40s".formatted(operation.id(), what));
        });
    }

    @ParameterizedTest
    @MethodSource("takingText")
    void a_member_of_a_wrong_type_or_given_twice_is_malformed(Operation operation) {
        var member = operation.textMember();
        for (var value : List.of("{}", "[]", "[\"x\"]", "1", "1e400", "true", "-0.0", "9".repeat(200))) {
            var body = "{\"%s\": %s}".formatted(member, value);
            var answer = send(operation, "application/json", body.getBytes(StandardCharsets.UTF_8));
            isProblem(answer, 400, "malformed-request", body);
        }
        var twice = "{\"%s\": \"a\", \"%s\": \"b\"}".formatted(member, member);
        var answer = send(operation, "application/json", twice.getBytes(StandardCharsets.UTF_8));
        isProblem(answer, 400, "malformed-request", twice);
    }

    @ParameterizedTest
    @MethodSource("takingJson")
    void another_content_type_is_told(Operation operation) {
        for (var type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "image/png")) {
            var answer = send(operation, type, "{}".getBytes(StandardCharsets.UTF_8));
            isProblem(answer, 415, "unsupported-media-type", type);
        }
    }

    private static RawHttp.Answer send(Operation operation, String contentType, byte[] body) {
        var bearer = operation.security().contains("operatorToken")
                ? Desk.token(Desk.ADMINISTRATOR)
                : operation.security().contains("partnerToken")
                        ? Partner.token("us1")
                        : operation.path().startsWith("/api/v1/onboardings/")
                                ? customer.buyer().secret()
                                : customer.token();
        return RawHttp.send(
                """
                %s %s HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Idempotency-Key: %s
                Content-Type: %s
                Content-Length: %d
                Connection: close
                """.formatted(
                                operation.method(),
                                operation.pathOf(customer.buyer().id()),
                                bearer,
                                UUID.randomUUID(),
                                contentType,
                                body.length),
                out -> out.write(body));
    }

    private static void isProblem(RawHttp.Answer answer, int status, String type, String what) {
        assertThat(answer.status()).as("%s: %s", what, answer.body()).isEqualTo(status);
        assertThat(answer.isProblem()).as("%s: %s", what, answer.head()).isTrue();
        var problem = JsonPath.from(answer.body());
        assertThat(problem.getString("type")).as(what).isEqualTo(type);
        assertThat(problem.getInt("status")).as(what).isEqualTo(status);
        assertThat(problem.getString("requestId")).as(what).startsWith("req-");
        assertThat(problem.getString("detail")).as(what).isNotBlank().doesNotContain("Exception", "com.", "column");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var squeezed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(squeezed)) {
            gzip.write(plain);
        }
        return squeezed.toByteArray();
    }
}
