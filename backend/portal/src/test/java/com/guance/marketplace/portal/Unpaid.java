package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Bought;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Workspaces that nobody pays for, and what data planes and customers are told of them. */
final class Unpaid {
    private Unpaid() {}

    /** Waits until a workspace stands so, and answers it as the Billing Center shows it. */
    static JsonPath awaitState(Customer customer, String workspace, String state) {
        return Awaitility.await(workspace + " is " + state)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> shown(customer, workspace),
                        shown -> shown.get("state").equals(state));
    }

    static JsonPath shown(Customer customer, String workspace) {
        return Metered.asked(customer, "/api/v1/workspaces/" + workspace)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Why each of a workspace's bindings was made, oldest first. */
    static List<String> reasons(Customer customer, String workspace) {
        return Metered.asked(customer, "/api/v1/workspaces/" + workspace + "/settlement-bindings")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<String>getList("items.reason")
                .reversed();
    }

    /** When AWS's first word of the end was. */
    static Instant end(Bought bought) {
        return Awaitility.await("the end of " + bought)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> Database.rows(
                                "SELECT replace(to_char(ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.USZ'), ' ', 'T')"
                                        + " FROM subscriptions WHERE aws_account_id = ? AND ends_at IS NOT NULL"
                                        + " ORDER BY created_at LIMIT 1",
                                bought.awsAccountId()),
                        rows -> !rows.isEmpty())
                .stream()
                .map(row -> Instant.parse(row.getFirst()))
                .findFirst()
                .orElseThrow();
    }

    /** Mails to a customer whose subject holds this, oldest first; once there are so many. */
    static List<Market.Mail> mails(Customer customer, String subject, int count) {
        return Awaitility.await(count + " mails about: " + subject)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> Market.mails(customer.buyer().email()).stream()
                                .filter(mail -> mail.subject().contains(subject))
                                .toList()
                                .reversed(),
                        found -> found.size() == count);
    }

    /** What a site's data plane has been told of a workspace so far, in the order in which it was. */
    static List<Map<String, Object>> told(String site, String workspace) {
        var told = new ArrayList<Map<String, Object>>();
        String cursor = null;
        boolean more = true;
        while (more) {
            var page = follow(Partner.token(site), cursor, 0);
            page.<Map<String, Object>>getList("items").stream()
                    .filter(change -> workspace.equals(change.get("workspaceId")))
                    .forEach(told::add);
            cursor = page.getString("cursor");
            more = page.getBoolean("more");
        }
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).get("number")).isEqualTo(i + 1);
        }
        return told;
    }

    static List<Object> kinds(String site, String workspace) {
        return told(site, workspace).stream().map(change -> change.get("kind")).toList();
    }

    static JsonPath follow(String token, String cursor, int wait) {
        var request = Api.program().header("Authorization", "Bearer " + token).queryParam("limit", 500);
        if (cursor != null) {
            request.queryParam("cursor", cursor);
        }
        return request.queryParam("wait", wait)
                .get("/api/v1/workspace-changes")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** The position after all that a site's data plane could have read by now. */
    static String cursor(String site) {
        String cursor = null;
        JsonPath page;
        do {
            page = follow(Partner.token(site), cursor, 0);
            cursor = page.getString("cursor");
        } while (page.getBoolean("more"));
        return cursor;
    }
}
