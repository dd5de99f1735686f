package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Market.Notify;
import com.guance.marketplace.portal.metering.PartitionsOfUsage;
import com.guance.marketplace.portal.platform.Vault;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data planes report usage: each report is answered for itself, and what is accepted is there once. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class UsageIntakeTest {
    private static final String PATH = "/api/v1/usage-reports";

    @Inject
    PartitionsOfUsage days;

    @Test
    void a_report_is_accepted_and_stored_with_its_values_sorted_and_whole() {
        var workspace = aWorkspace();
        var report = aReport(workspace);
        report.put("usage", Map.of("timeseries@3d", 6_000, "logs@7d", 120_000, "data_forward_external", 0));

        send(report)
                .then()
                .statusCode(200)
                .body("reports", equalTo(List.of(Map.of("reportId", report.get("reportId"), "status", "ACCEPTED"))));

        var rows = Database.rows(
                "SELECT client_id, usage, hour = date_trunc('hour', starts_at), starts_at, ends_at, length(body_hash)"
                        + " FROM usage_reports WHERE workspace_id = ?",
                UUID.fromString(workspace));
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().get(0)).isEqualTo("data-plane-us1");
        assertThat(rows.getFirst().get(1))
                .isEqualTo("{\"data_forward_external\":0,\"logs@7d\":120000,\"timeseries@3d\":6000}");
        assertThat(rows.getFirst().get(2)).isEqualTo("t");
        assertThat(instant(rows.getFirst().get(3))).isEqualTo(report.get("from"));
        assertThat(instant(rows.getFirst().get(4))).isEqualTo(report.get("to"));
        assertThat(rows.getFirst().get(5)).isEqualTo("32");
    }

    @Test
    void a_report_of_a_part_of_an_hour_counts_for_that_hour() {
        var workspace = aWorkspace();
        var hour = lastHour();
        var report = aReport(workspace);
        report.put("from", hour.plusSeconds(60).plus(1, ChronoUnit.MICROS).toString());
        report.put("to", hour.plusSeconds(3_600).toString());

        isAccepted(send(report));

        assertThat(Database.rows(
                                "SELECT hour, starts_at FROM usage_reports WHERE workspace_id = ?",
                                UUID.fromString(workspace))
                        .getFirst()
                        .stream()
                        .map(UsageIntakeTest::instant))
                .containsExactly(hour.toString(), report.get("from").toString());
    }

    @Test
    void the_same_report_again_is_a_duplicate_however_it_is_spelled() {
        var workspace = aWorkspace();
        var report = aReport(workspace);
        isAccepted(send(report));
        var respelled = new LinkedHashMap<String, Object>();
        respelled.put("usage", report.get("usage"));
        respelled.put("to", report.get("to").toString().replace("Z", ".000Z"));
        respelled.put("from", report.get("from"));
        respelled.put("workspaceId", workspace.toUpperCase());
        respelled.put("reportId", report.get("reportId"));

        for (var again : List.of(report, respelled)) {
            send(again).then().statusCode(200).body("reports.status", contains("DUPLICATE"));
        }

        assertThat(storedFor(workspace)).isEqualTo(1);
    }

    @Test
    void another_report_under_the_same_id_is_refused_and_the_first_stands() {
        var workspace = aWorkspace();
        var report = aReport(workspace);
        isAccepted(send(report));
        var other = new HashMap<>(report);
        other.put("usage", Map.of("logs@7d", 2));
        var longer = new HashMap<>(report);
        longer.put(
                "from",
                Instant.parse(report.get("from").toString()).plusSeconds(1).toString());

        for (var second : List.of(other, longer)) {
            isRefused(send(second), "report-id-reused");
        }

        assertThat(Database.rows("SELECT usage FROM usage_reports WHERE workspace_id = ?", UUID.fromString(workspace)))
                .containsExactly(List.of("{\"logs@7d\":1}"));
    }

    @Test
    void an_id_names_a_report_within_its_client_workspace_and_hour_only() {
        var one = aWorkspace();
        var two = aWorkspace();
        var report = aReport(one);
        var elsewhere = new HashMap<>(report);
        elsewhere.put("workspaceId", two);
        elsewhere.put("usage", Map.of("logs@7d", 2));
        var earlier = new HashMap<>(report);
        earlier.put("from", lastHour().minusSeconds(3_600).toString());
        earlier.put("to", lastHour().toString());

        isAccepted(send(report, elsewhere, earlier));
        var another = Partner.aClient(List.of("usage:write"), List.of("us1"));
        isAccepted(program(Partner.token(another)).body(batch(report)).post(PATH));

        assertThat(storedFor(one)).isEqualTo(3);
    }

    @Test
    void within_a_batch_the_first_of_a_name_is_accepted() {
        var workspace = aWorkspace();
        var report = aReport(workspace);
        var other = new HashMap<>(report);
        other.put("usage", Map.of("logs@7d", 2));

        send(report, report, other, aReport(workspace))
                .then()
                .statusCode(200)
                .body("reports.status", contains("ACCEPTED", "DUPLICATE", "REFUSED", "ACCEPTED"))
                .body("reports[2].reason", equalTo("report-id-reused"));

        assertThat(storedFor(workspace)).isEqualTo(2);
    }

    @Test
    void answers_come_in_the_order_of_the_reports_and_a_bad_one_costs_no_good_one() {
        var workspace = aWorkspace();
        var reports = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 300; i++) {
            var report = aReport(workspace);
            if (i % 3 == 1) {
                report.put("usage", Map.of("logs@7d", -1));
            }
            if (i % 3 == 2) {
                report.put("from", "yesterday");
            }
            reports.add(report);
        }

        var answer = Api.hostile()
                .header("Authorization", "Bearer " + Partner.token("us1"))
                .header("Idempotency-Key", UUID.randomUUID())
                .body(Map.of("reports", reports))
                .post(PATH);

        answer.then().statusCode(200);
        assertThat(answer.<List<String>>path("reports.reportId"))
                .isEqualTo(reports.stream().map(r -> r.get("reportId")).toList());
        List<Map<String, String>> answers = answer.path("reports");
        for (int i = 0; i < 300; i++) {
            assertThat(answers.get(i).get("reason"))
                    .isEqualTo(i % 3 == 0 ? null : i % 3 == 1 ? "negative" : "instant-malformed");
        }
        assertThat(storedFor(workspace)).isEqualTo(100);
        assertThat(Database.rows(
                                "SELECT report_id FROM usage_reports WHERE workspace_id = ? ORDER BY arrival",
                                UUID.fromString(workspace))
                        .stream()
                        .map(List::getFirst))
                .as("in the order of the batch")
                .isEqualTo(IntStream.range(0, 100)
                        .mapToObj(i -> reports.get(3 * i).get("reportId"))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    negative         | -1
                    negative         | -0.5
                    negative         | -99999999999999999999
                    negative         | -1e400
                    fractional       | 0.5
                    fractional       | 1.0000001
                    fractional       | 1e-400
                    too-large        | 1000000000000001
                    too-large        | 1e400
                    too-large        | 1e999999999
                    too-large        | 9223372036854775808
                    too-large        | 99999999999999999999999999
                    not-a-number     | "1"
                    not-a-number     | NaN
                    not-a-number     | Infinity
                    not-a-number     | -Infinity
                    not-a-number     | null
                    not-a-number     | true
                    not-a-number     | {}
                    not-a-number     | [1]
                    not-a-number     | 1e99999999999
                    """)
    void a_value_that_is_no_whole_number_in_range_is_refused(String reason, String value) {
        var workspace = aWorkspace();
        var good = aReport(workspace);

        var answer = send("{\"reports\":[" + raw(workspace, "{\"logs@3d\":1,\"logs@7d\":" + value + "}") + ","
                + Json.ascii(good) + "]}");

        answer.then()
                .statusCode(200)
                .body("reports.status", contains("REFUSED", "ACCEPTED"))
                .body("reports[0].reason", equalTo(reason))
                .body("reports[0].item", equalTo("logs@7d"));
        assertThat(storedFor(workspace)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "0.0, 0",
        "0e5, 0",
        "1, 1",
        "5.0, 5",
        "1e3, 1000",
        "1.5E1, 15",
        "1000000000000000, 1000000000000000",
        "1e15, 1000000000000000",
        "9007199254740993e-1, 9007199254740993e-1",
        "123456789012345.000, 123456789012345"
    })
    void whole_numbers_are_taken_in_any_spelling(String spelled, String stored) {
        var workspace = aWorkspace();

        var answer = send("{\"reports\":[" + raw(workspace, "{\"logs@7d\":" + spelled + "}") + "]}");

        if (stored.contains("e")) { // what binary fractions would take for whole
            isRefused(answer, "fractional");
            return;
        }
        isAccepted(answer);
        assertThat(Database.rows("SELECT usage FROM usage_reports WHERE workspace_id = ?", UUID.fromString(workspace)))
                .containsExactly(List.of("{\"logs@7d\":" + stored + "}"));
    }

    @Test
    void numbers_of_endless_digits_cost_nothing() {
        var workspace = aWorkspace();

        isRefused(
                send("{\"reports\":[" + raw(workspace, "{\"logs@7d\":" + "9".repeat(200_000) + "}") + "]}"),
                "too-large");
        isRefused(
                send("{\"reports\":[" + raw(workspace, "{\"logs@7d\":0." + "0".repeat(200_000) + "1}") + "]}"),
                "not-a-number");
    }

    @Test
    void a_stretch_is_within_one_utc_hour_and_not_empty() {
        var workspace = aWorkspace();
        var hour = lastHour();

        isRefused(send(stretch(workspace, hour, hour.plusSeconds(3_601))), "crosses-hour");
        isRefused(send(stretch(workspace, hour.minusMillis(1), hour.plusSeconds(1))), "crosses-hour");
        isRefused(send(stretch(workspace, hour.minusSeconds(3_600), hour.plusSeconds(3_600))), "crosses-hour");
        isRefused(send(stretch(workspace, hour, hour)), "stretch-empty");
        isRefused(send(stretch(workspace, hour.plusSeconds(2), hour.plusSeconds(1))), "stretch-empty");
        isAccepted(send(stretch(workspace, hour, hour.plusSeconds(3_600))));
        isAccepted(send(stretch(workspace, hour.plusSeconds(3_599), hour.plusSeconds(3_600))));
    }

    @Test
    void usage_is_taken_for_seven_days_and_later_only_noted() {
        var workspace = aWorkspace();
        var edge = TestClock.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(7));
        var young = stretch(workspace, edge, edge.plusSeconds(3_600));
        var old = stretch(workspace, edge.minusSeconds(3_600), edge.minusSeconds(1));
        var ancient = stretch(workspace, Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("0001-01-01T01:00:00Z"));

        isAccepted(send(young));
        isRefused(send(old), "late");
        isRefused(send(old), "late");
        isRefused(send(ancient), "late");

        assertThat(storedFor(workspace)).isEqualTo(1);
        assertThat(Database.rows(
                        "SELECT client_id, report_id, usage FROM late_usage_reports WHERE workspace_id = ? ORDER BY hour DESC",
                        UUID.fromString(workspace)))
                .containsExactly(
                        List.of("data-plane-us1", old.get("reportId").toString(), "{\"logs@7d\":1}"),
                        List.of("data-plane-us1", ancient.get("reportId").toString(), "{\"logs@7d\":1}"));
    }

    @Test
    void the_clock_of_a_data_plane_may_be_five_minutes_ahead() {
        var workspace = aWorkspace();
        var now = TestClock.now().truncatedTo(ChronoUnit.SECONDS);

        var far = now.plus(Duration.ofMinutes(6));
        isRefused(
                send(stretch(
                        workspace,
                        far.truncatedTo(ChronoUnit.HOURS).equals(far)
                                ? far.minusSeconds(1)
                                : far.truncatedTo(ChronoUnit.HOURS),
                        far)),
                "future");
        var near = now.plus(Duration.ofMinutes(4));
        isAccepted(send(stretch(
                workspace,
                near.truncatedTo(ChronoUnit.HOURS).equals(near)
                        ? near.minusSeconds(1)
                        : near.truncatedTo(ChronoUnit.HOURS),
                near)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs", "logs@8d", "logs@07d", "Logs@7d", "sms", "time series", "", "logs@7d ", "nothing"})
    void an_item_that_the_price_list_does_not_sell_here_is_unknown(String item) {
        var workspace = aWorkspace();
        var report = aReport(workspace);
        report.put("usage", Map.of(item, 1));

        isRefused(send("{\"reports\":[" + Json.ascii(report) + "]}"), "unknown-item")
                .then()
                .body("reports[0].item", equalTo(item));
        assertThat(storedFor(workspace)).isZero();
    }

    @Test
    void what_is_sold_depends_on_the_site() {
        var chinese = aWorkspaceInChina();
        var report = aReport(chinese);
        report.put("usage", Map.of("sms", 1)); // sold in China only

        isAccepted(program(Partner.token("cn2")).body(batch(report)).post(PATH));
    }

    @Test
    void a_foreign_workspace_is_as_unknown_as_one_that_is_not_there() {
        var foreign = aWorkspaceInChina();
        for (var workspace : List.of(foreign, UUID.randomUUID().toString())) {
            isRefused(send(aReport(workspace)), "unknown-workspace");
            assertThat(storedFor(workspace)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"LOCKED, workspace-locked", "DISSOLVED, workspace-dissolved"})
    void what_is_closed_takes_only_hours_from_before(String state, String reason) {
        var workspace = aWorkspace();
        var report = aReport(workspace);
        Database.update(
                "UPDATE workspaces SET state = ?, closed_at = ?::timestamptz WHERE id = ?",
                state,
                lastHour().plusSeconds(1).toString(),
                UUID.fromString(workspace));
        isAccepted(send(report));

        Database.update(
                "UPDATE workspaces SET closed_at = ?::timestamptz WHERE id = ?",
                lastHour().toString(),
                UUID.fromString(workspace));

        isRefused(send(aReport(workspace)), reason);
        assertThat(storedFor(workspace)).isEqualTo(1);
        Database.update(
                "UPDATE workspaces SET state = 'NORMAL', closed_at = NULL WHERE id = ?", UUID.fromString(workspace));
    }

    @Test
    void a_client_of_several_sites_may_report_for_each() {
        var both = Partner.token(Partner.aClient(List.of("usage:write"), List.of("us1", "cn2")));

        isAccepted(program(both)
                .body(batch(aReport(aWorkspaceInChina()), aReport(aWorkspace())))
                .post(PATH));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    malformed              | "reportId":       | "id":
                    malformed              | "reportId":       | "extra": {"a": [1]}, "reportId":
                    malformed              | "reportId":       | "reportId": "x", "reportId":
                    malformed              | "usage":{         | "usage":7,"x":{
                    malformed              | "usage":{         | "usage":null,"x":{
                    malformed              | "usage":{         | "usage":[{}],"x":{
                    malformed              | "logs@7d":1       | "logs@7d":1,"logs@7d":1
                    no-items               | "logs@7d":1       |
                    report-id-malformed    | "reportId":"r     | "reportId":"r r
                    report-id-malformed    | "reportId":"r     | "reportId":"r/
                    report-id-malformed    | "reportId":"r     | "reportId":"\\u0000
                    report-id-malformed    | "reportId":"r     | "reportId":"\\ud800
                    report-id-malformed    | "reportId":"r     | "reportId":"ü
                    report-id-malformed    | "reportId":"r     | "reportId":"123456789012345678901234567890123456789
                    workspace-id-malformed | "workspaceId":"   | "workspaceId":"x
                    workspace-id-malformed | "workspaceId":"   | "workspaceId":"1-1-1-1-1","x":"
                    instant-malformed      | Z","to"           | +00:00","to"
                    instant-malformed      | Z","to"           | ","to"
                    instant-malformed      | "from":"2         | "from":"x2
                    instant-malformed      | "from":"2         | "from":"-2
                    instant-malformed      | :00Z","to"        | :00.0000001Z","to"
                    instant-malformed      | :00Z","to"        | :99Z","to"
                    """)
    void a_report_that_is_none_is_refused_by_itself(String reason, String right, String wrong) {
        var workspace = aWorkspace();
        var report = raw(workspace, "{\"logs@7d\":1}");
        assertThat(report).contains(right);
        var spoiled = report.replace(right, wrong == null ? "" : wrong);

        send("{\"reports\":[" + spoiled + "," + raw(workspace, "{\"logs@7d\":1}") + "]}")
                .then()
                .statusCode(200)
                .body("reports.status", contains("REFUSED", "ACCEPTED"))
                .body("reports[0].reason", equalTo(reason));
        assertThat(storedFor(workspace)).isEqualTo(1);
    }

    @Test
    void what_is_no_object_is_refused_in_its_place() {
        var workspace = aWorkspace();

        send("{\"reports\":[7,null,[{}],\"x\",{}," + raw(workspace, "{\"logs@7d\":1}") + "]}")
                .then()
                .statusCode(200)
                .body("reports.reason", contains("malformed", "malformed", "malformed", "malformed", "malformed", null))
                .body("reports[5].status", equalTo("ACCEPTED"));
    }

    @Test
    void a_report_has_at_most_a_hundred_items() {
        var workspace = aWorkspace();
        var items = IntStream.range(0, 101).mapToObj(i -> "\"x" + i + "\":1").collect(Collectors.joining(","));

        isRefused(send("{\"reports\":[" + raw(workspace, "{" + items + "}") + "]}"), "too-many-items");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"reports\":{}}",
                "{\"reports\":null}",
                "{\"reports\":[{]}",
                "{\"reports\":[{}],\"x\":1}",
                "{\"x\":1,\"reports\":[{}]}",
                "{\"reports\":[{}]} x",
                "{\"reports\":[{}]}{}",
                "{\"reports\":[{}],\"reports\":[{}]}",
                "{\"reports\":[{\"usage\":{\"logs@7d\":01}}]}"
            })
    void what_cannot_be_read_as_a_batch_is_refused_as_a_whole(String body) {
        send(body).then().spec(Api.problem(400, "malformed-request"));
    }

    @Test
    void a_batch_has_one_to_a_thousand_reports() {
        send("{\"reports\":[]}").then().spec(Api.field("reports", "out-of-range"));
        var reports = IntStream.range(0, 1_000).mapToObj(i -> "{}").collect(Collectors.joining(","));

        send("{\"reports\":[" + reports + "]}").then().statusCode(200);
        send("{\"reports\":[" + reports + ",{}]}").then().spec(Api.field("reports", "out-of-range"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: %d", "Transfer-Encoding: chunked"})
    void a_batch_may_have_two_megabytes_and_no_more(String framing) {
        for (int padding : new int[] {1_900_000, 2_200_000}) {
            var body = ("{\"reports\":[{}" + " ".repeat(padding) + "]}").getBytes(StandardCharsets.US_ASCII);
            var answer = RawHttp.send(
                    """
                    POST %s HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Idempotency-Key: %s
                    Content-Type: application/json
                    %s
                    """.formatted(PATH, Partner.token("us1"), UUID.randomUUID(), framing.formatted(body.length)),
                    out -> {
                        if (framing.startsWith("Transfer")) {
                            out.write((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                            out.write(body);
                            out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        } else {
                            out.write(body);
                        }
                    });
            assertThat(answer.status()).as(answer.body()).isEqualTo(padding > 2_097_152 ? 413 : 200);
        }
    }

    @Test
    void a_key_is_needed_and_a_repetition_is_answered_byte_for_byte() {
        var workspace = aWorkspace();
        var batch = batch(aReport(workspace));
        var token = Partner.token("us1");
        Api.hostile()
                .header("Authorization", "Bearer " + token)
                .body(batch)
                .post(PATH)
                .then()
                .spec(Api.problem(400, "idempotency-key-required"));
        var key = UUID.randomUUID();

        var first = withKey(token, key).body(batch).post(PATH);
        var again = withKey(token, key).body(batch).post(PATH);

        isAccepted(first);
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        withKey(token, key)
                .body(batch(aReport(workspace)))
                .post(PATH)
                .then()
                .spec(Api.problem(422, "idempotency-key-reused"));
        assertThat(storedFor(workspace)).isEqualTo(1);
        withKey(Partner.token(Partner.aClient(List.of("usage:write"), List.of("us1"))), key)
                .body(batch)
                .post(PATH)
                .then()
                .statusCode(200);
    }

    @Test
    void a_dry_run_answers_alike_and_stores_nothing() {
        var workspace = aWorkspace();
        var report = aReport(workspace);
        var stored = aReport(workspace);
        isAccepted(send(stored));
        var reused = new HashMap<>(stored);
        reused.put("usage", Map.of("logs@7d", 2));
        var key = UUID.randomUUID();
        var body = batch(report, report, stored, reused, stretch(workspace, lastHour(), lastHour()));

        var dry = withKey(Partner.token("us1"), key).body(body).post(PATH + "?dryRun=true");
        assertThat(storedFor(workspace)).isEqualTo(1);
        var wet = withKey(Partner.token("us1"), key).body(body).post(PATH + "?dryRun=false");

        wet.then()
                .statusCode(200)
                .body("reports.status", contains("ACCEPTED", "DUPLICATE", "DUPLICATE", "REFUSED", "REFUSED"));
        assertThat(dry.asString()).isEqualTo(wet.asString());
        assertThat(storedFor(workspace)).isEqualTo(2);
        send(report).then().body("reports.status", contains("DUPLICATE"));
        Api.hostile()
                .header("Authorization", "Bearer " + Partner.token("us1"))
                .header("Idempotency-Key", key)
                .body(body)
                .post(PATH + "?dryRun=maybe")
                .then()
                .spec(Api.field("dryRun", "unknown"));
    }

    @Test
    void the_same_reports_from_many_sides_at_once_are_accepted_once() {
        var workspace = aWorkspace();
        var reports = IntStream.range(0, 200).mapToObj(i -> aReport(workspace)).toList();
        var token = Partner.token("us1");

        var answers = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> withKey(token, UUID.randomUUID())
                        .body(Map.of("reports", reports))
                        .post(PATH)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(answers.stream()
                        .flatMap(answer -> answer.<List<String>>path("reports.status").stream())
                        .collect(Collectors.groupingBy(s -> s, Collectors.counting())))
                .isEqualTo(Map.of("ACCEPTED", 200L, "DUPLICATE", 1_000L));
        assertThat(storedFor(workspace)).isEqualTo(200);
    }

    @Test
    void refusals_are_told_in_the_readers_language() {
        var report = stretch(aWorkspace(), lastHour(), lastHour());

        program(Partner.token("us1"))
                .header("Accept-Language", "zh-CN")
                .body(batch(report))
                .post(PATH)
                .then()
                .body("reports[0].detail", equalTo("该上报的结束时间不晚于开始时间。"));
        send(report).then().body("reports[0].detail", equalTo("The report ends before it begins, or at once."));
    }

    @Test
    void what_is_taken_in_is_counted() {
        var workspace = aWorkspace();
        var before = counted();
        var report = aReport(workspace);
        report.put("usage", Map.of("logs@7d", 1, "logs@14d", 2));

        send(report, report, stretch(workspace, lastHour(), lastHour()));

        var after = counted();
        assertThat(after.get("portal_usage_values_total") - before.getOrDefault("portal_usage_values_total", 0.0))
                .isEqualTo(2);
        for (var counter : List.of(
                "portal_usage_reports_total{reason=\"none\",status=\"ACCEPTED\"}",
                "portal_usage_reports_total{reason=\"none\",status=\"DUPLICATE\"}",
                "portal_usage_reports_total{reason=\"stretch-empty\",status=\"REFUSED\"}")) {
            assertThat(after.get(counter) - before.getOrDefault(counter, 0.0))
                    .as(counter)
                    .isEqualTo(1);
        }
    }

    @Test
    void days_are_there_ahead_and_long_over_ones_go_once_they_were_charged_for() {
        var today = TestClock.now().atOffset(java.time.ZoneOffset.UTC).toLocalDate();
        var charged = today.minusDays(50);
        var uncharged = today.minusDays(51);
        days.ensure(java.util.Set.of(charged, uncharged));
        Database.update(
                "INSERT INTO usage_reports (client_id, workspace_id, hour, report_id, body_hash, usage, starts_at,"
                        + " ends_at, received_at, accrued_at) SELECT 'x', gen_random_uuid(), d, 'x', '', '{}', d, d, d,"
                        + " CASE WHEN d = ?::timestamptz THEN d END"
                        + " FROM unnest(ARRAY[?::timestamptz, ?::timestamptz]) d",
                charged + " 00:00+00",
                charged + " 00:00+00",
                uncharged + " 00:00+00");

        days.makeAhead();
        for (int ahead = 0; ahead <= 2; ahead++) {
            assertThat(partitions()).contains(partition(today.plusDays(ahead)));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !partitions().contains(partition(charged)));
        assertThat(partitions()).contains(partition(uncharged));
    }

    private static String partition(java.time.LocalDate day) {
        return "usage_reports_" + day.toString().replace("-", "");
    }

    private static List<String> partitions() {
        return Database.rows(
                        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'usage_reports'::regclass")
                .stream()
                .map(List::getFirst)
                .toList();
    }

    private static Map<String, Double> counted() {
        return Api.plain()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("portal_usage_"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    }

    /** A report of the last full hour. */
    static Map<String, Object> aReport(Object workspace) {
        return stretch(workspace, lastHour(), lastHour().plusSeconds(3_600));
    }

    private static Map<String, Object> stretch(Object workspace, Instant from, Instant to) {
        var report = new LinkedHashMap<String, Object>();
        report.put("reportId", "r" + UUID.randomUUID());
        report.put("workspaceId", workspace.toString());
        report.put("from", from.toString());
        report.put("to", to.toString());
        report.put("usage", Map.of("logs@7d", 1));
        return report;
    }

    /** As text, for values that no library would write. */
    private static String raw(String workspace, String usage) {
        return Json.ascii(aReport(workspace)).replace("{\"logs@7d\":1}", usage);
    }

    private static Instant lastHour() {
        return TestClock.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3_600);
    }

    private static String aWorkspace() {
        return UsageWorkspaces.AMERICAN.another();
    }

    private static String aWorkspaceInChina() {
        return UsageWorkspaces.CHINESE.another();
    }

    /** Customers whose workspaces are many, made once for all tests. */
    private enum UsageWorkspaces {
        AMERICAN(Given.aCustomer(), "us1"),
        CHINESE(
                Given.signedIn(Given.registered(
                        Given.atStep2(Given.verified(Given.aLandedBuyer(Market.buy("cn", Notify.NEVER)))))),
                "cn2");

        private final Given.Customer customer;
        private final String site;
        private final byte[] token = aToken();

        UsageWorkspaces(Given.Customer customer, String site) {
            this.customer = customer;
            this.site = site;
        }

        private static byte[] aToken() {
            var vault = Arc.container().instance(Vault.class).get();
            return vault.seal("workspace-tokens", "tkn_of_a_test".getBytes(StandardCharsets.UTF_8));
        }

        /** As the others of the customer, but by the database: its budget does not allow as many in an hour. */
        String another() {
            var id = UUID.randomUUID();
            Database.update(
                    "INSERT INTO workspaces (id, enterprise_account_id, owner_id, site_id, name, language, state, token, created_at)"
                            + " SELECT ?, e.id, g.id, ?, 'Metered', 'EN', 'NORMAL', ?, now() FROM enterprise_accounts e"
                            + " JOIN guance_accounts g ON g.enterprise_account_id = e.id WHERE e.username = ? LIMIT 1",
                    id,
                    site,
                    token,
                    customer.buyer().username());
            Database.update("""
                    INSERT INTO settlement_bindings (id, workspace_id, method, enterprise_account_id, effective_from, reason, created_at)
                    SELECT gen_random_uuid(), w.id, 'ENTERPRISE_ACCOUNT', w.enterprise_account_id, w.created_at, 'created', w.created_at
                    FROM workspaces w WHERE w.id = ?""", id);
            return id.toString();
        }
    }

    private static long storedFor(String workspace) {
        return Database.count("usage_reports WHERE workspace_id = ?", UUID.fromString(workspace));
    }

    private static String instant(String timestamp) {
        return Instant.parse(timestamp.replace(' ', 'T').replaceFirst("[+]00$", "Z"))
                .toString();
    }

    @SafeVarargs
    private static Map<String, Object> batch(Map<String, Object>... reports) {
        return Map.of("reports", List.of(reports));
    }

    private static RequestSpecification program(String token) {
        return withKey(token, UUID.randomUUID());
    }

    private static RequestSpecification withKey(String token, Object key) {
        return Api.program().header("Authorization", "Bearer " + token).header("Idempotency-Key", key);
    }

    @SafeVarargs
    private static Response send(Map<String, Object>... reports) {
        return program(Partner.token("us1")).body(batch(reports)).post(PATH);
    }

    private static Response send(String body) {
        return Api.hostile()
                .header("Authorization", "Bearer " + Partner.token("us1"))
                .header("Idempotency-Key", UUID.randomUUID())
                .body(body)
                .post(PATH);
    }

    private static void isAccepted(Response answer) {
        answer.then().statusCode(200);
        assertThat(answer.<List<String>>path("reports.status"))
                .as(answer.asString())
                .containsOnly("ACCEPTED");
    }

    private static Response isRefused(Response answer, String reason) {
        answer.then()
                .statusCode(200)
                .body("reports.status", contains("REFUSED"))
                .body("reports.reason", contains(reason));
        assertThat(answer.<String>path("reports[0].detail")).isNotBlank();
        return answer;
    }
}
