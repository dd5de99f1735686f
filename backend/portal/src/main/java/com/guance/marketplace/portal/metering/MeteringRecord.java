package com.guance.marketplace.portal.metering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What AWS is told of a licence's hour in a dimension, with all it is addressed by. Once it is committed, it is sent as it
 * is, any number of times, and never computed again.
 *
 * @param endpoint the URL that is called
 * @param timestamp the last second of the hour within the licence's life
 */
record MeteringRecord(
        String region,
        String endpoint,
        String productCode,
        AwsIdentity identity,
        String dimension,
        int quantity,
        List<Allocation> allocations,
        Instant timestamp) {
    private static final JsonMapper JSON = new JsonMapper();

    MeteringRecord {
        allocations = List.copyOf(allocations);
        if (quantity < 0
                || quantity
                        != allocations.stream().mapToLong(Allocation::quantity).sum()) {
            throw new IllegalArgumentException("The allocations are not the quantity: " + quantity);
        }
        if (allocations.size() > Allocation.MOST
                || allocations.stream().anyMatch(allocation -> allocation.quantity() <= 0)
                || allocations.stream().map(Allocation::tags).distinct().count() < allocations.size()) {
            throw new IllegalArgumentException("AWS does not take these allocations");
        }
        if (!timestamp.equals(timestamp.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("Not a whole second: " + timestamp);
        }
    }

    Instant hour() {
        return Life.hour(timestamp);
    }

    /**
     * The bucket in which AWS keeps the first record and no other. It does not know our dialects of legacy listings apart:
     * both name the same customer of the product. Licences are told by their id, whose prefix AWS does not always write.
     */
    String bucket() {
        var owner = switch (identity) {
            case AwsIdentity.Licence licence ->
                licence.awsAccountId() + "/"
                        + licence.licenseArn().substring(licence.licenseArn().lastIndexOf(':') + 1);
            case AwsIdentity.Customer customer -> customer.awsAccountId() + "/" + productCode;
            case AwsIdentity.Account account -> account.awsAccountId() + "/" + productCode;
        };
        return String.join("|", region, owner, dimension, hour().toString());
    }

    /** Whether this is the record that AWS means. It echoes what it was sent, in the dialect it was sent in. */
    boolean isEchoedBy(MeteringCall.Echo echo) {
        return dimension.equals(echo.dimension())
                && timestamp.getEpochSecond() == echo.timestamp().getEpochSecond()
                && switch (identity) {
                    case AwsIdentity.Licence licence -> licence.licenseArn().equals(echo.licenseArn());
                    case AwsIdentity.Customer customer ->
                        customer.customerIdentifier().equals(echo.customerIdentifier());
                    case AwsIdentity.Account account -> account.awsAccountId().equals(echo.awsAccountId());
                };
    }

    /** Whether the product is named beside the records. AWS refuses a call that holds both kinds. */
    boolean namesProduct() {
        return switch (identity) {
            case AwsIdentity.Licence licence -> false;
            case AwsIdentity.Customer customer -> true;
            case AwsIdentity.Account account -> true;
        };
    }

    /** Records of one target go in one call. */
    String target() {
        return String.join("|", region, endpoint, productCode, namesProduct() ? "product" : "licence");
    }

    /** The record as AWS is sent it, byte for byte. */
    String usageRecord() {
        var json = new StringBuilder("{\"Timestamp\":")
                .append(timestamp.getEpochSecond())
                .append(".000");
        if (identity instanceof AwsIdentity.Customer customer) {
            json.append(",\"CustomerIdentifier\":").append(quoted(customer.customerIdentifier()));
        }
        json.append(",\"Dimension\":").append(quoted(dimension));
        json.append(",\"Quantity\":").append(quantity);
        if (!allocations.isEmpty()) {
            json.append(allocations.stream()
                    .map(Allocation::json)
                    .collect(Collectors.joining(",", ",\"UsageAllocations\":[", "]")));
        }
        switch (identity) {
            case AwsIdentity.Licence licence ->
                json.append(",\"CustomerAWSAccountId\":")
                        .append(quoted(licence.awsAccountId()))
                        .append(",\"LicenseArn\":")
                        .append(quoted(licence.licenseArn()));
            case AwsIdentity.Customer customer -> {} // above
            case AwsIdentity.Account account ->
                json.append(",\"CustomerAWSAccountId\":").append(quoted(account.awsAccountId()));
        }
        return json.append('}').toString();
    }

    /** All of it in one form, to be kept and compared. */
    String canonical() {
        return "{\"region\":%s,\"endpoint\":%s,\"productCode\":%s,\"awsAccountId\":%s,\"usageRecord\":%s}"
                .formatted(
                        quoted(region),
                        quoted(endpoint),
                        quoted(productCode),
                        quoted(identity.awsAccountId()),
                        usageRecord());
    }

    static MeteringRecord parse(String canonical) {
        JsonNode json;
        try {
            json = JSON.readTree(canonical);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a metering record", e);
        }
        var usage = json.get("usageRecord");
        var account = json.get("awsAccountId").textValue();
        var allocations = new ArrayList<Allocation>();
        for (var allocation : usage.path("UsageAllocations")) {
            var tags = new TreeMap<String, String>();
            allocation
                    .path("Tags")
                    .forEach(tag -> tags.put(
                            tag.get("Key").textValue(), tag.get("Value").textValue()));
            allocations.add(
                    new Allocation(allocation.get("AllocatedUsageQuantity").intValue(), tags));
        }
        return new MeteringRecord(
                json.get("region").textValue(),
                json.get("endpoint").textValue(),
                json.get("productCode").textValue(),
                usage.has("LicenseArn")
                        ? new AwsIdentity.Licence(
                                account, usage.get("LicenseArn").textValue())
                        : usage.has("CustomerIdentifier")
                                ? new AwsIdentity.Customer(
                                        account, usage.get("CustomerIdentifier").textValue())
                                : new AwsIdentity.Account(account),
                usage.get("Dimension").textValue(),
                usage.get("Quantity").intValue(),
                allocations,
                Instant.ofEpochSecond(usage.get("Timestamp").longValue()));
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
