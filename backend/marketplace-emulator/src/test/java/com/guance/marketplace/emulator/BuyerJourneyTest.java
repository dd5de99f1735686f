package com.guance.marketplace.emulator;

import static com.guance.marketplace.emulator.market.Product.CN;
import static com.guance.marketplace.emulator.market.Product.CONTRACT;
import static com.guance.marketplace.emulator.market.Product.GLOBAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.guance.marketplace.emulator.market.Product;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A buyer whose browser has cookies and no JavaScript. */
class BuyerJourneyTest {
    private final Given given =
            Given.anEmulator(EmulatorSettings.defaults().withProducts(List.of(GLOBAL, CN, CONTRACT)));
    private String cookie = "";

    @AfterEach
    void stop() {
        given.close();
    }

    private HttpResponse<String> open(String path) {
        return Given.send(
                HttpRequest.newBuilder(given.at(path)).header("Cookie", cookie).build());
    }

    private HttpResponse<String> submit(String path, Map<String, String> fields) {
        var form = fields.entrySet().stream()
                .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return Given.send(HttpRequest.newBuilder(given.at(path))
                .header("Cookie", cookie)
                .header("Origin", given.emulator.address().toString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private static String location(HttpResponse<String> response) {
        assertEquals(303, response.statusCode(), response.body());
        return response.headers().firstValue("Location").orElseThrow();
    }

    private String signIn(String account, String next) {
        var answer = submit(
                "/marketplace/sign-in",
                Map.of("account", account, "userName", "alice", "password", "anything", "next", next));
        var set = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(set.contains("HttpOnly") && set.contains("SameSite=Lax"), set);
        cookie = set.substring(0, set.indexOf(';'));
        return location(answer);
    }

    private static String hidden(String page, String name) {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertTrue(found.find(), page);
        return found.group(1).replace("&#x3D;", "=");
    }

    /** From the product page to the dialog; answers the dialog's page. */
    private String buy(Product product, String account, Map<String, String> switches) {
        assertTrue(open("/marketplace/products/" + product.id()).body().contains(">Continue Subscription</button>"));
        var signIn = location(open("/marketplace/products/%s/subscribe?notify=NEVER".formatted(product.id())));
        var next = URI.create(signIn).getQuery().substring("next=".length());
        var review = signIn(account, next);
        assertEquals("/marketplace/products/%s/subscribe?notify=NEVER".formatted(product.id()), review);
        var page = open(review).body();
        assertTrue(page.contains(">Subscribe</button>"), page);
        assertTrue(page.contains("<option value=\"NEVER\" selected>"), page);
        return location(submit("/marketplace/products/%s/subscribe".formatted(product.id()), switches));
    }

    @Test
    void a_purchase_leads_to_a_form_that_posts_a_good_token_to_the_landing() {
        var account = Given.anAccount();
        var page = open(buy(GLOBAL, account, Map.of("notify", "NEVER", "freeTrial", "on")))
                .body();
        assertTrue(page.contains("method=\"post\" action=\"http://localhost:8080/marketplace/landing\""), page);
        assertTrue(page.contains(">Set up your Account</button>"), page);
        assertEquals("free-trial", hidden(page, "x-amzn-marketplace-offer-type"));
        try (var client = given.client(GLOBAL)) {
            var customer = client.resolveCustomer(r -> r.registrationToken(hidden(page, "x-amzn-marketplace-token")));
            assertEquals(account, customer.customerAWSAccountId());
        }
    }

    @Test
    void set_up_your_account_can_be_clicked_again_from_the_subscriptions() {
        var setUp = buy(CN, Given.anAccount(), Map.of("notify", "NEVER"));
        var list = open("/marketplace/subscriptions").body();
        assertTrue(list.contains("href=\"" + setUp + "\""), list);
        var first = hidden(open(setUp).body(), "x-amzn-marketplace-token");
        var again = hidden(open(setUp).body(), "x-amzn-marketplace-token");
        assertFalse(first.equals(again));
        assertFalse(open(setUp).body().contains("x-amzn-marketplace-offer-type"));
        try (var client = given.client(CN)) {
            assertEquals(
                    client.resolveCustomer(r -> r.registrationToken(first)).customerIdentifier(),
                    client.resolveCustomer(r -> r.registrationToken(again)).customerIdentifier());
        }
    }

    @Test
    void a_buyer_notifies_and_cancels_by_hand() {
        var subscription =
                buy(GLOBAL, Given.anAccount(), Map.of("notify", "NEVER")).replace("/set-up", "");
        assertTrue(open(subscription).body().contains("None yet."));
        assertEquals(subscription, location(submit(subscription + "/notify", Map.of())));
        assertTrue(open(subscription).body().contains("License Updated - Manufacturer"));
        assertTrue(open(subscription).body().contains("No queue is configured"));
        assertTrue(open(subscription + "/cancel").body().contains("Yes, cancel subscription"));
        assertEquals(subscription, location(submit(subscription + "/cancel", Map.of("atOnce", "on"))));
        assertTrue(open(subscription).body().contains("License Deprovisioned - Manufacturer"));
        assertEquals(409, open(subscription + "/set-up").statusCode());
    }

    @Test
    void a_purchase_is_renewed_replaced_and_made_again_by_hand() {
        var first = buy(CONTRACT, Given.anAccount(), Map.of("notify", "BEFORE")).replace("/set-up", "");
        assertTrue(
                open(first).body().contains(">Renew automatically</button>"),
                open(first).body());
        assertEquals(first, location(submit(first + "/amend", Map.of())));
        assertTrue(open(first).body().contains(">Do not renew automatically</button>"));
        var second = location(submit(first + "/renew", Map.of()));
        assertFalse(first.equals(second));
        assertTrue(open(second).body().contains("made as RENEW of"));
        assertTrue(open(first).body().contains("RENEWED"));
        var third = location(submit(second + "/replace", Map.of()));
        assertEquals(third, location(submit(third + "/fail-payment", Map.of())));
        assertTrue(open(third).body().contains("TERMINATED"));
        assertTrue(location(submit(third + "/resubscribe", Map.of())).endsWith("/set-up"));
        assertEquals(409, submit(third + "/amend", Map.of()).statusCode());
    }

    @Test
    void entitlements_are_agreed_on_by_hand() {
        var account = Given.anAccount();
        var contract = buy(CONTRACT, account, Map.of("notify", "NEVER")).replace("/set-up", "");
        assertTrue(open(contract).body().contains("<option value=\"hosts\">"));
        location(submit(contract + "/entitlements", Map.of("dimension", "hosts", "quantity", "77")));
        location(submit(
                contract + "/entitlements",
                Map.of("dimension", "users", "quantity", "5", "expires", "2026-12-24T18:00")));
        var page = open(contract).body();
        assertTrue(page.contains(">77</td>") && page.contains("24 Dec 2026, 18:00:00 UTC"), page);
        location(submit(contract + "/entitlements", Map.of("dimension", "hosts")));
        assertFalse(open(contract).body().contains(">77</td>"));
        assertEquals(
                422,
                submit(contract + "/entitlements", Map.of("dimension", "hosts", "quantity", "many"))
                        .statusCode());
        var legacy = "/marketplace/subscriptions/"
                + given.subscription(CN, account, "NEVER").get("id").asText();
        assertEquals(
                409,
                submit(legacy + "/entitlements", Map.of("dimension", "hosts", "quantity", "1"))
                        .statusCode());
    }

    @Test
    void messages_are_held_and_let_go_by_hand() {
        location(submit("/messages/hold", Map.of("held", "on")));
        var subscription =
                buy(GLOBAL, Given.anAccount(), Map.of("notify", "BEFORE")).replace("/set-up", "");
        var page = open("/messages").body();
        assertTrue(page.contains("Messages are held."), page);
        assertTrue(page.contains("<span>Held</span>"), page);
        var market = given.emulator.market();
        var held = market.held();
        assertEquals("/messages", location(submit("/messages/" + held.getLast().id() + "/release", Map.of())));
        var id = subscription.substring(subscription.lastIndexOf('/') + 1);
        assertEquals(
                subscription, location(submit("/messages/" + held.getFirst().id() + "/delay", Map.of("back", id))));
        assertEquals(1, market.held().size());
        location(submit("/messages/" + held.getFirst().id() + "/drop", Map.of()));
        assertEquals(
                409,
                submit("/messages/" + held.getFirst().id() + "/drop", Map.of()).statusCode());
        location(submit("/messages/" + held.getLast().id() + "/send-again", Map.of()));
        location(submit("/messages/hold", Map.of()));
        assertFalse(market.isHolding());
        assertEquals(subscription, location(submit("/messages/hold", Map.of("held", "on", "back", id))));
        assertTrue(market.isHolding(id));
        assertTrue(open(subscription).body().contains(">Let these messages go</button>"));
    }

    @Test
    void another_account_finds_nothing_of_it() {
        var setUp = buy(GLOBAL, Given.anAccount(), Map.of("notify", "NEVER"));
        signIn(Given.anAccount(), "/marketplace");
        assertEquals(404, open(setUp).statusCode());
        assertEquals(404, open(setUp.replace("/set-up", "")).statusCode());
        assertEquals(404, submit(setUp.replace("/set-up", "/cancel"), Map.of()).statusCode());
        cookie = "";
        assertEquals(404, open(setUp).statusCode());
    }

    @Test
    void a_sign_in_that_is_not_complete_says_what_is_missing_and_keeps_the_rest() {
        var answer = submit("/marketplace/sign-in", Map.of("account", "12\"><script>", "userName", "", "password", ""));
        assertEquals(422, answer.statusCode());
        assertTrue(answer.body().contains("Enter an account ID of 12 digits."));
        assertTrue(answer.body().contains("Enter any password."));
        assertTrue(answer.body().contains("12&quot;&gt;&lt;script&gt;"), answer.body());
    }

    @Test
    void a_sign_in_leads_to_this_site_only() {
        assertEquals("/marketplace", signIn(Given.anAccount(), "//evil.example/marketplace"));
        assertEquals("/marketplace", signIn(Given.anAccount(), "https://evil.example"));
        assertEquals("/marketplace", signIn(Given.anAccount(), "/marketplace/\\evil"));
        assertEquals("/marketplace/subscriptions", signIn(Given.anAccount(), "/marketplace/subscriptions"));
    }

    @Test
    void a_fault_is_switched_on_the_page() {
        location(submit("/faults", Map.of("fault", "ERROR_500", "slowSeconds", "3", "times", "2")));
        assertEquals(
                "ERROR_500",
                given.get("/_emulator/faults").get("resolveCustomer").asText());
        assertEquals(2, given.get("/_emulator/faults").get("times").asInt());
        assertTrue(open("/faults").body().contains("On now: Error"));
        assertEquals(
                422, submit("/faults", Map.of("fault", "?", "slowSeconds", "3")).statusCode());
    }

    @Test
    void a_fault_of_metering_has_a_switch_of_its_own() {
        location(submit(
                "/faults",
                Map.of("operation", "BATCH_METER_USAGE", "fault", "LOST_ANSWER", "slowSeconds", "3", "times", "")));
        assertEquals(
                "LOST_ANSWER",
                given.get("/_emulator/metering/faults").get("fault").asText());
        assertEquals(
                "NONE", given.get("/_emulator/faults").get("resolveCustomer").asText());
        assertTrue(open("/faults").body().contains("On now: Lost answer"));
        assertEquals(
                422,
                submit("/faults", Map.of("operation", "RESOLVE_CUSTOMER", "fault", "UNPROCESSED"))
                        .statusCode());
    }

    @Test
    void time_is_moved_on_its_page() {
        var now = given.emulator.market().now();
        location(submit("/time", Map.of("move", "ADVANCE", "by", "PT1H")));
        assertEquals(now.plusSeconds(3_600), given.emulator.market().now());
        location(submit("/time", Map.of("move", "SET", "now", "2026-12-01T06:00")));
        assertTrue(open("/time").body().contains("1 Dec 2026, 06:00:00 UTC"));
        location(submit("/time", Map.of("move", "RESET")));
        assertEquals(now, given.emulator.market().now());
        assertEquals(422, submit("/time", Map.of("move", "SET", "now", "later")).statusCode());
        assertEquals(
                422,
                submit("/time", Map.of("move", "ADVANCE", "by", "P9999999D")).statusCode());
    }

    @Test
    void a_bill_shows_days_dimensions_and_tags_of_ones_own() {
        var account = Given.anAccount();
        var subscription = given.subscription(GLOBAL, account, "BEFORE");
        given.emulator.market().moveTime(Duration.ofHours(11));
        meter(subscription, "2026-11-22T23:59:59Z", 250, "ws<1>".replaceAll("[<>]", "_"));
        meter(subscription, "2026-11-23T00:59:59Z", 50, "ws2");
        signIn(account, "/marketplace/bill");
        var bill = open("/marketplace/bill").body();
        assertTrue(bill.contains("<dd>3.00 USD</dd>"), bill);
        assertTrue(bill.contains(">22 Nov 2026</a>") && bill.contains(">2.50 USD</td>"), bill);
        assertTrue(bill.contains("By tag <code>workspace</code>") && bill.contains(">ws_1_</td>"), bill);
        var day = open("/marketplace/bill?month=2026-11&day=2026-11-23").body();
        assertTrue(day.contains(">ws2</td>") && !day.contains(">ws_1_</td>"), day);
        assertTrue(open("/marketplace/bill?month=2026-10").body().contains("Nothing was metered in October 2026."));
        assertEquals(400, open("/marketplace/bill?month=then").statusCode());
        var lines = given.get("/_emulator/bill?awsAccountId=%s&month=2026-11".formatted(account))
                .get("items");
        assertEquals(2, lines.size());
        assertEquals(250, lines.get(0).get("quantity").asInt());
        assertEquals("2.50", lines.get(0).get("amount").asText());
        signIn(Given.anAccount(), "/marketplace/bill");
        assertTrue(open("/marketplace/bill").body().contains("Nothing was metered"));
        cookie = "";
        assertTrue(location(open("/marketplace/bill")).startsWith("/marketplace/sign-in"));
    }

    private void meter(JsonNode subscription, String timestamp, int quantity, String workspace) {
        try (var client = given.client(GLOBAL)) {
            var results = client.batchMeterUsage(r ->
                            r.usageRecords(record -> record.timestamp(Instant.parse(timestamp))
                                    .dimension(GLOBAL.dimension())
                                    .quantity(quantity)
                                    .customerAWSAccountId(
                                            subscription.get("awsAccountId").asText())
                                    .licenseArn(subscription.get("licenseArn").asText())
                                    .usageAllocations(a -> a.allocatedUsageQuantity(quantity)
                                            .tags(t -> t.key("workspace").value(workspace)))))
                    .results();
            assertEquals("Success", results.getFirst().statusAsString());
        }
    }

    @Test
    void every_page_is_there() {
        signIn("123456784321", "/marketplace");
        for (var path : new String[] {
            "/marketplace",
            "/marketplace/differences",
            "/marketplace/subscriptions",
            "/calls",
            "/faults",
            "/time",
            "/marketplace/bill",
            "/inbox",
            "/assets/emulator.css",
            "/assets/dialog.js",
            "/assets/mark.svg",
            "/marketplace/sign-in?as=alice"
        }) {
            assertEquals(200, open(path).statusCode(), path);
        }
        assertEquals("/marketplace", location(open("/")));
        assertTrue(open("/inbox").body().contains("No mail server is configured"));
    }
}
