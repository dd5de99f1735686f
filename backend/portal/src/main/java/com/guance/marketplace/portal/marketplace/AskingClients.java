package com.guance.marketplace.portal.marketplace;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplaceagreement.MarketplaceAgreementClient;
import software.amazon.awssdk.services.marketplaceentitlement.MarketplaceEntitlementClient;

/** Clients that ask AWS about purchases and change nothing: they may try again as the SDK does. */
@ApplicationScoped
class AskingClients {
    private final Products products;
    private final MarketplaceConfig config;
    private final SdkHttpClient http;
    private final Map<String, MarketplaceAgreementClient> agreements = new ConcurrentHashMap<>();
    private final Map<String, MarketplaceEntitlementClient> entitlements = new ConcurrentHashMap<>();

    AskingClients(Products products, MarketplaceConfig config) {
        this.products = products;
        this.config = config;
        http = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(3))
                .socketTimeout(config.asking().timeout())
                .build();
    }

    @PreDestroy
    void close() {
        agreements.values().forEach(MarketplaceAgreementClient::close);
        entitlements.values().forEach(MarketplaceEntitlementClient::close);
        http.close();
    }

    MarketplaceAgreementClient agreements(Product product) {
        return agreements.computeIfAbsent(
                product.key(),
                key -> MarketplaceAgreementClient.builder()
                        .httpClient(http)
                        .region(Region.of(product.region()))
                        .credentialsProvider(products.credentials(product))
                        .overrideConfiguration(
                                o -> o.apiCallTimeout(config.asking().timeout()))
                        .build());
    }

    MarketplaceEntitlementClient entitlements(Product product) {
        return entitlements.computeIfAbsent(
                product.key(),
                key -> MarketplaceEntitlementClient.builder()
                        .httpClient(http)
                        .region(Region.of(product.region()))
                        .credentialsProvider(products.credentials(product))
                        .overrideConfiguration(
                                o -> o.apiCallTimeout(config.asking().timeout()))
                        .build());
    }
}
