package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.portal.metering.MeteringCall.Echo;
import com.guance.marketplace.portal.metering.MeteringCall.Failure;
import com.guance.marketplace.portal.metering.MeteringCall.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How records share calls, and what a call's end says of each. */
class MeteringCallTest {
    private static final Instant HOUR = Instant.parse("2026-11-24T08:00:00Z");

    @Test
    void calls_hold_25_records_and_the_oldest_go_first() {
        var records = new ArrayList<MeteringRecord>();
        for (int i = 0; i < 60; i++) {
            records.add(record("code-1", i, 0));
        }
        var oldestFirst = List.copyOf(records);
        Collections.shuffle(records, new Random(1));

        var calls = MeteringCall.pack(records);

        assertThat(calls).extracting(call -> call.records().size()).containsExactly(25, 25, 10);
        assertThat(calls.stream().flatMap(call -> call.records().stream())).isEqualTo(oldestFirst);
        assertThat(MeteringCall.pack(List.of())).isEmpty();
        assertThatThrownBy(() -> new MeteringCall(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_call_is_of_one_product_and_one_dialect_to_one_place() {
        var licence = new AwsIdentity.Licence("1", "arn:license:l-1");
        var account = new AwsIdentity.Account("2");
        var customer = new AwsIdentity.Customer("3", "X3");
        var records = List.of(
                at("us-east-1", "https://a", "code-1", licence, 3),
                at("us-east-1", "https://a", "code-2", licence, 1),
                at("us-east-1", "https://a", "code-1", account, 2),
                at("us-east-1", "https://a", "code-1", customer, 2),
                at("us-east-1", "https://b", "code-1", licence, 0),
                at("eu-west-1", "https://a", "code-1", licence, 4));

        var calls = MeteringCall.pack(records);

        assertThat(calls)
                .containsExactly(
                        new MeteringCall(List.of(records.get(4))),
                        new MeteringCall(List.of(records.get(1))),
                        new MeteringCall(List.of(records.get(2), records.get(3))),
                        new MeteringCall(List.of(records.get(0))),
                        new MeteringCall(List.of(records.get(5))));
        assertThat(calls.get(2).body()).endsWith("],\"ProductCode\":\"code-1\"}");
        assertThat(calls.get(3).body()).endsWith("]}");
    }

    @Test
    void a_call_is_smaller_than_a_megabyte() {
        var heavy = new ArrayList<MeteringRecord>();
        for (int i = 0; i < 6; i++) {
            heavy.add(record("code-1", i, 2_000)); // about 300 KB each
        }

        assertThat(MeteringCall.pack(heavy))
                .extracting(call -> call.records().size())
                .containsExactly(3, 3);
    }

    @Test
    void the_limit_holds_to_the_byte() {
        var first = record("code-1", 0, 2_500);
        int room = MeteringCall.MAX_BYTES - bytes(new MeteringCall(List.of(first))) - 1;
        var fitting = padded(record("code-1", 1, 1), room);
        var tooHeavy = padded(record("code-1", 1, 1), room + 1);

        assertThat(bytes(new MeteringCall(List.of(first, fitting)))).isEqualTo(999_999);
        assertThat(MeteringCall.pack(List.of(first, fitting)).size()).isEqualTo(1);
        assertThat(MeteringCall.pack(List.of(first, tooHeavy)).size()).isEqualTo(2);
    }

    /** The same record with a dimension so long that it weighs this much. */
    private static MeteringRecord padded(MeteringRecord record, int weight) {
        var dimension = "d"
                .repeat(record.dimension().length()
                        + weight
                        - record.usageRecord().length());
        return new MeteringRecord(
                record.region(),
                record.endpoint(),
                record.productCode(),
                record.identity(),
                dimension,
                record.quantity(),
                record.allocations(),
                record.timestamp());
    }

    @Test
    void packing_loses_nothing_and_keeps_to_the_limits() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            var records = new ArrayList<MeteringRecord>();
            for (int i = random.nextInt(120); i > 0; i--) {
                records.add(record(
                        "code-" + random.nextInt(3),
                        records.size(),
                        random.nextInt(20) == 0 ? random.nextInt(2_500) : 1));
            }
            Collections.shuffle(records, random);

            var calls = MeteringCall.pack(records);

            var what = "seed %d, round %d".formatted(seed, round);
            var packed = calls.stream().flatMap(c -> c.records().stream()).toList();
            assertThat(packed.size()).as(what).isEqualTo(records.size());
            assertThat(new HashSet<>(packed).equals(new HashSet<>(records)))
                    .as(what)
                    .isTrue();
            assertThat(calls).as(what).allSatisfy(call -> {
                assertThat(call.records()).hasSizeLessThanOrEqualTo(25);
                assertThat(bytes(call)).isLessThan(1_000_000);
                assertThat(call.records().stream()
                                .map(MeteringRecord::productCode)
                                .distinct())
                        .hasSize(1);
                assertThat(call.records()).isSortedAccordingTo(Comparator.comparing(MeteringRecord::timestamp));
            });
            if (records.stream().allMatch(r -> r.allocations().size() < 100)) {
                var perProduct = new HashMap<String, Integer>();
                records.forEach(r -> perProduct.merge(r.productCode(), 1, Integer::sum));
                assertThat(calls)
                        .as(what)
                        .hasSize(perProduct.values().stream()
                                .mapToInt(n -> (n + 24) / 25)
                                .sum());
            }
        }
    }

    /** AWS refuses a call whole when it holds a poisoned record. Whatever is poisoned, it alone is refused for good. */
    @Test
    void splitting_isolates_each_poisoned_record_and_sends_the_others() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            var records = new ArrayList<MeteringRecord>();
            for (int i = 1 + random.nextInt(25); i > 0; i--) {
                records.add(record("code-1", records.size(), 0));
            }
            var poisoned = new HashSet<MeteringRecord>();
            for (int i = random.nextInt(4); i > 0; i--) {
                poisoned.add(records.get(random.nextInt(records.size())));
            }

            var attempts = new HashMap<MeteringRecord, List<Attempt>>();
            var calls = new ArrayDeque<>(MeteringCall.pack(records));
            int made = 0;
            while (!calls.isEmpty()) {
                var call = calls.poll();
                made++;
                boolean refused = call.records().stream().anyMatch(poisoned::contains);
                for (var record : call.records()) {
                    attempts.computeIfAbsent(record, r -> new ArrayList<>())
                            .add(
                                    refused
                                            ? call.attempt(Failure.REFUSED, "InvalidTagException")
                                            : new Attempt.Success("id"));
                }
                if (refused) {
                    calls.addAll(parts(call));
                }
            }

            var what = "seed %d, round %d".formatted(seed, round);
            assertThat(made).as(what).isLessThanOrEqualTo(1 + 2 * 5 * Math.max(1, poisoned.size()));
            attempts.forEach((record, all) -> assertThat(Outcome.of(all, false))
                    .as(what)
                    .isEqualTo(
                            poisoned.contains(record)
                                    ? new Outcome.Parked("InvalidTagException")
                                    : new Outcome.Accepted("id")));
            assertThat(attempts).as(what).hasSize(records.size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, LATER",
        "400, DisabledApiException, LATER",
        "400, InvalidProductCodeException, LATER",
        "400, UnrecognizedClientException, LATER",
        "403, , LATER",
        "401, whatever, LATER",
        "404, whatever, LATER",
        "429, , LATER",
        "400, InvalidUsageDimensionException, REFUSED",
        "400, InvalidTagException, REFUSED",
        "400, TooManyTagsException, REFUSED",
        "400, InvalidUsageAllocationsException, REFUSED",
        "400, InvalidCustomerIdentifierException, REFUSED",
        "400, InvalidLicenseException, REFUSED",
        "400, TimestampOutOfBoundsException, REFUSED",
        "400, SomethingNewException, REFUSED",
        "413, , REFUSED",
        "408, , UNCLEAR",
        "500, InternalServiceErrorException, UNCLEAR",
        "503, ThrottlingException, LATER",
        "503, , UNCLEAR",
        "200, , UNCLEAR",
        "0, SocketTimeoutException, UNCLEAR"
    })
    void a_failure_says_whether_anything_was_metered_and_who_is_to_blame(int status, String error, Failure failure) {
        assertThat(Failure.of(status, error == null ? "" : error)).isEqualTo(failure);
    }

    @Test
    void a_failed_call_marks_its_records() {
        var pair = new MeteringCall(List.of(record("code-1", 0, 0), record("code-1", 1, 0)));
        var single = new MeteringCall(List.of(record("code-1", 0, 0)));

        assertThat(pair.attempt(Failure.UNCLEAR, "x")).isEqualTo(new Attempt.Unclear("x"));
        assertThat(pair.attempt(Failure.LATER, "x")).isEqualTo(new Attempt.Unmetered("x"));
        assertThat(pair.attempt(Failure.REFUSED, "x")).isInstanceOf(Attempt.Unmetered.class);
        assertThat(single.attempt(Failure.REFUSED, "x")).isEqualTo(new Attempt.Refused("x"));
        assertThat(single.attempt(Failure.LATER, "x")).isEqualTo(new Attempt.Unmetered("x"));
        assertThat(pair.smaller()).isEqualTo(1);
        assertThat(parts(pair)).hasSize(2);
        assertThat(parts(single)).isEmpty();
    }

    /** The calls that follow a refused one; none where its only record is to blame. */
    static List<MeteringCall> parts(MeteringCall refused) {
        var records = refused.records();
        int size = refused.smaller();
        return records.size() == 1
                ? List.of()
                : List.of(
                        new MeteringCall(records.subList(0, size)),
                        new MeteringCall(records.subList(size, records.size())));
    }

    @Test
    void an_answer_finds_the_record_that_it_is_about() {
        var licence = at("us-east-1", "https://a", "code-1", new AwsIdentity.Licence("1", "arn:license:l-1"), 0);
        var other = at("us-east-1", "https://a", "code-1", new AwsIdentity.Licence("1", "arn:license:l-2"), 0);
        var later = at("us-east-1", "https://a", "code-1", new AwsIdentity.Licence("1", "arn:license:l-1"), 1);
        var silent = at("us-east-1", "https://a", "code-1", new AwsIdentity.Licence("1", "arn:license:l-4"), 0);
        var torn = at("us-east-1", "https://a", "code-1", new AwsIdentity.Licence("1", "arn:license:l-5"), 0);
        var call = new MeteringCall(List.of(licence, other, later, silent, torn));

        var attempts = call.attempts(
                List.of(
                        new Result(echo(other), "CustomerNotSubscribed", null),
                        new Result(echo(licence), "Success", "id-1"),
                        new Result(echo(torn), "Success", "id-5")),
                List.of(echo(torn), echo(later)));

        assertThat(attempts.subList(0, 3))
                .containsExactly(
                        new Attempt.Success("id-1"),
                        new Attempt.Refused("CustomerNotSubscribed"),
                        new Attempt.Unmetered("UnprocessedRecords"));
        assertThat(attempts.subList(3, 5)).hasOnlyElementsOfType(Attempt.Unclear.class);
    }

    @Test
    void an_answer_is_read_in_the_dialect_of_the_record() {
        var customer = at("us-east-1", "https://a", "code-1", new AwsIdentity.Customer("1", "X1"), 0);
        var account = at("us-east-1", "https://a", "code-1", new AwsIdentity.Account("2"), 0);

        assertThat(customer.isEchoedBy(echo(customer))).isTrue();
        assertThat(account.isEchoedBy(echo(account))).isTrue();
        assertThat(customer.isEchoedBy(echo(account))).isFalse();
        assertThat(account.isEchoedBy(new Echo(null, "3", null, "usage", account.timestamp())))
                .isFalse();
        assertThat(account.isEchoedBy(new Echo(null, "2", null, "other", account.timestamp())))
                .isFalse();
    }

    private static Echo echo(MeteringRecord record) {
        return switch (record.identity()) {
            case AwsIdentity.Licence l ->
                new Echo(null, l.awsAccountId(), l.licenseArn(), record.dimension(), record.timestamp());
            case AwsIdentity.Customer c ->
                new Echo(c.customerIdentifier(), null, null, record.dimension(), record.timestamp());
            case AwsIdentity.Account a ->
                new Echo(null, a.awsAccountId(), null, record.dimension(), record.timestamp());
        };
    }

    private static int bytes(MeteringCall call) {
        return call.body().getBytes(StandardCharsets.UTF_8).length;
    }

    private static MeteringRecord at(String region, String endpoint, String code, AwsIdentity identity, int hour) {
        return new MeteringRecord(
                region, endpoint, code, identity, "usage", 0, List.of(), HOUR.plusSeconds(3_600L * hour));
    }

    private static MeteringRecord record(String code, int hour, int workspaces) {
        var units = new TreeMap<Share, Integer>();
        for (int i = 0; i < workspaces; i++) {
            units.put(new Share(new UUID(0, i), "us1", "logs"), 7);
        }
        return new MeteringRecord(
                "us-east-1",
                "https://aws",
                code,
                new AwsIdentity.Account("111122223333"),
                "usage",
                7 * workspaces,
                Allocation.of(Map.copyOf(units), MeteringCall.MAX_BYTES),
                HOUR.plusSeconds(3_600L * hour));
    }
}
