package com.guance.marketplace.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.guance.marketplace.emulator.mail.ImapAccount;
import com.guance.marketplace.emulator.market.Json;
import com.guance.marketplace.emulator.market.Product;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentSettingsTest {
    @Test
    void without_variables_the_defaults_hold() {
        assertEquals(EmulatorSettings.defaults(), EnvironmentSettings.read(Map.of("EMULATOR_PORT", " ")));
    }

    @Test
    void each_variable_is_read() {
        var settings = EnvironmentSettings.read(Map.of(
                "EMULATOR_HOST", "0.0.0.0",
                "EMULATOR_PORT", "1234",
                "EMULATOR_DATA_DIR", "data/emulator",
                "EMULATOR_LANDING_URL", "https://portal.example/marketplace/landing",
                "EMULATOR_SQS_ENDPOINT", "http://localhost:9324",
                "EMULATOR_QUEUE_URL_GLOBAL", "http://localhost:9324/000000000000/global",
                "EMULATOR_QUEUE_URL_CN", "http://localhost:9324/000000000000/cn",
                "EMULATOR_IMAP_HOST", "localhost",
                "EMULATOR_IMAP_PORT", "3143",
                "EMULATOR_TOKEN_LIFETIME", "PT30M"));
        assertEquals("0.0.0.0", settings.host());
        assertEquals(1234, settings.port());
        assertEquals(Path.of("data/emulator"), settings.dataDir());
        assertEquals(URI.create("https://portal.example/marketplace/landing"), settings.landingUrl());
        assertEquals(URI.create("http://localhost:9324"), settings.sqsEndpoint());
        assertEquals(
                URI.create("http://localhost:9324/000000000000/global"),
                settings.queueUrls().get("global"));
        assertEquals(
                URI.create("http://localhost:9324/000000000000/cn"),
                settings.queueUrls().get("cn"));
        assertEquals(new ImapAccount("localhost", 3143, "", ""), settings.imap());
        assertEquals(Duration.ofMinutes(30), settings.tokenLifetime());
    }

    @Test
    void a_variable_that_cannot_be_read_is_named() {
        var failure = assertThrows(
                IllegalArgumentException.class, () -> EnvironmentSettings.read(Map.of("EMULATOR_PORT", "many")));
        assertTrue(failure.getMessage().contains("EMULATOR_PORT"), failure.getMessage());
    }

    @Test
    void another_sellers_products_come_from_a_file(@TempDir Path folder) throws IOException {
        var file = folder.resolve("products.json");
        Files.writeString(file, Json.MAPPER.writeValueAsString(List.of(Product.CN)));
        var settings = EnvironmentSettings.read(Map.of("EMULATOR_PRODUCTS", file.toString()));
        assertEquals(List.of(Product.CN), settings.products());
    }
}
