package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.Unresolved.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.ExpiredTokenException;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidTokenException;
import software.amazon.awssdk.services.marketplacemetering.model.ResolveCustomerResponse;

/**
 * Asks AWS who bought (ResolveCustomer). The token goes nowhere else: it is not stored, not logged, and gone when the call
 * returns. Each publisher of products is asked with its own keys, until one knows the token; retries are the SDK's own.
 */
@ApplicationScoped
public class TokenResolution {
    private static final Logger LOG = Logger.getLogger(TokenResolution.class);
    /** Bytes; AWS documents no length, its tokens have a few hundred. */
    private static final int LONGEST_TOKEN = 8 * 1024;

    private final Products products;
    private final SdkHttpClient http;
    private final MeterRegistry metrics;
    private final Map<Product, MarketplaceMeteringClient> clients = new LinkedHashMap<>();

    TokenResolution(Products products, MarketplaceConfig config, MeterRegistry metrics) {
        this.products = products;
        this.metrics = metrics;
        http = UrlConnectionHttpClient.builder()
                .connectionTimeout(config.resolveAttemptTimeout())
                .socketTimeout(config.resolveAttemptTimeout())
                .build();
        var asked = new HashSet<String>();
        for (var product : products.all()) {
            // a publisher knows the tokens of all its products in a partition: once is enough
            if (!asked.add(product.region() + "/" + products.seller(product))) {
                continue;
            }
            clients.put(
                    product,
                    MarketplaceMeteringClient.builder()
                            .httpClient(http)
                            .region(Region.of(product.region()))
                            .credentialsProvider(products.credentials(product))
                            .overrideConfiguration(o -> o.apiCallTimeout(config.resolveTimeout())
                                    .apiCallAttemptTimeout(config.resolveAttemptTimeout()))
                            .build());
        }
    }

    @PreDestroy
    void close() {
        clients.values().forEach(MarketplaceMeteringClient::close);
        http.close();
    }

    /**
     * @throws Unresolved where no product's publisher knows the token, or AWS cannot answer
     */
    public Purchase resolve(@Nullable String token) {
        if (token == null || token.isBlank()) {
            throw new Unresolved(Reason.TOKEN_MISSING);
        }
        if (token.length() > LONGEST_TOKEN || token.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            throw new Unresolved(Reason.TOKEN_INVALID);
        }
        var worst = Reason.TOKEN_INVALID;
        for (var client : clients.entrySet()) {
            var timing = Timer.start();
            var outcome = "resolved";
            try {
                return purchase(client.getKey(), client.getValue().resolveCustomer(r -> r.registrationToken(token)));
            } catch (Unresolved unresolved) {
                outcome = unresolved.reason().slug();
                throw unresolved;
            } catch (InvalidTokenException anotherSellers) {
                outcome = "token-invalid"; // one of the other products may know it
            } catch (ExpiredTokenException expired) {
                outcome = "token-expired";
                throw new Unresolved(Reason.TOKEN_EXPIRED);
            } catch (SdkException noAnswer) {
                outcome = "no-answer";
                LOG.warnf(
                        "ResolveCustomer of %s gave no answer: %s",
                        client.getKey().key(), noAnswer.getClass().getSimpleName());
                worst = Reason.AWS_NOT_ANSWERING;
            } finally {
                timing.stop(metrics.timer(
                        "portal.resolve.customer", "product", client.getKey().key(), "outcome", outcome));
            }
        }
        throw new Unresolved(worst);
    }

    private Purchase purchase(Product asked, ResolveCustomerResponse answer) {
        if (blankToNull(answer.productCode()) == null) {
            LOG.errorf("what answered for %s is not AWS: it names no product", asked.key());
            throw new Unresolved(Reason.AWS_NOT_ANSWERING);
        }
        var product = products.findByCode(answer.productCode()).orElseThrow(() -> {
            LOG.errorf("AWS resolved a token to product %s, which is not ours", answer.productCode());
            return new Unresolved(Reason.FOREIGN_PRODUCT);
        });
        var purchase = new Purchase(
                product,
                blankToNull(answer.customerAWSAccountId()) == null ? "" : answer.customerAWSAccountId(),
                blankToNull(answer.customerIdentifier()),
                blankToNull(answer.licenseArn()));
        if (purchase.awsAccountId().isEmpty() || !purchase.isNamed()) {
            LOG.errorf(
                    "AWS answered for %s without what names the subscription (%s)", product.key(), product.identity());
            throw new Unresolved(Reason.AWS_NOT_ANSWERING);
        }
        return purchase;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
