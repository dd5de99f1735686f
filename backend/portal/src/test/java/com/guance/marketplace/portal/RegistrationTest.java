package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import com.guance.marketplace.portal.Given.Buyer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Step 2: the company. Both accounts come into being, or neither. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class RegistrationTest {
    @Test
    void the_accounts_exist_from_here_on_and_hold_the_purchase() {
        var buyer = Given.aBuyerAtStep2();
        var body = new HashMap<String, Object>(Given.companyInfo());
        body.put("companyName", "  Mëridian Freight & Söhne <GmbH> ");
        body.put("industry", "Logistics");
        body.put("region", "Singapore");
        body.put("description", "Line one\nline two");
        body.put("contactName", "王小明");

        register(buyer, body)
                .then()
                .statusCode(201)
                .body("step", equalTo("OPENING_METHOD"))
                .body("companyName", equalTo("Mëridian Freight & Söhne <GmbH>"))
                .body("registeredAt", notNullValue());

        assertThat(Database.rows(
                        "SELECT email, industry, region, description, contact_name, agreements_version FROM enterprise_accounts WHERE username = ?",
                        buyer.username()))
                .containsExactly(List.of(
                        buyer.email(), "Logistics", "Singapore", "Line one\nline two", "王小明", Given.AGREEMENTS));
        assertThat(Database.count("guance_accounts WHERE email = ? AND site_id = 'us1'", buyer.email()))
                .isEqualTo(1);
        assertThat(Database.count(
                        "subscriptions s JOIN enterprise_accounts a ON a.id = s.enterprise_account_id WHERE a.username = ? AND s.aws_account_id = ?",
                        buyer.username(),
                        buyer.bought().awsAccountId()))
                .isEqualTo(1);
        Given.signedIn(buyer);
    }

    @Test
    void bad_company_names_are_told_on_the_field() {
        refuses("companyName", 128, true);
    }

    @Test
    void bad_optional_entries_are_told_on_their_fields() {
        refuses("industry", 64, false);
        refuses("region", 64, false);
        refuses("contactName", 64, false);
        refuses("description", 500, false);
    }

    @Test
    void the_present_agreements_must_be_agreed_to() {
        var buyer = Given.aBuyerAtStep2();

        hostile(buyer, Map.of("companyName", "Meridian")).then().spec(Api.field("agreementsVersion", "required"));
        register(buyer, Map.of("companyName", "Meridian", "agreementsVersion", "2020-01-01"))
                .then()
                .spec(Api.field("agreementsVersion", "agreements-outdated"));
        nothingIsMade(buyer);
    }

    @Test
    void without_step_1_there_is_no_step_2() {
        var buyer = Given.aVerifiedBuyer();

        register(buyer, Given.companyInfo())
                .then()
                .spec(Api.problem(409, "wrong-step"))
                .body("step", equalTo("BASIC_INFO"));
        nothingIsMade(buyer);
    }

    @Test
    void a_step_done_is_done() {
        var buyer = Given.aRegisteredBuyer();

        register(buyer, Given.companyInfo())
                .then()
                .spec(Api.problem(409, "wrong-step"))
                .body("step", equalTo("OPENING_METHOD"));
        Api.program(buyer.secret())
                .body(Given.basicInfo(buyer))
                .put(buyer.path("basic-info"))
                .then()
                .spec(Api.problem(409, "wrong-step"));
    }

    @Test
    void a_program_needs_a_key() {
        var buyer = Given.aBuyerAtStep2();

        Api.hostile()
                .header("Authorization", "Bearer " + buyer.secret())
                .body(Given.companyInfo())
                .post(buyer.path("registration"))
                .then()
                .spec(Api.problem(400, "idempotency-key-required"));
        nothingIsMade(buyer);
    }

    @Test
    void the_password_is_kept_as_argon2id_and_leaves_the_onboarding() {
        var buyer = Given.aRegisteredBuyer();

        var hashes = Database.rows(
                "SELECT a.password_hash, g.password_hash FROM enterprise_accounts a JOIN guance_accounts g ON g.enterprise_account_id = a.id WHERE a.username = ?",
                buyer.username());

        assertThat(hashes).hasSize(1);
        assertThat(hashes.getFirst()).allMatch(h -> h.matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$.+"));
        assertThat(Database.count("onboardings WHERE id = ?::uuid AND password_hash IS NULL", buyer.id()))
                .isEqualTo(1);
    }

    private static void refuses(String field, int longest, boolean isRequired) {
        var buyer = Given.aBuyerAtStep2();
        var codes = new LinkedHashMap<String, String>();
        if (isRequired) {
            codes.put(null, "required");
            codes.put("", "required");
            codes.put(" \u00a0\u200b ", "required");
        }
        codes.put("字".repeat(longest + 1), "too-long");
        codes.put("a\u0007b", "control-characters");
        codes.put("a\u0085b", "control-characters");
        codes.put("a\u0000b", "not-text");
        codes.put("a\udc00b", "not-text");
        codes.forEach((value, code) -> {
            var body = new HashMap<String, Object>(Given.companyInfo());
            body.put(field, value);
            if (value == null) {
                body.remove(field);
            }
            for (var language : List.of("en", "zh-CN")) {
                var answer = Api.hostile()
                        .header("Authorization", "Bearer " + buyer.secret())
                        .header("Idempotency-Key", UUID.randomUUID())
                        .header("Accept-Language", language)
                        .body(Json.ascii(body))
                        .post(buyer.path("registration"));
                answer.then()
                        .spec(Api.field(field, code))
                        .header("Content-Language", equalTo(language))
                        .body("errors", hasSize(1))
                        .body(
                                "errors[0].message",
                                matchesPattern(language.equals("en") ? "[\\x20-\\x7e]+" : "(?s).*\\p{IsHan}.*"));
            }
        });
        nothingIsMade(buyer);
    }

    private static void nothingIsMade(Buyer buyer) {
        assertThat(Database.count("enterprise_accounts WHERE username = ?", buyer.username()))
                .isZero();
        assertThat(Database.count("guance_accounts WHERE username = ?", buyer.username()))
                .isZero();
        assertThat(Database.count(
                        "subscriptions WHERE aws_account_id = ? AND enterprise_account_id IS NOT NULL",
                        buyer.bought().awsAccountId()))
                .isZero();
    }

    private static Response register(Buyer buyer, Map<String, Object> body) {
        return Api.program(buyer.secret()).body(body).post(buyer.path("registration"));
    }

    private static Response hostile(Buyer buyer, Map<String, Object> body) {
        return Api.hostile()
                .header("Authorization", "Bearer " + buyer.secret())
                .header("Idempotency-Key", UUID.randomUUID())
                .body(body)
                .post(buyer.path("registration"));
    }
}
