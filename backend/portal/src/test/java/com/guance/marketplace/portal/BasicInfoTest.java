package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Given.Buyer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Step 1: site, user name, password, e-mail, phone. Every mistake is told on its field, and nothing is half-made. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class BasicInfoTest {
    /** Half a pair of UTF-16. */
    private static final String HALF = "\ud83d";

    @Test
    void bad_user_names_are_told_on_the_field() {
        var codes = new LinkedHashMap<String, String>();
        codes.put(null, "required");
        codes.put("", "required");
        codes.put("   ", "required");
        codes.put("\u200b\u2060", "required");
        codes.put("ab", "too-short");
        codes.put("a".repeat(33), "too-long");
        codes.put("a".repeat(1_000), "too-long");
        codes.put("ab\u0007cd", "control-characters");
        codes.put("ab\r\ncd", "control-characters");
        codes.put("ab\u2028cd", "control-characters");
        codes.put("abc\u0000", "not-text");
        codes.put("abc" + HALF, "not-text");
        codes.put("a b c", "username-malformed");
        codes.put("-abc", "username-malformed");
        codes.put("abc.", "username-malformed");
        codes.put("a@b.c", "username-malformed");
        codes.put("<script>alert(1)</script>", "username-malformed");
        codes.put("аdmin", "username-malformed"); // a Cyrillic а
        codes.put("用户名字", "username-malformed");
        codes.put("abc\u200bdef", "username-malformed");
        codes.put("robert'); drop table--", "username-malformed");
        refuses("username", codes);
    }

    @Test
    void bad_addresses_are_told_on_the_field() {
        var codes = new LinkedHashMap<String, String>();
        codes.put(null, "required");
        codes.put(" ", "required");
        codes.put("nobody", "email-malformed");
        codes.put("a@b", "email-malformed");
        codes.put("a@b@example.com", "email-malformed");
        codes.put("a..b@example.com", "email-malformed");
        codes.put(".a@example.com", "email-malformed");
        codes.put("a.@example.com", "email-malformed");
        codes.put("a@-example.com", "email-malformed");
        codes.put("a b@example.com", "email-malformed");
        codes.put("\"a\"@example.com", "email-malformed");
        codes.put("Eve <eve@example.com>", "email-malformed");
        codes.put("a@example.com,b@example.com", "email-malformed");
        codes.put("a".repeat(65) + "@example.com", "email-malformed");
        codes.put("a@" + "b".repeat(250) + ".com", "too-long");
        codes.put("a@example.com\r\nBcc: b@example.com", "control-characters");
        codes.put("a@example.com" + HALF, "not-text");
        codes.put("somebody-else@example.com", "email-not-proved");
        refuses("email", codes);
    }

    @Test
    void bad_passwords_are_told_on_the_field() {
        var codes = new LinkedHashMap<String, String>();
        codes.put(null, "required");
        codes.put("", "required");
        codes.put("fourteen chars", "too-short");
        codes.put("日".repeat(14), "too-short");
        codes.put("x7!".repeat(43), "too-long");
        codes.put("passwordpassword", "password-common");
        codes.put("aaaaaaaaaaaaaaaaaaaa", "password-common");
        codes.put("123456789012345", "password-common");
        codes.put("seven quiet otters \u0000", "not-text");
        codes.put("seven quiet otters " + HALF, "not-text");
        refuses("password", codes);
    }

    @Test
    void a_password_made_of_the_buyers_own_name_is_common() {
        var buyer = Given.aVerifiedBuyer();

        save(buyer, with(buyer, "password", buyer.email())).then().spec(Api.field("password", "password-common"));
    }

    @Test
    void there_are_no_rules_on_the_composition_of_passwords() {
        for (var password : new String[] {
            "onlylowercaselettersbutmany",
            "4 otters & 2 herons at dusk",
            "   spaces count around   ",
            "一二三四五六七八九十百千万亿兆京",
            "🦦🦢🌲🎈🧭🪁🫐🧵🪵🛶🪺🫖🧊🪴🎐",
            "tab\there counts as any other"
        }) {
            var buyer = Given.aVerifiedBuyer();
            save(buyer, with(buyer, "password", password)).then().statusCode(200);
        }
    }

    @Test
    void bad_phones_are_told_on_the_field_and_none_is_needed() {
        var codes = new LinkedHashMap<String, String>();
        codes.put("12345", "phone-malformed");
        codes.put("not a number", "phone-malformed");
        codes.put("+999 12345678", "phone-malformed");
        codes.put("+65 6123 4567 6123 4567", "phone-malformed");
        codes.put("+65<script>", "phone-malformed");
        codes.put("+65\u00006123", "not-text");
        codes.put("9".repeat(65), "too-long");
        refuses("phone", codes);

        var buyer = Given.aVerifiedBuyer();
        save(buyer, with(buyer, "phone", "  ")).then().statusCode(200).body("basicInfo.phone", nullValue());
        save(buyer, with(buyer, "phone", "+65 6123-4567"))
                .then()
                .statusCode(200)
                .body("basicInfo.phone", equalTo("+6561234567"));
    }

    @Test
    void a_site_must_be_one_that_the_purchase_settles() {
        var codes = new LinkedHashMap<String, String>();
        codes.put(null, "required");
        codes.put("", "required");
        codes.put("mars", "unknown");
        codes.put("US1", "unknown");
        codes.put("../us1", "unknown");
        codes.put("cn2", "site-not-settled");
        codes.put("u".repeat(65), "too-long");
        refuses("siteId", codes);
    }

    @Test
    void all_mistakes_are_told_at_once() {
        var buyer = Given.aVerifiedBuyer();

        var answer = hostile(buyer, Map.of("phone", "x"), "en");

        answer.then().spec(Api.problem(422, "validation-failed"));
        assertThat(answer.jsonPath().getList("errors.field", String.class))
                .containsExactlyInAnyOrder("siteId", "username", "password", "email", "phone");
    }

    @Test
    void spaces_around_and_other_case_are_forgiven() {
        var buyer = Given.aVerifiedBuyer();
        var body = with(buyer, "username", "  " + buyer.username().toUpperCase() + "\t");
        body.put("email", " " + buyer.email().toUpperCase() + " ");
        body.put("siteId", " us1 ");

        save(buyer, body)
                .then()
                .statusCode(200)
                .body("basicInfo.username", equalTo(buyer.username()))
                .body("basicInfo.email", equalTo(buyer.email()));
    }

    @Test
    void a_taken_name_is_refused_in_any_case() {
        var taken = Given.aRegisteredBuyer().username();
        var buyer = Given.aVerifiedBuyer();

        save(buyer, with(buyer, "username", taken)).then().spec(Api.field("username", "username-taken"));
        save(buyer, with(buyer, "username", " " + taken.toUpperCase()))
                .then()
                .spec(Api.field("username", "username-taken"))
                .body("errors[0].message", equalTo("“" + taken + "” is taken. Choose another name."));
        save(buyer, Given.basicInfo(buyer)).then().statusCode(200);
    }

    @Test
    void a_taken_phone_is_refused_to_who_has_proved_its_address() {
        var phone = "+6561" + "%06d".formatted(new java.security.SecureRandom().nextInt(1_000_000));
        var owner = Given.aVerifiedBuyer();
        save(owner, with(owner, "phone", phone)).then().statusCode(200);
        Given.registered(owner);
        var buyer = Given.aVerifiedBuyer();

        save(buyer, with(buyer, "phone", phone)).then().spec(Api.field("phone", "phone-taken"));
    }

    @Test
    void step_1_may_be_repeated_and_the_last_word_counts() {
        var buyer = Given.aBuyerAtStep2();
        var name = Given.aName();

        save(buyer, with(buyer, "username", name))
                .then()
                .statusCode(200)
                .body("step", equalTo("COMPANY_INFO"))
                .body("basicInfo.username", equalTo(name));
    }

    @Test
    void without_a_proved_address_step_1_is_not_done() {
        var buyer = Given.aLandedBuyer();

        save(buyer, Given.basicInfo(buyer)).then().spec(Api.field("email", "email-not-proved"));
        Api.program(buyer.secret()).get(buyer.path("")).then().body("step", equalTo("BASIC_INFO"));
    }

    @Test
    void names_may_be_asked_for_thirty_times_an_hour() {
        var buyer = Given.aVerifiedBuyer();
        for (int i = 0; i < 30; i++) {
            save(buyer, with(buyer, "username", "!")).then().statusCode(422);
        }

        save(buyer, Given.basicInfo(buyer)).then().spec(Api.problem(429, "too-many-requests"));
        TestClock.advance(Duration.ofMinutes(3));
        save(buyer, Given.basicInfo(buyer)).then().statusCode(200);
    }

    /** Sends each wrong value alone, and reads the reason in both languages. */
    private static void refuses(String field, Map<String, String> codes) {
        var buyer = Given.aVerifiedBuyer();
        codes.forEach((value, code) -> {
            TestClock.advance(Duration.ofMinutes(5)); // names are asked for often here
            var body = with(buyer, field, value);
            var english = hostile(buyer, body, "en");
            assertThat(english.jsonPath().getString("errors.collect { it.field + ' ' + it.code }"))
                    .as("%s = %s: %s", field, value, english.asString())
                    .isEqualTo("[" + field + " " + code + "]");
            english.then().spec(Api.field(field, code)).header("Content-Language", equalTo("en"));
            hostile(buyer, body, "zh-CN")
                    .then()
                    .spec(Api.field(field, code))
                    .header("Content-Language", equalTo("zh-CN"))
                    .body("detail", matchesPattern("(?s).*\\p{IsHan}.*"))
                    .body("errors[0].message", matchesPattern("(?s).*\\p{IsHan}.*"));
        });
        Api.program(buyer.secret())
                .get(buyer.path(""))
                .then()
                .body("step", equalTo("BASIC_INFO"))
                .body("basicInfo", nullValue());
    }

    private static Map<String, Object> with(Buyer buyer, String field, String value) {
        var body = new HashMap<String, Object>(Given.basicInfo(buyer));
        body.put(field, value);
        if (value == null) {
            body.remove(field);
        }
        return body;
    }

    private static Response save(Buyer buyer, Map<String, Object> body) {
        return Api.program(buyer.secret()).body(body).put(buyer.path("basic-info"));
    }

    private static Response hostile(Buyer buyer, Map<String, Object> body, String language) {
        return Api.hostile()
                .header("Authorization", "Bearer " + buyer.secret())
                .header("Accept-Language", language)
                .body(Json.ascii(body))
                .put(buyer.path("basic-info"));
    }
}
