package com.guance.marketplace.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.guance.marketplace.emulator.EmulatorSettings;
import com.guance.marketplace.emulator.MarketplaceEmulator;
import com.guance.marketplace.emulator.market.Entitlement;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Product.Pricing;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.emulator.market.Subscription;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplaceentitlement.MarketplaceEntitlementClient;
import software.amazon.awssdk.services.marketplaceentitlement.model.GetEntitlementFilterName;
import software.amazon.awssdk.services.marketplaceentitlement.model.InvalidParameterException;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidTokenException;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResultStatus;

/** The clients that AWS publishes, as they are, find AWS in the emulator. They know no licences yet. */
class PublishedSdkTest {
    private static final Product CN = EmulatorSettings.CN.withContract(
            Pricing.CONTRACT_WITH_CONSUMPTION, Map.of("hosts", new BigDecimal("900")), Duration.ofDays(30));

    private final MarketplaceEmulator emulator = MarketplaceEmulator.start(
            EmulatorSettings.defaults().withPort(0).withProducts(List.of(CN)), Clock.systemUTC());

    @AfterEach
    void stop() {
        emulator.close();
    }

    private Subscription bought() {
        return emulator.market().subscribe(new Purchase(CN.id(), "444455556610", NotifyWhen.BEFORE, false, false));
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(CN.accessKeyId(), CN.secretAccessKey()));
    }

    private MarketplaceMeteringClient metering() {
        return MarketplaceMeteringClient.builder()
                .endpointOverride(emulator.address())
                .region(Region.of(CN.region()))
                .credentialsProvider(credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private MarketplaceEntitlementClient entitlements() {
        return MarketplaceEntitlementClient.builder()
                .endpointOverride(emulator.address())
                .region(Region.of(CN.region()))
                .credentialsProvider(credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @Test
    void a_token_is_resolved_and_usage_is_metered() {
        var subscription = bought();
        var token = emulator.market().issueToken(subscription, Duration.ofHours(1));
        try (var client = metering()) {
            var customer = client.resolveCustomer(r -> r.registrationToken(token));
            assertEquals(subscription.customerIdentifier(), customer.customerIdentifier());
            assertEquals(subscription.awsAccountId(), customer.customerAWSAccountId());
            assertThrows(InvalidTokenException.class, () -> client.resolveCustomer(r -> r.registrationToken("none")));
            var metered = client.batchMeterUsage(r -> r.productCode(CN.productCode())
                    .usageRecords(u -> u.timestamp(emulator.market().now())
                            .customerIdentifier(customer.customerIdentifier())
                            .dimension(CN.dimension())
                            .quantity(3)));
            assertEquals(
                    UsageRecordResultStatus.SUCCESS,
                    metered.results().getFirst().status());
        }
    }

    @Test
    void entitlements_are_listed() {
        var subscription = bought();
        emulator.market().entitle(subscription.id(), List.of(Entitlement.of("hosts", 12), Entitlement.of("users", 3)));
        try (var client = entitlements()) {
            var found = client
                    .getEntitlementsPaginator(r -> r.productCode(CN.productCode())
                            .maxResults(1)
                            .filter(Map.of(
                                    GetEntitlementFilterName.CUSTOMER_IDENTIFIER,
                                    List.of(String.valueOf(subscription.customerIdentifier())))))
                    .stream()
                    .flatMap(page -> page.entitlements().stream())
                    .map(e -> e.dimension() + "=" + e.value().integerValue())
                    .toList();
            assertEquals(List.of("hosts=12", "users=3"), found);
            assertThrows(InvalidParameterException.class, () -> client.getEntitlements(r -> r.productCode("none")));
        }
    }
}
