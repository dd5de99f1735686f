package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.marketplacemetering.model.ExpiredTokenException;

class BusinessTimeTest {
    @TempDir
    Path folder;

    @Test
    void it_moves_and_signatures_and_the_date_stay() {
        try (var given = Given.anEmulator();
                var client = given.client(GLOBAL)) {
            var token = given.token(given.subscription(GLOBAL, "NEVER"));
            client.resolveCustomer(r -> r.registrationToken(token));
            given.json("PUT", "/_emulator/time", Map.of("advance", "PT4H"), 200);
            assertThrows(ExpiredTokenException.class, () -> client.resolveCustomer(r -> r.registrationToken(token)));
            var date = Given.send(
                            HttpRequest.newBuilder(given.at("/_emulator/time")).build())
                    .headers()
                    .firstValue("Date")
                    .orElseThrow();
            var told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            assertTrue(Duration.between(told, Instant.now()).abs().compareTo(Duration.ofMinutes(1)) < 0, date);
        }
    }

    @Test
    void it_is_set_advanced_and_put_back() {
        try (var given = Given.anEmulator()) {
            var set = given.json("PUT", "/_emulator/time", Map.of("now", "2026-12-01T05:59:59Z"), 200);
            assertEquals("2026-12-01T05:59:59Z", set.get("now").asText());
            var back = given.json("PUT", "/_emulator/time", Map.of("advance", "PT-1S"), 200);
            assertEquals("2026-12-01T05:59:58Z", back.get("now").asText());
            given.clock.advance(Duration.ofSeconds(2));
            assertEquals(
                    "2026-12-01T06:00:00Z",
                    given.get("/_emulator/time").get("now").asText());
            var reset = given.json("PUT", "/_emulator/time", Map.of("offset", "PT0S"), 200);
            assertEquals(given.clock.instant().toString(), reset.get("now").asText());
            given.json("PUT", "/_emulator/time", Map.of(), 400);
            given.json("PUT", "/_emulator/time", Map.of("offset", "PT1H", "advance", "PT1H"), 400);
            given.json("PUT", "/_emulator/time", Map.of("now", "+999999999-01-01T00:00:00Z"), 400);
            given.json("PUT", "/_emulator/time", Map.of("advance", "P9999999999D"), 400);
        }
    }

    @Test
    void it_stays_moved_over_a_restart() {
        var settings = EmulatorSettings.defaults().withDataDir(folder);
        try (var before = Given.anEmulator(settings)) {
            before.emulator.market().moveTime(Duration.ofHours(26));
        }
        try (var after = Given.anEmulator(settings)) {
            assertEquals("PT26H", after.get("/_emulator/time").get("offset").asText());
        }
    }
}
