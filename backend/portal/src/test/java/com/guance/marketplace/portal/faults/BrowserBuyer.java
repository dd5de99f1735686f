package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faults.AwsMarketplace.Bought;
import com.guance.marketplace.portal.faults.Client.Answer;
import java.util.UUID;

/** A browser: it holds a cookie. When an answer does not come, the page is read again and goes on from its step. */
final class BrowserBuyer extends Buyer {
    private String cookie;

    BrowserBuyer(ShippedPortal portal, Bought bought) {
        super(portal, bought);
    }

    @Override
    void land() {
        var answer = portal.client().land(AwsMarketplace.token(bought)).must(303);
        var location = answer.header("Location");
        if (location.startsWith("/marketplace/problem/try-again")) {
            throw new NoAnswer(location, null);
        }
        if (!location.startsWith("/onboarding/")) {
            throw new AssertionError("landed on " + location);
        }
        id = location.substring("/onboarding/".length());
        keepCookie(answer);
    }

    private void keepCookie(Answer answer) {
        cookie = answer.headers().allValues("Set-Cookie").getFirst().split(";", 2)[0];
    }

    @Override
    void verified(Answer answer) {
        keepCookie(answer);
    }

    @Override
    Answer post(Step asked, String path, Object body) {
        return portal.client()
                .send(
                        "POST",
                        path,
                        body,
                        "Cookie",
                        cookie,
                        "Origin",
                        ShippedPortal.PUBLIC_URL,
                        "Idempotency-Key",
                        UUID.randomUUID().toString());
    }

    @Override
    Answer put(String path, Object body) {
        return portal.client().send("PUT", path, body, "Cookie", cookie, "Origin", ShippedPortal.PUBLIC_URL);
    }

    @Override
    Answer read() {
        return portal.client().get(path(""), "Cookie", cookie);
    }

    @Override
    void recoverOnboarding() {
        if (step == Step.LAND) {
            return; // reloading posts the form again
        }
        var answer = read().must(200, 401);
        if (answer.status() == 401) { // the new cookie is lost
            landAnew();
            return;
        }
        step = switch (answer.text("/step")) {
            case "BASIC_INFO" -> {
                boolean isVerified = answer.json().at("/email/verified").asBoolean();
                boolean isCodeSent = answer.json().at("/email/code").isObject();
                yield isVerified ? Step.SAVE_BASIC_INFO : isCodeSent ? Step.VERIFY_EMAIL : Step.SEND_CODE;
            }
            case "COMPANY_INFO" -> Step.REGISTER;
            case "OPENING_METHOD" -> Step.OPEN_WORKSPACE;
            default -> Step.SIGN_IN;
        };
    }
}
