package com.guance.marketplace.portal.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.portal.LocalStackResource;
import com.guance.marketplace.portal.marketplace.Entitlements.Entitlement;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Identity;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Notifications;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Pricing;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.ProductKey;
import com.guance.marketplace.portal.platform.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What contracts entitle to, as AWS answers it. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class EntitlementRunTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant END = Instant.parse("2036-01-01T00:00:00Z");

    /** The listing by contract of the same seller. */
    private static final Product CONTRACT = new Product(
            "global",
            com.guance.marketplace.emulator.market.Product.CONTRACT.productCode(),
            "Plan",
            Identity.LICENSE_ARN,
            ProductKey.LICENSE_ARN,
            Notifications.EVENT_BRIDGE,
            Optional.empty(),
            Pricing.CONTRACT_WITH_CONSUMPTION,
            true,
            Optional.empty(),
            "us-east-1",
            "USD",
            List.of("us1"),
            Optional.empty(),
            Optional.empty());

    @Inject
    EntitlementRun run;

    @Inject
    Entitlements entitlements;

    @Inject
    Sql sql;

    @Inject
    Subscriptions subscriptions;

    @AfterEach
    void usual() {
        var market = LocalStackResource.market();
        market.setQuirks(market.quirks().withEmptyPages(false));
    }

    @Test
    void every_page_is_read_though_some_are_empty() {
        var market = LocalStackResource.market();
        market.setQuirks(market.quirks().withEmptyPages(true));
        var bought = bought();
        var wanted = new ArrayList<com.guance.marketplace.emulator.market.Entitlement>();
        for (int i = 0; i < 60; i++) {
            wanted.add(com.guance.marketplace.emulator.market.Entitlement.of("d" + i, i, END));
        }
        market.entitle(bought.id(), wanted);
        bought(); // another customer's are none of this one's

        var read = run.ask(CONTRACT, subscription(bought));

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(wanted.stream()
                        .map(it -> new Entitlement(it.dimension(), it.value(), END))
                        .toList());
    }

    @Test
    void none_is_an_answer_too() {
        var bought = bought();
        LocalStackResource.market().entitle(bought.id(), List.of());
        assertThat(run.ask(CONTRACT, subscription(bought))).isEmpty();
    }

    @Test
    void an_answer_replaces_the_one_before_and_has_its_time() {
        var id = QuarkusTransaction.requiringNew()
                .call(() ->
                        subscriptions.keep(new Purchase(CONTRACT, account(), null, "arn:l-" + UUID.randomUUID())).id);
        QuarkusTransaction.requiringNew().run(() -> {
            entitlements.keep(id, List.of(new Entitlement("hosts", "5", END), new Entitlement("users", "1.5", null)));
            entitlements.keep(id, List.of(new Entitlement("hosts", "6", END), new Entitlement("hosts", "7", null)));
        });
        var kept = QuarkusTransaction.requiringNew().call(() -> entitlements.kept(id));
        assertThat(kept).containsExactly(new Entitlement("hosts", "7", null));
        // it is to be read since the landing
        var readings = "SELECT 1 FROM entitlement_readings WHERE subscription_id = ? AND due_at IS NOT NULL";
        assertThat(sql.row(readings, row -> row.getInt(1), id)).contains(1);
    }

    private static com.guance.marketplace.emulator.market.Subscription bought() {
        return LocalStackResource.market()
                .subscribe(new com.guance.marketplace.emulator.market.Purchase(
                        "contract", account(), NotifyWhen.BEFORE, false, false));
    }

    private static Subscription subscription(com.guance.marketplace.emulator.market.Subscription bought) {
        var subscription = new Subscription();
        subscription.licenseArn = bought.licenseArn();
        subscription.awsAccountId = bought.awsAccountId();
        return subscription;
    }

    private static String account() {
        return "%012d".formatted(Math.floorMod(RANDOM.nextLong(), 1_000_000_000_000L));
    }
}
