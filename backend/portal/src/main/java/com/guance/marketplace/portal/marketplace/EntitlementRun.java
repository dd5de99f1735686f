package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.Entitlements.Entitlement;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.marketplaceentitlement.model.EntitlementValue;
import software.amazon.awssdk.services.marketplaceentitlement.model.GetEntitlementFilterName;

/** Reads what contracts entitle to: claimed in one transaction, asked in none, kept in another. */
@ApplicationScoped
class EntitlementRun {
    private static final Logger LOG = Logger.getLogger(EntitlementRun.class);
    private static final int AT_ONCE = 20;
    private static final int PAGE = 25;

    /** AWS has no more dimensions than a listing may have; a token that leads nowhere ends here. */
    private static final int MOST_PAGES = 100;

    private final EntitlementReadings readings;
    private final Entitlements entitlements;
    private final Subscriptions subscriptions;
    private final Products products;
    private final AskingClients clients;
    private final MarketplaceConfig config;
    private final MeterRegistry metrics;

    EntitlementRun(
            EntitlementReadings readings,
            Entitlements entitlements,
            Subscriptions subscriptions,
            Products products,
            AskingClients clients,
            MarketplaceConfig config,
            MeterRegistry metrics) {
        this.readings = readings;
        this.entitlements = entitlements;
        this.subscriptions = subscriptions;
        this.products = products;
        this.clients = clients;
        this.config = config;
        this.metrics = metrics;
    }

    @Scheduled(every = "{marketplace.entitlements.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void read() {
        if (products.all().stream().noneMatch(Product::isContract)) {
            return;
        }
        List<UUID> due;
        do {
            due = QuarkusTransaction.requiringNew().call(() -> readings.claim(AT_ONCE));
            due.forEach(this::read);
        } while (due.size() == AT_ONCE);
    }

    private void read(UUID id) {
        var subscription = QuarkusTransaction.requiringNew().call(() -> subscriptions.get(id));
        var outcome = "read";
        try {
            var answer = ask(products.get(subscription.product), subscription);
            QuarkusTransaction.requiringNew().run(() -> {
                entitlements.keep(id, answer);
                readings.read(id, config.entitlements().readEvery());
            });
        } catch (SdkException noAnswer) {
            outcome = "no-answer";
            LOG.warnf("GetEntitlements of %s gave no answer: %s", id, noAnswer.getMessage());
            QuarkusTransaction.requiringNew().run(() -> readings.failed(id));
        }
        metrics.counter("portal.entitlements", "product", subscription.product, "outcome", outcome)
                .increment();
    }

    /** All pages; an empty one may have another after it. */
    List<Entitlement> ask(Product product, Subscription subscription) {
        var client = clients.entitlements(product);
        var filter = filter(product, subscription);
        var found = new ArrayList<Entitlement>();
        @Nullable String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            var next = token;
            var answer = client.getEntitlements(r -> r.productCode(product.code())
                    .filter(filter)
                    .maxResults(PAGE)
                    .nextToken(next));
            answer.entitlements().stream()
                    .filter(it -> it.dimension() != null && it.value() != null)
                    .map(it -> new Entitlement(it.dimension(), text(it.value()), it.expirationDate()))
                    .forEach(found::add);
            token = answer.nextToken();
            if (token == null || token.isEmpty()) {
                return found;
            }
        }
        throw SdkException.builder().message("pages without end").build();
    }

    private static Map<GetEntitlementFilterName, List<String>> filter(Product product, Subscription subscription) {
        if (product.isSoldByLicence()) {
            return Map.of(
                    GetEntitlementFilterName.LICENSE_ARN, List.of(Objects.requireNonNull(subscription.licenseArn)));
        }
        return subscription.customerIdentifier == null
                ? Map.of(GetEntitlementFilterName.CUSTOMER_AWS_ACCOUNT_ID, List.of(subscription.awsAccountId))
                : Map.of(GetEntitlementFilterName.CUSTOMER_IDENTIFIER, List.of(subscription.customerIdentifier));
    }

    private static String text(EntitlementValue value) {
        if (value.integerValue() != null) {
            return value.integerValue().toString();
        }
        if (value.doubleValue() != null) {
            return value.doubleValue().toString();
        }
        return value.booleanValue() != null
                ? value.booleanValue().toString()
                : Objects.requireNonNullElse(value.stringValue(), "");
    }
}
