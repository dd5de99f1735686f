package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.portal.metering.Freeze.Address;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;

/** What freezes, where it is addressed, and that it is what AWS is sent. */
class MeteringRecordTest {
    private static final Instant HOUR = Instant.parse("2026-11-24T08:00:00Z");
    private static final Life LIVE = new Life(Instant.parse("2026-01-01T00:00:00Z"), null, null);
    private static final AwsIdentity LICENCE =
            new AwsIdentity.Licence("111122223333", "arn:aws:license-manager::294406891311:license:l-9d01");
    private static final AwsIdentity CUSTOMER = new AwsIdentity.Customer("444455556666", "X01EXAMPLEX");
    private static final AwsIdentity ACCOUNT = new AwsIdentity.Account("444455556666");

    @Test
    void an_hour_freezes_into_a_record_per_dimension_that_has_units() {
        var residuals = Map.of(
                "usage", Map.of(share(1, "logs"), units("3.5"), share(2, "apm"), units("2")),
                "sms", Map.of(share(1, "sms"), units("0.4")));

        var frozen = Freeze.of(address(LICENCE), LIVE, HOUR, residuals, Optional.of("usage"));

        assertThat(frozen.records())
                .containsExactly(new MeteringRecord(
                        "us-east-1",
                        "https://metering.marketplace.us-east-1.amazonaws.com",
                        "code-1",
                        LICENCE,
                        "usage",
                        5,
                        List.of(
                                new Allocation(3, share(1, "logs").tags()),
                                new Allocation(2, share(2, "apm").tags())),
                        Instant.parse("2026-11-24T08:59:59Z")));
        assertThat(frozen.rest())
                .isEqualTo(Map.of(
                        "usage", Map.of(share(1, "logs"), units("0.5")), "sms", Map.of(share(1, "sms"), units("0.4"))));
    }

    @Test
    void an_idle_hour_freezes_into_one_zero_record_unless_the_product_wants_none() {
        var residuals =
                Map.of("usage", Map.of(share(1, "logs"), units("0.5")), "sms", Map.of(share(1, "sms"), units("-2")));

        var frozen = Freeze.of(address(LICENCE), LIVE, HOUR, residuals, Optional.of("usage"));

        assertThat(frozen.records()).singleElement().satisfies(zero -> {
            assertThat(zero.dimension()).isEqualTo("usage");
            assertThat(zero.quantity()).isZero();
            assertThat(zero.allocations()).isEmpty();
            assertThat(zero.usageRecord()).doesNotContain("UsageAllocations");
        });
        assertThat(frozen.rest()).isEqualTo(residuals);
        assertThat(Freeze.of(address(LICENCE), LIVE, HOUR, residuals, Optional.empty())
                        .records())
                .isEmpty();
        assertThat(Freeze.of(address(LICENCE), LIVE, HOUR, Map.of(), Optional.of("usage"))
                        .records())
                .hasSize(1);
    }

    @Test
    void an_hour_in_which_the_licence_did_not_live_leaves_everything_where_it_is() {
        var ended = new Life(LIVE.start(), HOUR, null);
        var residuals = Map.of("usage", Map.of(share(1, "logs"), units("7")));

        var frozen = Freeze.of(address(LICENCE), ended, HOUR, residuals, Optional.of("usage"));

        assertThat(frozen.records()).isEmpty();
        assertThat(frozen.rest()).isEqualTo(residuals);
    }

    @Test
    void the_last_record_of_a_licence_carries_the_last_second_of_its_life() {
        var ended = new Life(LIVE.start(), HOUR.plusSeconds(1_200), null);

        var frozen = Freeze.of(address(LICENCE), ended, HOUR, Map.of(), Optional.of("usage"));

        assertThat(frozen.records().getFirst().timestamp()).isEqualTo("2026-11-24T08:19:59Z");
        assertThat(frozen.records().getFirst().hour()).isEqualTo(HOUR);
    }

    @Test
    void a_record_with_ever_so_many_workspaces_fits_into_a_call() {
        var residual = new TreeMap<Share, BigDecimal>();
        for (int i = 0; i < 2_500; i++) {
            residual.put(new Share(new UUID(-1, i), "s".repeat(100), "g".repeat(100)), units("1000000"));
        }

        var record = Freeze.of(
                        new Address("us-east-1", "https://aws", "code-1", LICENCE),
                        LIVE,
                        HOUR,
                        Map.of("\u0001".repeat(255), residual),
                        Optional.empty())
                .records()
                .getFirst();

        assertThat(record.quantity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(new MeteringCall(List.of(record)).body().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(1_000_000);
    }

    @Test
    void a_record_knows_the_share_of_each_unit_even_where_its_allocations_are_pooled() {
        var residual = new TreeMap<Share, BigDecimal>();
        for (int i = 0; i < 2_600; i++) {
            residual.put(share(i / 2, i % 2 == 0 ? "logs" : "apm"), units("1.5"));
        }

        var entry = Freeze.of(address(LICENCE), LIVE, HOUR, Map.of("usage", residual), Optional.empty())
                .entries()
                .getFirst();

        assertThat(entry.record().allocations()).hasSize(1_300);
        assertThat(entry.units())
                .hasSize(2_600)
                .allSatisfy((share, units) -> assertThat(units).isEqualTo(1));
        assertThat(entry.record().quantity()).isEqualTo(2_600);
    }

    @Test
    void a_bucket_is_aws_own() {
        assertThat(record(LICENCE, "usage", HOUR).bucket())
                .isEqualTo("us-east-1|111122223333/l-9d01|usage|2026-11-24T08:00:00Z");
        assertThat(record(CUSTOMER, "usage", HOUR).bucket())
                .isEqualTo("us-east-1|444455556666/code-1|usage|2026-11-24T08:00:00Z")
                .isEqualTo(record(ACCOUNT, "usage", HOUR.plusSeconds(1_000)).bucket());
        var withoutPrefix = new AwsIdentity.Licence("111122223333", "aws:license-manager::1:license:l-9d01");
        assertThat(record(withoutPrefix, "usage", HOUR).bucket())
                .isEqualTo(record(LICENCE, "usage", HOUR).bucket());
    }

    @Test
    void buckets_differ_by_region_owner_product_dimension_and_hour() {
        var one = record(CUSTOMER, "usage", HOUR);
        var others = List.of(
                one,
                new MeteringRecord("eu-west-1", one.endpoint(), "code-1", CUSTOMER, "usage", 0, List.of(), HOUR),
                new MeteringRecord("us-east-1", one.endpoint(), "code-2", CUSTOMER, "usage", 0, List.of(), HOUR),
                record(new AwsIdentity.Customer("444455556667", "X02"), "usage", HOUR),
                record(LICENCE, "usage", HOUR),
                record(new AwsIdentity.Licence("111122223333", "arn:license:l-9d02"), "usage", HOUR),
                record(CUSTOMER, "Usage", HOUR),
                record(CUSTOMER, "usage", HOUR.plusSeconds(3_600)));

        assertThat(others.stream().map(MeteringRecord::bucket)).doesNotHaveDuplicates();
    }

    @Test
    void a_record_that_aws_would_refuse_is_none() {
        var tags = share(1, "logs").tags();
        refused(1, List.of());
        refused(-1, List.of());
        refused(3, List.of(new Allocation(2, tags)));
        refused(0, List.of(new Allocation(0, tags)));
        refused(2, List.of(new Allocation(1, tags), new Allocation(1, tags)));
        refused(
                1,
                List.of(
                        new Allocation(2, tags),
                        new Allocation(-1, share(2, "logs").tags())));
        refused(
                2_501,
                java.util.stream.IntStream.range(0, 2_501)
                        .mapToObj(i -> new Allocation(1, share(i, "logs").tags()))
                        .toList());
        assertThatThrownBy(() -> record(LICENCE, "usage", HOUR.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(int quantity, List<Allocation> allocations) {
        assertThatThrownBy(() -> new MeteringRecord(
                        "us-east-1", "https://aws", "code-1", LICENCE, "usage", quantity, allocations, HOUR))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_canonical_form_is_fixed() {
        var record = new MeteringRecord(
                "us-east-1",
                "https://aws",
                "code-1",
                LICENCE,
                "usage",
                5,
                List.of(new Allocation(3, share(1, "logs").tags()), new Allocation(2, new TreeMap<>())),
                HOUR.plusSeconds(3_599));

        assertThat(record.canonical()).isEqualTo("""
                {"region":"us-east-1","endpoint":"https://aws","productCode":"code-1","awsAccountId":"111122223333",\
                "usageRecord":{"Timestamp":1795510799.000,"Dimension":"usage","Quantity":5,"UsageAllocations":[\
                {"AllocatedUsageQuantity":3,"Tags":[{"Key":"item","Value":"logs"},{"Key":"site","Value":"us1"},\
                {"Key":"workspace","Value":"00000000-0000-0000-0000-000000000001"}]},{"AllocatedUsageQuantity":2}],\
                "CustomerAWSAccountId":"111122223333",\
                "LicenseArn":"arn:aws:license-manager::294406891311:license:l-9d01"}}""");
        assertThat(MeteringRecord.parse(record.canonical())).isEqualTo(record);
        assertThatThrownBy(() -> MeteringRecord.parse("{")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Random records in all dialects go through our own call and the real SDK, whose bytes are held against what we reckon with. */
    @Test
    void what_is_frozen_is_what_the_sdk_sends() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var sent = new ArrayList<String>();
        try (var sdk = sdk(sent)) {
            for (int round = 0; round < 200; round++) {
                var identity = List.of(LICENCE, CUSTOMER, ACCOUNT).get(random.nextInt(3));
                var records = new ArrayList<MeteringRecord>();
                for (int i = 1 + random.nextInt(5); i > 0; i--) {
                    var residual = new TreeMap<Share, BigDecimal>();
                    for (int s = random.nextInt(4); s > 0; s--) {
                        residual.put(
                                share(
                                        random.nextInt(9),
                                        List.of("logs", "a.b_c-d").get(random.nextInt(2))),
                                units("" + random.nextInt(3_000)));
                    }
                    var dimension = List.of("usage", "with \"quotes\" \\ and \t", "用量 ü €")
                            .get(random.nextInt(3));
                    records.addAll(Freeze.of(
                                    address(identity),
                                    LIVE,
                                    HOUR.plusSeconds(3_600L * random.nextInt(50)),
                                    Map.of(dimension, residual),
                                    Optional.of(dimension))
                            .records());
                }
                var call = new MeteringCall(records);

                sdk.batchMeterUsage(MeteringCaller.request(call));
                assertThat(call.body()).as("seed %d, round %d", seed, round).isEqualTo(sent.removeLast());
                assertThat(records.stream().map(r -> MeteringRecord.parse(r.canonical())))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(records);
            }
        }
    }

    private static MarketplaceMeteringClient sdk(List<String> sent) {
        return MarketplaceMeteringClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://localhost"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(new Recorder(sent))
                .build();
    }

    /** The wire: keeps what the SDK writes and answers nothing in particular. */
    private record Recorder(List<String> bodies) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws java.io.IOException {
                    try (var body =
                            request.contentStreamProvider().orElseThrow().newStream()) {
                        bodies.add(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                    }
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(
                                    new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }

    private static MeteringRecord record(AwsIdentity identity, String dimension, Instant timestamp) {
        return new MeteringRecord("us-east-1", "https://aws", "code-1", identity, dimension, 0, List.of(), timestamp);
    }

    private static Address address(AwsIdentity identity) {
        return new Address("us-east-1", "https://metering.marketplace.us-east-1.amazonaws.com", "code-1", identity);
    }

    private static Share share(int workspace, String group) {
        return new Share(new UUID(0, workspace), "us1", group);
    }

    private static BigDecimal units(String units) {
        return new BigDecimal(units);
    }
}
