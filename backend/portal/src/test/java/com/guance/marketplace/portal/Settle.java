package com.guance.marketplace.portal;

import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Bought;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who pays, as it is chosen in the Billing Center. */
final class Settle {
    private Settle() {}

    /** The id of a purchase that has landed. */
    static String id(Bought bought) {
        return Database.rows("SELECT id FROM subscriptions WHERE identity = ?", Events.identity(bought))
                .getFirst()
                .getFirst();
    }

    static Response by(Customer customer, String workspace, Bought bought) {
        return change(customer, workspace, Map.of("method", "SUBSCRIPTION", "subscriptionId", id(bought)));
    }

    static Response byAccount(Customer customer, String workspace) {
        return change(customer, workspace, Map.of("method", "ENTERPRISE_ACCOUNT"));
    }

    static Response change(Customer customer, String workspace, Map<String, ?> body) {
        return Api.program(Metered.token(customer)).body(body).post(path(workspace, "settlement-changes"));
    }

    static Response undo(Customer customer, String workspace) {
        return Api.program()
                .header("Authorization", "Bearer " + Metered.token(customer))
                .delete(path(workspace, "settlement-changes"));
    }

    static Response dissolve(Customer customer, String workspace, String name) {
        return Api.program(Metered.token(customer)).body(Map.of("name", name)).post(path(workspace, "dissolution"));
    }

    static JsonPath options(Customer customer, String workspace) {
        return Metered.asked(customer, path(workspace, "settlement-options"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** What a purchase may expect of a workspace. */
    static Map<String, Object> option(Customer customer, String workspace, Bought bought) {
        return options(customer, workspace).<Map<String, Object>>getList("items").stream()
                .filter(option -> id(bought).equals(option.get("subscriptionId")))
                .findFirst()
                .orElseThrow();
    }

    static String path(String workspace, String what) {
        return "/api/v1/workspaces/" + workspace + "/" + what;
    }

    static Response subscription(Customer customer, Bought bought, String what) {
        return Metered.asked(customer, "/api/v1/subscriptions/" + id(bought) + what);
    }

    /** @param workspaces none: all of the list */
    static Response pickUp(Customer customer, Bought bought, String... workspaces) {
        var body = new HashMap<String, Object>();
        if (workspaces.length > 0) {
            body.put("workspaceIds", List.of(workspaces));
        }
        return Api.program(Metered.token(customer))
                .body(body)
                .post("/api/v1/subscriptions/" + id(bought) + "/pick-ups");
    }

    /** Workspaces in the buffer, whose subscription has ended an hour ago; ids are in the order of time. */
    static List<String> bufferedOf(Customer customer, Bought ended, int count) {
        var name = "Buffered " + UUID.randomUUID();
        var now = TestClock.now().truncatedTo(ChronoUnit.MILLIS);
        var since = now.minus(Duration.ofHours(1));
        Database.update(
                """
                INSERT INTO workspaces (id, enterprise_account_id, owner_id, site_id, name, language, state, token, created_at,
                    buffer_since, locks_at, ended_subscription, notices, changes)
                SELECT gen_random_uuid(), e.id, g.id, g.site_id, ? || n, 'EN', 'BUFFER',
                    (SELECT w.token FROM workspaces w WHERE w.enterprise_account_id = e.id LIMIT 1),
                    timestamptz '2026-01-01 00:00:00Z', ?::timestamptz, ?::timestamptz, ?::uuid, 1, 1
                FROM enterprise_accounts e JOIN guance_accounts g ON g.enterprise_account_id = e.id,
                    generate_series(1, ?::integer) n
                WHERE e.username = ?""",
                name,
                since.toString(),
                now.plus(Duration.ofHours(3)).toString(),
                id(ended),
                "" + count,
                customer.buyer().username());
        Database.update("""
                WITH paid AS (INSERT INTO settlement_bindings (id, workspace_id, method, subscription_id, effective_from, reason,
                        created_at)
                    SELECT ('01800000-' || substr(gen_random_uuid()::text, 10))::uuid, w.id, 'SUBSCRIPTION', w.ended_subscription, w.created_at, 'opened', w.created_at
                    FROM workspaces w WHERE starts_with(w.name, ?) RETURNING id, workspace_id)
                INSERT INTO settlement_bindings (id, workspace_id, predecessor_id, method, effective_from, reason, created_at)
                SELECT ('01800001-' || substr(gen_random_uuid()::text, 10))::uuid, p.workspace_id, p.id, 'UNSETTLED', ?::timestamptz, 'ended', ?::timestamptz FROM paid p""", name, since.toString(), since.toString());
        return Database.rows("SELECT id FROM workspaces WHERE starts_with(name, ?)", name).stream()
                .map(List::getFirst)
                .toList();
    }
}
