package com.guance.marketplace.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.guance.marketplace.emulator.market.Json;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.TokenRefused;
import com.guance.marketplace.emulator.metering.Metering;
import com.guance.marketplace.emulator.metering.UsageRefused;
import com.guance.marketplace.emulator.wire.SignatureV4.Caller;
import org.jspecify.annotations.Nullable;

/** AWSMPMeteringService: whose token it is, and what a customer used. */
final class MeteringCalls {
    private final Market market;
    private final Metering metering;

    MeteringCalls(Market market, Metering metering) {
        this.market = market;
        this.metering = metering;
    }

    /** @param half the later half of the records, at least one, is given back undone */
    JsonNode batchMeterUsage(ObjectNode body, Caller caller, boolean half) throws AwsError {
        var productCode = UsageJson.productCode(body);
        var records = UsageJson.records(body);
        int done = half ? records.size() / 2 : records.size();
        try {
            var results =
                    metering.meter(caller.sellerAccount(), caller.region(), productCode, records.subList(0, done));
            return UsageJson.answer(results, records.subList(done, records.size()));
        } catch (UsageRefused e) {
            throw AwsError.client(e.type(), String.valueOf(e.getMessage()));
        }
    }

    JsonNode resolveCustomer(ObjectNode body, Caller caller) throws AwsError {
        var token = registrationToken(body);
        try {
            var subscription = market.resolve(token, caller.sellerAccount());
            var answer = Json.MAPPER.createObjectNode();
            answer.put("CustomerAWSAccountId", subscription.awsAccountId());
            putIfPresent(answer, "CustomerIdentifier", subscription.customerIdentifier());
            answer.put("ProductCode", market.productOf(subscription).productCode());
            putIfPresent(answer, "LicenseArn", subscription.licenseArn());
            return answer;
        } catch (TokenRefused e) {
            throw e.isExpired()
                    ? AwsError.client(
                            "ExpiredTokenException",
                            "The submitted registration token has expired. Your SaaS registration website should "
                                    + "redeem this token as soon as it is submitted by the buyer's browser.")
                    : AwsError.client("InvalidTokenException", "Registration token is invalid.");
        }
    }

    private static String registrationToken(JsonNode body) throws AwsError {
        var token = body.get("RegistrationToken");
        if (token == null || token.isNull()) {
            throw AwsError.client(
                    "ValidationException",
                    "1 validation error detected: Value null at 'registrationToken' failed to satisfy constraint: "
                            + "Member must not be null");
        }
        if (!token.isTextual()) {
            throw AwsError.client("SerializationException", "RegistrationToken must be a string.");
        }
        return token.textValue();
    }

    private static void putIfPresent(ObjectNode answer, String name, @Nullable String value) {
        if (value != null) {
            answer.put(name, value);
        }
    }
}
