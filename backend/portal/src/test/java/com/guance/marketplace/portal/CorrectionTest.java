package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.quantities;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.told;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.guance.marketplace.localstack.PartnerClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A report is made to say what it should have said; what AWS was told stands, and the difference goes with later hours. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class CorrectionTest {
    private static final String PATH = "/api/v1/usage-corrections";

    @Test
    void an_over_report_is_a_credit_that_later_hours_are_netted_with() {
        var first = Metered.openHour(3);
        var second = first.plus(Duration.ofHours(1));
        var third = first.plus(Duration.ofHours(2));
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var wrong = report(customer, workspace, first, Map.of("logs@7d", 10_000_000));
        BusinessTime.advanceTo(told(first));
        theHour(customer, workspace, first, "ACCEPTED");

        correct(aCorrection(workspace, first, wrong, "logs@7d", 1_000_000))
                .then()
                .statusCode(201)
                .body("entries", equalTo(List.of(Map.of("hour", first.toString(), "quantity", "-9000000"))));
        var corrected =
                theHour(customer, workspace, first, hour -> !hour.get("state").equals("ACCEPTED"));
        assertThat(corrected.<List<?>>get("amounts")).isEqualTo(List.of(usd("0.4")));

        report(customer, workspace, second, Map.of("logs@7d", 5_000_000));
        BusinessTime.advanceTo(told(second));
        theHour(customer, workspace, second, hour -> hour.get("method") != null);
        report(customer, workspace, third, Map.of("logs@7d", 6_000_000));
        BusinessTime.advanceTo(told(third));
        theHour(customer, workspace, third, "ACCEPTED");

        // 400 for the first; 200 of the second and 160 of the third are set off against 360
        assertThat(quantities(customer)).containsExactly(400, 80);
        Metered.charges(customer, workspace, first).then().body("totals", equalTo(List.of(usd("4.8"))));
        var lines = Metered.csv(customer, workspace, first.toString().substring(0, 7));
        assertThat(lines).extracting(line -> line.get("kind")).contains("CORRECTION");
        assertThat(lines).extracting(line -> line.get("amount")).contains("-3.6");
    }

    @Test
    void an_under_report_is_charged_with_the_next_open_hour() {
        var hour = Metered.openHour(2);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var wrong = report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));
        BusinessTime.advanceTo(told(hour));
        theHour(customer, workspace, hour, "ACCEPTED");

        correct(aCorrection(workspace, hour, wrong, "logs@7d", 2_000_000))
                .then()
                .statusCode(201)
                .body("entries.quantity", equalTo(List.of("1000000")));
        // an item that the report did not have
        correct(aCorrection(workspace, hour, wrong, "triggers", 10_000))
                .then()
                .statusCode(201)
                .body("entries.quantity", equalTo(List.of("10000")));

        BusinessTime.advanceTo(told(hour.plus(Duration.ofHours(1))));
        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(quantities(customer)).containsExactly(40, 40 + 30);
    }

    @Test
    void what_is_corrected_before_its_hour_has_closed_is_charged_as_corrected() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var wrong = report(customer, workspace, hour, Map.of("logs@7d", 10_000_000));

        correct(aCorrection(workspace, hour, wrong, "logs@7d", 3_000_000))
                .then()
                .statusCode(201)
                .body("entries", hasSize(0));
        var shown = theHour(customer, workspace, hour, "REPORTED");
        assertThat(shown.<List<?>>get("items.quantity")).isEqualTo(List.of("3000000"));

        BusinessTime.advanceTo(told(hour));
        var accepted = theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(accepted.<List<?>>get("items.quantity")).isEqualTo(List.of("3000000"));
        assertThat(quantities(customer)).containsExactly(120);
    }

    @Test
    void where_a_maximum_was_too_high_the_hour_with_the_next_takes_over() {
        var first = Metered.openHour(2);
        var second = first.plus(Duration.ofHours(1));
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var wrong = report(customer, workspace, first, Map.of("timeseries@7d", 5_000));
        BusinessTime.advanceTo(second.plus(Duration.ofMinutes(1)));
        report(customer, workspace, second, Map.of("timeseries@7d", 3_000));
        BusinessTime.advanceTo(told(second));
        theHour(customer, workspace, first, "ACCEPTED"); // the second adds nothing
        assertThat(quantities(customer)).containsExactly(130);

        correct(aCorrection(workspace, first, wrong, "timeseries@7d", 2_000))
                .then()
                .statusCode(201)
                .body(
                        "entries",
                        equalTo(List.of(
                                Map.of("hour", first.toString(), "quantity", "-3000"),
                                Map.of("hour", second.toString(), "quantity", "1000"))));

        Metered.charges(customer, workspace, first)
                .then()
                .body("days[0].items.quantity", equalTo(List.of("3000")))
                .body("totals", equalTo(List.of(usd("0.78"))));
    }

    @Test
    void of_several_corrections_the_last_holds() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var wrong = report(customer, workspace, hour, Map.of("logs@7d", 10_000_000));
        BusinessTime.advanceTo(told(hour));
        theHour(customer, workspace, hour, "ACCEPTED");

        for (var step : List.of(List.of(1_000_000L, "-9000000"), List.of(4_000_000L, "3000000"))) {
            correct(aCorrection(workspace, hour, wrong, "logs@7d", (Long) step.get(0)))
                    .then()
                    .body("entries.quantity", equalTo(List.of(step.get(1))));
        }
        correct(aCorrection(workspace, hour, wrong, "logs@7d", 4_000_000))
                .then()
                .statusCode(201)
                .body("entries", hasSize(0));
        Metered.charges(customer, workspace, hour).then().body("totals", equalTo(List.of(usd("1.6"))));
    }

    @Test
    void after_the_end_of_the_subscription_a_credit_stands_as_owed() {
        var hour = Metered.openHour(2);
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var wrong = report(customer, workspace, hour, Map.of("logs@7d", 10_000_000));
        BusinessTime.advanceTo(told(hour));
        theHour(customer, workspace, hour, "ACCEPTED");
        Market.notify(customer.buyer().bought(), "CANCEL");
        Events.awaitState(customer.buyer(), "ENDED");
        BusinessTime.advance(Duration.ofMinutes(65));

        correct(aCorrection(workspace, hour, wrong, "logs@7d", 1_000_000))
                .then()
                .statusCode(201)
                .body("entries.quantity", equalTo(List.of("-9000000")));
        BusinessTime.advance(Duration.ofHours(2));

        theHour(customer, workspace, hour, "FROZEN"); // nothing will be told any more; it stands
        assertThat(Database.rows(
                        "SELECT trim_scale(accepted), trim_scale(corrections), trim_scale(sent), trim_scale(residual)"
                                + " FROM metering_totals t JOIN subscriptions s ON s.id = t.subscription_id"
                                + " WHERE s.aws_account_id = ?",
                        customer.buyer().bought().awsAccountId()))
                .containsExactly(List.of("400", "-360", "400", "-360"));
        assertThat(quantities(customer)).containsExactly(400);
    }

    /** A Chinese day begins in the UTC day before, whose reports go a day earlier. */
    @Test
    void what_nobody_can_correct_any_more_stays_as_it_is() {
        var first = BusinessTime.openHour();
        while (first.atOffset(ZoneOffset.UTC).getHour() != 23) {
            BusinessTime.advanceTo(first.plus(Duration.ofHours(1)));
            first = BusinessTime.openHour();
        }
        var second = first.plus(Duration.ofHours(1));
        var customer = Metered.aChineseCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, first, Map.of("timeseries@3d", 5_000));
        BusinessTime.advanceTo(second.plus(Duration.ofMinutes(5)));
        theHour(customer, workspace, first, "ACCEPTED");
        var wrong = report(customer, workspace, second, Map.of("timeseries@3d", 3_000));
        BusinessTime.advanceTo(second.plus(Duration.ofMinutes(61)));
        theHour(customer, workspace, second, "ACCEPTED"); // it adds nothing
        var correction = aCorrection(workspace, second, wrong, "timeseries@3d", 4_000);

        BusinessTime.advanceTo(second.plus(Duration.ofDays(40)).plus(Duration.ofMinutes(90)));
        awaitForgetting(second.minus(Duration.ofDays(1)));
        // the maximum of the day was in the first hour, and it is still known
        correct(Partner.of("cn2"), UUID.randomUUID(), correction)
                .then()
                .statusCode(201)
                .body("entries", hasSize(0));
        BusinessTime.advance(Duration.ofDays(1));
        correct(Partner.of("cn2"), UUID.randomUUID(), correction).then().spec(Api.problem(404, "not-found"));
    }

    /** Waits until no partition is left of before a day. */
    private static void awaitForgetting(Instant day) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Database.count(
                                "pg_inherits WHERE inhparent = 'usage_reports'::regclass AND inhrelid::regclass::text < ?",
                                "usage_reports_"
                                        + day.toString().substring(0, 10).replace("-", ""))
                        == 0);
    }

    @Test
    void what_is_not_the_clients_own_report_is_not_there() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var id = report(customer, workspace, hour, Map.of("logs@7d", 10));
        var chinese = workspace(Metered.aChineseCustomer());
        var another = Partner.aClient(List.of("usage:correct"), List.of("us1"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Partner.signIn(another).statusCode() == 200);

        for (var absent : List.of(
                aCorrection(workspace, hour, "r-unknown", "logs@7d", 1),
                aCorrection(workspace, hour.minus(Duration.ofHours(1)), id, "logs@7d", 1),
                aCorrection(chinese, hour, id, "logs@7d", 1),
                aCorrection(UUID.randomUUID().toString(), hour, id, "logs@7d", 1))) {
            correct(absent).then().spec(Api.problem(404, "not-found"));
        }
        correct(another, UUID.randomUUID(), aCorrection(workspace, hour, id, "logs@7d", 1))
                .then()
                .spec(Api.problem(404, "not-found"));
        assertThat(Database.count("usage_corrections WHERE workspace_id = ?", UUID.fromString(workspace)))
                .isZero();
    }

    @Test
    void each_field_that_is_wrong_is_told() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var id = report(customer, workspace, hour, Map.of("logs@7d", 10));

        for (var item : List.of("no_such_item", "logs@8d", "logs", "LOGS@7d", "'; drop table charges")) {
            hostile(with(workspace, hour, id, "item", item)).then().spec(Api.field("item", "unknown"));
        }
        hostile(with(workspace, hour, id, "value", -1)).then().spec(Api.field("value", "out-of-range"));
        hostile(with(workspace, hour, id, "value", 1_000_000_000_000_001L))
                .then()
                .spec(Api.field("value", "out-of-range"));
        hostile(with(workspace, hour, id, "hour", hour.plusSeconds(1).toString()))
                .then()
                .spec(Api.field("hour", "malformed"));
        for (var field : List.of("workspaceId", "hour", "value")) {
            hostile(with(workspace, hour, id, field, null)).then().spec(Api.field(field, "required"));
        }
        assertThat(Database.count("usage_corrections WHERE workspace_id = ?", UUID.fromString(workspace)))
                .isZero();
    }

    @Test
    void a_repetition_under_the_same_key_is_answered_alike_and_corrects_once() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var id = report(customer, workspace, hour, Map.of("logs@7d", 10));
        var dataPlane = Partner.of("us1");
        var key = UUID.randomUUID();

        var answers = Parallel.times(4, i -> correct(dataPlane, key, aCorrection(workspace, hour, id, "logs@7d", 5)));
        assertThat(answers)
                .extracting(Response::statusCode)
                .contains(201)
                .isSubsetOf(201, 409); // while the first is under way
        var first =
                answers.stream().filter(a -> a.statusCode() == 201).findFirst().orElseThrow();
        assertThat(correct(dataPlane, key, aCorrection(workspace, hour, id, "logs@7d", 5))
                        .asString())
                .isEqualTo(first.asString());
        correct(dataPlane, key, aCorrection(workspace, hour, id, "logs@7d", 6))
                .then()
                .spec(Api.problem(422, "idempotency-key-reused"));
        Api.hostile()
                .header("Authorization", "Bearer " + Partner.token("us1"))
                .body(aCorrection(workspace, hour, id, "logs@7d", 5))
                .post(PATH)
                .then()
                .spec(Api.problem(400, "idempotency-key-required"));
        assertThat(Database.count("usage_corrections WHERE workspace_id = ?", UUID.fromString(workspace)))
                .isEqualTo(1);
    }

    @Test
    void corrections_and_reports_at_the_same_moment_come_to_the_same_day() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var ids = Parallel.times(
                4,
                i -> report(customer, workspace, hour, Map.of("logs@7d", 1_000_000, "timeseries@7d", 1_000 * (i + 1))));
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(61)));

        Parallel.times(
                8,
                i -> i < 4
                        ? correct(aCorrection(
                                        workspace, hour, ids.get(i), i % 2 == 0 ? "logs@7d" : "timeseries@7d", 500))
                                .statusCode()
                        : report(customer, workspace, hour, Map.of("logs@7d", 1_000_000, "timeseries@7d", 2_500))
                                .length());
        BusinessTime.advanceTo(told(hour));

        var accepted = theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(accepted.<String>get("items.find { it.item == 'logs@7d' }.quantity"))
                .isEqualTo("6001000");
        assertThat(accepted.<String>get("items.find { it.item == 'timeseries@7d' }.quantity"))
                .isEqualTo("3000");
        assertThat(quantities(customer).stream().mapToInt(q -> q).sum()).isEqualTo(240 + 78);
    }

    private static Response correct(Map<String, ?> correction) {
        return correct(Partner.of("us1"), UUID.randomUUID(), correction);
    }

    private static Response correct(PartnerClient client, UUID key, Map<String, ?> correction) {
        return Api.program()
                .header("Authorization", "Bearer " + Partner.token(client))
                .header("Idempotency-Key", key)
                .body(correction)
                .post(PATH);
    }

    private static Response hostile(Map<String, ?> correction) {
        return Api.hostile()
                .header("Authorization", "Bearer " + Partner.token("us1"))
                .header("Idempotency-Key", UUID.randomUUID())
                .body(correction)
                .post(PATH);
    }

    private static Map<String, Object> aCorrection(
            String workspace, Instant hour, String reportId, String item, long value) {
        return Map.of(
                "workspaceId",
                workspace,
                "hour",
                hour.toString(),
                "reportId",
                reportId,
                "item",
                item,
                "value",
                value,
                "reason",
                "counted twice");
    }

    private static Map<String, Object> with(
            String workspace, Instant hour, String reportId, String field, Object value) {
        var correction = new HashMap<>(aCorrection(workspace, hour, reportId, "logs@7d", 1));
        correction.put(field, value);
        return correction;
    }

    private static Map<String, String> usd(String amount) {
        return Map.of("amount", amount, "currency", "USD");
    }
}
