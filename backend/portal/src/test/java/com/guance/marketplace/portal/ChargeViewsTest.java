package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.asked;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees which charges, of which days and months. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ChargeViewsTest {
    private static final List<String> VIEWS = List.of("usage-hours", "charges", "charges.csv");

    @Test
    void others_workspaces_are_not_there() {
        var customer = Given.aCustomer();
        var foreign = workspace(Given.aCustomer());

        for (var view : VIEWS) {
            for (var absent : List.of(foreign, "00000000-0000-0000-0000-000000000000")) {
                hostile(customer.token(), absent, view).then().spec(Api.problem(404, "not-found"));
            }
            assertThat(hostile(customer.token(), workspace(customer), view).statusCode())
                    .isEqualTo(200);
            Api.hostile()
                    .get("/api/v1/workspaces/" + foreign + "/" + view)
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void a_data_plane_sees_no_charges() {
        var workspace = workspace(Given.aCustomer());

        for (var view : VIEWS) {
            assertThat(hostile(Partner.token("us1"), workspace, view).statusCode())
                    .isIn(401, 403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "day, 2026-02-30, malformed",
        "day, 24.11.2026, malformed",
        "day, 2026-11, malformed",
        "day, 1999-12-31, malformed",
        "day, 9999-01-01, malformed",
        "day, +999999999-12-31, malformed",
        "days, 0, out-of-range",
        "days, 32, out-of-range",
        "days, -1, out-of-range",
        "days, three, out-of-range",
        "days, 99999999999, out-of-range",
    })
    void a_day_or_a_number_of_days_that_is_none_is_told(String parameter, String value, String code) {
        var customer = Given.aCustomer();

        ask(customer.token(), workspace(customer), "usage-hours", parameter, value)
                .then()
                .spec(Api.field(parameter, code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13", "2026", "2026-11-24", "november", "1999-12", "99999-01", "'2026-11"})
    void a_month_that_is_none_is_told(String month) {
        var customer = Given.aCustomer();

        for (var view : List.of("charges", "charges.csv")) {
            ask(customer.token(), workspace(customer), view, "month", month)
                    .then()
                    .spec(Api.field("month", "malformed"));
        }
    }

    @Test
    void where_nothing_was_used_nothing_is_shown() {
        BusinessTime.join();
        var customer = Given.aCustomer();
        var workspace = workspace(customer);
        var today = TestClock.now().atOffset(ZoneOffset.UTC).toLocalDate();

        asked(customer, "/api/v1/workspaces/" + workspace + "/usage-hours?days=31")
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("days", equalTo(31))
                .body("zone", equalTo("UTC"))
                .body("day", equalTo(today.toString()));
        asked(customer, "/api/v1/workspaces/" + workspace + "/charges?month=2020-02")
                .then()
                .statusCode(200)
                .body("month", equalTo("2020-02"))
                .body("totals", empty())
                .body("payers", empty())
                .body("days", empty());
        assertThat(Metered.csv(customer, workspace, "2020-02")).isEmpty();
    }

    @Test
    void a_month_of_charges_begins_at_midnight_in_china_and_one_of_aws_at_midnight_of_utc() {
        var last = lastHourOfAChineseMonth();
        var first = last.plus(Duration.ofHours(1));
        BusinessTime.join();
        BusinessTime.advanceTo(last);
        var customer = Metered.aChineseCustomer();
        var workspace = workspace(customer);
        report(customer, workspace, last, Map.of("timeseries@3d", 10_000, "logs@7d", 1_000_000));
        BusinessTime.advanceTo(last.plus(Duration.ofMinutes(66)));
        theHour(customer, workspace, last, "ACCEPTED");
        report(customer, workspace, first, Map.of("timeseries@3d", 10_000, "logs@7d", 2_000_000));
        BusinessTime.advanceTo(first.plus(Duration.ofMinutes(66)));
        theHour(customer, workspace, first, "ACCEPTED");

        var month = YearMonth.from(last.atOffset(ZoneOffset.UTC));
        // the maximum begins anew with the day
        charges(customer, workspace, month).then().body("totals.amount", equalTo(List.of("7.2")));
        charges(customer, workspace, month.plusMonths(1)).then().body("totals.amount", equalTo(List.of("8.4")));
        asked(customer, "/api/v1/workspaces/" + workspace + "/charges")
                .then()
                .body("month", equalTo(month.plusMonths(1).toString()))
                .body("zone", equalTo("Asia/Shanghai"));
        assertThat(Metered.csv(customer, workspace, month.toString()))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .containsEntry("day", month.atEndOfMonth().toString())
                        .containsEntry("hour", last.toString()));
        assertThat(asked(
                                customer,
                                "/api/v1/workspaces/" + workspace + "/usage-hours?days=1&day="
                                        + month.plusMonths(1).atDay(1))
                        .<List<String>>path("items.hour"))
                .containsExactly(first.toString());
        int cents = 0;
        for (var line : Market.bill(customer.buyer().bought(), month.toString())) {
            cents += line.path("quantity").asInt();
        }
        assertThat(cents).isEqualTo(720 + 840);
    }

    private static Response charges(Given.Customer customer, String workspace, YearMonth month) {
        return asked(customer, "/api/v1/workspaces/" + workspace + "/charges?month=" + month);
    }

    /** The next one that has not begun. */
    private static Instant lastHourOfAChineseMonth() {
        var china = ZoneId.of("Asia/Shanghai");
        var month = YearMonth.from(TestClock.now().atZone(china));
        var last = month.plusMonths(1).atDay(1).atStartOfDay(china).toInstant().minus(Duration.ofHours(1));
        return last.isAfter(TestClock.now())
                ? last
                : month.plusMonths(2).atDay(1).atStartOfDay(china).toInstant().minus(Duration.ofHours(1));
    }

    private static Response hostile(String token, String workspace, String view) {
        return Api.plain()
                .header("Authorization", "Bearer " + token)
                .get("/api/v1/workspaces/" + workspace + "/" + view);
    }

    private static Response ask(String token, String workspace, String view, String parameter, String value) {
        return Api.plain()
                .header("Authorization", "Bearer " + token)
                .queryParam(parameter, value)
                .get("/api/v1/workspaces/" + workspace + "/" + view);
    }
}
