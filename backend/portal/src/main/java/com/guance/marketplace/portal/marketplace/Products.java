package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Identity;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.ProductConfig;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.ProductKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The listings that this portal serves. */
@ApplicationScoped
public class Products {
    private final MarketplaceConfig config;
    private final List<Product> all;

    Products(MarketplaceConfig config) {
        this.config = config;
        all = config.products().entrySet().stream()
                .filter(e -> e.getValue().productCode().isPresent())
                .map(e -> product(e.getKey(), e.getValue()))
                .sorted(Comparator.comparing(Product::key).reversed())
                .toList();
    }

    private static Product product(String key, ProductConfig config) {
        return new Product(
                key,
                config.productCode().orElseThrow(),
                config.name(),
                config.identity(),
                config.productKey()
                        .orElse(
                                config.identity() == Identity.LICENSE_ARN
                                        ? ProductKey.LICENSE_ARN
                                        : ProductKey.PRODUCT_CODE),
                config.notifications(),
                config.notificationsFrom(),
                config.pricing(),
                config.agreements(),
                config.productId(),
                config.region(),
                config.currency(),
                config.sites(),
                config.queueUrl(),
                config.listingUrl());
    }

    public List<Product> all() {
        return all;
    }

    public Optional<Product> findByCode(String code) {
        return all.stream().filter(product -> product.code().equals(code)).findFirst();
    }

    Optional<Product> find(String key) {
        return all.stream().filter(product -> product.key().equals(key)).findFirst();
    }

    /** Another listing whose messages come by the same queue. */
    Optional<Product> findInQueueOf(Product product, String code) {
        return findByCode(code)
                .filter(other -> other.queueUrl().isPresent()
                        && other.queueUrl().equals(product.queueUrl())
                        && other.notifications() == product.notifications());
    }

    public Product get(String key) {
        return find(key).orElseThrow(() -> new IllegalStateException("Product " + key + " is not configured"));
    }

    /** Whose calls to AWS they are, as far as we can tell: products of one seller share its quotas. */
    public String seller(Product product) {
        return config.products().get(product.key()).accessKeyId().orElse("default");
    }

    AwsCredentialsProvider credentials(Product product) {
        var own = config.products().get(product.key());
        if (own.accessKeyId().isPresent() && own.secretAccessKey().isPresent()) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    own.accessKeyId().get(), own.secretAccessKey().get()));
        }
        return DefaultCredentialsProvider.builder().build();
    }
}
