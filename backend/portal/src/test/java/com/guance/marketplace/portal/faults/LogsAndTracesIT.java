package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.guance.marketplace.portal.faults.Client.Answer;
import com.guance.marketplace.portal.faults.TraceCollector.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the shipped portal tells its operators, our own debug lines included: a log of JSON, and traces. No secret is in them. */
class LogsAndTracesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SECRETS = new LinkedHashSet<>();
    private static final Set<String> CODES = new LinkedHashSet<>();
    private static final String LANDING = traceId();

    private static TraceCollector collector;
    private static Answer refused;
    private static Answer failed;
    private static List<String> log;

    @BeforeAll
    static void hear_of_everything() {
        collector = new TraceCollector();
        var settings = Map.of(
                "PORTAL_LOG_JSON",
                "true",
                "QUARKUS_LOG_CATEGORY__COM_GUANCE_MARKETPLACE__LEVEL",
                "DEBUG",
                "OTEL_SDK_DISABLED",
                "false",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.address());
        try (var portal = Stack.get().newPortal("observed", settings)) {
            portal.start();
            walk(portal);
            failures(portal);
            var last = traceId();
            land(portal, secret("canary-" + UUID.randomUUID()), last);
            Waiting.until(
                    "what came last is traced",
                    Duration.ofSeconds(30),
                    () -> !spans(last).isEmpty());
            portal.close();
            log = portal.logged();
        }
    }

    @AfterAll
    static void close() {
        collector.close();
    }

    private static void walk(ShippedPortal portal) {
        for (var kind : Kind.values()) {
            var customer = kind.buys(portal, AwsMarketplace.buyConfirmed());
            customer.finish();
            var binder = kind.binds(AwsMarketplace.buyConfirmed(), customer);
            binder.finish();
            SECRETS.addAll(customer.secrets);
            SECRETS.addAll(binder.secrets);
            CODES.addAll(customer.usedCodes);
            signIn(portal, customer.username, secret("canary " + UUID.randomUUID()))
                    .must(401);
            var cookie = signIn(portal, customer.username, Buyer.PASSWORD).must(201);
            secret(cookie.header("Set-Cookie").split("[=;]", 3)[1]);
        }
        land(portal, secret(AwsMarketplace.token(AwsMarketplace.buyConfirmed())), LANDING);
    }

    private static void failures(ShippedPortal portal) {
        refused = portal.client().land(secret("canary-" + UUID.randomUUID()));
        var token = secret(AwsMarketplace.token(AwsMarketplace.buyConfirmed()));
        portal.aws.answer("this is no answer\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        portal.client().land(token);
        portal.mend();
        portal.postgres.refuse();
        failed = portal.client().land(token);
        portal.mend();
        Waiting.until("the database is back", Duration.ofSeconds(30), portal::isReady);
    }

    private static Answer signIn(ShippedPortal portal, String login, String password) {
        var body = Map.of("login", login, "password", password);
        return portal.client().send("POST", "/api/v1/sessions", body, "Origin", ShippedPortal.PUBLIC_URL);
    }

    private static void land(ShippedPortal portal, String token, String traceId) {
        portal.client()
                .land(token, "traceparent", "00-%s-%s-01".formatted(traceId, traceId.substring(16)))
                .must(303);
    }

    private static String secret(String told) {
        SECRETS.add(told);
        return told;
    }

    private static String traceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static List<Span> spans(String traceId) {
        return collector.spans().stream()
                .filter(span -> span.traceId().equals(traceId))
                .toList();
    }

    @Test
    void every_line_of_the_log_is_json() throws Exception {
        assertThat(entries()).hasSize(log.size()).allSatisfy(entry -> {
            assertThat(entry.path("timestamp").asText()).isNotEmpty();
            assertThat(entry.path("level").asText()).isNotEmpty();
            assertThat(entry.path("message").isTextual()).isTrue();
        });
    }

    @Test
    void a_line_carries_the_id_that_the_client_was_told_and_a_failure_its_stack() throws Exception {
        assertThat(of(refused)).isNotEmpty();
        assertThat(of(failed)).anySatisfy(entry -> {
            assertThat(entry.path("level").asText()).isEqualTo("ERROR");
            assertThat(entry.at("/exception/frames")).isNotEmpty();
        });
    }

    private static List<JsonNode> of(Answer answer) throws Exception {
        var id = answer.header("X-Request-Id");
        assertThat(id).startsWith("req-");
        return entries().stream()
                .filter(entry -> entry.at("/mdc/requestId").asText().equals(id))
                .toList();
    }

    private static List<JsonNode> entries() throws Exception {
        var entries = new ArrayList<JsonNode>();
        for (var line : log) {
            entries.add(JSON.readTree(line));
        }
        return entries;
    }

    @Test
    void a_landing_is_traced_from_its_request_to_the_database() {
        var spans = spans(LANDING);
        assertThat(spans).extracting(Span::name).contains("POST /marketplace/landing");
        assertThat(spans).anyMatch(span -> span.has("http.response.status_code"));
        assertThat(spans).anyMatch(span -> span.has("db.statement") || span.has("db.query.text"));
    }

    @Test
    void no_secret_is_logged_or_traced() {
        assertThat(SECRETS).as("the collection works").hasSizeGreaterThan(20);
        assertThat(CODES).hasSizeGreaterThan(5);
        var logged = String.join("\n", log);
        var traced = collector.text();
        for (var secret : SECRETS) {
            assertThat(logged).doesNotContain(secret);
            assertThat(traced.contains(secret)).as(secret).isFalse();
        }
        for (var code : CODES) {
            var alone = "(?s).*(?<![0-9A-Za-z])" + code + "(?![0-9A-Za-z]).*";
            assertThat(logged.matches(alone)).as("code in the log").isFalse();
            assertThat(traced.matches(alone)).as("code in a trace").isFalse();
        }
    }
}
