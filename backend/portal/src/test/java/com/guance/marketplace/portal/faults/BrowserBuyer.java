package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faults.AwsMarketplace.Bought;
import com.guance.marketplace.portal.faults.Client.Answer;
import java.util.Map;
import java.util.UUID;

/** A browser: it holds a cookie. When an answer does not come, the page is read again and goes on from its step. */
final class BrowserBuyer extends Buyer {
    private String cookie;

    BrowserBuyer(ShippedPortal portal, Bought bought) {
        super(portal, bought);
    }

    BrowserBuyer(Bought bought, Buyer customer) {
        super(bought, customer);
    }

    @Override
    void land() {
        var answer = portal.client().land(secret(AwsMarketplace.token(bought))).must(303);
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
        secret(cookie.split("=", 2)[1]);
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
    Answer delete(String path) {
        return portal.client().send("DELETE", path, null, "Cookie", cookie, "Origin", ShippedPortal.PUBLIC_URL);
    }

    @Override
    Answer read(String what) {
        return portal.client().get(path(what), "Cookie", cookie);
    }

    @Override
    void recoverOnboarding() {
        if (step == Step.LAND) {
            return; // reloading posts the form again
        }
        if (way == Way.BINDING) {
            recoverBinding();
            return;
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

    /** Reads how far it came. The code of the owner is asked for again: nothing shows whether one is under way. */
    private void recoverBinding() {
        var answer = read().must(200, 401);
        if (answer.status() == 401) { // bound, and the new cookie is lost: whoever signs in to the account may go on
            signInByCookie();
            answer = read().must(200);
        }
        boolean isThere = switch (step) {
            case BIND_ACCOUNT -> answer.text("/step").equals("BIND_WORKSPACES");
            case BIND_WORKSPACE -> isSecondWorkspaceBound();
            case UNDO_BINDING -> !isSecondWorkspaceBound();
            case CREATE_BOUND_WORKSPACE ->
                read("workspaces?bound=true").must(200).body().contains(BOUND_WORKSPACE);
            case COMPLETE -> answer.text("/step").equals("DONE");
            default -> false;
        };
        if (isThere) {
            advance();
        }
    }

    private boolean isSecondWorkspaceBound() {
        return read(secondWorkspace()).must(200).text("/status").equals("BOUND");
    }

    private void signInByCookie() {
        var body = Map.of("login", username, "password", PASSWORD);
        keepCookie(portal.client()
                .send("POST", "/api/v1/sessions", body, "Origin", ShippedPortal.PUBLIC_URL)
                .must(201));
    }
}
