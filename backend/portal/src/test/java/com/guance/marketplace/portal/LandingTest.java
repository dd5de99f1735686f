package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where AWS Marketplace hands the buyer over. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class LandingTest {
    private static final String ONBOARDING = "/onboarding/[0-9a-f-]{36}";

    @Test
    void a_landing_keeps_the_subscription_and_starts_an_onboarding() {
        var bought = Market.buy("global", Notify.BEFORE);

        var landed = Api.land(Market.token(bought));

        landed.then()
                .statusCode(303)
                .header("Location", matchesPattern(ONBOARDING))
                .header("Cache-Control", "no-store");
        var id = landed.header("Location").substring("/onboarding/".length());
        Api.browser()
                .cookie("guance_onboarding", landed.cookie("guance_onboarding"))
                .get("/api/v1/onboardings/" + id)
                .then()
                .statusCode(200)
                .body("step", equalTo("BASIC_INFO"))
                .body("payer.awsAccount", equalTo(bought.masked()))
                .body("awsAccountKnown", equalTo(false));
        var licence = Market.facts(bought).path("licenseArn").asText();
        assertThat(Database.rows("SELECT aws_account_id FROM subscriptions WHERE license_arn = ?", licence))
                .containsExactly(java.util.List.of(bought.awsAccountId()));
    }

    @Test
    void a_landing_of_the_china_listing_is_named_by_its_customer() {
        var bought = Market.buy("cn", Notify.BEFORE);

        var visitor = Given.aVisitor(bought);

        Api.browser()
                .cookie("guance_onboarding", visitor.cookie())
                .get(visitor.path(""))
                .then()
                .body("payer.currency", equalTo("CNY"))
                .body("payer.licence", nullValue());
        var customer = Market.facts(bought).path("customerIdentifier").asText();
        assertThat(Database.count("subscriptions WHERE customer_identifier = ? AND product = 'cn'", customer))
                .isEqualTo(1);
    }

    @Test
    void each_landing_starts_a_fresh_onboarding_that_shows_nothing_of_an_older_one() {
        var older = Given.aBuyerAtStep2();

        var fresh = Given.aVisitor(older.bought());

        assertThat(fresh.id()).isNotEqualTo(older.id());
        Api.browser()
                .cookie("guance_onboarding", fresh.cookie())
                .get(fresh.path(""))
                .then()
                .body("step", equalTo("BASIC_INFO"))
                .body("email", nullValue())
                .body("basicInfo", nullValue())
                .body("companyName", nullValue());
    }

    @Test
    void a_token_may_be_posted_twice_and_makes_one_subscription() {
        var bought = Market.buy("global", Notify.BEFORE);
        var token = Market.token(bought);

        var first = Api.land(token).header("Location");
        var second = Api.land(token).header("Location");

        assertThat(first).matches(ONBOARDING);
        assertThat(second).matches(ONBOARDING).isNotEqualTo(first);
        assertThat(subscriptionsOf(bought)).isEqualTo(1);
    }

    @Test
    void twenty_landings_of_one_token_at_once_make_one_subscription() {
        var bought = Market.buy("global", Notify.BEFORE);
        var token = Market.token(bought);
        TestClock.advance(java.time.Duration.ofSeconds(30));

        var locations = Parallel.times(20, i -> Api.land(token).header("Location"));

        assertThat(locations).allMatch(l -> l.matches(ONBOARDING)).doesNotHaveDuplicates();
        assertThat(subscriptionsOf(bought)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://aws.amazon.com", "null", "https://evil.example"})
    void the_landing_takes_any_origin(String origin) {
        var token = Market.token(Market.buy("global", Notify.BEFORE));

        Api.plain()
                .header("Origin", origin)
                .cookie("guance_session", "whatever")
                .contentType("application/x-www-form-urlencoded")
                .formParam("x-amzn-marketplace-token", token)
                .post("/marketplace/landing")
                .then()
                .statusCode(303)
                .header("Location", matchesPattern(ONBOARDING));
    }

    @Test
    void fields_beside_the_token_are_ignored() {
        var bought = Market.buy("global", Notify.BEFORE);

        var landed = Api.landing()
                .formParam("x-amzn-marketplace-token", Market.token(bought))
                .formParam("x-amzn-marketplace-offer-type", "free-trial")
                .formParam("awsAccountId", "999999999999")
                .formParam("next", "https://evil.example")
                .post("/marketplace/landing");

        landed.then().statusCode(303).header("Location", matchesPattern(ONBOARDING));
        assertThat(subscriptionsOf(bought)).isEqualTo(1);
        assertThat(Database.count("subscriptions WHERE aws_account_id = '999999999999'"))
                .isZero();
    }

    @Test
    void a_licence_that_is_bound_leads_to_the_sign_in() {
        var buyer = Given.aRegisteredBuyer();

        var landed = Api.land(Market.token(buyer.bought()));

        landed.then().statusCode(303).header("Location", equalTo("/billing/sign-in?reason=already-bound"));
        assertThat(landed.cookies()).isEmpty();
    }

    @Test
    void another_licence_of_a_known_aws_account_is_offered_the_sign_in_first() {
        var known = Given.aRegisteredBuyer();
        var another = Market.buy("global", known.bought().awsAccountId(), Notify.BEFORE);

        var visitor = Given.aVisitor(another);

        Api.browser()
                .cookie("guance_onboarding", visitor.cookie())
                .get(visitor.path(""))
                .then()
                .statusCode(200)
                .body("awsAccountKnown", equalTo(true));
        assertThat(Database.count("subscriptions WHERE aws_account_id = ?", another.awsAccountId()))
                .isEqualTo(2);
    }

    @Test
    void a_cookie_lists_the_onboarding_it_proves_and_nothing_else() {
        var visitor = Given.aVisitor();

        Api.browser()
                .cookie("guance_onboarding", visitor.cookie())
                .get("/api/v1/onboardings")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(java.util.List.of(visitor.id())));
        Api.browser().get("/api/v1/onboardings").then().statusCode(200).body("items", hasSize(0));
    }

    private static long subscriptionsOf(Market.Bought bought) {
        return Database.count("subscriptions WHERE aws_account_id = ?", bought.awsAccountId());
    }
}
