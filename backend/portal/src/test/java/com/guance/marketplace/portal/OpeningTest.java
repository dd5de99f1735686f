package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import com.guance.marketplace.portal.Given.Buyer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Steps 3 and 4: the workspace opens, and shows how to start with it. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class OpeningTest {
    @Test
    void the_language_is_the_one_that_was_chosen_whatever_the_page_speaks() {
        var buyer = Given.aRegisteredBuyer();

        Api.program(buyer.secret())
                .header("Accept-Language", "en")
                .body(Map.of("workspaceName", " 生产 环境 ", "language", "ZH", "payerConfirmed", true))
                .post(buyer.path("workspace"))
                .then()
                .statusCode(201)
                .body("step", equalTo("DONE"))
                .body("workspace.name", equalTo("生产 环境"))
                .body("workspace.language", equalTo("ZH"))
                .body("workspace.site.id", equalTo("us1"));
    }

    @Test
    void bad_workspace_names_are_told_on_the_field() {
        var buyer = Given.aRegisteredBuyer();
        var codes = new LinkedHashMap<String, String>();
        codes.put(null, "required");
        codes.put("  ", "required");
        codes.put("字".repeat(65), "too-long");
        codes.put("a\nb", "control-characters");
        codes.put("a\r\nBcc: x@example.com", "control-characters");
        codes.put("a\u0000", "not-text");
        codes.put("a\ud83d", "not-text");
        codes.forEach((name, code) -> {
            var body = new HashMap<String, Object>(Given.openingMethod());
            body.put("workspaceName", name);
            hostile(buyer, body).then().spec(Api.field("workspaceName", code)).body("errors", hasSize(1));
        });
        nothingIsOpen(buyer);
    }

    @Test
    void the_language_and_the_payer_must_be_chosen() {
        var buyer = Given.aRegisteredBuyer();

        hostile(buyer, Map.of("workspaceName", "A", "payerConfirmed", true))
                .then()
                .spec(Api.field("language", "language-missing"));
        hostile(buyer, Map.of("workspaceName", "A", "language", "EN"))
                .then()
                .spec(Api.field("payerConfirmed", "payer-not-confirmed"));
        open(buyer, Map.of("workspaceName", "A", "language", "EN", "payerConfirmed", false))
                .then()
                .spec(Api.field("payerConfirmed", "payer-not-confirmed"));
        hostile(buyer, Map.of("workspaceName", "A", "language", "FR", "payerConfirmed", true))
                .then()
                .spec(Api.problem(400, "malformed-request"));
        hostile(buyer, Map.of("workspaceName", "A", "language", "EN", "payerConfirmed", "true"))
                .then()
                .spec(Api.problem(400, "malformed-request"));
        nothingIsOpen(buyer);
    }

    @Test
    void steps_cannot_be_skipped() {
        var buyer = Given.aBuyerAtStep2();

        open(buyer, Given.openingMethod())
                .then()
                .spec(Api.problem(409, "wrong-step"))
                .body("step", equalTo("COMPANY_INFO"));
        Api.program(buyer.secret()).get(buyer.path("datakit")).then().spec(Api.problem(409, "wrong-step"));
    }

    @Test
    void twenty_openings_at_once_make_one_workspace() {
        var buyer = Given.aRegisteredBuyer();

        var answers = Parallel.times(20, i -> open(buyer, Given.openingMethod()));

        assertThat(answers.stream().filter(a -> a.statusCode() == 201)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.statusCode() != 201))
                .allSatisfy(a -> a.then().spec(Api.problem(409, "wrong-step")));
        assertThat(workspacesOf(buyer)).isEqualTo(1);
        assertThat(Database.count("settlement_bindings WHERE onboarding_id = ?::uuid", buyer.id()))
                .isEqualTo(1);
    }

    @Test
    void twenty_openings_with_one_key_are_one() {
        var buyer = Given.aRegisteredBuyer();
        var key = UUID.randomUUID().toString();

        var answers = Parallel.times(
                20,
                i -> Api.program()
                        .header("Authorization", "Bearer " + buyer.secret())
                        .header("Idempotency-Key", key)
                        .body(Given.openingMethod())
                        .post(buyer.path("workspace")));

        assertThat(answers.stream()
                        .filter(a -> a.statusCode() == 201)
                        .map(Response::asString)
                        .distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(a -> a.statusCode() != 201))
                .allSatisfy(a -> a.then().spec(Api.problem(409, "request-in-progress")));
        assertThat(workspacesOf(buyer)).isEqualTo(1);
    }

    @Test
    void the_commands_hold_the_workspaces_own_token_and_the_address_of_its_site() {
        var buyer = Given.aBuyerWithWorkspace();

        var datakit = Api.program(buyer.secret()).get(buyer.path("datakit"));

        var token = datakit.path("token").toString();
        datakit.then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("token", matchesPattern("tkn_[0-9a-f]{32}"))
                .body("tokenMasked", equalTo("tkn_••••••••••••" + token.substring(32)))
                .body("openwayUrl", equalTo("https://us1-openway.guance.com"))
                .body("commands.platform", equalTo(List.of("LINUX_MACOS", "WINDOWS", "KUBERNETES")));
        for (var command : datakit.jsonPath().getList("commands.command", String.class)) {
            assertThat(command).contains("https://us1-openway.guance.com?token=" + token);
        }
        var other = Given.aBuyerWithWorkspace();
        Api.program(other.secret())
                .get(other.path("datakit"))
                .then()
                .body("token", org.hamcrest.Matchers.not(equalTo(token)));
    }

    @Test
    void the_secret_shows_the_token_for_an_hour_and_the_signed_in_account_always() {
        var buyer = Given.aBuyerWithWorkspace();
        TestClock.advance(Duration.ofMinutes(61));

        Api.program(buyer.secret()).get(buyer.path("datakit")).then().spec(Api.problem(401, "onboarding-not-proved"));
        Api.program(Given.signedIn(buyer).token())
                .get(buyer.path("datakit"))
                .then()
                .statusCode(200);
    }

    @Test
    void markup_in_a_name_is_text_everywhere() {
        var buyer = Given.aRegisteredBuyer();
        var name = "<img src=x onerror=alert(1)> {1} ${7*7} {{7*7}}";

        open(buyer, Map.of("workspaceName", name, "language", "EN", "payerConfirmed", true))
                .then()
                .statusCode(201)
                .body("workspace.name", equalTo(name));

        var mail = Market.mail(buyer.email(), "is open, settled by");
        assertThat(mail.subject())
                .isEqualTo(name + " is open, settled by AWS " + buyer.bought().masked());
        assertThat(mail.text()).contains(name);
        assertThat(mail.html()).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;");
    }

    @Test
    void who_leaves_after_step_2_signs_in_and_goes_on() {
        var buyer = Given.aRegisteredBuyer();
        var customer = Given.signedIn(buyer);

        Api.program(customer.token())
                .get("/api/v1/onboardings")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(buyer.id()))
                .body("items[0].step", equalTo("OPENING_METHOD"));
        Api.program(customer.token())
                .body(Given.openingMethod())
                .post(buyer.path("workspace"))
                .then()
                .statusCode(201)
                .body("workspace.state", equalTo("NORMAL"));
        Api.program(customer.token()).get("/api/v1/onboardings").then().body("items", hasSize(0));
    }

    @Test
    void another_account_cannot_go_on_with_it() {
        var buyer = Given.aRegisteredBuyer();
        var stranger = Given.aCustomer();

        Api.program(stranger.token())
                .body(Given.openingMethod())
                .post(buyer.path("workspace"))
                .then()
                .spec(Api.problem(401, "onboarding-not-proved"));
        Api.program(stranger.token()).get("/api/v1/onboardings").then().body("items", hasSize(0));
        nothingIsOpen(buyer);
    }

    @Test
    void the_way_on_after_the_registration_is_mailed() {
        var buyer = Given.aRegisteredBuyer();

        var mail = Market.mail(buyer.email(), "Your Guance accounts are ready: " + buyer.username());

        assertThat(mail.text()).contains(LocalStackResource.PUBLIC_URL + "/billing/sign-in");
        Api.program(buyer.secret()).get(buyer.path("")).then().body("payer.awsAccount", containsString("····"));
    }

    private static void nothingIsOpen(Buyer buyer) {
        assertThat(workspacesOf(buyer)).isZero();
        Api.program(buyer.secret()).get(buyer.path("")).then().body("step", equalTo("OPENING_METHOD"));
    }

    private static long workspacesOf(Buyer buyer) {
        return Database.count(
                "workspaces w JOIN enterprise_accounts a ON a.id = w.enterprise_account_id WHERE a.username = ?",
                buyer.username());
    }

    private static Response open(Buyer buyer, Map<String, Object> body) {
        return Api.program(buyer.secret()).body(body).post(buyer.path("workspace"));
    }

    private static Response hostile(Buyer buyer, Map<String, Object> body) {
        return Api.hostile()
                .header("Authorization", "Bearer " + buyer.secret())
                .header("Idempotency-Key", UUID.randomUUID())
                .body(Json.ascii(body))
                .post(buyer.path("workspace"));
    }
}
