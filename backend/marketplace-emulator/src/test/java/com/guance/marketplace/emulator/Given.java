package com.guance.marketplace.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.guance.marketplace.emulator.market.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.marketplaceagreement.MarketplaceAgreementClient;
import software.amazon.awssdk.services.marketplaceentitlement.MarketplaceEntitlementClient;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;

/** A running emulator on a free port, with what a test does to it over HTTP. */
final class Given implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final TestClock clock = new TestClock();
    final MarketplaceEmulator emulator;

    private Given(EmulatorSettings settings) {
        emulator = MarketplaceEmulator.start(settings.withPort(0), clock);
    }

    static Given anEmulator() {
        return anEmulator(EmulatorSettings.defaults());
    }

    static Given anEmulator(EmulatorSettings settings) {
        return new Given(settings);
    }

    static String anAccount() {
        return "%012d".formatted(ThreadLocalRandom.current().nextLong(1_000_000_000_000L));
    }

    URI at(String path) {
        return emulator.address().resolve(path);
    }

    /** Subscribes a new account, and answers the subscription as the control API tells it. */
    JsonNode subscription(Product product, String notify) {
        return subscription(product, Given.anAccount(), notify);
    }

    JsonNode subscription(Product product, String account, String notify) {
        return json(
                "POST",
                "/_emulator/subscriptions",
                Map.of("product", product.id(), "awsAccountId", account, "notify", notify),
                201);
    }

    String token(JsonNode subscription) {
        return json("POST", path(subscription) + "/tokens", Map.of(), 201)
                .get("token")
                .asText();
    }

    static String path(JsonNode subscription) {
        return "/_emulator/subscriptions/" + subscription.get("id").asText();
    }

    JsonNode json(String method, String path, Object body, int expectedStatus) {
        try {
            var request = HttpRequest.newBuilder(at(path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            var response = send(request);
            if (response.statusCode() != expectedStatus) {
                throw new AssertionError(response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode get(String path) {
        var response = send(HttpRequest.newBuilder(at(path)).build());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static HttpResponse<byte[]> sendForBytes(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    MarketplaceMeteringClient client(Product product) {
        return client(product.region(), product.accessKeyId(), product.secretAccessKey());
    }

    /** Without retries, so that one call of a test is one call. */
    MarketplaceMeteringClient client(String region, String accessKeyId, String secret) {
        return MarketplaceMeteringClient.builder()
                .endpointOverride(emulator.address())
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
                .httpClient(UrlConnectionHttpClient.builder()
                        .socketTimeout(Duration.ofSeconds(20))
                        .build())
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    MarketplaceEntitlementClient entitlements(Product product) {
        return configured(MarketplaceEntitlementClient.builder(), product).build();
    }

    MarketplaceAgreementClient agreements(Product product) {
        return configured(MarketplaceAgreementClient.builder(), product).build();
    }

    private <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> B configured(
            B builder, Product product) {
        return builder.endpointOverride(emulator.address())
                .region(Region.of(product.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(product.accessKeyId(), product.secretAccessKey())))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    }

    @Override
    public void close() {
        emulator.close();
    }
}
