package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.market.Product.CN;
import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResultStatus.CUSTOMER_NOT_SUBSCRIBED;
import static software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResultStatus.DUPLICATE_RECORD;
import static software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResultStatus.SUCCESS;

import com.fasterxml.jackson.databind.JsonNode;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.metering.MeteredRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.marketplacemetering.model.BatchMeterUsageResponse;
import software.amazon.awssdk.services.marketplacemetering.model.DisabledApiException;
import software.amazon.awssdk.services.marketplacemetering.model.InternalServiceErrorException;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidCustomerIdentifierException;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidLicenseException;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidProductCodeException;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidTagException;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidUsageAllocationsException;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidUsageDimensionException;
import software.amazon.awssdk.services.marketplacemetering.model.MarketplaceMeteringException;
import software.amazon.awssdk.services.marketplacemetering.model.Tag;
import software.amazon.awssdk.services.marketplacemetering.model.ThrottlingException;
import software.amazon.awssdk.services.marketplacemetering.model.TimestampOutOfBoundsException;
import software.amazon.awssdk.services.marketplacemetering.model.UsageAllocation;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;

/** The real SDK client meters against the emulator. */
class BatchMeterUsageTest {
    /** The clock of a test starts at 14:00. */
    private static final Instant USED = Instant.parse("2026-11-22T14:59:59Z");

    private static final Product FOREIGN = anotherProduct();

    private final Given given = Given.anEmulator(EmulatorSettings.defaults()
            .withMetering(EmulatorSettings.defaults().metering().withQuota(1_000_000, 1_000_000))
            .withProducts(List.of(GLOBAL.withMoreDimensions(Map.of("logs_gb", new BigDecimal("0.3"))), CN, FOREIGN)));

    @AfterEach
    void stop() {
        given.close();
    }

    private static Product anotherProduct() {
        return new Product(
                "foreign",
                "Another",
                "Guance",
                "",
                GLOBAL.kind(),
                GLOBAL.partition(),
                GLOBAL.region(),
                "USD",
                GLOBAL.dimension(),
                GLOBAL.unitPrice(),
                "anothercode",
                "prod-another",
                GLOBAL.sellerAccount(),
                GLOBAL.accessKeyId(),
                GLOBAL.secretAccessKey());
    }

    /** Subscribed at 14:00; it is 15:00 now. */
    private JsonNode subscribed(Product product) {
        given.emulator.market().moveTime(Duration.ZERO);
        var subscription = given.subscription(product, "BEFORE");
        given.emulator.market().moveTime(Duration.ofHours(1));
        return subscription;
    }

    private static UsageRecord.Builder usage(JsonNode subscription, int quantity) {
        var record = UsageRecord.builder()
                .timestamp(USED)
                .dimension(GLOBAL.dimension())
                .quantity(quantity);
        return subscription.get("licenseArn").isNull()
                ? record.customerIdentifier(
                        subscription.get("customerIdentifier").asText())
                : record.customerAWSAccountId(subscription.get("awsAccountId").asText())
                        .licenseArn(subscription.get("licenseArn").asText());
    }

    private BatchMeterUsageResponse meter(Product seller, UsageRecord.Builder... records) {
        return meter(seller, seller.region(), seller == CN ? CN.productCode() : null, records);
    }

    private BatchMeterUsageResponse meter(
            Product seller, String region, String productCode, UsageRecord.Builder... records) {
        try (var client = given.client(region, seller.accessKeyId(), seller.secretAccessKey())) {
            return client.batchMeterUsage(r -> r.productCode(productCode)
                    .usageRecords(
                            Stream.of(records).map(UsageRecord.Builder::build).toList()));
        }
    }

    private List<MeteredRecord> ledger() {
        return given.emulator.ledger().records();
    }

    /** The call is refused as a whole: the good record beside the bad one is not metered either. */
    private <E extends MarketplaceMeteringException> E refused(
            Class<E> type, JsonNode subscription, Consumer<UsageRecord.Builder> spoil) {
        var bad = usage(subscription, 4);
        spoil.accept(bad);
        var product = subscription.get("licenseArn").isNull() ? CN : GLOBAL;
        var refusal = assertThrows(type, () -> meter(product, usage(subscription, 1), bad));
        assertEquals(400, refusal.statusCode());
        assertEquals(List.of(), ledger());
        return refusal;
    }

    @Test
    void a_record_is_accepted_and_echoed_and_on_the_ledger() {
        var subscription = subscribed(GLOBAL);
        var record = usage(subscription, 3)
                .usageAllocations(split(1, "workspace", "w1", "site", "us1"), split(2, "workspace", "w2"));
        var answer = meter(GLOBAL, record);
        assertFalse(
                answer.hasUnprocessedRecords() && !answer.unprocessedRecords().isEmpty());
        var result = answer.results().getFirst();
        assertEquals(SUCCESS, result.status());
        assertEquals(record.build(), result.usageRecord());
        var kept = ledger().getFirst();
        assertEquals(result.meteringRecordId(), kept.id());
        assertEquals("us-east-1", kept.region());
        assertEquals(subscription.get("id").asText(), kept.subscriptionId());
        assertEquals(3, kept.usage().quantity());
        assertEquals(2, kept.usage().allocations().size());
    }

    private static UsageAllocation split(int quantity, String... tags) {
        var list = IntStream.range(0, tags.length / 2)
                .mapToObj(i ->
                        Tag.builder().key(tags[2 * i]).value(tags[2 * i + 1]).build())
                .toList();
        var allocation = UsageAllocation.builder().allocatedUsageQuantity(quantity);
        return list.isEmpty() ? allocation.build() : allocation.tags(list).build();
    }

    @Test
    void a_legacy_record_names_product_and_customer() {
        var subscription = subscribed(CN);
        assertEquals(
                SUCCESS, meter(CN, usage(subscription, 5)).results().getFirst().status());
        assertEquals("cn-northwest-1", ledger().getFirst().region());
    }

    @Test
    void the_same_again_succeeds_with_the_same_id() {
        var subscription = subscribed(GLOBAL);
        var record = usage(subscription, 3).usageAllocations(split(1, "w", "1"), split(2, "w", "2"));
        var first = meter(GLOBAL, record).results().getFirst();
        record.usageAllocations(split(2, "w", "2"), split(1, "w", "1")).timestamp(USED.minusSeconds(60));
        var again = meter(GLOBAL, record).results().getFirst();
        assertEquals(SUCCESS, again.status());
        assertEquals(first.meteringRecordId(), again.meteringRecordId());
        assertEquals(1, ledger().size());
    }

    @Test
    void the_same_again_is_a_duplicate_where_it_is_set_so() {
        given.json("PUT", "/_emulator/metering", Map.of("identicalResend", "DUPLICATE_RECORD"), 200);
        var record = usage(subscribed(GLOBAL), 3);
        assertEquals(SUCCESS, meter(GLOBAL, record).results().getFirst().status());
        var again = meter(GLOBAL, record).results().getFirst();
        assertEquals(DUPLICATE_RECORD, again.status());
        assertNull(again.meteringRecordId());
    }

    @Test
    void another_quantity_or_split_is_a_duplicate_and_the_first_stays() {
        var subscription = subscribed(GLOBAL);
        meter(GLOBAL, usage(subscription, 3));
        assertEquals(
                List.of(DUPLICATE_RECORD, DUPLICATE_RECORD),
                meter(GLOBAL, usage(subscription, 4), usage(subscription, 3).usageAllocations(split(3, "w", "1")))
                        .results()
                        .stream()
                        .map(r -> r.status())
                        .toList());
        assertEquals(3, ledger().getFirst().usage().quantity());
        assertEquals(1, ledger().size());
    }

    @Test
    void the_first_of_a_bucket_wins_within_one_call_too() {
        var subscription = subscribed(GLOBAL);
        var results = meter(GLOBAL, usage(subscription, 3), usage(subscription, 3), usage(subscription, 7))
                .results();
        assertEquals(SUCCESS, results.get(1).status());
        assertEquals(results.get(0).meteringRecordId(), results.get(1).meteringRecordId());
        assertEquals(DUPLICATE_RECORD, results.get(2).status());
    }

    @Test
    void hour_dimension_licence_and_region_make_a_bucket() {
        var account = Given.anAccount();
        var one = given.subscription(GLOBAL, account, "BEFORE");
        var other = given.subscription(GLOBAL, account, "BEFORE");
        given.emulator.market().moveTime(Duration.ofHours(2));
        meter(
                GLOBAL,
                usage(one, 1),
                usage(one, 2).timestamp(USED.plusSeconds(1)),
                usage(one, 3).dimension("logs_gb"),
                usage(other, 4));
        meter(GLOBAL, "eu-west-1", null, usage(one, 5));
        assertEquals(
                List.of(1, 2, 3, 4, 5),
                ledger().stream().map(r -> r.usage().quantity()).toList());
    }

    @Test
    void a_legacy_customer_has_one_bucket_under_both_its_names() {
        var subscription = subscribed(CN);
        meter(CN, usage(subscription, 1));
        var byAccount = usage(subscription, 2)
                .customerIdentifier(null)
                .customerAWSAccountId(subscription.get("awsAccountId").asText());
        assertEquals(DUPLICATE_RECORD, meter(CN, byAccount).results().getFirst().status());
    }

    @Test
    void usage_told_by_licence_and_by_product_is_billed_twice() {
        var subscription = subscribed(GLOBAL);
        meter(GLOBAL, usage(subscription, 1));
        var answer = meter(
                GLOBAL,
                GLOBAL.region(),
                GLOBAL.productCode(),
                usage(subscription, 1).licenseArn(null));
        assertEquals(SUCCESS, answer.results().getFirst().status());
        assertEquals(2, ledger().size());
    }

    @Test
    void a_call_has_a_product_code_or_licences() {
        var subscription = subscribed(GLOBAL);
        var both = assertThrows(
                MarketplaceMeteringException.class,
                () -> meter(GLOBAL, GLOBAL.region(), GLOBAL.productCode(), usage(subscription, 1)));
        assertEquals("ValidationException", both.awsErrorDetails().errorCode());
        refused(InvalidProductCodeException.class, subscription, r -> r.licenseArn(null));
        assertThrows(
                InvalidProductCodeException.class,
                () -> meter(CN, CN.region(), GLOBAL.productCode(), usage(subscription, 1)));
        assertThrows(
                InvalidProductCodeException.class,
                () -> meter(GLOBAL, GLOBAL.region(), "nosuchcode", usage(subscription, 1)));
    }

    @Test
    void a_licence_must_be_one_of_the_customer_and_the_seller() {
        var subscription = subscribed(GLOBAL);
        refused(InvalidLicenseException.class, subscription, r -> r.licenseArn("l-123"));
        refused(
                InvalidLicenseException.class,
                subscription,
                r -> r.licenseArn("arn:aws:license-manager::294406891311:license:l-0"));
        refused(InvalidLicenseException.class, subscription, r -> r.customerAWSAccountId("000000000000"));
        assertThrows(InvalidLicenseException.class, () -> meter(CN, CN.region(), null, usage(subscription, 1)));
    }

    @Test
    void the_licences_of_a_call_are_of_one_product() {
        var other = given.subscription(FOREIGN, "BEFORE");
        var subscription = subscribed(GLOBAL);
        assertThrows(InvalidLicenseException.class, () -> meter(GLOBAL, usage(subscription, 1), usage(other, 1)));
        assertEquals(List.of(), ledger());
        assertEquals(
                SUCCESS, meter(GLOBAL, usage(other, 1)).results().getFirst().status());
    }

    @Test
    void a_customer_is_named_once_and_in_the_words_of_its_listing() {
        var licensed = subscribed(GLOBAL);
        refused(InvalidCustomerIdentifierException.class, licensed, r -> r.customerIdentifier("X01abc"));
        refused(InvalidCustomerIdentifierException.class, licensed, r -> r.customerAWSAccountId(null));
        var legacy = subscribed(CN);
        var account = legacy.get("awsAccountId").asText();
        refused(InvalidCustomerIdentifierException.class, legacy, r -> r.customerAWSAccountId(account));
        refused(InvalidCustomerIdentifierException.class, legacy, r -> r.customerIdentifier(null));
        refused(InvalidCustomerIdentifierException.class, legacy, r -> r.customerIdentifier("NOBODY"));
    }

    @Test
    void a_dimension_is_known_to_the_letter() {
        var subscription = subscribed(GLOBAL);
        refused(InvalidUsageDimensionException.class, subscription, r -> r.dimension("Usage_cents"));
        var legacy = subscribed(CN);
        refused(InvalidUsageDimensionException.class, legacy, r -> r.dimension("logs_gb"));
    }

    @Test
    void a_record_of_the_global_listing_is_younger_than_a_day() {
        var subscription = subscribed(GLOBAL);
        move(USED.plus(Duration.ofHours(24)));
        refused(TimestampOutOfBoundsException.class, subscription, r -> r.timestamp(USED));
        given.clock.advance(Duration.ofSeconds(-1));
        assertEquals(
                SUCCESS,
                meter(GLOBAL, usage(subscription, 1)).results().getFirst().status());
    }

    @Test
    void a_record_of_the_chinese_listing_is_younger_than_an_hour() {
        var subscription = subscribed(CN);
        move(USED.plus(Duration.ofHours(1)));
        refused(TimestampOutOfBoundsException.class, subscription, r -> r.timestamp(USED));
        given.clock.advance(Duration.ofSeconds(-1));
        assertEquals(
                SUCCESS, meter(CN, usage(subscription, 1)).results().getFirst().status());
    }

    @Test
    void a_month_is_closed_at_six_on_the_first_day_of_the_next() {
        var subscription = given.subscription(GLOBAL, "BEFORE");
        var lastHour = Instant.parse("2026-11-30T23:59:59Z");
        move(Instant.parse("2026-12-01T06:00:00Z"));
        assertThrows(
                TimestampOutOfBoundsException.class,
                () -> meter(GLOBAL, usage(subscription, 1).timestamp(lastHour)));
        assertEquals(List.of(), ledger());
        meter(GLOBAL, usage(subscription, 2).timestamp(lastHour.plusSeconds(1)));
        given.clock.advance(Duration.ofMillis(-1));
        assertEquals(
                SUCCESS,
                meter(GLOBAL, usage(subscription, 1).timestamp(lastHour))
                        .results()
                        .getFirst()
                        .status());
    }

    @Test
    void a_record_may_be_a_little_ahead() {
        var subscription = subscribed(GLOBAL);
        var now = given.emulator.market().now();
        refused(
                TimestampOutOfBoundsException.class,
                subscription,
                r -> r.timestamp(now.plus(Duration.ofMinutes(5)).plusSeconds(1)));
        meter(GLOBAL, usage(subscription, 1).timestamp(now.plus(Duration.ofMinutes(5))));
    }

    private void move(Instant now) {
        given.json("PUT", "/_emulator/time", Map.of("now", now.toString()), 200);
    }

    @Test
    void usage_outside_of_the_life_of_a_purchase_is_refused() {
        var licensed = subscribed(GLOBAL);
        refused(InvalidLicenseException.class, licensed, r -> r.timestamp(Instant.parse("2026-11-22T13:59:59Z")));
        given.emulator.market().moveTime(Duration.ZERO);
        var legacy = subscribed(CN);
        given.emulator.market().moveTime(Duration.ofMinutes(30));
        refusedAlone(TimestampOutOfBoundsException.class, legacy, Instant.parse("2026-11-22T13:59:59Z"));
    }

    private void refusedAlone(Class<? extends MarketplaceMeteringException> type, JsonNode subscription, Instant at) {
        assertThrows(type, () -> meter(CN, usage(subscription, 1).timestamp(at)));
    }

    @Test
    void who_is_not_subscribed_is_told_beside_the_others() {
        var unconfirmed = given.subscription(GLOBAL, "NEVER");
        var unpaid = given.json(
                "POST",
                "/_emulator/subscriptions",
                Map.of("product", "global", "awsAccountId", Given.anAccount(), "notify", "BEFORE", "failPayment", true),
                201);
        var subscription = subscribed(GLOBAL);
        var results = meter(GLOBAL, usage(unconfirmed, 1), usage(subscription, 2), usage(unpaid, 3))
                .results();
        assertEquals(
                List.of(CUSTOMER_NOT_SUBSCRIBED, SUCCESS, CUSTOMER_NOT_SUBSCRIBED),
                results.stream().map(r -> r.status()).toList());
        assertNull(results.getFirst().meteringRecordId());
        given.json("POST", Given.path(unconfirmed) + "/notifications", Map.of("type", "SUCCESS"), 202);
        assertEquals(
                SUCCESS,
                meter(GLOBAL, usage(unconfirmed, 1)).results().getFirst().status());
        var nobody = usage(subscription, 1).licenseArn(null).customerAWSAccountId(Given.anAccount());
        assertEquals(
                CUSTOMER_NOT_SUBSCRIBED,
                meter(GLOBAL, GLOBAL.region(), GLOBAL.productCode(), nobody)
                        .results()
                        .getFirst()
                        .status());
    }

    @Test
    void a_licence_takes_its_last_records_for_an_hour_after_its_end() {
        var subscription = subscribed(GLOBAL);
        var ended = given.emulator.market().now();
        given.json("POST", Given.path(subscription) + "/notifications", Map.of("type", "CANCEL"), 202);
        refused(InvalidLicenseException.class, subscription, r -> r.timestamp(ended.plusSeconds(1)));
        move(ended.plus(Duration.ofHours(1)));
        assertEquals(
                CUSTOMER_NOT_SUBSCRIBED,
                meter(GLOBAL, usage(subscription, 1)).results().getFirst().status());
        given.clock.advance(Duration.ofMillis(-1));
        assertEquals(
                SUCCESS,
                meter(GLOBAL, usage(subscription, 1)).results().getFirst().status());
    }

    @Test
    void a_legacy_subscription_takes_records_until_its_end() {
        var subscription = subscribed(CN);
        var pending = given.emulator.market().now();
        given.json("POST", Given.path(subscription) + "/notifications", Map.of("type", "CANCEL", "atOnce", false), 202);
        move(pending.plus(Duration.ofHours(1)));
        var last = pending.plus(Duration.ofMinutes(30));
        assertEquals(
                CUSTOMER_NOT_SUBSCRIBED,
                meter(CN, usage(subscription, 1).timestamp(last))
                        .results()
                        .getFirst()
                        .status());
        given.clock.advance(Duration.ofMillis(-1));
        assertEquals(
                SUCCESS,
                meter(CN, usage(subscription, 1).timestamp(last))
                        .results()
                        .getFirst()
                        .status());
    }

    @Test
    void allocations_cover_the_quantity_with_tag_sets_of_their_own() {
        var subscription = subscribed(GLOBAL);
        var type = InvalidUsageAllocationsException.class;
        refused(type, subscription, r -> r.usageAllocations(split(3, "w", "1")));
        refused(
                type,
                subscription,
                r -> r.usageAllocations(split(2, "a", "1", "b", "2"), split(2, "b", "2", "a", "1")));
        refused(type, subscription, r -> r.usageAllocations(split(2), split(2)));
        var many = IntStream.rangeClosed(0, 2_500)
                .mapToObj(i -> split(i < 4 ? 1 : 0, "w", "w" + i))
                .toList();
        refused(type, subscription, r -> r.usageAllocations(many));
        var most = usage(subscription, 4).usageAllocations(many.subList(0, 2_500));
        assertEquals(SUCCESS, meter(GLOBAL, most).results().getFirst().status());
    }

    @Test
    void a_sum_of_allocations_does_not_overflow() {
        refused(
                InvalidUsageAllocationsException.class,
                subscribed(GLOBAL),
                r -> r.quantity(0)
                        .usageAllocations(
                                split(Integer.MAX_VALUE, "w", "1"),
                                split(Integer.MAX_VALUE, "w", "2"),
                                split(2, "w", "3")));
    }

    @Test
    void tags_are_few_short_and_plain() {
        var subscription = subscribed(GLOBAL);
        for (var bad : new String[][] {
            {"site", "中国区2"},
            {"site", "a\u0000"},
            {"k".repeat(101), "v"},
            {"k", "v".repeat(257)},
            {"k", "1", "k", "2"},
            {"a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "f", "6"}
        }) {
            refused(InvalidTagException.class, subscription, r -> r.usageAllocations(split(4, bad)));
        }
        refused(
                InvalidTagException.class,
                subscription,
                r -> r.usageAllocations(
                        split(2, "a", "1", "b", "2", "c", "3"), split(2, "d", "4", "e", "5", "f", "6")));
        var good = usage(subscription, 4)
                .usageAllocations(split(4, "k".repeat(100), "v".repeat(256), "b", "a+B 9-=._:/@", "c", "3", "d", "4"));
        assertEquals(SUCCESS, meter(GLOBAL, good).results().getFirst().status());
    }

    @Test
    void quantities_go_up_to_the_largest_integer_and_zero_counts() {
        var subscription = subscribed(GLOBAL);
        var unsaid = usage(subscription, 0).quantity(null).dimension("logs_gb");
        var results =
                meter(GLOBAL, usage(subscription, Integer.MAX_VALUE), unsaid).results();
        assertEquals(SUCCESS, results.get(0).status());
        assertEquals(0, results.get(1).usageRecord().quantity());
        assertEquals(2, ledger().size());
    }

    @Test
    void a_call_has_25_records_at_most_and_may_have_none() {
        var subscription = subscribed(GLOBAL);
        var tooMany = Stream.generate(() -> usage(subscription, 1)).limit(26).toArray(UsageRecord.Builder[]::new);
        var refusal = assertThrows(MarketplaceMeteringException.class, () -> meter(GLOBAL, tooMany));
        assertEquals("ValidationException", refusal.awsErrorDetails().errorCode());
        assertEquals(List.of(), ledger());
        assertTrue(meter(GLOBAL).results().isEmpty());
        var most = Stream.of(tooMany).limit(25).toArray(UsageRecord.Builder[]::new);
        assertEquals(25, meter(GLOBAL, most).results().size());
    }

    @Test
    void a_call_beyond_a_megabyte_is_refused() {
        var subscription = subscribed(GLOBAL);
        var signer = new RawSigner(given.emulator.address(), GLOBAL);
        var body = body(subscription, "\"Timestamp\":%d".formatted(USED.getEpochSecond()));
        int room = (1 << 20) - 1 - body.length();
        var target = "AWSMPMeteringService.BatchMeterUsage";
        assertEquals(400, signer.send(target, body + " ".repeat(room + 1)).statusCode());
        assertEquals(List.of(), ledger());
        assertEquals(200, signer.send(target, body + " ".repeat(room)).statusCode());
    }

    private static String body(JsonNode subscription, String members) {
        return "{\"UsageRecords\":[{\"CustomerAWSAccountId\":\"%s\",\"LicenseArn\":\"%s\",\"Dimension\":\"usage_cents\",%s}]}"
                .formatted(
                        subscription.get("awsAccountId").asText(),
                        subscription.get("licenseArn").asText(),
                        members);
    }

    @Test
    void values_of_another_type_or_beyond_the_model_are_refused() {
        var subscription = subscribed(GLOBAL);
        var signer = new RawSigner(given.emulator.address(), GLOBAL);
        var time = "\"Timestamp\":%d,".formatted(USED.getEpochSecond());
        var cases = new HashMap<String, String>();
        for (var bad : List.of("1.5", "2147483648", "1e400", "\"1\"", "true", "{}")) {
            cases.put(time + "\"Quantity\":" + bad, "SerializationException");
        }
        cases.put(time + "\"Quantity\":-1", "ValidationException");
        cases.put("\"Quantity\":1", "ValidationException");
        cases.put("\"Timestamp\":\"2026-11-22T14:59:59Z\"", "SerializationException");
        cases.put("\"Timestamp\":1e400", "SerializationException");
        cases.put(time + "\"UsageAllocations\":[]", "ValidationException");
        cases.put(time + "\"UsageAllocations\":[1]", "SerializationException");
        cases.put(time + "\"UsageAllocations\":[{}]", "ValidationException");
        cases.put(time + "\"UsageAllocations\":[{\"AllocatedUsageQuantity\":0,\"Tags\":[]}]", "ValidationException");
        cases.put(
                time + "\"UsageAllocations\":[{\"AllocatedUsageQuantity\":0,\"Tags\":[{\"Key\":\"k\"}]}]",
                "ValidationException");
        cases.forEach((members, type) -> {
            var answer = signer.send("AWSMPMeteringService.BatchMeterUsage", body(subscription, members));
            assertEquals(type, RawSigner.type(answer), members);
            assertEquals(400, answer.statusCode());
        });
        for (var whole : List.of("{}", "{\"UsageRecords\":null}")) {
            assertEquals(
                    "ValidationException", RawSigner.type(signer.send("AWSMPMeteringService.BatchMeterUsage", whole)));
        }
        assertEquals(List.of(), ledger());
        var written = signer.send(
                "AWSMPMeteringService.BatchMeterUsage",
                body(subscription, "\"Timestamp\":1.795359599E9,\"Quantity\":2"));
        assertEquals(200, written.statusCode(), written.body());
        assertEquals(USED, ledger().getFirst().usage().timestamp());
    }

    @Test
    void a_wrong_secret_meters_nothing() {
        var subscription = subscribed(GLOBAL);
        try (var client = given.client("us-east-1", GLOBAL.accessKeyId(), "not-the-secret")) {
            var refusal = assertThrows(
                    MarketplaceMeteringException.class,
                    () -> client.batchMeterUsage(
                            r -> r.usageRecords(usage(subscription, 1).build())));
            assertEquals("InvalidSignatureException", refusal.awsErrorDetails().errorCode());
        }
        assertEquals(List.of(), ledger());
    }

    @Test
    void calls_beyond_the_quota_of_account_and_region_are_throttled() {
        given.json("PUT", "/_emulator/metering", Map.of("callsPerSecond", 0, "burst", 2), 200);
        var subscription = subscribed(GLOBAL);
        meter(GLOBAL);
        meter(GLOBAL);
        var refusal = assertThrows(ThrottlingException.class, () -> meter(GLOBAL, usage(subscription, 1)));
        assertEquals(400, refusal.statusCode());
        meter(GLOBAL, "eu-west-1", null);
        meter(CN, CN.region(), CN.productCode());
        assertEquals(List.of(), ledger());
        assertEquals(1, given.get("/_emulator/metering").get("throttled").asInt());
        assertEquals(5, given.get("/_emulator/metering").get("calls").asInt());
        given.json("PUT", "/_emulator/metering", Map.of("burst", 1), 200);
        meter(GLOBAL, usage(subscription, 1));
    }

    @Test
    void an_answer_is_lost_after_the_records_were_metered() {
        fault(Map.of("fault", "LOST_ANSWER", "times", 1));
        var record = usage(subscribed(GLOBAL), 3);
        assertThrows(SdkClientException.class, () -> meter(GLOBAL, record));
        assertEquals(1, ledger().size());
        var again = meter(GLOBAL, record).results().getFirst();
        assertEquals(SUCCESS, again.status());
        assertEquals(ledger().getFirst().id(), again.meteringRecordId());
        var calls = given.get("/_emulator/calls").get("items");
        assertEquals(2, calls.size());
        assertEquals("(answer lost)", calls.get(1).get("error").asText());
    }

    @Test
    void the_later_half_comes_back_unprocessed() {
        fault(Map.of("fault", "UNPROCESSED", "times", 2));
        var subscription = subscribed(GLOBAL);
        var second = usage(subscription, 2).dimension("logs_gb");
        var answer = meter(GLOBAL, usage(subscription, 1), second);
        assertEquals(1, answer.results().size());
        assertEquals(List.of(second.build()), answer.unprocessedRecords());
        assertEquals(1, ledger().size());
        assertEquals(List.of(second.build()), meter(GLOBAL, second).unprocessedRecords());
        assertEquals(1, meter(GLOBAL, second).results().size());
        assertEquals(2, ledger().size());
    }

    @Test
    void faults_without_effect_meter_nothing() {
        var subscription = subscribed(GLOBAL);
        Map<String, Class<? extends Exception>> expected = Map.of(
                "THROTTLE", ThrottlingException.class,
                "ERROR_500", InternalServiceErrorException.class,
                "DISABLED", DisabledApiException.class,
                "GARBAGE", SdkClientException.class);
        expected.forEach((fault, type) -> {
            fault(Map.of("fault", fault, "times", 1));
            assertThrows(type, () -> meter(GLOBAL, usage(subscription, 1)));
            assertEquals(List.of(), ledger());
        });
        fault(Map.of("fault", "SLOW", "slowMillis", 20, "times", 1));
        assertEquals(1, meter(GLOBAL, usage(subscription, 1)).results().size());
        given.json("PUT", "/_emulator/faults", Map.of("resolveCustomer", "UNPROCESSED"), 400);
        given.json("PUT", "/_emulator/metering/faults", Map.of("fault", "BURN"), 400);
    }

    private void fault(Map<String, Object> fault) {
        given.json("PUT", "/_emulator/metering/faults", fault, 200);
    }

    @Test
    void the_call_log_shows_records_and_no_signature() {
        meter(GLOBAL, usage(subscribed(GLOBAL), 3).usageAllocations(split(3, "workspace", "w1")));
        var call = given.get("/_emulator/calls").get("items").get(0);
        assertEquals(
                "AWSMPMeteringService.BatchMeterUsage", call.get("operation").asText());
        assertTrue(call.get("requestBody").asText().contains("\"Value\":\"w1\""), call.toString());
        assertTrue(call.get("requestHeaders").get("Authorization").asText().endsWith("Signature=[redacted]"));
    }

    /** Whatever is sent in whatever order, each bucket holds what came first, and the ledger is the sum of those. */
    @Test
    void the_ledger_is_the_sum_of_the_first_writes() {
        long seed = new Random().nextLong();
        System.out.println("the_ledger_is_the_sum_of_the_first_writes: seed " + seed);
        var random = new Random(seed);
        var subscriptions = IntStream.range(0, 4)
                .mapToObj(i -> given.subscription(GLOBAL, "BEFORE"))
                .toList();
        given.emulator.market().moveTime(Duration.ofHours(5));
        var first = new HashMap<String, Integer>();
        var ids = new HashMap<String, String>();
        for (int call = 0; call < 40; call++) {
            var records = IntStream.range(0, 1 + random.nextInt(25))
                    .mapToObj(i -> {
                        int subscription = random.nextInt(subscriptions.size());
                        return usage(subscriptions.get(subscription), random.nextInt(3))
                                .timestamp(USED.plus(Duration.ofHours(random.nextInt(4)))
                                        .minusSeconds(random.nextInt(3_600)))
                                .dimension(random.nextBoolean() ? "usage_cents" : "logs_gb");
                    })
                    .toArray(UsageRecord.Builder[]::new);
            for (var result : meter(GLOBAL, records).results()) {
                var sent = result.usageRecord();
                var bucket =
                        sent.licenseArn() + sent.dimension() + sent.timestamp().getEpochSecond() / 3_600;
                int kept = first.computeIfAbsent(bucket, b -> sent.quantity());
                assertEquals(kept == sent.quantity() ? SUCCESS : DUPLICATE_RECORD, result.status(), "seed " + seed);
                if (result.status() == SUCCESS) {
                    assertEquals(
                            ids.computeIfAbsent(bucket, b -> result.meteringRecordId()), result.meteringRecordId());
                }
            }
        }
        assertEquals(first.size(), ledger().size(), "seed " + seed);
        assertEquals(
                first.values().stream().mapToLong(q -> q).sum(),
                ledger().stream().mapToLong(r -> r.usage().quantity()).sum(),
                "seed " + seed);
        assertNotEquals(0, first.size());
    }
}
