package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.fault;
import static com.guance.marketplace.portal.Metered.ledger;
import static com.guance.marketplace.portal.Metered.quantities;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.told;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.guance.marketplace.emulator.EmulatorSettings;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.emulator.metering.MeteringRules.IdenticalResend;
import com.guance.marketplace.emulator.metering.UsageRecord;
import com.guance.marketplace.emulator.metering.UsageRefused;
import com.guance.marketplace.emulator.wire.Faults.Fault;
import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** AWS loses answers, fails, throttles, refuses and is away: every record is told once, or somebody is told that it was not. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class AwsMisbehavesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORDS =
            "SELECT r.id FROM metering_records r JOIN subscriptions s ON s.id = r.subscription_id WHERE s.aws_account_id = ?";

    @AfterEach
    void aws_is_well_again() {
        fault(Fault.NONE);
        Metered.identicalResend(IdenticalResend.SUCCESS);
        Metered.pause();
    }

    @ParameterizedTest
    @EnumSource
    void a_record_whose_answer_was_lost_goes_again_as_it_was_and_is_billed_once(IdenticalResend answer) {
        Metered.identicalResend(answer);
        fault(Fault.LOST_ANSWER);
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 1_234_567, "triggers", 40_000));

        BusinessTime.advanceTo(told(hour));
        awaitAttempt(customer, "UNCLEAR");
        var sent = theHour(customer, workspace, hour, "SENT");
        assertThat(sent.<String>get("records[0].sentAt")).isNotNull();
        assertThat(sent.<String>get("records[0].deadline")).isNotNull();
        assertThat(quantities(customer)).containsExactly(49 + 120);

        fault(Fault.NONE);
        Metered.pause();
        var accepted = theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(ledger(customer)).hasSize(1);
        assertThat(accepted.<String>get("records[0].meteringRecordId"))
                .isEqualTo(
                        answer == IdenticalResend.SUCCESS
                                ? ledger(customer).getFirst().id()
                                : null);
        assertThat(sent(customer))
                .hasSizeGreaterThanOrEqualTo(2)
                .containsOnly(sent(customer).getFirst());
    }

    @ParameterizedTest
    @CsvSource({"THROTTLE, FROZEN", "DISABLED, FROZEN", "ERROR_500, SENT", "GARBAGE, SENT"})
    void what_aws_does_not_take_now_it_takes_when_it_is_well_again(Fault fault, String meanwhile) {
        fault(fault);
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));

        BusinessTime.advanceTo(told(hour));
        awaitAttempt(customer, meanwhile.equals("SENT") ? "UNCLEAR" : "UNMETERED");
        theHour(customer, workspace, hour, meanwhile);
        assertThat(ledger(customer)).isEmpty();

        fault(Fault.NONE);
        Metered.pause();
        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(quantities(customer)).containsExactly(40);
    }

    @Test
    void records_that_aws_gave_back_undone_go_again_and_the_others_do_not() {
        fault(Fault.THROTTLE);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var hours = frozenHours(customer, workspace, 3);

        fault(Fault.UNPROCESSED); // the half of one record is none
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    BusinessTime.advance(Duration.ofMinutes(1));
                    return ledger(customer).size() == 2;
                });
        // Which of them share a call, and so which one is left, the throttled calls before have decided.
        var told = quantities(customer);
        for (int i = 0; i < hours.size(); i++) {
            theHour(customer, workspace, hours.get(i), told.contains(40 * (i + 1)) ? "ACCEPTED" : "FROZEN");
        }

        fault(Fault.NONE);
        Metered.pause();
        for (var hour : hours) {
            theHour(customer, workspace, hour, "ACCEPTED");
        }
        assertThat(quantities(customer)).containsExactlyInAnyOrder(40, 80, 120);
        assertThat(attempts(customer)).contains("UNMETERED UnprocessedRecords").doesNotContain("DUPLICATE");
    }

    @Test
    void where_aws_cannot_be_reached_it_has_heard_of_nothing() {
        fault(Fault.THROTTLE);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var hour = frozenHours(customer, workspace, 1).getFirst();
        var there = LocalStackResource.stack().emulatorAddress().toString().replaceAll("/$", "");
        change(customer, hour, there, "http://127.0.0.1:1");

        Metered.pause();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> attempts(customer).contains("UNMETERED not-connected"));
        theHour(customer, workspace, hour, "FROZEN");

        change(customer, hour, "http://127.0.0.1:1", there);
        fault(Fault.NONE);
        Metered.pause();
        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(quantities(customer)).containsExactly(40);
    }

    @Test
    void what_aws_never_heard_of_comes_back_when_it_is_too_late_and_goes_with_a_later_hour() {
        fault(Fault.THROTTLE);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var hour = frozenHours(customer, workspace, 1).getFirst();

        BusinessTime.advanceTo(hour.plus(Duration.ofHours(26)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> outcomes(customer).contains("RETURNED"));
        fault(Fault.NONE);
        Metered.pause();
        var accepted = theHour(customer, workspace, hour, "ACCEPTED");

        assertThat(Instant.parse(accepted.get("records[0].hour"))).isAfter(hour);
        assertThat(quantities(customer)).containsExactly(40);
        assertThat(writeOffs(customer)).isEmpty();
    }

    @Test
    void what_aws_may_have_heard_of_is_lost_when_it_is_too_late_and_listed_and_never_told_again() {
        fault(Fault.LOST_ANSWER);
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));
        BusinessTime.advanceTo(told(hour));
        awaitAttempt(customer, "UNCLEAR");

        BusinessTime.advanceTo(hour.plus(Duration.ofHours(26)));
        var lost = theHour(customer, workspace, hour, "LOST");
        assertThat(lost.<String>get("records[0].reason")).isNotBlank();
        assertThat(lost.<String>get("records[0].deadline")).isNull();
        assertThat(writeOffs(customer)).containsExactly(List.of("EXPIRED", "40", "t"));

        fault(Fault.NONE);
        BusinessTime.advance(Duration.ofHours(2));
        var next = TestClock.now().truncatedTo(ChronoUnit.HOURS);
        report(customer, workspace, next, Map.of("logs@7d", 2_000_000));
        BusinessTime.advanceTo(told(next));
        theHour(customer, workspace, next, "ACCEPTED");
        assertThat(quantities(customer)).containsExactly(40, 80); // the first is what AWS had taken, unknown to us
    }

    @Test
    void one_record_that_aws_refuses_is_found_among_the_others_and_parked_and_comes_back_when_it_is_too_late() {
        fault(Fault.THROTTLE);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var hours = frozenHours(customer, workspace, 5);
        change(customer, hours.get(2), "\"usage_cents\"", "\"no_such_dimension\"");

        fault(Fault.NONE);
        Metered.pause();
        for (int i : List.of(0, 1, 3, 4)) {
            theHour(customer, workspace, hours.get(i), "ACCEPTED");
        }
        var parked = theHour(customer, workspace, hours.get(2), "PARKED");
        assertThat(parked.<String>get("records[0].reason")).isEqualTo("InvalidUsageDimensionException");
        assertThat(quantities(customer)).containsExactlyInAnyOrder(40, 80, 160, 200);

        BusinessTime.advanceTo(hours.get(2).plus(Duration.ofHours(25)));
        var accepted = theHour(customer, workspace, hours.get(2), "ACCEPTED");
        assertThat(Instant.parse(accepted.get("records[0].hour"))).isAfter(hours.get(4));
        assertThat(quantities(customer)).containsExactlyInAnyOrder(40, 80, 160, 200, 120);
    }

    @Test
    void where_aws_holds_another_record_of_the_hour_ours_is_parked() throws UsageRefused {
        fault(Fault.THROTTLE);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var hour = frozenHours(customer, workspace, 1).getFirst();
        var global = EmulatorSettings.GLOBAL;
        var another = new UsageRecord(
                hour.plusSeconds(3_599),
                null,
                account(customer),
                Market.facts(customer.buyer().bought()).path("licenseArn").asText(),
                global.dimension(),
                41,
                List.of());
        LocalStackResource.stack()
                .emulator()
                .metering()
                .meter(global.sellerAccount(), global.region(), null, List.of(another));

        fault(Fault.NONE);
        Metered.pause();
        var parked = theHour(customer, workspace, hour, "PARKED");
        assertThat(parked.<String>get("records[0].reason")).isEqualTo("DuplicateRecord");
        assertThat(quantities(customer)).containsExactly(41);
    }

    @Test
    void usage_of_who_is_not_subscribed_is_parked_and_not_tried_again() {
        var account = Market.newAwsAccount();
        var purchase = LocalStackResource.stack()
                .emulator()
                .market()
                .subscribe(new Purchase("global", account, NotifyWhen.NEVER, false, true));
        var bought = new Bought(purchase.id(), "global", account, Notify.NEVER);
        var buyer = Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought))));
        Market.notify(bought, "SUCCESS"); // AWS's word, though it will take no usage
        Given.awaitLive(buyer);
        var customer = Given.signedIn(Given.opened(buyer));
        var workspace = workspace(customer);
        var hour = BusinessTime.openHour();
        report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));

        BusinessTime.advanceTo(told(hour));
        var parked = theHour(customer, workspace, hour, "PARKED");
        assertThat(parked.<String>get("records[0].reason")).isEqualTo("CustomerNotSubscribed");
        assertThat(ledger(customer)).isEmpty();
        Metered.pause();
        theHour(customer, workspace, hour, "PARKED");
        assertThat(attempts(customer)).containsExactly("REFUSED CustomerNotSubscribed");
    }

    private static String account(Customer customer) {
        return customer.buyer().bought().awsAccountId();
    }

    /** Hours of one million, two million ... logs, all frozen while AWS takes none of them. */
    private static List<Instant> frozenHours(Customer customer, String workspace, int count) {
        var hours = new ArrayList<Instant>();
        for (int i = 1; i <= count; i++) {
            var hour = BusinessTime.openHour();
            hours.add(hour);
            report(customer, workspace, hour, Map.of("logs@7d", 1_000_000 * i));
            BusinessTime.advanceTo(told(hour));
            theHour(customer, workspace, hour, "FROZEN");
        }
        awaitAttempt(customer, "UNMETERED");
        return hours;
    }

    private static void awaitAttempt(Customer customer, String attempt) {
        Awaitility.await(attempt)
                .atMost(Duration.ofSeconds(30))
                .until(() -> attempts(customer).stream().anyMatch(word -> word.startsWith(attempt)));
    }

    /** What befell the customer's records, in order, as far as it is known. */
    private static List<String> attempts(Customer customer) {
        return Database.rows(
                        "SELECT attempt || coalesce(' ' || why, '') FROM metering_attempts a WHERE answered_at IS NOT NULL"
                                + " AND record_id IN (" + RECORDS + ") ORDER BY began_at, number",
                        account(customer))
                .stream()
                .map(List::getFirst)
                .toList();
    }

    private static List<String> outcomes(Customer customer) {
        return Database.rows("SELECT outcome FROM metering_records WHERE id IN (" + RECORDS + ")", account(customer))
                .stream()
                .map(List::getFirst)
                .toList();
    }

    /** Reason, units, and whether it names its record. */
    private static List<List<String>> writeOffs(Customer customer) {
        return Database.rows(
                "SELECT reason, trim_scale(units), record_id IS NOT NULL FROM metering_write_offs w"
                        + " JOIN subscriptions s ON s.id = w.subscription_id WHERE s.aws_account_id = ?",
                account(customer));
    }

    private static void change(Customer customer, Instant hour, String from, String to) {
        assertThat(Database.update(
                        "UPDATE metering_records SET canonical = replace(canonical, ?, ?) WHERE hour = ?::timestamptz"
                                + " AND id IN (" + RECORDS + ")",
                        from,
                        to,
                        hour.toString(),
                        account(customer)))
                .isEqualTo(1);
    }

    /** What AWS was told of the customer, call by call, oldest first. */
    private static List<JsonNode> sent(Customer customer) {
        var records = new ArrayList<JsonNode>();
        for (var call : Market.calls()) {
            if (call.path("operation").asText().endsWith("BatchMeterUsage")) {
                for (var record : read(call.path("requestBody").asText()).path("UsageRecords")) {
                    if (record.path("CustomerAWSAccountId").asText().equals(account(customer))) {
                        records.addFirst(record);
                    }
                }
            }
        }
        return records;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }
}
