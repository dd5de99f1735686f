package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.market.Product.CN;
import static com.guance.marketplace.emulator.market.Product.CONTRACT;
import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.guance.marketplace.emulator.market.End;
import com.guance.marketplace.emulator.market.Entitlement;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Notification;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Product.Kind;
import com.guance.marketplace.emulator.market.Product.Pricing;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.emulator.market.Subscription;
import com.guance.marketplace.emulator.market.Terms.Intent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a purchase, and what its seller is told of it. */
class LifeTest {
    static final Product LEGACY_CONTRACT = CN.listedAs(
                    "cn-contract", "Contract", "cncontractcode00000000000", "prod-cncontract")
            .withContract(Pricing.CONTRACT, Map.of("hosts", new BigDecimal("900")), Duration.ofDays(30));
    static final Product SOVEREIGN = GLOBAL.listedAs(
                    "sovereign", "Sovereign", "sovereigncode000000000000", "prod-sovereign")
            .withKind(Kind.ACCOUNT_EVENTS);

    private final Given given = Given.anEmulator(settings());
    private final Market market = given.emulator.market();

    private static EmulatorSettings settings() {
        return EmulatorSettings.defaults().withProducts(List.of(GLOBAL, CN, CONTRACT, LEGACY_CONTRACT, SOVEREIGN));
    }

    @AfterEach
    void stop() {
        given.close();
    }

    private Subscription bought(Product product) {
        return market.subscribe(new Purchase(product.id(), Given.anAccount(), NotifyWhen.BEFORE, false, false));
    }

    private Subscription now(Subscription subscription) {
        return market.findSubscription(subscription.id()).orElseThrow();
    }

    /** What was told of it, each with its time. */
    private List<String> told(Subscription subscription) {
        return market.notificationsOf(subscription.id()).stream()
                .map(Notification::kind)
                .toList();
    }

    private JsonNode lastBody(Subscription subscription, String kind) {
        return market.notificationsOf(subscription.id()).stream()
                .filter(n -> n.kind().equals(kind))
                .reduce((a, b) -> b)
                .map(n -> json(n.body()))
                .orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return Given.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_legacy_buyer_who_unsubscribes_is_told_pending_at_once_and_success_an_hour_later() {
        var subscription = bought(CN);
        market.unsubscribe(subscription.id());
        var notifications = market.notificationsOf(subscription.id());
        assertEquals(List.of("subscribe-success", "unsubscribe-pending", "unsubscribe-success"), told(subscription));
        assertEquals(market.now(), notifications.get(1).dueAt());
        assertEquals(
                market.now().plus(Duration.ofHours(1)), notifications.get(2).dueAt());
        market.unsubscribe(subscription.id());
        assertEquals(3, told(subscription).size(), "twice changes nothing");
    }

    @Test
    void who_subscribes_again_before_the_end_goes_on_and_after_it_has_another_subscription() {
        var first = bought(CN);
        market.unsubscribe(first.id());
        var goingOn = market.resubscribe(first.id());
        assertEquals(first.id(), goingOn.id());
        assertNotEquals(first.offerId(), goingOn.offerId());
        assertEquals(List.of("subscribe-success", "unsubscribe-pending", "subscribe-success"), told(first));
        market.unsubscribe(first.id());
        given.clock.advance(Duration.ofHours(1));
        var second = market.resubscribe(first.id());
        assertNotEquals(first.id(), second.id());
        assertEquals(first.customerIdentifier(), second.customerIdentifier());
    }

    @Test
    void who_subscribes_again_to_concurrent_agreements_has_another_agreement_and_licence() {
        var first = bought(GLOBAL);
        market.unsubscribe(first.id());
        var second = market.resubscribe(first.id());
        assertNotEquals(first.agreementId(), second.agreementId());
        assertNotEquals(first.licenseArn(), second.licenseArn());
        assertEquals(Intent.NEW, second.terms().intent());
        assertNull(second.terms().previousAgreementId());
        var ended = lastBody(first, "Purchase Agreement Ended - Proposer");
        assertEquals("CANCELLED", ended.at("/detail/agreement/status").asText());
        assertEquals(
                market.now().plusSeconds(31),
                market.notificationsOf(first.id()).getLast().dueAt());
    }

    @Test
    void a_renewal_names_the_agreement_it_renews_and_ends_it() {
        var first = bought(CONTRACT);
        given.clock.advance(Duration.ofDays(364));
        var second = market.renew(first.id());
        var created = lastBody(second, "Purchase Agreement Created - Proposer").at("/detail");
        assertEquals("RENEW", created.at("/agreement/intent").asText());
        assertEquals(
                first.agreementId(),
                created.at("/agreement/previousAgreementId").asText());
        assertEquals(CONTRACT.productId(), created.at("/product/id").asText());
        assertEquals(
                market.now().plus(Duration.ofDays(365)).toString(),
                created.at("/agreement/endTime").asText());
        assertNotEquals(first.licenseArn(), second.licenseArn());
        assertEquals("RENEWED", now(first).agreementStatus());
        assertEquals("License Deprovisioned - Manufacturer", told(first).getLast());
        assertEquals(first.terms().entitlements(), second.terms().entitlements());
        assertEquals(first.agreementId(), market.renew(second.id()).terms().initialAgreementId());
    }

    @Test
    void a_successor_may_keep_the_licence_and_may_hide_what_it_follows() {
        market.setQuirks(market.quirks().withSuccessorKeepsLicence(true).withSuccessorNamesPrevious(false));
        var first = bought(GLOBAL);
        given.clock.advance(Duration.ofHours(2));
        var second = market.replace(first.id());
        assertEquals(first.licenseArn(), second.licenseArn());
        assertEquals("Purchase Agreement Ended - Proposer", told(first).getLast(), "the licence goes on");
        var created = lastBody(second, "Purchase Agreement Created - Proposer");
        assertEquals("REPLACE", created.at("/detail/agreement/intent").asText());
        assertTrue(created.at("/detail/agreement/previousAgreementId").isMissingNode());
        assertEquals("REPLACED", now(first).agreementStatus());
        assertEquals(
                second.id(),
                market.findLicence(String.valueOf(first.licenseArn()))
                        .orElseThrow()
                        .id());
        assertTrue(second.covers(first.subscribedAt()), "usage from before the new agreement");
    }

    @Test
    void a_legacy_offer_is_replaced_by_another_success() {
        var first = bought(CN);
        var same = market.replace(first.id());
        assertEquals(first.id(), same.id());
        assertEquals(List.of("subscribe-success", "subscribe-success"), told(first));
        var message = json(lastBody(first, "subscribe-success").get("Message").asText());
        assertEquals(same.offerId(), message.get("offer-identifier").asText());
        assertNotEquals(first.offerId(), same.offerId());
        assertThrows(IllegalStateException.class, () -> market.renew(first.id()));
        market.unsubscribe(first.id());
        assertThrows(IllegalStateException.class, () -> market.replace(first.id()));
    }

    @Test
    void a_legacy_contract_is_renewed_by_another_term() {
        var contract = bought(LEGACY_CONTRACT);
        assertEquals(List.of("subscribe-success", "entitlement-updated"), told(contract));
        given.clock.advance(Duration.ofDays(29));
        var renewed = market.renew(contract.id());
        assertEquals(contract.id(), renewed.id());
        assertEquals(market.now().plus(Duration.ofDays(30)), renewed.terms().expiresAt());
        var envelope = lastBody(contract, "entitlement-updated");
        assertEquals(
                LEGACY_CONTRACT.entitlementTopicArn(), envelope.get("TopicArn").asText());
        assertEquals(
                "entitlement-updated",
                json(envelope.get("Message").asText()).get("action").asText());
    }

    @Test
    void the_message_of_the_documentation_is_no_json() {
        market.setQuirks(market.quirks().withDocumentedSamples(true));
        var contract = bought(LEGACY_CONTRACT);
        var message = lastBody(contract, "entitlement-updated").get("Message").asText();
        assertTrue(message.contains("\" " + contract.customerIdentifier() + "\","), message);
        assertThrows(UncheckedIOException.class, () -> json(message));
        var licence = lastBody(bought(GLOBAL), "License Updated - Manufacturer").at("/detail/license/arn");
        assertTrue(licence.asText().startsWith("aws:license-manager:"), licence.asText());
    }

    @Test
    void a_trial_says_so_and_ends_by_itself() {
        var legacy = market.subscribe(new Purchase("cn", Given.anAccount(), NotifyWhen.BEFORE, true, false));
        var message = json(lastBody(legacy, "subscribe-success").get("Message").asText());
        assertEquals("true", message.get("isFreeTrialTermPresent").textValue());
        var trial = market.subscribe(new Purchase("global", Given.anAccount(), NotifyWhen.BEFORE, true, false));
        market.moveTime(Duration.ofDays(14).minusSeconds(1));
        assertNull(now(trial).end());
        market.moveTime(Duration.ofDays(20));
        assertEquals(End.Reason.EXPIRED, now(trial).end().reason());
        assertEquals(
                trial.subscribedAt().plus(Duration.ofDays(14)), now(trial).end().at());
        assertEquals(
                "EXPIRED",
                lastBody(trial, "Purchase Agreement Ended - Proposer")
                        .at("/detail/agreement/status")
                        .asText());
        assertEquals("unsubscribe-success", told(legacy).getLast());
    }

    @Test
    void a_contract_ends_or_renews_itself() {
        var ending = bought(CONTRACT);
        var renewing = bought(CONTRACT);
        market.amend(renewing.id(), true);
        var amended =
                lastBody(renewing, "Purchase Agreement Amended - Proposer").at("/detail");
        assertEquals("AMEND", amended.at("/agreement/intent").asText());
        assertTrue(amended.at("/agreement/autoRenewalEnabled").asBoolean());
        assertTrue(amended.at("/renewalSummary/disabledBy").isNull());
        market.moveTime(Duration.ofDays(2 * 365 + 1));
        assertEquals("EXPIRED", now(ending).agreementStatus());
        assertEquals("RENEWED", now(renewing).agreementStatus());
        var line = market.subscriptionsOf(renewing.awsAccountId());
        assertEquals(3, line.size(), "renewed twice");
        assertEquals("ACTIVE", line.getFirst().agreementStatus());
        assertEquals(
                renewing.subscribedAt().plus(Duration.ofDays(730)),
                line.getFirst().subscribedAt());
    }

    @Test
    void a_payment_that_fails_after_the_landing_is_told_or_ends_the_agreement() {
        var legacy = market.subscribe(new Purchase("cn", Given.anAccount(), NotifyWhen.NEVER, false, false));
        market.failPayment(legacy.id());
        assertEquals(List.of("subscribe-fail"), told(legacy));
        var agreement = market.subscribe(new Purchase("global", Given.anAccount(), NotifyWhen.NEVER, false, false));
        market.failPayment(agreement.id());
        assertEquals(
                List.of("Purchase Agreement Created - Proposer", "Purchase Agreement Ended - Proposer"),
                told(agreement));
        assertEquals(
                "TERMINATED",
                lastBody(agreement, "Purchase Agreement Ended - Proposer")
                        .at("/detail/agreement/status")
                        .asText());
        assertEquals(Subscription.State.PAYMENT_FAILED, now(agreement).state(market.now()));
        assertFalse(market.takesUsage(agreement, market.now()));
        var later = bought(GLOBAL);
        market.failPayment(later.id());
        assertEquals("TERMINATED", now(later).agreementStatus());
        assertEquals("License Deprovisioned - Manufacturer", told(later).getLast());
    }

    @Test
    void what_a_channel_partner_sold_is_told_to_the_manufacturer() {
        var resold = market.subscribe(new Purchase("global", Given.anAccount(), NotifyWhen.BEFORE, false, false, true));
        market.unsubscribe(resold.id());
        assertEquals(
                List.of(
                        "Purchase Agreement Created - Manufacturer",
                        "License Updated - Manufacturer",
                        "Purchase Agreement Ended - Manufacturer",
                        "License Deprovisioned - Manufacturer"),
                told(resold));
        var created =
                lastBody(resold, "Purchase Agreement Created - Manufacturer").at("/detail");
        assertNotEquals(
                GLOBAL.sellerAccount(), created.at("/proposer/accountId").asText());
        assertTrue(created.at("/resaleAuthorization/id").asText().startsWith("resaleauthz-"));
    }

    @Test
    void a_sovereign_listing_has_events_and_no_licence() {
        var subscription = bought(SOVEREIGN);
        assertNull(subscription.licenseArn());
        assertNull(subscription.customerIdentifier());
        var updated = lastBody(subscription, "License Updated - Manufacturer").at("/detail");
        assertTrue(updated.at("/license").isMissingNode());
        assertEquals(SOVEREIGN.productCode(), updated.at("/product/code").asText());
        assertEquals(subscription.id(), market.resubscribe(subscription.id()).id(), "one per account");
        market.unsubscribe(subscription.id());
        assertNotEquals(subscription.id(), market.resubscribe(subscription.id()).id());
        var token = market.issueToken(subscription, Duration.ofHours(1));
        try (var client = given.client(SOVEREIGN)) {
            var customer = client.resolveCustomer(r -> r.registrationToken(token));
            assertEquals(subscription.awsAccountId(), customer.customerAWSAccountId());
            assertEquals(SOVEREIGN.productCode(), customer.productCode());
            assertNull(customer.licenseArn());
            assertNull(customer.customerIdentifier());
        }
    }

    @Test
    void other_entitlements_are_told_in_the_dialect_of_the_product() {
        var contract = bought(CONTRACT);
        market.entitle(contract.id(), List.of(Entitlement.of("hosts", 50)));
        assertEquals(
                List.of("Purchase Agreement Amended - Proposer", "License Updated - Manufacturer"),
                told(contract).subList(2, 4));
        var legacy = bought(LEGACY_CONTRACT);
        market.entitle(legacy.id(), List.of());
        assertEquals("entitlement-updated", told(legacy).getLast());
        assertThrows(
                IllegalStateException.class, () -> market.entitle(bought(GLOBAL).id(), List.of()));
        market.unsubscribe(contract.id());
        assertThrows(IllegalStateException.class, () -> market.entitle(contract.id(), List.of()));
    }

    @Test
    void usage_is_taken_until_the_end_that_each_way_to_end_has() {
        var ways = Map.<String, Consumer<Subscription>>of(
                "unsubscribed", s -> market.unsubscribe(s.id()),
                "renewed", s -> market.renew(s.id()),
                "replaced", s -> market.replace(s.id()),
                "not paid", s -> market.failPayment(s.id()));
        ways.forEach((name, end) -> {
            var subscription = bought(CONTRACT);
            end.accept(subscription);
            assertEndsAfter(subscription, Duration.ofMinutes(60).plusSeconds(31), name);
        });
        var trial = market.subscribe(new Purchase("global", Given.anAccount(), NotifyWhen.BEFORE, true, false));
        given.clock.advance(Duration.ofDays(14));
        assertEndsAfter(trial, Duration.ofMinutes(60).plusSeconds(31), "run out");
        var legacy = bought(CN);
        market.unsubscribe(legacy.id());
        assertEndsAfter(legacy, Duration.ofMinutes(60), "legacy");
        var unpaid = bought(CN);
        market.failPayment(unpaid.id());
        assertEndsAfter(unpaid, Duration.ofMinutes(60), "legacy, not paid");
    }

    private void assertEndsAfter(Subscription subscription, Duration delay, String name) {
        var end = market.now().plus(delay);
        assertTrue(market.takesUsage(subscription, end.minusMillis(1)), name);
        assertFalse(market.takesUsage(subscription, end), name);
    }

    @Test
    void a_seller_who_meters_after_the_end_finds_no_customer() {
        var subscription = bought(GLOBAL);
        market.unsubscribe(subscription.id());
        given.clock.advance(Duration.ofMinutes(60).plusSeconds(30));
        assertEquals("Success", metered(subscription, subscription.subscribedAt()));
        given.clock.advance(Duration.ofSeconds(1));
        assertEquals("CustomerNotSubscribed", metered(subscription, subscription.subscribedAt()));
        var legacy = bought(CN);
        market.unsubscribe(legacy.id());
        given.clock.advance(Duration.ofMinutes(59));
        assertEquals("Success", metered(legacy, legacy.subscribedAt().plusSeconds(60)));
        given.clock.advance(Duration.ofMinutes(1));
        assertEquals(
                "CustomerNotSubscribed", metered(legacy, legacy.subscribedAt().plusSeconds(120)));
    }

    private String metered(Subscription subscription, Instant at) {
        var product = market.productOf(subscription);
        try (var client = given.client(product)) {
            return client.batchMeterUsage(r -> {
                        if (subscription.licenseArn() == null) {
                            r.productCode(product.productCode());
                        }
                        r.usageRecords(u -> {
                            u.timestamp(at).dimension(product.dimension()).quantity(1);
                            if (subscription.licenseArn() == null) {
                                u.customerIdentifier(subscription.customerIdentifier());
                            } else {
                                u.customerAWSAccountId(subscription.awsAccountId())
                                        .licenseArn(subscription.licenseArn());
                            }
                        });
                    })
                    .results()
                    .getFirst()
                    .statusAsString();
        }
    }

    @Test
    void the_whole_life_is_driven_by_program_too() {
        var id = given.json(
                        "POST",
                        "/_emulator/subscriptions",
                        Map.of("product", "contract", "awsAccountId", Given.anAccount(), "notify", "BEFORE"),
                        201)
                .get("id")
                .asText();
        var path = "/_emulator/subscriptions/" + id;
        given.json(
                "PUT",
                path + "/entitlements",
                Map.of("items", List.of(Map.of("dimension", "hosts", "integerValue", 9))),
                200);
        assertEquals(
                9, given.get(path + "/entitlements").at("/items/0/integerValue").asInt());
        given.json("POST", path + "/amend", Map.of("autoRenew", true), 200);
        var renewed = given.json("POST", path + "/renew", Map.of(), 201);
        assertEquals("RENEW", renewed.get("intent").asText());
        assertEquals("RENEWED", given.get(path).get("agreementStatus").asText());
        var replaced = given.json("POST", Given.path(renewed) + "/replace", Map.of(), 201);
        var again = given.json("POST", Given.path(replaced) + "/resubscribe", Map.of("notify", "NEVER"), 201);
        assertEquals("NEW", again.get("intent").asText());
        assertEquals(
                "PAYMENT_FAILED",
                given.json("POST", Given.path(again) + "/fail-payment", Map.of(), 200)
                        .get("state")
                        .asText());
        var ended = given.json("POST", Given.path(replaced) + "/unsubscribe", Map.of("delay", "PT0S"), 200);
        assertEquals("CANCELLED", ended.get("state").asText());
        given.json("POST", Given.path(replaced) + "/amend", Map.of("autoRenew", true), 409);
        given.json("PUT", path + "/entitlements", Map.of("items", List.of(Map.of("dimension", "hosts"))), 400);
        given.json("POST", "/_emulator/subscriptions/none/renew", Map.of(), 404);
    }

    @Test
    void the_life_outlives_the_process(@TempDir Path folder) {
        String id;
        String successor;
        try (var before = Given.anEmulator(settings().withDataDir(folder))) {
            var first = before.emulator
                    .market()
                    .subscribe(new Purchase("contract", Given.anAccount(), NotifyWhen.BEFORE, false, false));
            id = first.id();
            before.emulator.market().entitle(id, List.of(Entitlement.of("hosts", 7)));
            successor = before.emulator.market().renew(id).id();
            before.emulator.market().hold(successor);
        }
        try (var after = Given.anEmulator(settings().withDataDir(folder))) {
            var again = after.emulator.market();
            assertEquals("RENEWED", again.findSubscription(id).orElseThrow().agreementStatus());
            var second = again.findSubscription(successor).orElseThrow();
            assertEquals(7, second.terms().entitlements().getFirst().integerValue());
            assertEquals(Intent.RENEW, second.terms().intent());
            assertEquals(2, again.held(successor).size());
        }
    }
}
