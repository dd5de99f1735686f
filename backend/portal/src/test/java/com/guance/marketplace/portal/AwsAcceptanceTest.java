package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What AWS reviews of a registration before a listing goes public, item by item. R1 (HTTPS) is the deployment's. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class AwsAcceptanceTest {
    @Test
    void r1_r2_the_page_takes_a_post_and_a_new_registration_works() {
        Given.aVisitor();
        Given.aCustomer();
    }

    @Test
    void r3_the_token_is_in_no_cookie_and_no_address() {
        var token = Market.token(Market.buy("global", Notify.BEFORE));

        var landed = Api.land(token);

        landed.then().header("Location", not(containsString(token)));
        assertThat(landed.cookies().values()).isNotEmpty().noneMatch(value -> value.contains(token));
    }

    @Test
    void r4_r5_the_token_is_resolved_by_resolve_customer_before_the_landing_is_answered() {
        var bought = Market.buy("global", Notify.BEFORE);
        var before = resolutions();

        Api.land(Market.token(bought)).then().statusCode(303);

        assertThat(resolutions() - before).isEqualTo(1);
        assertThat(Database.rows(
                        "SELECT product_code, license_arn FROM subscriptions WHERE aws_account_id = ?",
                        bought.awsAccountId()))
                .containsExactly(List.of(
                        LocalStackResource.stack().portalEnvironment().get("PORTAL_GLOBAL_PRODUCT_CODE"),
                        Market.facts(bought).path("licenseArn").asText()));
    }

    @Test
    void r6_free_mail_addresses_register() {
        var buyer = Given.aLandedBuyer();
        var gmail = new Given.Buyer(
                buyer.bought(), buyer.id(), buyer.secret(), buyer.username(), buyer.username() + "@gmail.com");

        Given.opened(Given.registered(Given.atStep2(Given.verified(gmail))));
    }

    @Test
    void r7_an_incomplete_registration_may_be_begun_again() {
        var left = Given.aBuyerAtStep2();

        var again = Given.aLandedBuyer(left.bought());

        TestClock.advance(java.time.Duration.ofMinutes(2));
        var same = new Given.Buyer(again.bought(), again.id(), again.secret(), left.username(), left.email());
        var before = Market.mail(left.email(), "code").code();
        Given.sendCode(same);
        var code = org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> Market.mail(left.email(), "code").code(), c -> !c.equals(before));
        var secret = Api.program(same.secret())
                .body(Map.of("email", same.email(), "code", code))
                .post(same.path("email-verifications"))
                .path("secret")
                .toString();
        Given.opened(Given.registered(Given.atStep2(same.with(secret))));
    }

    @Test
    void r8_an_address_is_asked_for_and_the_phone_is_optional() {
        var basicInfo = Contract.DOCUMENT.getComponents().getSchemas().get("BasicInfo");

        assertThat(basicInfo.getRequired()).contains("email").doesNotContain("phone");
    }

    @Test
    void r9_english_is_spoken_unless_another_language_is_asked_for() {
        Api.program()
                .get("/api/v1/settings")
                .then()
                .body("sites.name", equalTo(List.of("Overseas 1 (Oregon)", "China 2 (Ningxia)")));
        Api.program()
                .header("Accept-Language", "zh-CN")
                .get("/api/v1/settings")
                .then()
                .body("sites[0].name", equalTo("海外区 1（俄勒冈）"));
    }

    @Test
    void r10_an_existing_customer_is_led_to_the_sign_in() {
        var buyer = Given.aBuyerWithWorkspace();

        Api.land(Market.token(buyer.bought())).then().header("Location", startsWith("/billing/sign-in"));
        Given.signedIn(buyer);
    }

    @Test
    void r11_the_pages_know_whom_to_write_to() {
        Api.program().get("/api/v1/settings").then().body("supportEmail", containsString("@"));
    }

    @Test
    void r12_no_card_and_no_bank_is_asked_for() throws IOException {
        var contract = Files.readString(Path.of(Api.CONTRACT))
                .replaceFirst("(?s)\n    NewRateCard:.*?\n\n", "\n") // that card is a price list of ours
                .toLowerCase(Locale.ROOT);

        assertThat(contract)
                .contains("newoperatorsession:")
                .doesNotContainPattern(
                        "(?m)^\\s*(card|cardnumber|iban|bic|bank\\w*|cvv|cvc|expirydate|accountnumber):");
    }

    @Test
    void r13_who_must_wait_is_told_until_when() {
        var bought = Market.buy("global", Notify.NEVER);
        var buyer = Given.opened(Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought)))));

        var mail = Market.mail(buyer.email(), "opens when AWS " + bought.masked() + " is confirmed");

        assertThat(mail.text()).contains("within a few minutes").contains("after an hour");
    }

    @Test
    void r14_r15_a_confirmation_with_the_next_steps_goes_out_and_the_console_is_reached() {
        var buyer = Given.aBuyerWithWorkspace();

        assertThat(Market.mail(buyer.email(), "is open, settled by").text()).contains("Next steps");
        Api.program(Given.signedIn(buyer).token())
                .get("/api/v1/workspaces")
                .then()
                .statusCode(200)
                .body("items[0].id", notNullValue());
    }

    @Test
    void r16_the_ids_are_kept_and_no_two_tenants_share_one() {
        var one = Given.aRegisteredBuyer();
        var two = Given.aRegisteredBuyer();

        assertThat(Database.rows(
                        "SELECT identity FROM subscriptions WHERE aws_account_id IN (?, ?)",
                        one.bought().awsAccountId(),
                        two.bought().awsAccountId()))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(Database.rows("SELECT product_code, identity FROM subscriptions GROUP BY 1, 2 HAVING count(*) > 1"))
                .isEmpty();
    }

    private static long resolutions() {
        return StreamSupport.stream(Market.calls().spliterator(), false)
                .filter(c -> c.path("operation").asText().contains("ResolveCustomer")
                        && c.path("status").asInt() == 200)
                .count();
    }
}
