package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see of all customers, and what comes of what they do. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OperatorPagesTest {
    private static final String BASE = "/api/v1/operators/";

    @AfterEach
    void aws_is_well_again() {
        Metered.fault(com.guance.marketplace.emulator.wire.Faults.Fault.NONE);
    }

    @Test
    void a_subscription_is_found_by_whatever_names_it_and_by_nothing_else() {
        var customer = Given.aCustomer();
        var id = Desk.subscription(customer);
        var facts = Market.facts(customer.buyer().bought());
        var owner = Database.rows("SELECT enterprise_account_id FROM subscriptions WHERE id = ?::uuid", id)
                .getFirst()
                .getFirst();
        var licence = facts.path("licenseArn").asText();
        var username = customer.buyer().username();

        for (var query : List.of(
                id,
                id.toUpperCase(),
                owner,
                customer.buyer().bought().awsAccountId(),
                licence,
                licence.substring(licence.lastIndexOf(':') + 1),
                username,
                username.toUpperCase(),
                username.substring(0, 12),
                " " + username + " ")) {
            search(query).then().statusCode(200).body("items.id", hasItem(id));
        }
        var named = search("mEridian fr");
        named.then().statusCode(200).body("items.enterpriseAccount.companyName", hasItem("Meridian Freight"));
        for (var query : List.of("eridian Freight", username.substring(1), "%", "_", "\\", "' OR ''='", "buyer%")) {
            search(query).then().statusCode(200).body("items.id", not(hasItem(id)));
        }
        var shown = search(username);
        shown.then()
                .body("items[0].awsAccountId", equalTo(customer.buyer().bought().awsAccountId()))
                .body("items[0].licenseArn", equalTo(licence))
                .body("items[0].profile", equalTo("LicenseArn, EventBridge"))
                .body("items[0].state", equalTo("LIVE"))
                .body("items[0].enterpriseAccount.username", equalTo(username));
        Desk.as(Desk.SUPPORT)
                .queryParam("query", username)
                .queryParam("state", "ENDED")
                .get(BASE + "subscriptions")
                .then()
                .body("items", equalTo(List.of()));
    }

    @Test
    void searches_are_served_by_indexes() {
        Database.execute("ANALYZE subscriptions, enterprise_accounts");
        for (var query : List.of(
                "SELECT id FROM enterprise_accounts WHERE username LIKE lower('meri%')",
                "SELECT id FROM enterprise_accounts WHERE lower(company_name) LIKE lower('meri%')",
                "SELECT id FROM subscriptions WHERE identity = 'l-1'",
                "SELECT id FROM subscriptions WHERE agreement_id = 'agmt-1'",
                "SELECT id FROM subscriptions WHERE enterprise_account_id IS NULL AND state IN ('PENDING', 'LIVE') AND id > gen_random_uuid() ORDER BY id LIMIT 51")) {
            assertThat(Database.rowsWithout("enable_seqscan", "EXPLAIN " + query)
                            .toString())
                    .as(query)
                    .contains("Index")
                    .doesNotContain("Seq Scan");
        }
    }

    @Test
    void pages_follow_each_other_without_a_gap() {
        var account = Market.newAwsAccount();
        var bought = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            Given.aLandedBuyer(Market.buy("global", account, Notify.BEFORE));
        }
        Database.rows("SELECT id FROM subscriptions WHERE aws_account_id = ? ORDER BY id DESC", account)
                .forEach(row -> bought.add(row.getFirst()));

        var seen = new ArrayList<String>();
        String token = null;
        do {
            var request = Desk.as(Desk.FINANCE).queryParam("query", account).queryParam("pageSize", 2);
            var page = (token == null ? request : request.queryParam("pageToken", token)).get(BASE + "subscriptions");
            page.then().statusCode(200);
            seen.addAll(page.jsonPath().getList("items.id"));
            token = page.path("nextPageToken");
        } while (token != null);

        assertThat(seen).isEqualTo(bought).hasSize(5);
        for (var wrong : List.of("x", "1.x", ".", "99999999999999999999.x", "-1." + UUID.randomUUID())) {
            Desk.wrongly(Desk.FINANCE)
                    .queryParam("pageToken", wrong)
                    .get(BASE + "subscriptions/" + bought.getFirst() + "/timeline")
                    .then()
                    .spec(Api.field("pageToken", "unknown"));
        }
    }

    @Test
    void the_timeline_is_all_that_happened_newest_first_page_by_page() {
        var customer = Given.aCustomer();
        var id = Desk.subscription(customer);
        Desk.act(Desk.SUPPORT, "subscriptions/" + id + "/notes").then().statusCode(201);

        var all = Desk.as(Desk.SUPPORT).get(BASE + "subscriptions/" + id + "/timeline");
        all.then()
                .statusCode(200)
                .body("items.kind", hasItems("NOTIFICATION", "LANDING", "BINDING", "ACT"))
                .body("items.find { it.kind == 'BINDING' }.what", equalTo("Meridian Production"))
                .body(
                        "items.find { it.kind == 'BINDING' }.by",
                        equalTo(customer.buyer().username()))
                .body("items.find { it.kind == 'ACT' }.detail", equalTo(Desk.NOTE))
                .body("items.find { it.kind == 'ACT' }.by", equalTo("support"))
                .body("items.findAll { it.kind == 'NOTIFICATION' }.what", hasItem(containsString("License Updated")));
        assertThat(all.jsonPath().getList("items.at", String.class).stream().map(Instant::parse))
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());

        var seen = new ArrayList<String>();
        String token = null;
        do {
            var request = Desk.as(Desk.SUPPORT).queryParam("pageSize", 1);
            var page = (token == null ? request : request.queryParam("pageToken", token))
                    .get(BASE + "subscriptions/" + id + "/timeline");
            seen.addAll(page.then().statusCode(200).extract().jsonPath().getList("items.id"));
            token = page.path("nextPageToken");
        } while (token != null);
        assertThat(seen).isEqualTo(all.jsonPath().getList("items.id"));
    }

    @Test
    void asking_aws_says_what_it_knows() {
        var id = Desk.subscription(Given.aCustomer());

        Desk.act(Desk.SUPPORT, "subscriptions/" + id + "/aws-inquiries")
                .then()
                .statusCode(201)
                .body("answered", equalTo(true))
                .body("agreementStatus", equalTo("ACTIVE"))
                .body("state", equalTo("LIVE"));
        var chinese = Desk.subscription(
                Given.aLandedBuyer(Market.buy("cn", Notify.BEFORE)).bought().awsAccountId());
        Desk.act(Desk.SUPPORT, "subscriptions/" + chinese + "/aws-inquiries")
                .then()
                .statusCode(201)
                .body("answered", equalTo(false))
                .body("changed", equalTo(false));
        assertThat(Desk.acts("askAws", chinese))
                .containsExactly(List.of("support", "SUPPORT", Desk.NOTE, "NOT_ASKABLE"));
    }

    @Test
    void a_buyer_who_pays_but_never_registered_is_listed_and_written_to_once_a_day_in_its_language() {
        var buyer = Given.aVerifiedBuyer();
        var id = Desk.subscription(buyer.bought().awsAccountId());
        Database.update("UPDATE onboardings SET language = 'ZH' WHERE id = ?::uuid", buyer.id());

        var shown = buyer(id);
        assertThat(shown)
                .containsEntry("email", buyer.email())
                .containsEntry("awsAccountId", buyer.bought().awsAccountId())
                .containsEntry("step", "BASIC_INFO")
                .doesNotContainKey("remindedAt");
        remind(id).then().statusCode(201).body("remindedAt", notNullValue());
        var mail = Market.mail(buyer.email(), "尚未完成设置");
        assertThat(mail.text())
                .contains(buyer.bought().masked())
                .doesNotContain(buyer.bought().awsAccountId());
        remind(id).then().spec(Api.problem(409, "reminded-recently"));
        TestClock.advance(Duration.ofHours(25));
        remind(id).then().statusCode(201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Market.mails(buyer.email()).stream()
                                .filter(m -> m.subject().contains("尚未完成设置"))
                                .count()
                        == 2);
    }

    @Test
    void who_cannot_be_written_to_is_told_why() {
        var landed = Desk.subscription(Given.aLandedBuyer().bought().awsAccountId());
        remind(landed).then().spec(Api.problem(409, "no-known-address"));
        assertThat(buyer(landed)).doesNotContainKey("email");
        var registered = Desk.subscription(Given.aCustomer());
        remind(registered).then().spec(Api.problem(409, "already-registered"));
        remind(UUID.randomUUID().toString()).then().spec(Api.problem(404, "not-found"));
    }

    @Test
    void a_parked_event_is_shown_as_it_came_and_stays_parked_where_it_cannot_be_used() {
        var evil = "<script>alert(1)</script>\n=1+1 " + UUID.randomUUID();
        var id = Desk.aParkedEvent(evil);

        Desk.as(Desk.FINANCE)
                .get(BASE + "parked-events")
                .then()
                .statusCode(200)
                .body("items.find { it.id == '%s' }.payload".formatted(id), equalTo(evil))
                .body("items.find { it.id == '%s' }.status".formatted(id), equalTo("PARKED"));
        Desk.act(Desk.SUPPORT, "parked-events/" + id + "/replays")
                .then()
                .statusCode(201)
                .body("status", equalTo("PARKED"))
                .body("reason", equalTo("not JSON"));
        Desk.act(Desk.SUPPORT, "parked-events/" + id + "/closings")
                .then()
                .statusCode(201)
                .body("status", equalTo("CLOSED"));
        for (var again : List.of("replays", "closings")) {
            Desk.act(Desk.SUPPORT, "parked-events/" + id + "/" + again).then().spec(Api.problem(409, "not-parked"));
        }
        Desk.as(Desk.FINANCE).get(BASE + "parked-events").then().body("items.id", not(hasItem(id)));
    }

    @Test
    void a_parked_event_that_can_be_used_after_all_is_applied_by_a_replay() {
        var bought = Market.buy("global", Notify.NEVER);
        var buyer = Given.aLandedBuyer(bought);
        var dedup = UUID.randomUUID().toString();
        var event = Events.event(dedup, "License Updated - Manufacturer", Events.licence(bought), null);
        Market.deliver("global", event.replace("aws.agreement-marketplace", "somebody.else"));
        var id = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> Database.rows(
                                "SELECT id FROM marketplace_events WHERE status = 'PARKED' AND payload LIKE ?",
                                "%" + dedup + "%"),
                        found -> !found.isEmpty())
                .getFirst()
                .getFirst();
        Database.update("UPDATE marketplace_events SET payload = ? WHERE id = ?::uuid", event, id); // as AWS meant it

        Desk.act(Desk.SUPPORT, "parked-events/" + id + "/replays")
                .then()
                .statusCode(201)
                .body("id", equalTo(id))
                .body("status", equalTo("APPLIED"));
        Given.awaitLive(buyer);
    }

    @Test
    void a_parked_record_is_shown_word_for_word_and_sent_again_as_it_is() {
        var refused = Desk.aParkedRecord();
        var id = refused.record();

        var listed = Desk.as(Desk.FINANCE).get(BASE + "parked-records?subscriptionId=" + refused.subscription());
        listed.then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(id)))
                .body("items[0].state", equalTo("PARKED"))
                .body("items[0].reason", equalTo("InvalidUsageDimensionException"))
                .body("items[0].quantity", equalTo(40))
                .body("items[0].amount", equalTo(Map.of("amount", "0.4", "currency", "USD")))
                .body("items[0].allocations", equalTo(1))
                .body("items[0].outcomeKnown", equalTo(true))
                .body("items[0].companyName", equalTo("Meridian Freight"));
        Desk.as(Desk.FINANCE).get(BASE + "parked-records").then().body("items.id", hasItem(id));
        figures(refused.subscription())
                .then()
                .body("figures.parkedRecords", equalTo(1))
                .body("figures.parkedUnits", equalTo(40))
                .body("figures.parked.amount", equalTo("0.4"))
                .body("figures.sentUnits", equalTo(0))
                .body("figures.windowSeconds", equalTo(86_400));
        Desk.mend(refused);
        var canonical = canonical(id);
        Desk.as(Desk.FINANCE)
                .get(BASE + "parked-records/" + id)
                .then()
                .statusCode(200)
                .body("canonical", equalTo(canonical))
                .body("record.id", equalTo(id))
                .body("tries.outcome", hasItem("REFUSED"));

        Desk.act(Desk.FINANCE, "parked-records/" + id + "/resends")
                .then()
                .statusCode(201)
                .body("state", equalTo("FROZEN"))
                .body("outcomeKnown", equalTo(true));
        Metered.pause();
        Metered.theHour(refused.customer(), Metered.workspace(refused.customer()), refused.hour(), "ACCEPTED");
        assertThat(canonical(id)).isEqualTo(canonical);
        assertThat(Metered.quantities(refused.customer())).containsExactly(40);
        Desk.act(Desk.FINANCE, "parked-records/" + id + "/resends").then().spec(Api.problem(409, "not-parked"));
        Desk.as(Desk.FINANCE)
                .get(BASE + "parked-records/" + id)
                .then()
                .body("record.state", equalTo("ACCEPTED"))
                .body("tries.outcome", hasItems("REFUSED", "RELEASED", "SUCCESS"));
        figures(refused.subscription())
                .then()
                .body("figures.parkedRecords", equalTo(0))
                .body("figures.sentUnits", equalTo(40))
                .body("figures.sentThisMonth.amount", equalTo("0.4"));
        Desk.as(Desk.FINANCE)
                .get(BASE + "subscriptions/" + refused.subscription() + "/timeline")
                .then()
                .body("items.kind", hasItems("RECORD_ACCEPTED", "ACT"));
    }

    @Test
    void what_aws_refuses_again_is_parked_again() {
        var refused = Desk.aParkedRecord();

        Desk.act(Desk.FINANCE, "parked-records/" + refused.record() + "/resends")
                .then()
                .statusCode(201);
        Metered.pause();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Desk.as(Desk.FINANCE)
                                .get(BASE + "parked-records/" + refused.record())
                                .<List<String>>path("tries.outcome")
                                .stream()
                                .filter("REFUSED"::equals)
                                .count()
                        >= 2);
        Metered.theHour(refused.customer(), Metered.workspace(refused.customer()), refused.hour(), "PARKED");
    }

    @Test
    void a_record_that_aws_takes_no_more_is_not_sent_again() {
        var refused = Desk.aParkedRecord();
        Database.update(
                "UPDATE metering_records SET deadline = ?::timestamptz, due_at = NULL WHERE id = ?::uuid",
                TestClock.now().plusSeconds(1).toString(),
                refused.record());

        Desk.act(Desk.FINANCE, "parked-records/" + refused.record() + "/resends")
                .then()
                .spec(Api.problem(409, "record-too-late"));
        assertThat(Desk.acts("resendRecord", refused.record())).isEmpty();
        assertThat(Database.count(
                        "metering_attempts WHERE attempt = 'RELEASED' AND record_id = ?::uuid", refused.record()))
                .isZero();
    }

    @Test
    void a_record_whose_hour_aws_holds_otherwise_is_not_sent_again() {
        var refused = Desk.aParkedRecord();
        Database.update(
                "UPDATE metering_attempts SET attempt = 'DUPLICATE' WHERE attempt = 'REFUSED' AND record_id = ?::uuid",
                refused.record());
        Database.update("UPDATE metering_records SET why = 'DuplicateRecord' WHERE id = ?::uuid", refused.record());

        Desk.act(Desk.FINANCE, "parked-records/" + refused.record() + "/resends")
                .then()
                .spec(Api.problem(409, "record-diverged"));
        assertThat(Desk.acts("resendRecord", refused.record())).isEmpty();
        assertThat(Database.rows("SELECT outcome FROM metering_records WHERE id = ?::uuid", refused.record()))
                .containsExactly(List.of("PARKED"));
    }

    @Test
    void what_is_lost_is_listed_with_its_reason_and_worth() {
        var customer = Given.aCustomer();
        var id = Desk.subscription(customer);
        Metered.fault(com.guance.marketplace.emulator.wire.Faults.Fault.LOST_ANSWER);
        var hour = BusinessTime.openHour();
        var workspace = Metered.workspace(customer);
        Metered.report(customer, workspace, hour, Map.of("logs@7d", 1_000_000));
        BusinessTime.advanceTo(Metered.told(hour));
        Metered.theHour(customer, workspace, hour, "SENT");
        BusinessTime.advanceTo(hour.plus(Duration.ofHours(26)));
        Metered.theHour(customer, workspace, hour, "LOST");
        Metered.fault(com.guance.marketplace.emulator.wire.Faults.Fault.NONE);

        Desk.as(Desk.SUPPORT)
                .get(BASE + "lost-hours?subscriptionId=" + id)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].reason", equalTo("EXPIRED"))
                .body("items[0].units", equalTo("40"))
                .body("items[0].amount.amount", equalTo("0.4"))
                .body("items[0].workspaceId", nullValue());
        Desk.as(Desk.SUPPORT)
                .get(BASE + "subscriptions/" + id + "/timeline")
                .then()
                .body("items.kind", hasItem("RECORD_LOST"));
    }

    @Test
    void a_price_list_is_looked_at_before_it_is_uploaded_and_every_reader_takes_it_up() {
        var version = "test-" + UUID.randomUUID().toString().substring(0, 13);
        var card = Desk.aRateCard(version).replaceFirst("\"0.6\"", "\"0.75\"");

        var preview =
                Desk.as(Desk.FINANCE).body(Map.of("card", card, "note", "")).post(BASE + "rate-card-previews");
        preview.then()
                .statusCode(200)
                .body("version", equalTo(version))
                .body("changes.percent", equalTo(List.of("25.0")))
                .body("changes.before", equalTo(List.of("0.6")))
                .body("changes.after", equalTo(List.of("0.75")));
        assertThat(Database.count("rate_cards WHERE version = ?", version)).isZero();

        Desk.as(Desk.ADMINISTRATOR)
                .body(Map.of("card", card, "note", Desk.NOTE))
                .post(BASE + "rate-cards")
                .then()
                .statusCode(201)
                .body("version", equalTo(version))
                .body("uploadedBy", equalTo("admin"));
        Desk.as(Desk.SUPPORT)
                .get(BASE + "rate-cards")
                .then()
                .statusCode(200)
                .body("items.version", hasItems(version, "2024-06"))
                .body("items.find { it.version == '2024-06' }.uploadedBy", nullValue());
        Desk.as(Desk.ADMINISTRATOR)
                .body(Map.of("card", card, "note", Desk.NOTE))
                .post(BASE + "rate-cards")
                .then()
                .spec(Api.problem(409, "rate-card-known"));
    }

    @Test
    void a_price_list_that_cannot_be_used_is_told_why() {
        var version = "test-" + UUID.randomUUID().toString().substring(0, 13);
        var today = TestClock.now().plus(Duration.ofHours(14)).toString().substring(0, 10);
        refused("no card", "rate-card-unusable");
        refused(Desk.aRateCard(version).replace("\"per\": 1000,", "\"per\": 1E999999999,"), "rate-card-unusable");
        refused(Desk.aRateCard(version).replaceFirst("\"0.6\"", "\"-0.6\""), "rate-card-unusable");
        refused(Desk.aRateCard("a b"), "rate-card-version");
        refused(Desk.rateCard(version, today), "rate-card-begun");
        refused(Desk.rateCard(version, "2020-01-01"), "rate-card-begun");
        refused(Desk.rateCard(version, "+999999999-12-31"), "rate-card-far");
    }

    private static void refused(String card, String code) {
        for (var path : List.of("rate-cards", "rate-card-previews")) {
            Desk.as(Desk.ADMINISTRATOR)
                    .body(Map.of("card", card, "note", Desk.NOTE))
                    .post(BASE + path)
                    .then()
                    .spec(Api.field("card", code));
        }
    }

    @Test
    void the_overview_counts_what_waits() {
        var before = Desk.as(Desk.SUPPORT).get(BASE + "overview").jsonPath();
        Desk.aParkedEvent();
        Given.aLandedBuyer();

        Desk.as(Desk.SUPPORT)
                .get(BASE + "overview")
                .then()
                .statusCode(200)
                .body("parkedEvents", equalTo(before.getInt("parkedEvents") + 1))
                .body("unregisteredBuyers", equalTo(before.getInt("unregisteredBuyers") + 1));
    }

    /** Whoever pays and never came here is known by AWS's messages alone. */
    @ParameterizedTest
    @ValueSource(strings = {"cn", "global"})
    void a_purchase_that_nobody_came_with_is_listed_and_found_by_all_that_names_it(String product) {
        var before = Desk.as(Desk.SUPPORT).get(BASE + "overview").jsonPath();
        var bought = Market.buy(product, Notify.BEFORE);
        Events.awaitEvent(bought, "UNMATCHED");
        var facts = Market.facts(bought);
        var names = product.equals("cn")
                ? List.of(facts.path("customerIdentifier").asText())
                : List.of(
                        bought.awsAccountId(),
                        facts.path("licenseArn").asText(),
                        Events.identity(bought),
                        facts.path("agreementId").asText());
        for (var name : names) {
            unlanded(name)
                    .body("items", hasSize(1))
                    .body("items[0].product", equalTo(product))
                    .body("items[0].since", notNullValue())
                    .body(
                            product.equals("cn") ? "items[0].customerIdentifier" : "items[0].licenseArn",
                            equalTo(
                                    product.equals("cn")
                                            ? name
                                            : facts.path("licenseArn").asText()));
        }
        assertThat(Desk.as(Desk.SUPPORT).get(BASE + "overview").jsonPath().getInt("unregisteredBuyers"))
                .isGreaterThan(before.getInt("unregisteredBuyers"));
        unlanded("nobody-" + UUID.randomUUID()).body("items", hasSize(0));

        // no more one that pays once AWS has ended it
        Market.notify(bought, "CANCEL");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> unlanded(names.getFirst()).body("items", hasSize(0)));

        // and one that came is a subscription
        var landed = Given.aLandedBuyer();
        unlanded(landed.bought().awsAccountId()).body("items", hasSize(0));
    }

    private static ValidatableResponse unlanded(String query) {
        return Desk.as(Desk.SUPPORT)
                .queryParam("query", query)
                .get(BASE + "unlanded-purchases")
                .then()
                .statusCode(200);
    }

    @Test
    void no_token_of_a_customer_is_shown() {
        var customer = Given.aCustomer();
        var id = Desk.subscription(customer);
        var token = Api.program(customer.token())
                .get("/api/v1/workspaces/" + Metered.workspace(customer) + "/datakit")
                .<String>path("token");
        assertThat(token).isNotBlank();
        for (var path : List.of("subscriptions/" + id, "subscriptions/" + id + "/timeline", "unregistered-buyers")) {
            assertThat(Desk.as(Desk.ADMINISTRATOR).get(BASE + path).asString())
                    .doesNotContain(token, customer.token(), customer.buyer().secret());
        }
    }

    private static Response search(String query) {
        return Desk.as(Desk.SUPPORT)
                .queryParam("query", query)
                .queryParam("pageSize", 200)
                .get(BASE + "subscriptions");
    }

    private static Response figures(String subscription) {
        return Desk.as(Desk.FINANCE).get(BASE + "subscriptions/" + subscription);
    }

    private static Response remind(String subscription) {
        return Desk.act(Desk.SUPPORT, "unregistered-buyers/" + subscription + "/reminders");
    }

    private static String canonical(String record) {
        return Database.rows("SELECT canonical FROM metering_records WHERE id = ?::uuid", record)
                .getFirst()
                .getFirst();
    }

    /** On whichever page it is. */
    private static Map<String, Object> buyer(String subscription) {
        String token = null;
        do {
            var request = Desk.as(Desk.SUPPORT).queryParam("pageSize", 200);
            var page = (token == null ? request : request.queryParam("pageToken", token))
                    .get(BASE + "unregistered-buyers");
            page.then().statusCode(200);
            List<Map<String, Object>> items = page.path("items");
            var found = items.stream()
                    .filter(item -> subscription.equals(item.get("subscriptionId")))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            token = page.path("nextPageToken");
        } while (token != null);
        throw new AssertionError(subscription + " is not listed");
    }
}
