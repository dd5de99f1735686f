package com.guance.marketplace.localstack;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Runs a local stack until it is told to stop. When all of it is ready, {@code portal.env} in the data folder says how a
 * portal reaches it.
 */
public final class LocalStackMain {

    static final String ENVIRONMENT_FILE = "portal.env";

    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(20);

    /** Held here, since java.util.logging forgets the level of a logger that nobody holds. */
    private static final List<Logger> PARTS = Stream.of("org.elasticmq", "org.apache.pekko", "io.zonky", "com.icegreen")
            .map(Logger::getLogger)
            .toList();

    private LocalStackMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var begin = System.nanoTime();
        quiet();
        var settings = settings(System.getenv());
        var environmentFile = settings.dataDir().resolve(ENVIRONMENT_FILE);
        var started = new CompletableFuture<LocalStack>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started, environmentFile), "stop"));
        try {
            Files.deleteIfExists(environmentFile); // of an earlier run, with ports that are gone
            var stack = LocalStack.start(settings);
            started.complete(stack);
            Secrets.write(environmentFile, PortalEnvironment.asShell(stack.portalEnvironment()));
            System.out.printf(
                    "Local stack ready after %.1f s: AWS Marketplace at %s, state in %s%n",
                    (System.nanoTime() - begin) / 1e9, stack.emulatorAddress(), settings.dataDir());
        } catch (Throwable e) { // other threads would keep a half-started process alive
            started.completeExceptionally(e);
            e.printStackTrace();
            System.exit(1);
        }
        Thread.currentThread().join();
    }

    /** One line per entry, and of the parts only what is wrong. */
    private static void quiet() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tT %4$s %3$s: %5$s%6$s%n");
        for (var part : PARTS) {
            part.setLevel(Level.WARNING);
        }
    }

    static LocalStackSettings settings(Map<String, String> environment) {
        var dataDir = Path.of(environment.getOrDefault("LOCAL_STACK_DATA_DIR", "data/local-stack"));
        var portal = environment.getOrDefault("PORTAL_PUBLIC_URL", "http://localhost:8080");
        return LocalStackSettings.in(dataDir.toAbsolutePath().normalize())
                .withEmulatorPort(Integer.parseInt(environment.getOrDefault("EMULATOR_PORT", "8090")))
                .withLandingUrl(URI.create(portal + "/marketplace/landing"));
    }

    /** Also when it comes in the middle of the start: what has begun is ended in good order. */
    private static void stop(CompletableFuture<LocalStack> started, Path environmentFile) {
        try {
            var stack = started.get(PATIENCE_AT_STOP.toSeconds(), TimeUnit.SECONDS);
            stack.close();
            Files.deleteIfExists(environmentFile);
        } catch (Exception e) {
            if (!started.isCompletedExceptionally()) {
                e.printStackTrace();
            }
        }
    }
}
