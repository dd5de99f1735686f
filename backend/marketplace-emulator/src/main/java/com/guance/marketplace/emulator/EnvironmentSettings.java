package com.guance.marketplace.emulator;

import com.guance.marketplace.emulator.mail.ImapAccount;
import com.guance.marketplace.emulator.market.Json;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.metering.MeteringRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads {@code EMULATOR_...} variables over the defaults. */
final class EnvironmentSettings {
    private final Map<String, String> environment;

    private EnvironmentSettings(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws IllegalArgumentException naming the variable that cannot be read */
    static EmulatorSettings read(Map<String, String> environment) {
        return new EnvironmentSettings(environment).read();
    }

    private EmulatorSettings read() {
        var settings = EmulatorSettings.defaults();
        settings = apply(settings, "HOST", Function.identity(), EmulatorSettings::withHost);
        settings = apply(settings, "PORT", Integer::valueOf, EmulatorSettings::withPort);
        settings = apply(settings, "DATA_DIR", Path::of, EmulatorSettings::withDataDir);
        settings = apply(settings, "LANDING_URL", URI::create, EmulatorSettings::withLandingUrl);
        settings = apply(settings, "SQS_ENDPOINT", URI::create, EmulatorSettings::withSqsEndpoint);
        settings = apply(settings, "PRODUCTS", EnvironmentSettings::products, EmulatorSettings::withProducts);
        for (var product : settings.products()) {
            var name = "QUEUE_URL_" + product.id().toUpperCase(Locale.ROOT).replace('-', '_');
            settings = apply(settings, name, URI::create, (s, url) -> s.withQueueUrl(product.id(), url));
        }
        settings = apply(settings, "TOKEN_LIFETIME", Duration::parse, EmulatorSettings::withTokenLifetime);
        settings = apply(settings, "NOTIFICATION_DELAY", Duration::parse, EmulatorSettings::withNotificationDelay);
        settings = apply(settings, "LEGACY_END_DELAY", Duration::parse, EmulatorSettings::withLegacyEndDelay);
        settings = apply(settings, "LICENCE_END_DELAY", Duration::parse, EmulatorSettings::withLicenceEndDelay);
        settings = apply(settings, "METERING_CALLS_PER_SECOND", Integer::valueOf, EnvironmentSettings::withQuota);
        settings = apply(
                settings,
                "IDENTICAL_RESEND",
                MeteringRules.IdenticalResend::valueOf,
                (s, value) -> s.withMetering(s.metering().withIdenticalResend(value)));
        return apply(settings, "IMAP_HOST", Function.identity(), (s, host) -> s.withImap(imap(host)));
    }

    private static EmulatorSettings withQuota(EmulatorSettings settings, int rate) {
        return settings.withMetering(settings.metering().withQuota(rate, rate));
    }

    private static List<Product> products(String file) {
        try {
            return List.of(Json.MAPPER.readValue(Path.of(file).toFile(), Product[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImapAccount imap(String host) {
        return new ImapAccount(
                host,
                find("IMAP_PORT", Integer::valueOf).orElse(143),
                find("IMAP_USER", Function.identity()).orElse(""),
                find("IMAP_PASSWORD", Function.identity()).orElse(""));
    }

    private <T> EmulatorSettings apply(
            EmulatorSettings settings,
            String name,
            Function<String, T> parse,
            BiFunction<EmulatorSettings, T, EmulatorSettings> set) {
        return find(name, parse).map(value -> set.apply(settings, value)).orElse(settings);
    }

    private <T> Optional<T> find(String name, Function<String, T> parse) {
        var text = environment.get("EMULATOR_" + name);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text.strip()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("EMULATOR_%s cannot be read: %s".formatted(name, e.getMessage()), e);
        }
    }
}
