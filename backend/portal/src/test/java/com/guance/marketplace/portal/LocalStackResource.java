package com.guance.marketplace.portal;

import com.guance.marketplace.localstack.LocalStack;
import com.guance.marketplace.localstack.LocalStackSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What a production portal finds around it, once for all tests. */
public class LocalStackResource implements QuarkusTestResourceLifecycleManager {
    static final String PUBLIC_URL = "http://localhost:8080";
    private static LocalStack stack;

    /** The stack itself, for tests that stop parts of it. */
    static LocalStack stack() {
        return stack;
    }

    @Override
    public Map<String, String> start() {
        try {
            var folder = Files.createTempDirectory("portal-tests");
            stack = LocalStack.start(LocalStackSettings.in(folder)
                    .withLandingUrl(URI.create(PUBLIC_URL + "/marketplace/landing"))
                    .withEmulator(emulator -> emulator.withNotificationDelay(Duration.ofMillis(200))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stack.sdkSystemProperties().forEach(System::setProperty);
        var environment = new HashMap<>(stack.portalEnvironment());
        environment.put("PORTAL_PUBLIC_URL", PUBLIC_URL);
        return environment;
    }

    @Override
    public void stop() {
        if (stack != null) {
            stack.close();
        }
    }
}
