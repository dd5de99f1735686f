package com.guance.marketplace.localstack;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a local stack keeps its state and who it works for.
 *
 * @param dataDir everything it remembers; one stack at a time may use it
 * @param emulatorPort where AWS Marketplace listens; 0 is any free port
 * @param landingUrl where AWS Marketplace sends a buyer who clicks Set up your Account
 */
public record LocalStackSettings(Path dataDir, int emulatorPort, URI landingUrl) {

    /** A stack on free ports, for a portal at its usual address. */
    public static LocalStackSettings in(Path dataDir) {
        return new LocalStackSettings(dataDir, 0, URI.create("http://localhost:8080/marketplace/landing"));
    }

    public LocalStackSettings withEmulatorPort(int port) {
        return new LocalStackSettings(dataDir, port, landingUrl);
    }

    public LocalStackSettings withLandingUrl(URI url) {
        return new LocalStackSettings(dataDir, emulatorPort, url);
    }
}
