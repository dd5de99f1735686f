package com.guance.marketplace.localstack;

import com.guance.marketplace.emulator.EmulatorSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where a local stack keeps its state and who it works for.
 *
 * @param dataDir everything it remembers; one stack at a time may use it
 * @param emulatorPort where AWS Marketplace listens; 0 is any free port
 * @param landingUrl where AWS Marketplace sends a buyer who clicks Set up your Account
 * @param emulator what else AWS Marketplace should be told, its delays for example
 */
public record LocalStackSettings(
        Path dataDir, int emulatorPort, URI landingUrl, UnaryOperator<EmulatorSettings> emulator) {

    /** A stack on free ports, for a portal at its usual address. */
    public static LocalStackSettings in(Path dataDir) {
        return new LocalStackSettings(
                dataDir, 0, URI.create("http://localhost:8080/marketplace/landing"), UnaryOperator.identity());
    }

    public LocalStackSettings withEmulatorPort(int port) {
        return new LocalStackSettings(dataDir, port, landingUrl, emulator);
    }

    public LocalStackSettings withLandingUrl(URI url) {
        return new LocalStackSettings(dataDir, emulatorPort, url, emulator);
    }

    public LocalStackSettings withEmulator(UnaryOperator<EmulatorSettings> settings) {
        return new LocalStackSettings(dataDir, emulatorPort, landingUrl, settings);
    }
}
