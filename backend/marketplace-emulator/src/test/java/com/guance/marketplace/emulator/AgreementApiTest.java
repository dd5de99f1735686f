package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.LifeTest.SOVEREIGN;
import static com.guance.marketplace.emulator.market.Product.CN;
import static com.guance.marketplace.emulator.market.Product.CONTRACT;
import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.guance.marketplace.emulator.market.Entitlement;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.emulator.market.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.marketplaceagreement.MarketplaceAgreementClient;
import software.amazon.awssdk.services.marketplaceagreement.model.AcceptedTerm;
import software.amazon.awssdk.services.marketplaceagreement.model.AccessDeniedException;
import software.amazon.awssdk.services.marketplaceagreement.model.AgreementStatus;
import software.amazon.awssdk.services.marketplaceagreement.model.AgreementViewSummary;
import software.amazon.awssdk.services.marketplaceagreement.model.Filter;
import software.amazon.awssdk.services.marketplaceagreement.model.InternalServerException;
import software.amazon.awssdk.services.marketplaceagreement.model.MarketplaceAgreementException;
import software.amazon.awssdk.services.marketplaceagreement.model.ResourceNotFoundException;
import software.amazon.awssdk.services.marketplaceagreement.model.SearchAgreementsRequest;
import software.amazon.awssdk.services.marketplaceagreement.model.ThrottlingException;
import software.amazon.awssdk.services.marketplaceagreement.model.ValidationException;

class AgreementApiTest {
    private static final Product FOREIGN = new Product(
            "foreign",
            "Other",
            "Other",
            "",
            GLOBAL.kind(),
            GLOBAL.partition(),
            GLOBAL.region(),
            GLOBAL.currency(),
            GLOBAL.dimension(),
            GLOBAL.unitPrice(),
            "foreigncode00000000000000",
            "prod-foreign",
            "555500009999",
            "AKIAFOREIGN000000001",
            "foreign-secret");

    private final Given given = Given.anEmulator(
            EmulatorSettings.defaults().withProducts(List.of(GLOBAL, CN, CONTRACT, SOVEREIGN, FOREIGN)));
    private final Market market = given.emulator.market();
    private final MarketplaceAgreementClient client = given.agreements(GLOBAL);

    @AfterEach
    void stop() {
        client.close();
        given.close();
    }

    private Subscription bought(Product product) {
        return bought(product, NotifyWhen.BEFORE, false);
    }

    private Subscription bought(Product product, NotifyWhen when, boolean trial) {
        return market.subscribe(new Purchase(product.id(), Given.anAccount(), when, trial, false));
    }

    private List<String> search(String... namesAndValues) {
        return client
                .searchAgreementsPaginator(r -> r.catalog("AWSMarketplace").filters(filters(namesAndValues)))
                .agreementViewSummaries()
                .stream()
                .map(AgreementViewSummary::agreementId)
                .toList();
    }

    private static List<Filter> filters(String... namesAndValues) {
        var filters = new ArrayList<Filter>();
        filters.add(filter("AgreementType", "PurchaseAgreement"));
        filters.add(filter("PartyType", "Proposer"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            filters.add(filter(namesAndValues[i], namesAndValues[i + 1]));
        }
        return filters;
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    @Test
    void agreements_are_found_by_what_a_seller_may_combine() {
        var one = bought(GLOBAL);
        var contract = bought(CONTRACT);
        bought(SOVEREIGN);
        bought(CN);
        bought(FOREIGN);
        assertEquals(2, search().size());
        assertEquals(List.of(one.agreementId()), search("LicenseArn", String.valueOf(one.licenseArn())));
        assertEquals(List.of(contract.agreementId()), search("ResourceIdentifier", CONTRACT.productId()));
        assertEquals(
                List.of(one.agreementId()), search("AcceptorAccountId", one.awsAccountId(), "OfferId", one.offerId()));
        assertEquals(
                2, search("ResourceType", "SaaSProduct", "Status", "ACTIVE").size());
        assertEquals(0, search("ResourceType", "AmiProduct").size());
        market.unsubscribe(one.id());
        assertEquals(List.of(one.agreementId()), search("Status", "CANCELLED"));
        var renewed = market.renew(contract.id());
        assertEquals(
                2,
                search("InitialAgreementId", String.valueOf(contract.agreementId()))
                        .size());
        assertEquals(List.of(renewed.agreementId()), search("AfterEndTime", "2027-11-22T13:00:00Z"));
        assertEquals(2, search("BeforeEndTime", "2027-01-01T00:00:00Z").size());
    }

    @Test
    void pages_go_on_where_the_last_one_ended() {
        for (int i = 0; i < 7; i++) {
            bought(GLOBAL);
            given.clock.advance(Duration.ofSeconds(1));
        }
        for (boolean empty : List.of(false, true)) {
            market.setQuirks(market.quirks().withEmptyPages(empty));
            var first = client.searchAgreements(r -> r.filters(filters()).maxResults(3));
            bought(GLOBAL);
            var all = new ArrayList<>(first.agreementViewSummaries());
            for (var token = first.nextToken(); token != null; ) {
                var next = token;
                var page = client.searchAgreements(
                        r -> r.filters(filters()).maxResults(3).nextToken(next));
                all.addAll(page.agreementViewSummaries());
                token = page.nextToken();
            }
            var ids = all.stream().map(AgreementViewSummary::agreementId).toList();
            assertEquals(ids.stream().distinct().toList(), ids);
            assertTrue(ids.size() >= 7, ids.toString());
        }
    }

    @Test
    void a_wrong_search_does_not_validate() {
        refused(r -> r.filters(List.of()));
        refused(r -> r.catalog("Elsewhere").filters(filters()));
        refused(r -> r.filters(filters("ShoeSize", "44")));
        refused(r -> r.filters(filters("OfferId", "offer-1", "ResourceIdentifier", "prod-1")));
        refused(r -> r.filters(filters("BeforeEndTime", "tomorrow")));
        refused(r -> r.filters(filters()).maxResults(51));
        refused(r -> r.filters(filters()).maxResults(0));
        refused(r -> r.filters(filters()).nextToken("what"));
        refused(r -> r.filters(filters()).sort(s -> s.sortBy("Price")));
        refused(r -> r.filters(Filter.builder()
                .name("AgreementType")
                .values("PurchaseAgreement", "Other")
                .build()));
    }

    private void refused(Consumer<SearchAgreementsRequest.Builder> request) {
        assertThrows(ValidationException.class, () -> client.searchAgreements(request));
    }

    @Test
    void an_agreement_by_usage_has_no_end_and_one_by_contract_has() {
        var usage = bought(GLOBAL);
        var described = client.describeAgreement(r -> r.agreementId(usage.agreementId()));
        assertNull(described.endTime());
        assertEquals(usage.subscribedAt(), described.startTime());
        assertEquals(AgreementStatus.ACTIVE, described.status());
        assertEquals(usage.awsAccountId(), described.acceptor().accountId());
        assertEquals(GLOBAL.sellerAccount(), described.proposer().accountId());
        assertEquals(usage.offerId(), described.proposalSummary().offerId());
        assertEquals(
                GLOBAL.productId(),
                described.proposalSummary().resources().getFirst().id());
        assertEquals(usage.agreementId(), described.initialAgreementId());
        var contract = bought(CONTRACT);
        market.entitle(contract.id(), List.of(Entitlement.of("hosts", 3)));
        var value = client.describeAgreement(r -> r.agreementId(contract.agreementId()));
        assertEquals(contract.terms().expiresAt(), value.endTime());
        assertEquals("360.00", value.estimatedCharges().agreementValue());
        market.unsubscribe(usage.id());
        var ended = client.describeAgreement(r -> r.agreementId(usage.agreementId()));
        assertEquals(AgreementStatus.CANCELLED, ended.status());
        assertNotNull(ended.endTime());
    }

    @Test
    void agreements_of_others_are_not_found() {
        var foreign = bought(FOREIGN);
        for (var id : List.of(String.valueOf(foreign.agreementId()), "agmt-none")) {
            assertThrows(ResourceNotFoundException.class, () -> client.describeAgreement(r -> r.agreementId(id)));
            assertThrows(ResourceNotFoundException.class, () -> client.getAgreementTerms(r -> r.agreementId(id)));
            assertThrows(
                    ResourceNotFoundException.class, () -> client.getAgreementEntitlements(r -> r.agreementId(id)));
        }
    }

    @Test
    void the_terms_say_how_it_is_paid_and_whether_it_is_a_trial() {
        var trial = bought(GLOBAL, NotifyWhen.BEFORE, true);
        var terms = terms(trial);
        var free = term(terms, AcceptedTerm.Type.FREE_TRIAL_PRICING_TERM).freeTrialPricingTerm();
        assertEquals(Duration.ofDays(14), Duration.parse(free.duration()));
        var rate = term(terms, AcceptedTerm.Type.USAGE_BASED_PRICING_TERM)
                .usageBasedPricingTerm()
                .rateCards()
                .getFirst()
                .rateCard()
                .getFirst();
        assertEquals(GLOBAL.dimension(), rate.dimensionKey());
        assertEquals("0.01", rate.price());
        var contract = bought(CONTRACT);
        market.amend(contract.id(), true);
        var agreed = terms(contract);
        assertTrue(agreed.stream().noneMatch(t -> t.type() == AcceptedTerm.Type.FREE_TRIAL_PRICING_TERM));
        assertTrue(term(agreed, AcceptedTerm.Type.RENEWAL_TERM)
                .renewalTerm()
                .configuration()
                .enableAutoRenew());
        assertEquals(
                3,
                term(agreed, AcceptedTerm.Type.CONFIGURABLE_UPFRONT_PRICING_TERM)
                        .configurableUpfrontPricingTerm()
                        .configuration()
                        .dimensions()
                        .size());
        assertEquals(
                contract.terms().expiresAt(),
                term(agreed, AcceptedTerm.Type.VALIDITY_TERM).validityTerm().agreementEndDate());
    }

    private List<AcceptedTerm> terms(Subscription subscription) {
        return client
                .getAgreementTermsPaginator(
                        r -> r.agreementId(subscription.agreementId()).maxResults(2))
                .acceptedTerms()
                .stream()
                .toList();
    }

    private static AcceptedTerm term(List<AcceptedTerm> terms, AcceptedTerm.Type type) {
        return terms.stream().filter(t -> t.type() == type).findFirst().orElseThrow();
    }

    @Test
    void an_entitlement_is_pending_provisioned_failed_or_deprovisioned() {
        var subscription = bought(GLOBAL, NotifyWhen.NEVER, false);
        assertEquals("PENDING", entitlement(subscription));
        market.notifyNow(subscription.id(), market.success(subscription), 1);
        assertEquals("PROVISIONED", entitlement(subscription));
        market.unsubscribe(subscription.id());
        given.clock.advance(Duration.ofSeconds(31));
        assertEquals("DEPROVISIONED", entitlement(subscription));
        var failing = bought(GLOBAL, NotifyWhen.NEVER, false);
        market.failPayment(failing.id());
        assertEquals("FAILED", entitlement(failing));
    }

    private String entitlement(Subscription subscription) {
        var found = client
                .getAgreementEntitlementsPaginator(r -> r.agreementId(subscription.agreementId()))
                .agreementEntitlements()
                .stream()
                .toList();
        assertEquals(1, found.size());
        assertEquals(subscription.licenseArn(), found.getFirst().licenseArn());
        return found.getFirst().statusAsString();
    }

    @Test
    void each_operation_fails_by_a_switch_of_its_own() {
        var id = bought(GLOBAL).agreementId();
        fault("DescribeAgreement", "THROTTLE");
        assertThrows(ThrottlingException.class, () -> client.describeAgreement(r -> r.agreementId(id)));
        client.getAgreementTerms(r -> r.agreementId(id));
        fault("GetAgreementTerms", "ERROR_500");
        assertThrows(InternalServerException.class, () -> client.getAgreementTerms(r -> r.agreementId(id)));
        fault("SearchAgreements", "DISABLED");
        assertThrows(AccessDeniedException.class, () -> client.searchAgreements(r -> r.filters(filters())));
        fault("GetAgreementEntitlements", "GARBAGE");
        assertThrows(RuntimeException.class, () -> client.getAgreementEntitlements(r -> r.agreementId(id)));
        given.json("PUT", "/_emulator/faults/GetAgreementTerms", Map.of("fault", "UNPROCESSED"), 400);
        given.json("PUT", "/_emulator/faults/Nothing", Map.of("fault", "NONE"), 404);
    }

    private void fault(String operation, String fault) {
        given.json("PUT", "/_emulator/faults/" + operation, Map.of("fault", fault, "times", 1), 200);
    }

    @Test
    void it_is_offered_in_one_region_only() {
        try (var china = given.agreements(CN)) {
            var refused = assertThrows(
                    MarketplaceAgreementException.class, () -> china.searchAgreements(r -> r.filters(filters())));
            assertEquals("InvalidSignatureException", refused.awsErrorDetails().errorCode());
        }
    }
}
