package com.guance.marketplace.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.guance.marketplace.emulator.market.Ids;
import com.guance.marketplace.emulator.market.Json;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Subscription;
import com.guance.marketplace.emulator.wire.SignatureV4.Caller;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** AWSMPCommerceService: what buyers agreed to, in the members of the Agreement API. */
final class AgreementCalls {
    private static final String REFUSAL = "ValidationException";
    private static final int MOST_RESULTS = 50;
    private static final int MOST_FILTERS = 10;
    private static final String CATALOGUE = "AWSMarketplace";
    private static final String PURCHASE = "PurchaseAgreement";
    private static final String SAAS = "SaaSProduct";
    /** What may stand beside any of the combinations below. */
    private static final Set<String> EVERYWHERE =
            Set.of("AgreementType", "PartyType", "Status", "BeforeEndTime", "AfterEndTime");
    /** Which filters a proposer may combine; AWS refuses any other set. */
    private static final Set<Set<String>> COMBINATIONS = Set.of(
            Set.of(),
            Set.of("ResourceType"),
            Set.of("ResourceIdentifier"),
            Set.of("AcceptorAccountId"),
            Set.of("AcceptorAccountId", "OfferId"),
            Set.of("AcceptorAccountId", "ResourceIdentifier"),
            Set.of("AcceptorAccountId", "ResourceType"),
            Set.of("OfferId"),
            Set.of("OfferSetId"),
            Set.of("LicenseArn"),
            Set.of("InitialAgreementId"));

    private final Market market;

    AgreementCalls(Market market) {
        this.market = market;
    }

    JsonNode searchAgreements(ObjectNode body, Caller caller) throws AwsError {
        var fields = new Fields(body, REFUSAL);
        if (fields.text("catalog").filter(c -> !c.equals(CATALOGUE)).isPresent()) {
            throw fields.refused("The catalog is " + CATALOGUE + ".");
        }
        var filters = filters(fields);
        Predicate<Subscription> wanted = s -> true;
        for (var filter : filters.entrySet()) {
            wanted = wanted.and(predicate(filter.getKey(), filter.getValue(), fields));
        }
        boolean descending = isDescending(fields.object("sort"));
        var order = Comparator.comparing(AgreementCalls::key);
        var sorted = market.agreementsOf(caller.sellerAccount()).stream()
                .filter(s -> isConcurrent(s) && !s.terms().resold())
                .filter(wanted)
                .sorted(descending ? order.reversed() : order)
                .toList();
        var page = page(fields, sorted, descending);
        var answer = Json.MAPPER.createObjectNode();
        var list = answer.putArray("agreementViewSummaries");
        page.items().forEach(s -> describe(list.addObject(), s));
        putToken(answer, page.nextToken());
        return answer;
    }

    private Page<Subscription> page(Fields fields, List<Subscription> sorted, boolean descending) throws AwsError {
        var cut = new Page.Cut(
                fields.text("nextToken").orElse(null),
                fields.size("maxResults", MOST_RESULTS),
                market.quirks().emptyPages(),
                descending);
        try {
            return Page.of(sorted, AgreementCalls::key, cut);
        } catch (IllegalArgumentException e) {
            throw fields.refused("nextToken is none of this operation.");
        }
    }

    private static Map<String, String> filters(Fields fields) throws AwsError {
        var filters = new LinkedHashMap<String, String>();
        for (var filter : fields.objects("filters")) {
            var name = filter.text("name").orElseThrow(() -> fields.refused("A filter has a name."));
            var values = filter.texts("values");
            if (values.size() != 1 || values.getFirst().isEmpty()) {
                throw fields.refused("The filter %s has exactly one value.".formatted(name));
            }
            if (filters.put(name, values.getFirst()) != null) {
                throw fields.refused("The filter %s is there twice.".formatted(name));
            }
        }
        if (filters.size() > MOST_FILTERS) {
            throw fields.refused("There are at most %d filters.".formatted(MOST_FILTERS));
        }
        if (!PURCHASE.equals(filters.get("AgreementType")) || !filters.containsKey("PartyType")) {
            throw fields.refused("The filters AgreementType, %s, and PartyType are required.".formatted(PURCHASE));
        }
        var combined = new HashSet<>(filters.keySet());
        combined.removeAll(EVERYWHERE);
        if (!COMBINATIONS.contains(combined)) {
            throw fields.refused("These filters cannot be combined: " + filters.keySet());
        }
        return filters;
    }

    private Predicate<Subscription> predicate(String name, String value, Fields fields) throws AwsError {
        return switch (name) {
            case "AgreementType" -> s -> true;
            case "PartyType" ->
                switch (value) {
                    case "Proposer" -> s -> true;
                    case "Acceptor" -> s -> false; // a seller who buys is none here
                    default -> throw fields.refused("PartyType is Proposer or Acceptor.");
                };
            case "ResourceType" -> s -> value.equals(SAAS);
            case "ResourceIdentifier" -> s -> market.productOf(s).productId().equals(value);
            case "AcceptorAccountId" -> s -> s.awsAccountId().equals(value);
            case "OfferId" -> s -> s.offerId().equals(value);
            case "OfferSetId" -> s -> false; // no offer here is of a set
            case "LicenseArn" -> s -> value.equals(s.licenseArn());
            case "InitialAgreementId" -> s -> value.equals(initialAgreement(s));
            case "Status" -> s -> s.agreementStatus().equals(value);
            case "BeforeEndTime" -> {
                var before = instant(value, fields);
                yield s -> endTime(s) != null && endTime(s).isBefore(before);
            }
            case "AfterEndTime" -> {
                var after = instant(value, fields);
                yield s -> endTime(s) == null || endTime(s).isAfter(after);
            }
            default -> throw fields.refused("There is no filter " + name + ".");
        };
    }

    private static Instant instant(String value, Fields fields) throws AwsError {
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            throw fields.refused("An end time is like 2026-11-22T14:00:00Z.");
        }
    }

    private static boolean isDescending(Fields sort) throws AwsError {
        if (sort.text("sortBy").filter(by -> !by.equals("EndTime")).isPresent()) {
            throw sort.refused("Agreements are sorted by EndTime.");
        }
        return switch (sort.text("sortOrder").orElse("DESCENDING")) {
            case "DESCENDING" -> true;
            case "ASCENDING" -> false;
            default -> throw sort.refused("sortOrder is ASCENDING or DESCENDING.");
        };
    }

    /** By the end, which pay as you go never reaches, and by the beginning. */
    private static String key(Subscription s) {
        var end = endTime(s);
        return "%019d %019d %s"
                .formatted(
                        end == null ? Long.MAX_VALUE : end.toEpochMilli(),
                        s.subscribedAt().toEpochMilli(),
                        s.agreementId());
    }

    JsonNode describeAgreement(ObjectNode body, Caller caller) throws AwsError {
        var agreement = agreement(new Fields(body, REFUSAL), caller);
        var answer = Json.MAPPER.createObjectNode();
        describe(answer, agreement);
        var product = market.productOf(agreement);
        answer.putObject("estimatedCharges")
                .put("currencyCode", product.currency())
                .put("agreementValue", value(agreement, product).toPlainString());
        return answer;
    }

    private void describe(ObjectNode node, Subscription s) {
        var product = market.productOf(s);
        node.put("agreementId", s.agreementId());
        node.putPOJO("acceptanceTime", s.subscribedAt());
        node.putPOJO("startTime", s.subscribedAt());
        if (endTime(s) != null) {
            node.putPOJO("endTime", endTime(s));
        }
        node.put("agreementType", PURCHASE);
        node.putObject("acceptor").put("accountId", s.awsAccountId());
        node.putObject("proposer").put("accountId", market.proposerOf(s));
        var proposal = node.putObject("proposalSummary");
        resource(proposal.putArray("resources").addObject(), product);
        proposal.put("offerId", s.offerId());
        node.put("status", s.agreementStatus());
        node.put("initialAgreementId", initialAgreement(s));
    }

    private static void resource(ObjectNode node, Product product) {
        node.put("id", product.productId()).put("type", SAAS);
    }

    private static @Nullable String initialAgreement(Subscription s) {
        var initial = s.terms().initialAgreementId();
        return initial == null ? s.agreementId() : initial;
    }

    private static @Nullable Instant endTime(Subscription s) {
        return s.end() == null ? s.terms().expiresAt() : s.end().at();
    }

    /** What the contract costs; what is paid by usage is not known before. */
    private static BigDecimal value(Subscription s, Product product) {
        return s.terms().entitlements().stream()
                .filter(e -> e.integerValue() != null)
                .map(e -> product.contractDimensions()
                        .getOrDefault(e.dimension(), BigDecimal.ZERO)
                        .multiply(BigDecimal.valueOf(e.integerValue())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    JsonNode getAgreementTerms(ObjectNode body, Caller caller) throws AwsError {
        var fields = new Fields(body, REFUSAL);
        var agreement = agreement(fields, caller);
        var terms = terms(agreement, market.productOf(agreement));
        return paged(fields, "acceptedTerms", terms);
    }

    private static ArrayNode terms(Subscription s, Product product) {
        var terms = Json.MAPPER.createArrayNode();
        term(terms, s, "legalTerm")
                .putArray("documents")
                .addObject()
                .put("type", "StandardEula")
                .put("url", "https://example.com/eula.txt")
                .put("version", "2022-07-14");
        term(terms, s, "supportTerm").put("refundPolicy", "No refunds; this is an emulator.");
        if (s.freeTrial()) {
            var trial = term(terms, s, "freeTrialPricingTerm").put("duration", days(Market.TRIAL));
            var grants = trial.putArray("grants");
            product.dimensions().keySet().forEach(d -> grants.addObject().put("dimensionKey", d));
        }
        if (product.isMetered()) {
            var usage = term(terms, s, "usageBasedPricingTerm").put("currencyCode", product.currency());
            rates(usage.putArray("rateCards").addObject(), product.dimensions());
        }
        if (product.isContract()) {
            contract(terms, s, product);
        }
        if (s.terms().expiresAt() != null) {
            var validity = term(terms, s, "validityTerm");
            validity.putPOJO("agreementStartDate", s.subscribedAt());
            validity.putPOJO("agreementEndDate", s.terms().expiresAt());
        }
        return terms;
    }

    private static void contract(ArrayNode terms, Subscription s, Product product) {
        var term = days(product.contractTerm());
        var upfront = term(terms, s, "configurableUpfrontPricingTerm").put("currencyCode", product.currency());
        var card = upfront.putArray("rateCards").addObject();
        card.putObject("selector").put("type", "Duration").put("value", term);
        card.putObject("constraints")
                .put("multipleDimensionSelection", "Allowed")
                .put("quantityConfiguration", "Allowed");
        rates(card, product.contractDimensions());
        var configuration = upfront.putObject("configuration").put("selectorValue", term);
        var dimensions = configuration.putArray("dimensions");
        s.terms().entitlements().stream()
                .filter(e -> e.integerValue() != null)
                .forEach(e -> dimensions
                        .addObject()
                        .put("dimensionKey", e.dimension())
                        .put("dimensionValue", e.integerValue()));
        term(terms, s, "renewalTerm")
                .putObject("configuration")
                .put("enableAutoRenew", s.terms().autoRenew());
    }

    private static String days(Duration duration) {
        return "P%dD".formatted(duration.toDays());
    }

    /** A union has one member, whose name is that of the term. */
    private static ObjectNode term(ArrayNode terms, Subscription s, String name) {
        return terms.addObject()
                .putObject(name)
                .put("type", Character.toUpperCase(name.charAt(0)) + name.substring(1))
                .put("id", "term-" + Ids.hash(s.offerId() + name).substring(0, 26));
    }

    private static void rates(ObjectNode card, Map<String, BigDecimal> prices) {
        var rates = card.putArray("rateCard");
        prices.forEach((dimension, price) ->
                rates.addObject().put("dimensionKey", dimension).put("price", price.toPlainString()));
    }

    JsonNode getAgreementEntitlements(ObjectNode body, Caller caller) throws AwsError {
        var fields = new Fields(body, REFUSAL);
        var agreement = agreement(fields, caller);
        var entitlements = Json.MAPPER.createArrayNode();
        var node = entitlements.addObject();
        resource(node.putObject("resource"), market.productOf(agreement));
        node.put("type", "License");
        status(node, agreement);
        if (agreement.licenseArn() != null) {
            node.put("licenseArn", agreement.licenseArn());
        }
        return paged(fields, "agreementEntitlements", entitlements);
    }

    private void status(ObjectNode node, Subscription s) {
        if (s.failPayment()) {
            node.put("status", "FAILED").put("statusReasonCode", "INVALID_PAYMENT_INSTRUMENT");
        } else if (s.state(market.now()) == Subscription.State.CANCELLED) {
            node.put("status", "DEPROVISIONED").put("statusReasonCode", "AGREEMENT_INACTIVE");
        } else if (market.isProvisioned(s)) {
            node.put("status", "PROVISIONED").put("statusReasonCode", "AGREEMENT_ACTIVE");
        } else {
            node.put("status", "PENDING").put("statusReasonCode", "PROVISIONING_IN_PROGRESS");
        }
    }

    /** A short list by places, which stay. */
    private JsonNode paged(Fields fields, String name, ArrayNode all) throws AwsError {
        record Placed(int place, JsonNode node) {
            String key() {
                return "%03d".formatted(place);
            }
        }
        var placed = new ArrayList<Placed>();
        all.forEach(node -> placed.add(new Placed(placed.size(), node)));
        var cut = new Page.Cut(
                fields.text("nextToken").orElse(null),
                fields.size("maxResults", MOST_RESULTS),
                market.quirks().emptyPages(),
                false);
        Page<Placed> page;
        try {
            page = Page.of(placed, Placed::key, cut);
        } catch (IllegalArgumentException e) {
            throw fields.refused("nextToken is none of this operation.");
        }
        var answer = Json.MAPPER.createObjectNode();
        var list = answer.putArray(name);
        page.items().forEach(p -> list.add(p.node()));
        putToken(answer, page.nextToken());
        return answer;
    }

    private static void putToken(ObjectNode answer, @Nullable String token) {
        if (token != null) {
            answer.put("nextToken", token);
        }
    }

    private Subscription agreement(Fields fields, Caller caller) throws AwsError {
        var id = fields.text("agreementId").orElseThrow(() -> fields.refused("agreementId is required."));
        return market.findAgreement(id)
                .filter(this::isConcurrent)
                .filter(s -> market.productOf(s).sellerAccount().equals(caller.sellerAccount()))
                .orElseThrow(() -> AwsError.client("ResourceNotFoundException", "There is no such agreement."));
    }

    /** Other kinds of listing have agreements too, but their sellers cannot ask for them. */
    private boolean isConcurrent(Subscription s) {
        return market.findProduct(s.productId())
                .filter(Product::hasConcurrentAgreements)
                .isPresent();
    }
}
