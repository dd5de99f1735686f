package com.guance.marketplace.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.guance.marketplace.emulator.market.Json;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Market.Entitled;
import com.guance.marketplace.emulator.wire.SignatureV4.Caller;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** AWSMPEntitlementService: what contracts entitle to. */
final class EntitlementCalls {
    private static final int MOST_RESULTS = 25;

    /** What a list can be narrowed down by. Values of one name are alternatives, names restrict each other. */
    private enum Filter {
        CUSTOMER_IDENTIFIER(e -> e.subscription().customerIdentifier()),
        CUSTOMER_AWS_ACCOUNT_ID(e -> e.subscription().awsAccountId()),
        LICENSE_ARN(e -> e.subscription().licenseArn()),
        DIMENSION(e -> e.entitlement().dimension());

        private final Function<Entitled, @Nullable String> value;

        Filter(Function<Entitled, @Nullable String> value) {
            this.value = value;
        }

        boolean takes(Entitled entitled, List<String> wanted) {
            var own = value.apply(entitled);
            return own != null && wanted.contains(own);
        }
    }

    private final Market market;

    EntitlementCalls(Market market) {
        this.market = market;
    }

    JsonNode getEntitlements(ObjectNode body, Caller caller) throws AwsError {
        var fields = new Fields(body, "InvalidParameterException");
        var code = fields.text("ProductCode").orElseThrow(() -> fields.refused("ProductCode is required."));
        var product = market.products().stream()
                .filter(p -> p.productCode().equals(code))
                .filter(p -> p.sellerAccount().equals(caller.sellerAccount()))
                .findFirst()
                .orElseThrow(() -> fields.refused("The product code is none of a product of yours."));
        var filters = filters(fields.object("Filter"));
        var sorted = market.entitlementsOf(product).stream()
                .filter(e ->
                        filters.entrySet().stream().allMatch(f -> f.getKey().takes(e, f.getValue())))
                .sorted(Comparator.comparing(EntitlementCalls::key))
                .toList();
        var cut = new Page.Cut(
                fields.text("NextToken").orElse(null),
                fields.size("MaxResults", MOST_RESULTS),
                market.quirks().emptyPages(),
                false);
        try {
            return answer(code, Page.of(sorted, EntitlementCalls::key, cut));
        } catch (IllegalArgumentException e) {
            throw fields.refused("NextToken is none of this operation.");
        }
    }

    private static Map<Filter, List<String>> filters(Fields fields) throws AwsError {
        var filters = new EnumMap<Filter, List<String>>(Filter.class);
        for (var name : fields.names()) {
            var filter = Arrays.stream(Filter.values())
                    .filter(f -> f.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> fields.refused("There is no filter " + name + "."));
            var values = fields.texts(name);
            if (values.isEmpty()) {
                throw fields.refused("The filter %s has no value.".formatted(name));
            }
            filters.put(filter, values);
        }
        if (filters.containsKey(Filter.CUSTOMER_IDENTIFIER) && filters.containsKey(Filter.CUSTOMER_AWS_ACCOUNT_ID)) {
            throw fields.refused("CUSTOMER_IDENTIFIER and CUSTOMER_AWS_ACCOUNT_ID exclude each other.");
        }
        return filters;
    }

    private static String key(Entitled entitled) {
        var subscription = entitled.subscription();
        return "%019d %s %s"
                .formatted(
                        subscription.subscribedAt().toEpochMilli(),
                        subscription.id(),
                        entitled.entitlement().dimension());
    }

    private static JsonNode answer(String productCode, Page<Entitled> page) {
        var answer = Json.MAPPER.createObjectNode();
        var list = answer.putArray("Entitlements");
        for (var entitled : page.items()) {
            var subscription = entitled.subscription();
            var node = list.addObject()
                    .put("ProductCode", productCode)
                    .put("Dimension", entitled.entitlement().dimension());
            if (subscription.customerIdentifier() != null) {
                node.put("CustomerIdentifier", subscription.customerIdentifier());
            }
            node.put("CustomerAWSAccountId", subscription.awsAccountId());
            if (subscription.licenseArn() != null) {
                node.put("LicenseArn", subscription.licenseArn());
            }
            value(node.putObject("Value"), entitled);
            node.putPOJO("ExpirationDate", entitled.expiresAt());
        }
        if (page.nextToken() != null) {
            answer.put("NextToken", page.nextToken());
        }
        return answer;
    }

    /** Exactly one of them is there. */
    private static void value(ObjectNode node, Entitled entitled) {
        var entitlement = entitled.entitlement();
        if (entitlement.integerValue() != null) {
            node.put("IntegerValue", entitlement.integerValue());
        } else if (entitlement.doubleValue() != null) {
            node.put("DoubleValue", entitlement.doubleValue().doubleValue());
        } else if (entitlement.booleanValue() != null) {
            node.put("BooleanValue", entitlement.booleanValue());
        } else {
            node.put("StringValue", entitlement.stringValue());
        }
    }
}
