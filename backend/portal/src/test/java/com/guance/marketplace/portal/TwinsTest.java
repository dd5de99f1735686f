package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.quantities;
import static com.guance.marketplace.portal.Metered.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.emulator.market.Subscription;
import com.guance.marketplace.portal.metering.Twins;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Many who charge, freeze and send at once do together what one would have done. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class TwinsTest {
    private static final int AT_ONCE = 8;
    private static final int WORKSPACES = 60;

    @Inject
    Twins twins;

    private record Buyer(String awsAccountId, String workspace) {}

    @Test
    void everything_is_charged_and_told_once_in_as_few_calls_as_the_records_need() {
        var hour = BusinessTime.openHour();
        var buyers = frozen(hour);

        release();
        all(twins::meter);

        awaitTold(buyers);
        assertThat(callsFor(buyers)).isEqualTo((WORKSPACES + 24) / 25);
    }

    @Test
    void the_budget_of_calls_is_kept_by_all_together() {
        var metering = LocalStackResource.stack().emulator().metering();
        metering.setRules(metering.rules()); // every quota is full
        var hour = BusinessTime.openHour();
        var buyers = frozen(hour);
        Database.update("UPDATE metering_records SET call_size = 1 WHERE outcome = 'FROZEN'");
        long throttled = metering.counts().throttled();

        release();
        all(twins::meter);

        awaitTold(buyers);
        assertThat(callsFor(buyers)).isEqualTo(WORKSPACES);
        assertThat(metering.counts().throttled()).isEqualTo(throttled);
    }

    /** Buyers with a record each of one hour, closed by many at once, and none of them sent. */
    private List<Buyer> frozen(Instant hour) {
        var buyers = buyers(hour);
        report(buyers, hour);
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(61)));
        all(twins::close);
        assertThat(chargesOf(buyers))
                .hasSize(WORKSPACES)
                .allSatisfy(row -> assertThat(row).containsExactly("1", "0.4"));
        nextCall(hour.plus(Duration.ofHours(3))); // nobody may send before all have frozen
        BusinessTime.advanceTo(told(hour));
        all(twins::close);
        assertThat(chargesOf(buyers)).hasSize(WORKSPACES);
        assertThat(Database.count(
                        "metering_records r JOIN subscriptions s ON s.id = r.subscription_id"
                                + " WHERE s.aws_account_id = ANY (?) AND r.quantity = 40 AND r.outcome = 'FROZEN'",
                        (Object) accounts(buyers)))
                .isEqualTo(WORKSPACES);
        return buyers;
    }

    private void release() {
        nextCall(TestClock.now());
    }

    private void nextCall(Instant at) {
        twins.lanes()
                .forEach(lane -> Database.update(
                        "INSERT INTO metering_lanes (lane, next_call_at) VALUES (?, ?::timestamptz)"
                                + " ON CONFLICT (lane) DO UPDATE SET next_call_at = excluded.next_call_at",
                        lane,
                        at.toString()));
    }

    private static void all(Runnable work) {
        Parallel.times(AT_ONCE, i -> {
            work.run();
            return i;
        });
    }

    private static void awaitTold(List<Buyer> buyers) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> buyers.stream()
                        .allMatch(buyer -> quantities(bought(buyer)).equals(List.of(40))));
    }

    private static Market.Bought bought(Buyer buyer) {
        return new Market.Bought("", "global", buyer.awsAccountId(), Market.Notify.BEFORE);
    }

    private static long callsFor(List<Buyer> buyers) {
        return StreamSupport.stream(Market.calls().spliterator(), false)
                .filter(call -> call.path("operation").asText().endsWith("BatchMeterUsage"))
                .filter(call -> buyers.stream()
                        .anyMatch(buyer -> call.path("requestBody").asText().contains(buyer.awsAccountId())))
                .count();
    }

    private static List<List<String>> chargesOf(List<Buyer> buyers) {
        return Database.rows(
                "SELECT count(*), sum(trim_scale(amount)) FROM charges WHERE workspace_id::text = ANY (?)"
                        + " GROUP BY workspace_id",
                (Object) buyers.stream().map(Buyer::workspace).toArray(String[]::new));
    }

    private static String[] accounts(List<Buyer> buyers) {
        return buyers.stream().map(Buyer::awsAccountId).toArray(String[]::new);
    }

    private static void report(List<Buyer> buyers, Instant hour) {
        var now = TestClock.now().truncatedTo(ChronoUnit.MILLIS);
        var reports = buyers.stream()
                .map(buyer -> Map.of(
                        "reportId", "r-" + UUID.randomUUID(),
                        "workspaceId", buyer.workspace(),
                        "from", hour.toString(),
                        "to", now.toString(),
                        "usage", Map.of("logs@7d", 1_000_000)))
                .toList();
        var statuses = Api.program(Partner.token("us1"))
                .body(Map.of("reports", reports))
                .post("/api/v1/usage-reports")
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("reports.status");
        assertThat(Set.copyOf(statuses)).containsExactly("ACCEPTED");
    }

    /** Purchases that AWS knows and the portal took in long ago, each with a workspace; not one after the other by the API. */
    private static List<Buyer> buyers(Instant hour) {
        var customer = Given.aCustomer();
        var market = LocalStackResource.stack().emulator().market();
        return IntStream.range(0, WORKSPACES)
                .mapToObj(i -> market.subscribe(
                        new Purchase("global", Market.newAwsAccount(), NotifyWhen.BEFORE, false, false)))
                .map(subscription -> buyer(subscription, customer, hour))
                .collect(Collectors.toList());
    }

    private static Buyer buyer(Subscription purchase, Given.Customer customer, Instant hour) {
        var id = UUID.randomUUID();
        var workspace = Bind.aWorkspaceOf(customer);
        var arn = purchase.licenseArn();
        Database.update(
                """
                INSERT INTO subscriptions (id, product, product_code, identity, license_arn, aws_account_id, state, state_since,
                    enterprise_account_id, bound_at, created_at, live_at)
                SELECT ?, product, product_code, ?, ?, ?, 'LIVE', ?::timestamptz, enterprise_account_id, bound_at, created_at,
                    ?::timestamptz FROM subscriptions WHERE aws_account_id = ?""",
                id,
                arn.substring(arn.lastIndexOf(':') + 1),
                arn,
                purchase.awsAccountId(),
                TestClock.now().toString(),
                TestClock.now().toString(),
                customer.buyer().bought().awsAccountId());
        Database.update(
                "UPDATE settlement_bindings SET method = 'SUBSCRIPTION', subscription_id = ?, enterprise_account_id = NULL,"
                        + " effective_from = ?::timestamptz WHERE workspace_id = ?::uuid",
                id,
                hour.toString(),
                workspace);
        Database.update(
                "INSERT INTO metering_progress (subscription_id, due_at) VALUES (?, ?::timestamptz)"
                        + " ON CONFLICT DO NOTHING",
                id,
                hour.toString());
        return new Buyer(purchase.awsAccountId(), workspace);
    }
}
