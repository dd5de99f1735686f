package com.guance.marketplace.portal;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.guance.marketplace.emulator.metering.MeteredRecord;
import com.guance.marketplace.emulator.metering.MeteringRules.IdenticalResend;
import com.guance.marketplace.emulator.wire.Faults.Fault;
import com.guance.marketplace.emulator.wire.Faults.Setting;
import com.guance.marketplace.emulator.wire.Operation;
import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** What workspaces use, and what becomes of it: in the Billing Center, and in AWS's own ledger. */
final class Metered {
    private record Held(String token, Instant until) {}

    private static final Map<String, Held> TOKENS = new ConcurrentHashMap<>();

    private Metered() {}

    static Customer aChineseCustomer() {
        return aCustomer(Market.buy("cn", Notify.BEFORE));
    }

    /** Who has opened a workspace with a purchase. */
    static Customer aCustomer(Bought bought) {
        return Given.signedIn(
                Given.opened(Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought))))));
    }

    /** A customer whose workspace is open, but whose purchase AWS has not confirmed. */
    static Customer anUnconfirmedCustomer() {
        var bought = Market.buy("global", Notify.NEVER);
        return Given.signedIn(
                Given.opened(Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought))))));
    }

    static String workspace(Customer customer) {
        return asked(customer, "/api/v1/workspaces")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
    }

    /** Of the customer, whose session may have ended while time was moved. */
    static Response asked(Customer customer, String path) {
        return Api.program(token(customer)).get(path);
    }

    static String token(Customer customer) {
        return TOKENS.compute(
                        customer.buyer().username(),
                        (name, held) -> held != null && TestClock.now().isBefore(held.until)
                                ? held
                                : new Held(
                                        Given.signedIn(customer.buyer()).token(),
                                        TestClock.now().plus(Duration.ofMinutes(30))))
                .token;
    }

    /** The hour that runs, of which and of the next ones it is the same day and month, in UTC and in China. */
    static Instant openHour(int hours) {
        var hour = BusinessTime.openHour();
        while (!isOneDay(hour, hours)) {
            BusinessTime.advanceTo(
                    hour.plus(1, ChronoUnit.HOURS).plusSeconds(1)); // of which there is something to report
            hour = BusinessTime.openHour();
        }
        return hour;
    }

    /** Before 16:00 UTC it is the same date in both. */
    private static boolean isOneDay(Instant hour, int hours) {
        return hour.atOffset(ZoneOffset.UTC).getHour() + hours <= 16;
    }

    /** All of the hour that is over. Answers the report's id. */
    static String report(Customer customer, String workspace, Instant hour, Map<String, ?> usage) {
        var now = TestClock.now().truncatedTo(ChronoUnit.MILLIS);
        var end = hour.plusSeconds(3_600);
        var id = "r-" + UUID.randomUUID();
        Api.program(Partner.token(customer.buyer().site()))
                .body(Map.of(
                        "reports",
                        List.of(Map.of(
                                "reportId",
                                id,
                                "workspaceId",
                                workspace,
                                "from",
                                hour.toString(),
                                "to",
                                (now.isBefore(end) ? now : end).toString(),
                                "usage",
                                usage))))
                .post("/api/v1/usage-reports")
                .then()
                .statusCode(200)
                .body("reports.status", equalTo(List.of("ACCEPTED")));
        return id;
    }

    /** Waits until an hour stands so in the Billing Center. */
    static JsonPath theHour(Customer customer, String workspace, Instant hour, String state) {
        return theHour(customer, workspace, hour, shown -> shown.get("state").equals(state));
    }

    /** Waits until an hour is as it should be in the Billing Center. */
    static JsonPath theHour(Customer customer, String workspace, Instant hour, Predicate<Map<String, ?>> is) {
        return Awaitility.await(hour + " of " + workspace)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> shown(customer, workspace, hour),
                        shown -> shown.isPresent() && is.test(shown.get().all()))
                .orElseThrow()
                .json();
    }

    /** An hour as it is shown; when it is waited for in vain, it says itself what it is. */
    private record Shown(JsonPath json, Map<String, ?> all) {
        @Override
        public String toString() {
            return all.toString();
        }
    }

    private static Optional<Shown> shown(Customer customer, String workspace, Instant hour) {
        var hours = asked(customer, "/api/v1/workspaces/" + workspace + "/usage-hours")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        int i = hours.<String>getList("items.hour").indexOf(hour.toString());
        if (i < 0) {
            return Optional.empty();
        }
        var json = hours.setRootPath("items[" + i + "]");
        return Optional.of(new Shown(json, json.getMap("")));
    }

    /** When the hour has frozen, and what is frozen is sent. */
    static Instant told(Instant hour) {
        return hour.plus(Duration.ofMinutes(71));
    }

    static Response charges(Customer customer, String workspace, Instant hour) {
        return asked(
                customer,
                "/api/v1/workspaces/" + workspace + "/charges?month="
                        + hour.toString().substring(0, 7));
    }

    /** The lines of the file of a month, each by the names of the columns. */
    static List<Map<String, String>> csv(Customer customer, String workspace, String month) {
        var answer = Api.plain()
                .header("Authorization", "Bearer " + token(customer))
                .get("/api/v1/workspaces/" + workspace + "/charges.csv?month=" + month);
        answer.then().statusCode(200).header("Content-Type", startsWith("text/csv"));
        var lines = answer.asString().split("\r\n");
        var names = lines[0].split(",", -1);
        return Arrays.stream(lines)
                .skip(1)
                .map(line -> {
                    var cells = line.split(",", -1);
                    var named = new HashMap<String, String>();
                    for (int i = 0; i < names.length; i++) {
                        named.put(names[i], cells[i]);
                    }
                    return (Map<String, String>) named;
                })
                .toList();
    }

    /** What AWS has of the customer, oldest first. */
    static List<MeteredRecord> ledger(Customer customer) {
        return ledger(customer.buyer().bought());
    }

    static List<MeteredRecord> ledger(Bought bought) {
        return LocalStackResource.stack().emulator().ledger().recordsOf(bought.awsAccountId());
    }

    static List<Integer> quantities(Bought bought) {
        return ledger(bought).stream().map(record -> record.usage().quantity()).toList();
    }

    static List<Integer> quantities(Customer customer) {
        return quantities(customer.buyer().bought());
    }

    static List<Map<String, String>> tags(MeteredRecord record) {
        return record.usage().allocations().stream()
                .map(allocation -> {
                    var tags = new HashMap<String, String>();
                    allocation.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
                    tags.put("units", "" + allocation.quantity());
                    return (Map<String, String>) tags;
                })
                .toList();
    }

    /** Every call of BatchMeterUsage from now on. */
    static void fault(Fault fault) {
        LocalStackResource.stack()
                .emulator()
                .faults()
                .set(Operation.BATCH_METER_USAGE, new Setting(fault, Setting.DEFAULT_SLOW, null));
    }

    static void identicalResend(IdenticalResend answer) {
        var metering = LocalStackResource.stack().emulator().metering();
        metering.setRules(metering.rules().withIdenticalResend(answer));
    }

    /** Longer than anything waits after failures. */
    static void pause() {
        BusinessTime.advance(Duration.ofMinutes(6));
    }
}
