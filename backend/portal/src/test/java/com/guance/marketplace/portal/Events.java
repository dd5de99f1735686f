package com.guance.marketplace.portal;

import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Market.Bought;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/** AWS's notifications, written by hand, and what became of them. */
final class Events {
    private Events() {}

    static List<String> bindings(Buyer buyer) {
        return Database.rows(
                        "SELECT method FROM settlement_bindings WHERE onboarding_id = ?::uuid ORDER BY effective_from, created_at",
                        buyer.id())
                .stream()
                .map(List::getFirst)
                .toList();
    }

    static String licence(Bought bought) {
        return Market.facts(bought).path("licenseArn").asText();
    }

    static String identity(Bought bought) {
        var facts = Market.facts(bought);
        var licence = facts.path("licenseArn").asText("");
        return facts.path("licenseArn").isNull()
                ? facts.path("customerIdentifier").asText()
                : licence.substring(licence.lastIndexOf(':') + 1);
    }

    static void shows(Buyer buyer, String state) {
        Api.program(buyer.secret())
                .get(buyer.path(""))
                .then()
                .statusCode(200)
                .body("payer.subscriptionState", equalTo(state));
    }

    static void awaitState(Buyer buyer, String state) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> shows(buyer, state));
    }

    static void awaitEvent(Bought bought, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        Database.count("marketplace_events WHERE identity = ? AND status = ?", identity(bought), status)
                                > 0);
    }

    static void awaitEvents(Bought bought, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Database.count("marketplace_events WHERE identity = ?", identity(bought)) == count);
    }

    static void awaitStatus(String dedupId, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        Database.count("marketplace_events WHERE dedup_id = ? AND status = ?", dedupId, status) == 1);
    }

    static String event(String id, String kind, String licence, String productCode) {
        var code = productCode == null
                ? LocalStackResource.stack().portalEnvironment().get("PORTAL_GLOBAL_PRODUCT_CODE")
                : productCode;
        return """
                {"version":"0","id":"%s","detail-type":"%s","source":"aws.agreement-marketplace","account":"555500001111",
                 "time":"%s",
                 "detail":{"agreement":{"id":"agmt-1"},"product":{"code":"%s"}%s}}""".formatted(
                        id,
                        kind,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        code,
                        licence == null ? "" : ",\"license\":{\"arn\":\"" + licence + "\"}");
    }

    static String sns(Bought bought, String action, Instant at) {
        var code = LocalStackResource.stack().portalEnvironment().get("PORTAL_CN_PRODUCT_CODE");
        return """
                {"Type":"Notification","MessageId":"%s",
                 "TopicArn":"arn:aws-cn:sns:cn-northwest-1:287250355862:aws-mp-subscription-notification-%s",
                 "Message":"{\\"action\\":\\"%s\\",\\"customer-identifier\\":\\"%s\\",\\"product-code\\":\\"%s\\"}",
                 "Timestamp":"%s"}""".formatted(
                        UUID.randomUUID(),
                        code,
                        action,
                        Market.facts(bought).path("customerIdentifier").asText(),
                        code,
                        at);
    }
}
