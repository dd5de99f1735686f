package com.guance.marketplace.portal.marketplace;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;

/**
 * Clients that tell AWS of usage. They never try again by themselves: whoever calls writes down each attempt, since one that
 * got no answer may have counted.
 */
@ApplicationScoped
public class MeteringClients {
    private record Target(Product product, URI endpoint) {}

    private final Products products;
    private final MarketplaceConfig config;
    private final SdkHttpClient http;
    private final Map<Target, MarketplaceMeteringClient> clients = new ConcurrentHashMap<>();

    MeteringClients(Products products, MarketplaceConfig config) {
        this.products = products;
        this.config = config;
        http = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(3))
                .socketTimeout(config.meterTimeout())
                .build();
    }

    @PreDestroy
    void close() {
        clients.values().forEach(MarketplaceMeteringClient::close);
        http.close();
    }

    /** How long a call may take before its outcome is unknown. */
    public Duration timeout() {
        return config.meterTimeout();
    }

    /** Where AWS takes usage of a product now: the SDK's own settings, or AWS's address for the product's region. */
    public URI endpoint(Product product) {
        var region = Region.of(product.region());
        return AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_MARKETPLACE_METERING")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlMarketplaceMetering")
                .serviceProfileProperty("marketplace_metering")
                .profileFile(ProfileFile::defaultProfileFile)
                .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
                .resolveFromOverrides()
                .orElseGet(() -> URI.create("https://metering.marketplace.%s.%s"
                        .formatted(region, PartitionMetadata.of(region).dnsSuffix())));
    }

    public MarketplaceMeteringClient client(Product product, URI endpoint) {
        return clients.computeIfAbsent(
                new Target(product, endpoint),
                target -> MarketplaceMeteringClient.builder()
                        .httpClient(http)
                        .region(Region.of(product.region()))
                        .endpointOverride(endpoint)
                        .credentialsProvider(products.credentials(product))
                        .overrideConfiguration(o -> o.apiCallTimeout(config.meterTimeout())
                                .apiCallAttemptTimeout(config.meterTimeout())
                                .retryStrategy(DefaultRetryStrategy.doNotRetry()))
                        .build());
    }
}
