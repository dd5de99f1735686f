package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.market.Product.CN;
import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.marketplacemetering.model.InternalServiceErrorException;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResult;

class RestartTest {
    @TempDir
    Path folder;

    private Given started() {
        return Given.anEmulator(EmulatorSettings.defaults().withDataDir(folder));
    }

    private Path journal() {
        return folder.resolve("journal.jsonl");
    }

    private static String resolved(Given given, String token) {
        try (var client = given.client(GLOBAL)) {
            return client.resolveCustomer(r -> r.registrationToken(token)).licenseArn();
        }
    }

    @Test
    void tokens_and_subscriptions_outlive_the_process() {
        String token;
        String account = Given.anAccount();
        JsonNode agreement;
        JsonNode legacy;
        try (var before = started()) {
            agreement = before.subscription(GLOBAL, account, "NEVER");
            legacy = before.subscription(CN, account, "NEVER");
            token = before.token(agreement);
        }
        try (var after = started()) {
            assertEquals(agreement.get("licenseArn").asText(), resolved(after, token));
            assertEquals(legacy, after.subscription(CN, account, "NEVER"));
        }
    }

    @Test
    void a_torn_tail_is_cut_off_and_the_rest_goes_on() throws IOException {
        String token;
        try (var before = started()) {
            token = before.token(before.subscription(GLOBAL, "NEVER"));
        }
        var whole = Files.readString(journal());
        for (var tail : new String[] {"[{\"entry\":\"token\",\"ha", "\u0000\u0000\u0000\u0000\n", "["}) {
            Files.writeString(journal(), whole + tail);
            try (var after = started()) {
                assertFalse(resolved(after, token).isEmpty());
                after.subscription(CN, "NEVER");
            }
            try (var again = started()) {
                assertFalse(resolved(again, token).isEmpty());
            }
        }
    }

    @Test
    void damage_in_the_middle_is_reported_and_nothing_is_changed() throws IOException {
        try (var before = started()) {
            before.token(before.subscription(GLOBAL, "NEVER"));
        }
        var damaged = "[{]\n" + Files.readString(journal());
        Files.writeString(journal(), damaged);
        var failure = assertThrows(IllegalStateException.class, this::started);
        assertTrue(failure.getMessage().contains("line 1"), failure.getMessage());
        assertEquals(damaged, Files.readString(journal()));
    }

    @Test
    void a_journal_from_before_there_were_terms_is_read() throws IOException {
        Files.writeString(journal(), """
                [{"entry":"subscription","subscription":{"id":"old","productId":"global","awsAccountId":"000000000001",\
                "licenseArn":"arn:aws:license-manager::1:license:l-1","agreementId":"agmt-1","offerId":"offer-1",\
                "notifyWhen":"BEFORE","freeTrial":false,"failPayment":false,"subscribedAt":"2026-11-20T00:00:00Z"}}]
                """);
        try (var after = started()) {
            var old = after.get("/_emulator/subscriptions/old");
            assertEquals("SUBSCRIBED", old.get("state").asText());
            assertEquals("NEW", old.get("intent").asText());
            var renewed = after.json("POST", "/_emulator/subscriptions/old/renew", Map.of(), 201);
            assertEquals("agmt-1", renewed.get("previousAgreementId").asText());
        }
    }

    @Test
    void two_emulators_cannot_share_a_folder() {
        try (var first = started()) {
            assertThrows(UncheckedIOException.class, this::started);
            assertEquals("UP", first.get("/_emulator/health").get("status").asText());
        }
    }

    @Test
    void no_token_is_written_to_the_disk() throws IOException {
        String token;
        try (var before = started()) {
            token = before.token(before.subscription(GLOBAL, "NEVER"));
        }
        assertFalse(Files.readString(journal()).contains(token.substring(0, 20)));
    }

    private static UsageRecord usage(JsonNode subscription, int quantity) {
        return UsageRecord.builder()
                .timestamp(Instant.parse("2026-11-22T14:00:00Z"))
                .dimension(GLOBAL.dimension())
                .quantity(quantity)
                .customerAWSAccountId(subscription.get("awsAccountId").asText())
                .licenseArn(subscription.get("licenseArn").asText())
                .build();
    }

    private static UsageRecordResult metered(Given given, UsageRecord usage) {
        try (var client = given.client(GLOBAL)) {
            return client.batchMeterUsage(r -> r.usageRecords(usage)).results().getFirst();
        }
    }

    @Test
    void the_ledger_outlives_the_process_and_the_first_write_still_wins() throws IOException {
        JsonNode subscription;
        UsageRecordResult first;
        try (var before = started()) {
            subscription = before.subscription(GLOBAL, "BEFORE");
            first = metered(before, usage(subscription, 3));
        }
        Files.writeString(folder.resolve("metering.jsonl"), "[{\"torn", StandardOpenOption.APPEND);
        try (var after = started()) {
            assertEquals(
                    first.meteringRecordId(),
                    metered(after, usage(subscription, 3)).meteringRecordId());
            assertEquals(
                    "DuplicateRecord", metered(after, usage(subscription, 4)).statusAsString());
            assertEquals(1, after.emulator.ledger().size());
            assertEquals(
                    3,
                    after.get("/_emulator/ledger").at("/items/0/usage/quantity").asInt());
        }
    }

    @Test
    void a_ledger_that_cannot_be_written_is_an_error_and_nothing_is_metered() throws IOException {
        try (var given = started()) {
            var subscription = given.subscription(GLOBAL, "BEFORE");
            given.emulator.ledger().close();
            var failure =
                    assertThrows(InternalServiceErrorException.class, () -> metered(given, usage(subscription, 3)));
            assertEquals(500, failure.statusCode());
            assertEquals(0, given.emulator.ledger().size());
        }
    }

    @Test
    void another_process_cannot_share_the_folder() throws Exception {
        try (var first = started()) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var builder = new ProcessBuilder(
                            java, "-cp", System.getProperty("java.class.path"), EmulatorMain.class.getName())
                    .redirectErrorStream(true);
            builder.environment().put("EMULATOR_PORT", "0");
            builder.environment().put("EMULATOR_DATA_DIR", folder.toString());
            var second = builder.start();
            try (var lines = second.inputReader()) {
                assertTrue(lines.readLine().contains("cannot start"));
            } finally {
                second.destroyForcibly().waitFor();
            }
            assertEquals("UP", first.get("/_emulator/health").get("status").asText());
        }
    }

    @Test
    void a_process_that_was_killed_keeps_what_it_answered() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), EmulatorMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("EMULATOR_PORT", "0");
        builder.environment().put("EMULATOR_DATA_DIR", folder.toString());
        var process = builder.start();
        String id;
        try (var lines = process.inputReader()) {
            var address = lines.readLine().replaceAll(".*(http://[^/]+)/marketplace.*", "$1");
            var answer = Given.send(HttpRequest.newBuilder(URI.create(address + "/_emulator/subscriptions"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"product\":\"global\",\"awsAccountId\":\"000000000001\",\"notify\":\"BEFORE\"}"))
                    .build());
            assertEquals(201, answer.statusCode(), answer.body());
            var subscription = Given.JSON.readTree(answer.body());
            id = subscription.get("id").asText();
            var metered = new RawSigner(URI.create(address), GLOBAL)
                    .send("AWSMPMeteringService.BatchMeterUsage", """
                            {"UsageRecords":[{"CustomerAWSAccountId":"000000000001","LicenseArn":"%s",
                            "Dimension":"usage_cents","Quantity":7,"Timestamp":%d}]}""".formatted(
                                    subscription.get("licenseArn").asText(),
                                    Instant.now().getEpochSecond()));
            assertEquals(200, metered.statusCode(), metered.body());
        } finally {
            process.destroyForcibly().waitFor();
        }
        Files.writeString(journal(), "[{\"torn", StandardOpenOption.APPEND);
        try (var after = started()) {
            assertEquals(7, after.emulator.ledger().records().getFirst().usage().quantity());
            assertEquals(
                    "000000000001",
                    after.get("/_emulator/subscriptions/" + id)
                            .get("awsAccountId")
                            .asText());
        }
    }
}
