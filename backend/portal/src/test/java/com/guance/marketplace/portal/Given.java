package com.guance.marketplace.portal;

import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** States to start from, made through the API as a program would. */
final class Given {
    static final String PASSWORD = "seven quiet otters paddle";
    static final String AGREEMENTS = "2026-09-01";

    /** An onboarding under way, and who it is. */
    record Buyer(Bought bought, String id, String secret, String username, String email) {
        Buyer with(String newSecret) {
            return new Buyer(bought, id, newSecret, username, email);
        }

        String path(String step) {
            return "/api/v1/onboardings/" + id + (step.isEmpty() ? "" : "/" + step);
        }

        String site() {
            return bought.product().equals("cn") ? "cn2" : "us1";
        }
    }

    /** An enterprise account and how it signs in. */
    record Customer(Buyer buyer, String token) {}

    private Given() {}

    /** A buyer's browser after the landing. */
    record Visitor(Bought bought, String id, String cookie) {
        String path(String step) {
            return "/api/v1/onboardings/" + id + (step.isEmpty() ? "" : "/" + step);
        }
    }

    static Visitor aVisitor() {
        return aVisitor(Market.buy("global", Notify.BEFORE));
    }

    static Visitor aVisitor(Bought bought) {
        TestClock.advance(Duration.ofMillis(500));
        var landed = Api.land(Market.token(bought));
        var location = landed.then().statusCode(303).extract().header("Location");
        if (!location.startsWith("/onboarding/")) {
            throw new AssertionError("landed on " + location);
        }
        return new Visitor(bought, location.substring("/onboarding/".length()), landed.cookie("guance_onboarding"));
    }

    static String aName() {
        return "buyer-" + UUID.randomUUID().toString().substring(0, 13);
    }

    static Buyer aLandedBuyer() {
        return aLandedBuyer(Market.buy("global", Notify.BEFORE));
    }

    static Buyer aLandedBuyer(Bought bought) {
        TestClock.advance(Duration.ofMillis(500)); // what one landing takes of the budget of this address
        var created = Api.program()
                .header("Idempotency-Key", UUID.randomUUID())
                .body(Map.of("registrationToken", Market.token(bought)))
                .post("/api/v1/onboardings")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        var name = aName();
        return new Buyer(
                bought, created.getString("onboarding.id"), created.getString("secret"), name, name + "@example.com");
    }

    static Buyer aVerifiedBuyer() {
        return verified(aLandedBuyer());
    }

    static Buyer verified(Buyer buyer) {
        sendCode(buyer);
        var code = Market.mail(buyer.email(), "code").code();
        var secret = Api.program(buyer.secret())
                .body(Map.of("email", buyer.email(), "code", code))
                .post(buyer.path("email-verifications"))
                .then()
                .statusCode(200)
                .body("onboarding.email.verified", equalTo(true))
                .extract()
                .jsonPath()
                .getString("secret");
        return buyer.with(secret);
    }

    static void sendCode(Buyer buyer) {
        Api.program(buyer.secret())
                .body(Map.of("email", buyer.email()))
                .post(buyer.path("email-codes"))
                .then()
                .statusCode(202);
    }

    static Map<String, Object> basicInfo(Buyer buyer) {
        return Map.of(
                "siteId", buyer.site(), "username", buyer.username(), "password", PASSWORD, "email", buyer.email());
    }

    static Buyer aBuyerAtStep2() {
        return atStep2(aVerifiedBuyer());
    }

    static Buyer atStep2(Buyer buyer) {
        Api.program(buyer.secret())
                .body(basicInfo(buyer))
                .put(buyer.path("basic-info"))
                .then()
                .statusCode(200)
                .body("step", equalTo("COMPANY_INFO"));
        return buyer;
    }

    static Map<String, Object> companyInfo() {
        return Map.of("companyName", "Meridian Freight", "agreementsVersion", AGREEMENTS);
    }

    static Buyer aRegisteredBuyer() {
        return registered(aBuyerAtStep2());
    }

    static Buyer registered(Buyer buyer) {
        Api.program(buyer.secret())
                .body(companyInfo())
                .post(buyer.path("registration"))
                .then()
                .statusCode(201)
                .body("step", equalTo("OPENING_METHOD"));
        return buyer;
    }

    static Map<String, Object> openingMethod() {
        return Map.of("workspaceName", "Meridian Production", "language", "EN", "payerConfirmed", true);
    }

    static Buyer aBuyerWithWorkspace() {
        return opened(aRegisteredBuyer());
    }

    static Buyer opened(Buyer buyer) {
        if (buyer.bought().when() == Notify.BEFORE) {
            awaitLive(buyer); // AWS has sent its word; the queue brings it in its own time
        }
        Api.program(buyer.secret())
                .body(openingMethod())
                .post(buyer.path("workspace"))
                .then()
                .statusCode(201)
                .body("step", equalTo("DONE"));
        return buyer;
    }

    static void awaitLive(Buyer buyer) {
        Awaitility.await("AWS's word on " + buyer.bought())
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> "LIVE"
                        .equals(Api.program(buyer.secret()).get(buyer.path("")).path("payer.subscriptionState")));
    }

    static Customer aCustomer() {
        return signedIn(aBuyerWithWorkspace());
    }

    static Customer signedIn(Buyer buyer) {
        var token = Api.program()
                .body(Map.of("login", buyer.username(), "password", PASSWORD, "delivery", "TOKEN"))
                .post("/api/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("accessToken");
        return new Customer(buyer, token);
    }
}
