package com.guance.marketplace.benchmarks;

import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;

/** What a landing cannot do without: the same question to AWS, by the same client, with nothing around it. */
final class DirectResolve implements AutoCloseable {
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final MarketplaceMeteringClient client;

    DirectResolve(Site site) {
        client = MarketplaceMeteringClient.builder()
                .httpClient(http)
                .endpointOverride(URI.create(site.emulator().url()))
                .region(Region.of(site.environment("PORTAL_GLOBAL_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        site.environment("PORTAL_GLOBAL_ACCESS_KEY_ID"),
                        site.environment("PORTAL_GLOBAL_SECRET_ACCESS_KEY"))))
                .build();
    }

    Load.Call of(List<String> tokens) {
        return number -> client.resolveCustomer(r -> r.registrationToken(tokens.get(number)));
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }
}
