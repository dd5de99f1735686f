package com.guance.marketplace.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.guance.marketplace.emulator.market.Json;
import com.guance.marketplace.emulator.metering.Allocation;
import com.guance.marketplace.emulator.metering.Metering;
import com.guance.marketplace.emulator.metering.Tag;
import com.guance.marketplace.emulator.metering.UsageRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** BatchMeterUsage in AWS JSON 1.1: reads what the service's model allows, and writes its answers. */
final class UsageJson {
    private static final int MOST_RECORDS = 25;
    private static final double FARTHEST = 1e11; // seconds; beyond what a client means by a timestamp
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]+");

    private UsageJson() {}

    static @Nullable String productCode(JsonNode body) throws AwsError {
        return text(body, "ProductCode", "productCode", 255);
    }

    /** @throws AwsError if a value has another type than in the model, or is beyond its constraints */
    static List<UsageRecord> records(JsonNode body) throws AwsError {
        var list = list(body, "UsageRecords", "usageRecords");
        if (list == null) {
            throw missing("usageRecords");
        }
        if (list.size() > MOST_RECORDS) {
            throw constraint("usageRecords", "Member must have length less than or equal to 25");
        }
        var records = new ArrayList<UsageRecord>();
        for (int i = 0; i < list.size(); i++) {
            var at = "usageRecords.%d.member".formatted(i + 1);
            records.add(record(object(list.get(i), at), at + "."));
        }
        return records;
    }

    private static UsageRecord record(ObjectNode node, String at) throws AwsError {
        var dimension = text(node, "Dimension", at + "dimension", 255);
        if (dimension == null) {
            throw missing(at + "dimension");
        }
        var account = text(node, "CustomerAWSAccountId", at + "customerAWSAccountId", 255);
        if (account != null && !ACCOUNT.matcher(account).matches()) {
            throw constraint(at + "customerAWSAccountId", "Member must satisfy regular expression pattern: ^[0-9]+$");
        }
        var quantity = integer(node, "Quantity", at + "quantity");
        return new UsageRecord(
                timestamp(node, at + "timestamp"),
                text(node, "CustomerIdentifier", at + "customerIdentifier", 255),
                account,
                text(node, "LicenseArn", at + "licenseArn", 2048),
                dimension,
                quantity == null ? 0 : quantity,
                allocations(node, at + "usageAllocations"));
    }

    private static List<Allocation> allocations(ObjectNode node, String at) throws AwsError {
        var list = list(node, "UsageAllocations", at);
        if (list == null) {
            return List.of();
        }
        if (list.isEmpty()) {
            throw constraint(at, "Member must have length greater than or equal to 1");
        }
        var allocations = new ArrayList<Allocation>();
        for (int i = 0; i < list.size(); i++) {
            var member = "%s.%d.member".formatted(at, i + 1);
            var allocation = object(list.get(i), member);
            var quantity = integer(allocation, "AllocatedUsageQuantity", member + ".allocatedUsageQuantity");
            if (quantity == null) {
                throw missing(member + ".allocatedUsageQuantity");
            }
            allocations.add(new Allocation(quantity, tags(allocation, member + ".tags")));
        }
        return allocations;
    }

    private static List<Tag> tags(ObjectNode node, String at) throws AwsError {
        var list = list(node, "Tags", at);
        if (list == null) {
            return List.of();
        }
        if (list.isEmpty()) {
            throw constraint(at, "Member must have length greater than or equal to 1");
        }
        var tags = new ArrayList<Tag>();
        for (int i = 0; i < list.size(); i++) {
            var member = "%s.%d.member".formatted(at, i + 1);
            var tag = object(list.get(i), member);
            var key = text(tag, "Key", member + ".key", Integer.MAX_VALUE);
            var value = text(tag, "Value", member + ".value", Integer.MAX_VALUE);
            if (key == null || value == null) {
                throw missing(member + (key == null ? ".key" : ".value"));
            }
            tags.add(new Tag(key, value));
        }
        return tags;
    }

    private static Instant timestamp(ObjectNode node, String at) throws AwsError {
        var value = node.path("Timestamp");
        if (value.isMissingNode() || value.isNull()) {
            throw missing(at);
        }
        // The comparison is false for what is not a number at all, too.
        if (!value.isNumber() || !(Math.abs(value.doubleValue()) <= FARTHEST)) {
            throw serialization(at + " must be a number of seconds since 1970.");
        }
        return Instant.ofEpochMilli(Math.round(value.doubleValue() * 1_000));
    }

    private static @Nullable Integer integer(ObjectNode node, String name, String at) throws AwsError {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw serialization(at + " must be an integer of 32 bits.");
        }
        if (value.intValue() < 0) {
            throw constraint(at, "Member must have value greater than or equal to 0");
        }
        return value.intValue();
    }

    private static @Nullable String text(JsonNode node, String name, String at, int longest) throws AwsError {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw serialization(at + " must be a string.");
        }
        var text = value.textValue();
        if (text.isEmpty()) {
            throw constraint(at, "Member must have length greater than or equal to 1");
        }
        if (text.length() > longest) {
            throw constraint(at, "Member must have length less than or equal to " + longest);
        }
        return text;
    }

    private static @Nullable ArrayNode list(JsonNode node, String name, String at) throws AwsError {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value instanceof ArrayNode list) {
            return list;
        }
        throw serialization(at + " must be a list.");
    }

    private static ObjectNode object(JsonNode node, String at) throws AwsError {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw serialization(at + " must be an object.");
    }

    private static AwsError missing(String at) {
        return AwsError.client(
                "ValidationException",
                "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                        .formatted(at));
    }

    private static AwsError constraint(String at, String constraint) {
        return AwsError.client(
                "ValidationException",
                "1 validation error detected: Value at '%s' failed to satisfy constraint: %s"
                        .formatted(at, constraint));
    }

    private static AwsError serialization(String message) {
        return AwsError.client("SerializationException", message);
    }

    static ObjectNode answer(List<Metering.Result> results, List<UsageRecord> unprocessed) {
        var answer = Json.MAPPER.createObjectNode();
        var done = answer.putArray("Results");
        for (var result : results) {
            var node = done.addObject();
            node.set("UsageRecord", node(result.usage()));
            if (result.meteringRecordId() != null) {
                node.put("MeteringRecordId", result.meteringRecordId());
            }
            node.put("Status", result.status().wireName());
        }
        var undone = answer.putArray("UnprocessedRecords");
        unprocessed.forEach(usage -> undone.add(node(usage)));
        return answer;
    }

    private static ObjectNode node(UsageRecord usage) {
        var node = Json.MAPPER.createObjectNode();
        node.put("Timestamp", seconds(usage.timestamp()));
        putIfPresent(node, "CustomerIdentifier", usage.customerIdentifier());
        putIfPresent(node, "CustomerAWSAccountId", usage.customerAwsAccountId());
        putIfPresent(node, "LicenseArn", usage.licenseArn());
        node.put("Dimension", usage.dimension());
        node.put("Quantity", usage.quantity());
        if (!usage.allocations().isEmpty()) {
            var allocations = node.putArray("UsageAllocations");
            for (var allocation : usage.allocations()) {
                var one = allocations.addObject().put("AllocatedUsageQuantity", allocation.quantity());
                if (!allocation.tags().isEmpty()) {
                    var tags = one.putArray("Tags");
                    allocation
                            .tags()
                            .forEach(tag ->
                                    tags.addObject().put("Key", tag.key()).put("Value", tag.value()));
                }
            }
        }
        return node;
    }

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
    }

    private static void putIfPresent(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
