package com.guance.marketplace.portal;

import com.guance.marketplace.emulator.EmulatorSettings;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.localstack.LocalStack;
import com.guance.marketplace.localstack.LocalStackSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a production portal finds around it, once for all tests. */
public class LocalStackResource implements QuarkusTestResourceLifecycleManager {
    static final String PUBLIC_URL = "http://localhost:8080";
    /** A listing of the same seller that this portal does not serve. */
    static final String FOREIGN_PRODUCT = "foreign";

    private static LocalStack stack;

    /** The stack itself, for tests that stop parts of it. */
    public static LocalStack stack() {
        return stack;
    }

    /** The buyers' side, for tests of other packages. */
    public static com.guance.marketplace.emulator.market.Market market() {
        return stack.emulator().market();
    }

    @Override
    public Map<String, String> start() {
        Path spa;
        try {
            var folder = Files.createTempDirectory("portal-tests");
            stack = LocalStack.start(LocalStackSettings.in(folder)
                    .withLandingUrl(URI.create(PUBLIC_URL + "/marketplace/landing"))
                    .withEmulator(emulator -> emulator.withNotificationDelay(Duration.ofMillis(200))
                            .withProducts(List.of(
                                    EmulatorSettings.GLOBAL,
                                    EmulatorSettings.CN,
                                    Product.CONTRACT,
                                    foreignProduct()))));
            spa = writeSpa(folder.resolve("spa"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stack.sdkSystemProperties().forEach(System::setProperty);
        var environment = new HashMap<>(stack.portalEnvironment());
        // served in the tests that are about it
        environment.putAll(stack.contractEnvironment());
        environment.remove("PORTAL_CONTRACT_PRODUCT_CODE");
        environment.put("PORTAL_PUBLIC_URL", PUBLIC_URL);
        environment.put("PORTAL_SPA_DIR", spa.toString());
        environment.put("partners.reread-every", "1s");
        environment.put("operators.reread-every", "1s");
        environment.put("metering.price-lists.every", "1s");
        environment.put("metering.every", "1s");
        // other tests move the clock by weeks, and AWS takes hours for a day: their idle hours would drown the others
        environment.put("metering.products.global.idle-records", "false");
        environment.put("metering.products.contract.idle-records", "false");
        // AWS is asked by the tests that are about it: else others would hear what they keep from the portal
        environment.put("marketplace.asking.every", "off");
        environment.put("marketplace.asking.calls-per-second", "1000");
        environment.put("PORTAL_GLOBAL_PRODUCT_ID", EmulatorSettings.GLOBAL.productId());
        environment.put("marketplace.entitlements.every", "1s");
        environment.put("workspaces.every", "1s");
        environment.put("workspaces.buffer", "4h");
        environment.put("workspaces.reminders", "2h,1h");
        environment.put("forgetting.every", "2s");
        environment.put("forgetting.after", "1s");
        return environment;
    }

    private static Product foreignProduct() {
        var own = EmulatorSettings.GLOBAL;
        return new Product(
                FOREIGN_PRODUCT,
                "Another plan",
                own.sellerName(),
                "A listing that is sold elsewhere.",
                own.kind(),
                own.partition(),
                own.region(),
                own.currency(),
                own.dimension(),
                own.unitPrice(),
                "4notservedhere0000000000",
                "prod-notservedhere",
                own.sellerAccount(),
                own.accessKeyId(),
                own.secretAccessKey());
    }

    /** A built SPA in small, and a file beside it that nobody may read. */
    private static Path writeSpa(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("assets"));
        Files.writeString(folder.resolve("index.html"), "<!doctype html><title>the page</title>");
        Files.writeString(folder.resolve("favicon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        Files.writeString(folder.resolve("assets/x.js"), "export const x = 1;");
        Files.writeString(folder.resolve(".hidden"), "not for readers");
        Files.writeString(folder.resolveSibling("beside.txt"), "not for readers");
        return folder;
    }

    @Override
    public void stop() {
        if (stack != null) {
            stack.close();
        }
    }
}
