package com.guance.marketplace.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.guance.marketplace.emulator.wire.Faults.Fault;
import com.guance.marketplace.localstack.OperatorAccount;
import com.guance.marketplace.portal.Given.Customer;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Guance's own people: how they sign in, and what lies before them. */
final class Desk {
    static final String SUPPORT = "SUPPORT";
    static final String FINANCE = "FINANCE";
    static final String ADMINISTRATOR = "ADMINISTRATOR";
    static final String SESSION = "/api/v1/operators/session";
    static final String NOTE = "A note of a test";

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Held(String token, Instant until) {}

    private static final Map<String, Held> TOKENS = new ConcurrentHashMap<>();
    private static final Map<String, Long> STEPS = new ConcurrentHashMap<>();

    /** A record that AWS refused, and whose it is. */
    record Refused(Customer customer, String subscription, String record, Instant hour) {}

    private Desk() {}

    static OperatorAccount of(String role) {
        return LocalStackResource.stack().operator(role);
    }

    /** As the operator of a role, with a token and a fresh Idempotency-Key. */
    static RequestSpecification as(String role) {
        return Api.program(token(role));
    }

    /** What it may well get wrong: the request is not held against the contract. */
    static RequestSpecification wrongly(String role) {
        return Api.hostile()
                .header("Authorization", "Bearer " + token(role))
                .header("Idempotency-Key", UUID.randomUUID());
    }

    static String token(String role) {
        return TOKENS.compute(
                        role,
                        (r, held) -> held != null && TestClock.now().isBefore(held.until)
                                ? held
                                : new Held(newToken(of(r)), TestClock.now().plus(Duration.ofMinutes(20))))
                .token;
    }

    static String newToken(OperatorAccount operator) {
        return signIn(operator, operator.password(), code(operator), "TOKEN")
                .then()
                .statusCode(201)
                .extract()
                .path("accessToken");
    }

    static Response signIn(OperatorAccount operator, String password, String code, String delivery) {
        return Api.program()
                .body(Map.of("username", operator.username(), "password", password, "code", code, "delivery", delivery))
                .post(SESSION);
    }

    /** A code that has opened no session yet. */
    static String code(OperatorAccount operator) {
        while (step() <= STEPS.getOrDefault(operator.username(), 0L)) {
            TestClock.advance(Duration.ofSeconds(30));
        }
        STEPS.put(operator.username(), step());
        return operator.code(TestClock.now());
    }

    private static long step() {
        return TestClock.now().getEpochSecond() / 30;
    }

    /** An operator that was just written into the file, and is known. */
    static OperatorAccount anOperator(String role) {
        var secret = UUID.randomUUID().toString().replaceAll("[^a-f]", "").toUpperCase() + "A".repeat(32);
        var operator = new OperatorAccount(
                role, "op-" + UUID.randomUUID(), "canary " + UUID.randomUUID(), secret.substring(0, 32));
        edit(operators -> operators.add(JSON.createObjectNode()
                .put("username", operator.username())
                .put("name", "An operator of a test")
                .put("role", role)
                .put("passwordHash", hash(operator.password()))
                .put("totpSecret", operator.totpSecret())));
        awaitReread();
        return operator;
    }

    /** Argon2id, at a cost that a test can bear. */
    static String hash(String password) {
        return Password.hash(password)
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(4096, 1, 1, 32, Argon2.ID))
                .getResult();
    }

    /** Until the portal knows as many operators as there are in the file. */
    private static void awaitReread() {
        int count = entries().size();
        Awaitility.await("operators are read again")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        Api.plain().get("/q/metrics").asString().contains("portal_operators %d.0".formatted(count)));
    }

    static void change(OperatorAccount operator, Consumer<ObjectNode> change) {
        edit(operators -> operators.forEach(entry -> {
            if (entry.get("username").asText().equals(operator.username())) {
                change.accept((ObjectNode) entry);
            }
        }));
    }

    static void remove(OperatorAccount operator) {
        edit(operators -> {
            for (int i = operators.size() - 1; i >= 0; i--) {
                if (operators.get(i).get("username").asText().equals(operator.username())) {
                    operators.remove(i);
                }
            }
        });
    }

    private static void edit(Consumer<ArrayNode> change) {
        try {
            var operators = entries();
            change.accept(operators);
            write(JSON.writeValueAsString(operators));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArrayNode entries() {
        try {
            return (ArrayNode) JSON.readTree(read());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read() {
        try {
            return Files.readString(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(String content) {
        try {
            var next = Files.writeString(file().resolveSibling("operators.next"), content);
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() {
        return Path.of(LocalStackResource.stack().portalEnvironment().get("PORTAL_OPERATORS_FILE"));
    }

    // what lies before them

    static Response act(String role, String path) {
        return as(role).body(Map.of("note", NOTE)).post("/api/v1/operators/" + path);
    }

    static String subscription(String awsAccountId) {
        return Database.rows("SELECT id FROM subscriptions WHERE aws_account_id = ?", awsAccountId)
                .getFirst()
                .getFirst();
    }

    static String subscription(Customer customer) {
        return subscription(customer.buyer().bought().awsAccountId());
    }

    /** A message that nobody can read, parked. */
    static String aParkedEvent(String content) {
        Market.deliver("global", content);
        return Awaitility.await("a parked event")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> Database.rows("SELECT id FROM marketplace_events WHERE payload = ?", content),
                        found -> !found.isEmpty())
                .getFirst()
                .getFirst();
    }

    static String aParkedEvent() {
        return aParkedEvent("not JSON " + UUID.randomUUID());
    }

    /** AWS refuses a record of a customer, until {@link #mend} is called. */
    static Refused aParkedRecord() {
        Metered.fault(Fault.THROTTLE);
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var subscription = subscription(customer);
        var hour = Metered.openHour(3);
        Metered.report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));
        BusinessTime.advanceTo(Metered.told(hour));
        Metered.theHour(customer, workspace, hour, "FROZEN");
        Awaitility.await("a first try")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Database.count(
                                "metering_attempts a JOIN metering_records r ON r.id = a.record_id"
                                        + " WHERE r.subscription_id = ?::uuid AND a.answered_at IS NOT NULL",
                                subscription)
                        > 0);
        var record = Database.rows("SELECT id FROM metering_records WHERE subscription_id = ?::uuid", subscription)
                .getFirst()
                .getFirst();
        replace(record, "\"usage_cents\"", "\"no_such_dimension\"");
        Metered.fault(Fault.NONE);
        Metered.pause();
        Metered.theHour(customer, workspace, hour, "PARKED");
        return new Refused(customer, subscription, record, hour);
    }

    /** What AWS refused it for is mended; here it was the record itself, which else is never changed. */
    static void mend(Refused refused) {
        replace(refused.record, "\"no_such_dimension\"", "\"usage_cents\"");
    }

    private static void replace(String record, String from, String to) {
        Database.update(
                "UPDATE metering_records SET canonical = replace(canonical, ?, ?) WHERE id = ?::uuid",
                from,
                to,
                record);
    }

    /** A price list of a year to come, of a version and a day of its own. */
    static String aRateCard(String version) {
        var day = TestClock.now()
                .plus(Duration.ofDays(1_000 + Math.floorMod(version.hashCode(), 2_000)))
                .toString()
                .substring(0, 10);
        return rateCard(version, day);
    }

    static String rateCard(String version, String day) {
        try (var file = Desk.class.getResourceAsStream("/rate-cards/2024-06.json")) {
            return new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .replace("\"2024-06\"", "\"" + version + "\"")
                    .replace("\"2024-06-26\"", "\"" + day + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<List<String>> acts(String act, String subject) {
        return Database.rows(
                "SELECT operator, role, note, result FROM operator_acts WHERE act = ? AND subject = ? ORDER BY id",
                act,
                subject);
    }
}
