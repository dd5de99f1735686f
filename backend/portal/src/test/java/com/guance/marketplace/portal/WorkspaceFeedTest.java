package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Unpaid.cursor;
import static com.guance.marketplace.portal.Unpaid.follow;
import static com.guance.marketplace.portal.Unpaid.kinds;
import static com.guance.marketplace.portal.Unpaid.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.platform.Vault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What data planes are told of workspaces: all of it, in order, however long they were away. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class WorkspaceFeedTest {
    @Test
    void a_workspace_that_opens_is_told_of_with_the_hash_of_its_token_and_no_token() {
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);

        var change = told("us1", workspace).getFirst();

        assertThat(change).containsEntry("kind", "OPENED").containsEntry("siteId", "us1");
        assertThat(change).containsEntry("name", "Meridian Production");
        assertThat(change).containsEntry("tokenSha256", sha256(token(customer, workspace)));
        assertThat(change.values()).doesNotContain(token(customer, workspace));
    }

    @Test
    void however_a_workspace_opens_it_is_told_of_once() {
        var customer = Given.aCustomer();
        var created = Api.program(customer.token())
                .body(Map.of("name", "Another", "language", "EN", "siteId", "us1"))
                .post("/api/v1/workspaces")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        assertThat(kinds("us1", created)).containsExactly("OPENED");

        var waiting = Metered.anUnconfirmedCustomer();
        var pending = Metered.workspace(waiting);
        assertThat(kinds("us1", pending)).isEmpty();
        Market.notify(waiting.buyer().bought(), "SUCCESS");
        Unpaid.awaitState(waiting, pending, "NORMAL");
        assertThat(kinds("us1", pending)).containsExactly("OPENED");

        var fromBefore = Bind.aWorkspaceOf(customer);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> kinds("us1", fromBefore).equals(List.of("OPENED")));
    }

    @Test
    void another_token_is_told_of_and_the_old_one_is_shown_nowhere() {
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var before = token(customer, workspace);

        var answer =
                replace(customer, workspace).then().statusCode(201).extract().jsonPath();

        assertThat(answer.getString("token")).isNotEqualTo(before).isEqualTo(token(customer, workspace));
        assertThat(told("us1", workspace).getLast())
                .containsEntry("kind", "TOKEN_REPLACED")
                .containsEntry("tokenSha256", sha256(answer.getString("token")));
    }

    @Test
    void a_token_is_replaced_where_there_is_one_to_use() {
        var waiting = Metered.anUnconfirmedCustomer();
        replace(waiting, Metered.workspace(waiting)).then().spec(Api.problem(409, "workspace-pending"));
        var customer = Given.aCustomer();
        replace(waiting, Metered.workspace(customer)).then().spec(Api.problem(404, "not-found"));
        var dissolved = Bind.aWorkspaceOf(customer);
        Database.update("UPDATE workspaces SET state = 'DISSOLVED' WHERE id = ?::uuid", dissolved);
        replace(customer, dissolved).then().spec(Api.problem(409, "workspace-dissolved"));
    }

    @Test
    void a_move_says_who_pays_from_when_on() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.workspace(Bind.aLiveBinder(customer), workspace).then().statusCode(201);

        assertThat(told("us1", workspace))
                .filteredOn(change -> change.get("kind").equals("MOVED"))
                .singleElement()
                .satisfies(change -> assertThat(change)
                        .containsEntry("method", "SUBSCRIPTION")
                        .containsEntry(
                                "effectiveFrom", hour.plus(Duration.ofHours(1)).toString()));
    }

    @Test
    void the_changes_of_a_workspace_keep_their_order_whoever_makes_them_at_once() {
        var customer = Given.aCustomer();
        var workspaces = List.of(Metered.workspace(customer), Bind.aWorkspaceOf(customer));
        var start = cursor("us1");

        Parallel.times(8, i -> {
            for (int n = 0; n < 5; n++) {
                replace(customer, workspaces.get((i + n) % 2)).then().statusCode(201);
                follow(Partner.token("us1"), start, 0);
            }
            return i;
        });

        for (var workspace : workspaces) {
            // told() says that no number is missing and each comes in its turn
            assertThat(told("us1", workspace).stream().filter(c -> c.get("kind").equals("TOKEN_REPLACED")))
                    .hasSize(20);
            assertThat(told("us1", workspace).getLast())
                    .containsEntry("tokenSha256", sha256(token(customer, workspace)));
        }
    }

    @Test
    void what_commits_late_is_not_lost_behind_a_cursor() {
        var slow = Bind.aWorkspaceOf(Given.aCustomer());
        Awaitility.await().until(() -> kinds("us1", slow).equals(List.of("OPENED")));
        var customer = Given.aCustomer();
        var quick = Metered.workspace(customer);
        var start = cursor("us1");

        var cursor = Database.uncommitted("""
                WITH w AS (UPDATE workspaces SET changes = changes + 1, version = version + 1
                    WHERE id = ?::uuid RETURNING id, site_id, changes)
                INSERT INTO workspace_changes (id, workspace_id, site_id, number, kind, at)
                SELECT '01900000-0000-7000-8000-000000000000'::uuid, id, site_id, changes, 'LOCKED', now() FROM w""", slow, () -> {
            replace(customer, quick).then().statusCode(201);
            var page = follow(Partner.token("us1"), start, 10);
            assertThat(page.<String>getList("items.workspaceId")).contains(quick);
            return page.getString("cursor");
        });

        var next = follow(Partner.token("us1"), cursor, 10);
        assertThat(next.<String>getList("items.workspaceId")).contains(slow);
        Database.update("DELETE FROM workspace_changes WHERE kind = 'LOCKED' AND workspace_id = ?::uuid", slow);
    }

    @Test
    void who_was_away_for_a_week_catches_up() {
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var left = cursor("us1");
        replace(customer, workspace).then().statusCode(201);
        BusinessTime.advance(Duration.ofDays(7));
        Api.program(Metered.token(customer))
                .post("/api/v1/workspaces/" + workspace + "/token-replacements")
                .then()
                .statusCode(201);

        var seen = 0;
        var cursor = left;
        boolean more = true;
        while (more) { // one at a time, and each told twice: an answer that got lost is asked for again
            var page = page(cursor, 1);
            assertThat(page(cursor, 1).<String>getList("items.id")).isEqualTo(page.<String>getList("items.id"));
            seen += page.<String>getList("items.workspaceId").contains(workspace) ? 1 : 0;
            cursor = page.getString("cursor");
            more = page.getBoolean("more");
        }
        assertThat(seen).isEqualTo(2);
        assertThat(follow(Partner.token("us1"), cursor, 0).getString("cursor")).isNotNull();
    }

    /** As after a restore of the database: waiting for what comes next would pass over what has been given since. */
    @Test
    void a_cursor_that_was_never_given_is_refused() {
        var end = Long.parseLong(
                Database.rows("SELECT position FROM workspace_feed").getFirst().getFirst());
        for (var cursor : List.of(Long.toString(Long.MAX_VALUE), Long.toString(end + 1_000_000))) {
            Api.program()
                    .header("Authorization", "Bearer " + Partner.token("us1"))
                    .queryParam("cursor", cursor)
                    .get("/api/v1/workspace-changes")
                    .then()
                    .spec(Api.problem(422, "cursor-ahead"));
        }
    }

    @Test
    void a_site_is_told_of_its_own_workspaces_only() {
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);

        assertThat(told("us1", workspace)).hasSize(1);
        assertThat(told("cn2", workspace)).isEmpty();
        var neither = Partner.aClient(List.of("usage:write"), List.of("us1"));
        Api.hostile()
                .header("Authorization", "Bearer " + Partner.token(neither))
                .get("/api/v1/workspace-changes")
                .then()
                .spec(Api.problem(403, "scope-missing"));
    }

    @Test
    void who_waits_is_woken() {
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        var start = cursor("us1");
        var token = Partner.token("us1");
        var waiting = CompletableFuture.supplyAsync(() -> {
            var cursor = start;
            while (true) { // other workspaces may have their own news meanwhile
                var page = follow(token, cursor, 30);
                if (page.getList("items").isEmpty()
                        || page.<String>getList("items.workspaceId").contains(workspace)) {
                    return page.<String>getList("items.workspaceId");
                }
                cursor = page.getString("cursor");
            }
        });

        replace(customer, workspace).then().statusCode(201);

        assertThat(waiting.join()).contains(workspace);
    }

    @Test
    void who_waits_in_vain_goes_on_from_where_it_was() {
        var start = cursor("cn2");
        var page = follow(Partner.token("cn2"), start, 1);

        if (page.getList("items").isEmpty()) {
            assertThat(page.getString("cursor")).isEqualTo(start);
            assertThat(page.getBoolean("more")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"cursor, x, unknown", "cursor, -1, unknown", "wait, 31, out-of-range", "limit, 0, out-of-range"})
    void what_cannot_be_asked_is_refused(String parameter, String value, String code) {
        Api.hostile()
                .header("Authorization", "Bearer " + Partner.token("us1"))
                .queryParam(parameter, value)
                .get("/api/v1/workspace-changes")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo(parameter))
                .body("errors[0].code", equalTo(code));
    }

    private static io.restassured.path.json.JsonPath page(String cursor, int limit) {
        return Api.program()
                .header("Authorization", "Bearer " + Partner.token("us1"))
                .queryParam("cursor", cursor)
                .queryParam("limit", limit)
                .get("/api/v1/workspace-changes")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static io.restassured.response.Response replace(Customer customer, String workspace) {
        return Api.program(customer.token()).post("/api/v1/workspaces/" + workspace + "/token-replacements");
    }

    private static String token(Customer customer, String workspace) {
        return Metered.asked(customer, "/api/v1/workspaces/" + workspace + "/datakit")
                .path("token");
    }

    private static String sha256(String token) {
        return HexFormat.of().formatHex(Vault.sha256(token));
    }
}
