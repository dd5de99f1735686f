package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Given.Customer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Workspace Management: who pays for what, since when, and a further workspace. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class WorkspacesTest {
    @Test
    void a_workspace_shows_its_site_language_state_payer_and_since_when() {
        var customer = Given.aCustomer();

        list(customer)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("nextPageToken", nullValue())
                .body("items[0].site.name", equalTo("Overseas 1 (Oregon)"))
                .body("items[0].language", equalTo("EN"))
                .body("items[0].state", equalTo("NORMAL"))
                .body("items[0].settlement.method", equalTo("SUBSCRIPTION"))
                .body(
                        "items[0].settlement.payer.awsAccount",
                        equalTo(customer.buyer().bought().masked()))
                .body("items[0].settlement.since", matchesPattern("\\d{4}-.*Z"))
                .body("items[0].createdAt", matchesPattern("\\d{4}-.*Z"));
        assertThat(list(customer).asString())
                .doesNotContain(customer.buyer().bought().awsAccountId());
    }

    @Test
    void names_of_sites_are_in_the_readers_language() {
        var customer = Given.aCustomer();

        Api.program(customer.token())
                .header("Accept-Language", "zh-TW, en;q=0.5")
                .get("/api/v1/workspaces")
                .then()
                .body("items[0].site.name", equalTo("海外区 1（俄勒冈）"));
    }

    @Test
    void a_further_workspace_is_settled_by_the_enterprise_account_at_once() {
        var customer = Given.aCustomer();

        var created = create(customer, Map.of("name", " Staging ", "language", "ZH", "siteId", "us1"));

        created.then()
                .statusCode(201)
                .header("Location", equalTo("/api/v1/workspaces/" + created.path("id")))
                .body("name", equalTo("Staging"))
                .body("language", equalTo("ZH"))
                .body("state", equalTo("NORMAL"))
                .body("settlement.method", equalTo("ENTERPRISE_ACCOUNT"))
                .body("settlement.payer", nullValue())
                .body("settlement.since", notNullValue());
        Api.program(customer.token())
                .get(created.header("Location"))
                .then()
                .statusCode(200)
                .body("name", equalTo("Staging"));
        Api.program(customer.token())
                .get(created.header("Location") + "/datakit")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"));
        list(customer).then().body("items.name", equalTo(List.of("Staging", "Meridian Production")));
    }

    @Test
    void bad_entries_are_told_on_their_fields_and_make_nothing() {
        var customer = Given.aCustomer();
        refuses(customer, "name", null, "required");
        refuses(customer, "name", " ", "required");
        refuses(customer, "name", "字".repeat(65), "too-long");
        refuses(customer, "name", "a\tb", "control-characters");
        refuses(customer, "name", "a\ud83d", "not-text");
        refuses(customer, "language", null, "required");
        refuses(customer, "siteId", null, "required");
        refuses(customer, "siteId", "mars", "unknown");
        refuses(customer, "siteId", "cn2", "site-without-account");

        list(customer).then().body("items", hasSize(1));
    }

    @Test
    void a_list_longer_than_a_page_is_read_page_by_page() {
        var customer = Given.aCustomer();
        for (int i = 1; i <= 4; i++) {
            create(customer, Map.of("name", "W" + i, "language", "EN", "siteId", "us1"));
        }

        var names = new ArrayList<String>();
        String token = null;
        do {
            var page = Api.program(customer.token())
                    .queryParam("pageSize", 2)
                    .queryParams(token == null ? Map.of() : Map.of("pageToken", token))
                    .get("/api/v1/workspaces");
            names.addAll(page.jsonPath().getList("items.name", String.class));
            token = page.path("nextPageToken");
        } while (token != null);

        assertThat(names).containsExactly("W4", "W3", "W2", "W1", "Meridian Production");
    }

    @Test
    void a_page_that_cannot_be_is_told() {
        var customer = Given.aCustomer();
        for (var size : List.of("0", "-1", "201", "x", "1e2", "99999999999")) {
            Api.hostile()
                    .header("Authorization", "Bearer " + customer.token())
                    .queryParam("pageSize", size)
                    .get("/api/v1/workspaces")
                    .then()
                    .spec(Api.field("pageSize", "out-of-range"));
        }
        for (var page : List.of("x", "' OR 1=1", "..")) {
            Api.hostile()
                    .header("Authorization", "Bearer " + customer.token())
                    .queryParam("pageToken", page)
                    .get("/api/v1/workspaces")
                    .then()
                    .spec(Api.field("pageToken", "unknown"));
        }
    }

    @Test
    void workspaces_of_others_are_not_there_and_are_answered_as_unknown_ids() {
        var owner = Given.aCustomer();
        var stranger = Given.aCustomer();
        var theirs = list(owner).path("items[0].id").toString();

        for (var suffix : List.of("", "/datakit")) {
            var foreign = Api.program(stranger.token()).get("/api/v1/workspaces/" + theirs + suffix);
            var unknown = Api.program(stranger.token()).get("/api/v1/workspaces/" + UUID.randomUUID() + suffix);
            foreign.then().spec(Api.problem(404, "not-found"));
            assertThat(foreign.asString().replaceAll("req-[0-9A-Z-]+", ""))
                    .isEqualTo(unknown.asString().replaceAll("req-[0-9A-Z-]+", ""));
        }
        list(stranger).then().body("items.id", not(equalTo(List.of(theirs))));
        // the id of another's workspace as a page token shows only one's own
        Api.program(stranger.token())
                .queryParam("pageToken", theirs)
                .get("/api/v1/workspaces")
                .then()
                .statusCode(200)
                .body("items.findAll { it.id == '%s' }".formatted(theirs), hasSize(0));
    }

    @Test
    void the_token_of_a_pending_workspace_is_not_shown() {
        var bought = Market.buy("global", Market.Notify.NEVER);
        var customer = Given.signedIn(
                Given.opened(Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought))))));
        var id = list(customer).path("items[0].id").toString();

        list(customer)
                .then()
                .body("items[0].state", equalTo("PENDING"))
                .body("items[0].settlement.method", equalTo("UNSETTLED"))
                .body("items[0].settlement.waitingFor.awsAccount", equalTo(bought.masked()));
        Api.program(customer.token())
                .get("/api/v1/workspaces/" + id + "/datakit")
                .then()
                .spec(Api.problem(409, "workspace-pending"));
    }

    private static void refuses(Customer customer, String field, String value, String code) {
        var body = new LinkedHashMap<String, Object>(Map.of("name", "A", "language", "EN", "siteId", "us1"));
        body.put(field, value);
        if (value == null) {
            body.remove(field);
        }
        Api.hostile()
                .header("Authorization", "Bearer " + customer.token())
                .header("Idempotency-Key", UUID.randomUUID())
                .body(Json.ascii(new HashMap<>(body)))
                .post("/api/v1/workspaces")
                .then()
                .spec(Api.field(field, code))
                .body("errors", hasSize(1));
    }

    private static Response create(Customer customer, Map<String, Object> body) {
        return Api.program(customer.token()).body(body).post("/api/v1/workspaces");
    }

    private static Response list(Customer customer) {
        return Api.program(customer.token()).get("/api/v1/workspaces");
    }
}
