package com.guance.marketplace.emulator.market;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A SaaS listing and the seller who published it.
 *
 * @param id short name used in this emulator's URLs and API
 * @param sellerName who sells it, as the product page says
 * @param description what it is, as the product page says
 * @param kind which dialect of identity and notification the listing has
 * @param partition AWS partition of the catalogue, {@code aws} or {@code aws-cn}
 * @param region where the product's queue and notifications are
 * @param currency ISO 4217 code of the price list
 * @param dimension the metered dimension
 * @param unitPrice price of one unit of the dimension, in {@code currency}
 * @param productCode what ResolveCustomer answers
 * @param productId the catalogue's id, {@code prod-...}, in EventBridge events
 * @param sellerAccount 12 digits, the account that published the product
 * @param accessKeyId the seller's AWS access key id that this emulator accepts
 * @param secretAccessKey its secret
 * @param moreDimensions further dimensions with the price of their unit; none by default
 * @param meteringWindow how old a record may be; by default 24 h, and 1 h in the China partition
 * @param pricing what a buyer pays for; by default usage
 * @param contractDimensions what a contract entitles to, with the price of a unit for its term; none by default
 * @param contractTerm how long a contract runs; by default 365 days
 */
public record Product(
        String id,
        String name,
        String sellerName,
        String description,
        Kind kind,
        String partition,
        String region,
        String currency,
        String dimension,
        BigDecimal unitPrice,
        String productCode,
        String productId,
        String sellerAccount,
        String accessKeyId,
        String secretAccessKey,
        Map<String, BigDecimal> moreDimensions,
        Duration meteringWindow,
        Pricing pricing,
        Map<String, BigDecimal> contractDimensions,
        Duration contractTerm) {

    /** The last five may be missing in a file of products. */
    @JsonCreator
    public Product(
            String id,
            String name,
            String sellerName,
            String description,
            Kind kind,
            String partition,
            String region,
            String currency,
            String dimension,
            BigDecimal unitPrice,
            String productCode,
            String productId,
            String sellerAccount,
            String accessKeyId,
            String secretAccessKey,
            @Nullable Map<String, BigDecimal> moreDimensions,
            @Nullable Duration meteringWindow,
            @Nullable Pricing pricing,
            @Nullable Map<String, BigDecimal> contractDimensions,
            @Nullable Duration contractTerm) {
        this.id = id;
        this.name = name;
        this.sellerName = sellerName;
        this.description = description;
        this.kind = kind;
        this.partition = partition;
        this.region = region;
        this.currency = currency;
        this.dimension = dimension;
        this.unitPrice = unitPrice;
        this.productCode = productCode;
        this.productId = productId;
        this.sellerAccount = sellerAccount;
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.moreDimensions = moreDimensions == null ? Map.of() : Map.copyOf(moreDimensions);
        this.meteringWindow = meteringWindow == null ? usualWindow(partition) : meteringWindow;
        this.pricing = pricing == null ? Pricing.USAGE : pricing;
        this.contractDimensions =
                contractDimensions == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(contractDimensions));
        this.contractTerm = contractTerm == null ? Duration.ofDays(365) : contractTerm;
        if (!this.contractTerm.isPositive()) {
            throw new IllegalArgumentException("The contractTerm of %s must be above PT0S.".formatted(id));
        }
    }

    /** A product of one dimension, with the window of its partition. */
    public Product(
            String id,
            String name,
            String sellerName,
            String description,
            Kind kind,
            String partition,
            String region,
            String currency,
            String dimension,
            BigDecimal unitPrice,
            String productCode,
            String productId,
            String sellerAccount,
            String accessKeyId,
            String secretAccessKey) {
        this(
                id,
                name,
                sellerName,
                description,
                kind,
                partition,
                region,
                currency,
                dimension,
                unitPrice,
                productCode,
                productId,
                sellerAccount,
                accessKeyId,
                secretAccessKey,
                null,
                null,
                null,
                null,
                null);
    }

    private static Duration usualWindow(String partition) {
        return Duration.ofHours(partition.equals("aws-cn") ? 1 : 24);
    }

    /** The kinds of SaaS listing: how they name their customers and how their seller is told. A seller may hold all. */
    public enum Kind {
        /** LicenseArn and account id, no CustomerIdentifier; EventBridge events. Each purchase is a licence. */
        CONCURRENT_AGREEMENTS,
        /** CustomerIdentifier and account id, no LicenseArn; SNS notifications. One purchase per account. */
        LEGACY,
        /** Account id and product code alone; EventBridge events. One purchase per account, each an agreement. */
        ACCOUNT_EVENTS
    }

    /** What a buyer pays for. */
    public enum Pricing {
        /** What is metered. */
        USAGE,
        /** What is agreed beforehand; nothing is metered. */
        CONTRACT,
        /** What is agreed beforehand, and what is metered above it. */
        CONTRACT_WITH_CONSUMPTION
    }

    private static final String DESCRIPTION =
            "Metrics, logs, traces and user monitoring in one place. Pay only for what "
                    + "you use; charges appear on the bill of the account that subscribes.";

    /** The listing of the commercial partition, with concurrent agreements, priced in USD. */
    public static final Product GLOBAL = new Product(
            "global",
            "Guance Commercial Plan",
            "Guance",
            DESCRIPTION,
            Kind.CONCURRENT_AGREEMENTS,
            "aws",
            "us-east-1",
            "USD",
            "usage_cents",
            new BigDecimal("0.01"),
            "74azr0hqg3xv1k6s8d2m4t9pw",
            "prod-k35ygl7q2mxoe",
            "555500001111",
            "AKIAGLOBALSELLER0001",
            "global-seller-secret");

    /** A listing of the same seller by contract, with consumption above it. */
    public static final Product CONTRACT = GLOBAL.listedAs(
                    "contract", "Guance Annual Contract", "contract8h2n5k7q1x4v0m3t6w", "prod-c7n2w5q8m4xoe")
            .withContract(
                    Pricing.CONTRACT_WITH_CONSUMPTION,
                    Map.of(
                            "monthly_cents",
                            new BigDecimal("0.01"),
                            "hosts",
                            new BigDecimal("120.00"),
                            "users",
                            new BigDecimal("10.00")),
                    Duration.ofDays(365));

    /** The listing of the China partition, of the legacy kind, priced in CNY. */
    public static final Product CN = new Product(
            "cn",
            "Guance Commercial Plan",
            "Guance",
            DESCRIPTION,
            Kind.LEGACY,
            "aws-cn",
            "cn-northwest-1",
            "CNY",
            "usage_cents",
            new BigDecimal("0.01"),
            "cnq2m8w4e7x1z5t9k3r6v0b4d",
            "prod-duyx7ds3f3cq2",
            "555500002222",
            "AKIACNSELLER00000001",
            "cn-seller-secret");

    /** Every metered dimension with the price of its unit; a contract alone has none. */
    public Map<String, BigDecimal> dimensions() {
        var all = new LinkedHashMap<String, BigDecimal>();
        if (isMetered()) {
            all.put(dimension, unitPrice);
            all.putAll(moreDimensions);
        }
        return all;
    }

    public Product withMoreDimensions(Map<String, BigDecimal> value) {
        return copy(
                id,
                name,
                kind,
                productCode,
                productId,
                value,
                meteringWindow,
                pricing,
                contractDimensions,
                contractTerm);
    }

    public Product withMeteringWindow(Duration value) {
        return copy(
                id,
                name,
                kind,
                productCode,
                productId,
                moreDimensions,
                value,
                pricing,
                contractDimensions,
                contractTerm);
    }

    public Product withKind(Kind value) {
        return copy(
                id,
                name,
                value,
                productCode,
                productId,
                moreDimensions,
                meteringWindow,
                pricing,
                contractDimensions,
                contractTerm);
    }

    /** The same listing, sold by contract. */
    public Product withContract(Pricing value, Map<String, BigDecimal> dimensions, Duration term) {
        return copy(id, name, kind, productCode, productId, moreDimensions, meteringWindow, value, dimensions, term);
    }

    /** Another listing of the same seller, with a name and ids of its own. */
    public Product listedAs(String newId, String newName, String newProductCode, String newProductId) {
        return copy(
                newId,
                newName,
                kind,
                newProductCode,
                newProductId,
                moreDimensions,
                meteringWindow,
                pricing,
                contractDimensions,
                contractTerm);
    }

    private Product copy(
            String newId,
            String newName,
            Kind newKind,
            String newProductCode,
            String newProductId,
            Map<String, BigDecimal> more,
            Duration window,
            Pricing newPricing,
            Map<String, BigDecimal> contract,
            Duration term) {
        return new Product(
                newId,
                newName,
                sellerName,
                description,
                newKind,
                partition,
                region,
                currency,
                dimension,
                unitPrice,
                newProductCode,
                newProductId,
                sellerAccount,
                accessKeyId,
                secretAccessKey,
                more,
                window,
                newPricing,
                contract,
                term);
    }

    public boolean hasConcurrentAgreements() {
        return kind == Kind.CONCURRENT_AGREEMENTS;
    }

    /** Whether its seller is told by EventBridge; else by SNS. */
    public boolean sendsEvents() {
        return kind != Kind.LEGACY;
    }

    public boolean isContract() {
        return pricing != Pricing.USAGE;
    }

    public boolean isMetered() {
        return pricing != Pricing.CONTRACT;
    }

    /** Legacy listings only: the topic that AWS owns and the seller's queue is subscribed to. */
    public String topicArn() {
        return topicArn("subscription");
    }

    /** Legacy listings by contract only: the topic about entitlements. */
    public String entitlementTopicArn() {
        return topicArn("entitlement");
    }

    /** The AWS account that notifications come by: AWS's own, whose topics they are, or the seller's, whose event bus it is. */
    public String notificationsFrom() {
        return sendsEvents() ? sellerAccount : AwsAccounts.SNS_OWNER;
    }

    private String topicArn(String about) {
        return "arn:%s:sns:%s:%s:aws-mp-%s-notification-%s"
                .formatted(partition, region, AwsAccounts.SNS_OWNER, about, productCode);
    }
}
