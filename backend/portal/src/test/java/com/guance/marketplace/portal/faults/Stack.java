package com.guance.marketplace.portal.faults;

import com.guance.marketplace.localstack.LocalStack;
import com.guance.marketplace.localstack.LocalStackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One local stack for all tests of this package, and one portal beside it. */
final class Stack {
    /** How long a message stays hidden after it was received: as short as SQS has it, for tests that wait for it. */
    private static final int HIDDEN_SECONDS = 2;

    private static Stack only;

    final LocalStack local;
    private final Path folder;
    private ShippedPortal portal;

    private Stack() {
        try {
            folder = Files.createDirectories(Path.of("target", "faults")).toAbsolutePath();
            local = LocalStack.start(LocalStackSettings.in(Files.createTempDirectory("portal-faults"))
                    .withEmulator(emulator -> emulator.withNotificationDelay(Duration.ofMillis(200))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(local::close));
        hideMessagesShortly();
    }

    static synchronized Stack get() {
        if (only == null) {
            only = new Stack();
        }
        return only;
    }

    static Map<String, String> environment() {
        return get().local.portalEnvironment();
    }

    /** The portal of all tests that need but one; running, and with nothing wrong around it. */
    static ShippedPortal portal() {
        var stack = get();
        if (stack.portal == null) {
            stack.portal = stack.newPortal("portal");
        }
        stack.portal.mend();
        stack.portal.ensureStarted();
        return stack.portal;
    }

    /** One more portal on the same database. */
    ShippedPortal newPortal(String name) {
        return newPortal(name, Map.of());
    }

    /** @param settings what is set for this one besides */
    ShippedPortal newPortal(String name, Map<String, String> settings) {
        var environment = new HashMap<>(local.portalEnvironment());
        environment.putAll(settings);
        return new ShippedPortal(name, folder, environment);
    }

    /** For tests that bring portals of their own. */
    static void endPortal() {
        if (get().portal != null) {
            get().portal.close();
        }
    }

    private void hideMessagesShortly() {
        var environment = local.portalEnvironment();
        for (var product : new String[] {"GLOBAL", "CN"}) {
            var queue = environment.get("PORTAL_" + product + "_QUEUE_URL");
            try (var sqs = SqsClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .endpointOverride(java.net.URI.create(environment.get("AWS_ENDPOINT_URL_SQS")))
                    .region(Region.of(environment.get("PORTAL_" + product + "_REGION")))
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                    .build()) {
                sqs.setQueueAttributes(r -> r.queueUrl(queue)
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, String.valueOf(HIDDEN_SECONDS))));
            }
        }
    }
}
