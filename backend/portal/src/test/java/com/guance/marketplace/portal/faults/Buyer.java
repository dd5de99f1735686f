package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faults.AwsMarketplace.Bought;
import com.guance.marketplace.portal.faults.Client.Answer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Goes from the landing to a second workspace, and does not give up when an answer does not come. */
abstract class Buyer {
    static final String PASSWORD = "seven quiet otters paddle";
    private static final String AGREEMENTS = "2026-09-01";

    ShippedPortal portal;
    final Bought bought;
    final String username = "buyer-" + UUID.randomUUID().toString().substring(0, 13);
    final String email = username + "@example.com";
    private final Set<String> usedCodes = new HashSet<>();
    private final String creationKey = UUID.randomUUID().toString();
    String id;
    String accessToken;
    private String code;
    Step step = Step.LAND;
    boolean isDone;
    private boolean isRecovering;

    Buyer(ShippedPortal portal, Bought bought) {
        this.portal = portal;
        this.bought = bought;
    }

    /** Does this step's request once, and what a client does with its answer. */
    final void perform() {
        switch (step) {
            case LAND -> land();
            case SEND_CODE -> sendCode(post(step, path("email-codes"), Map.of("email", email)));
            case VERIFY_EMAIL -> {
                var answer = post(step, path("email-verifications"), Map.of("email", email, "code", code()));
                verified(answer.must(200));
            }
            case SAVE_BASIC_INFO -> put(path("basic-info"), basicInfo()).must(200);
            case REGISTER -> post(step, path("registration"), companyInfo()).must(201);
            case OPEN_WORKSPACE -> {
                var opened = post(step, path("workspace"), openingMethod()).must(201);
                if (!opened.text("/step").equals("DONE")) {
                    throw new AssertionError(opened.body());
                }
            }
            case SIGN_IN -> signIn();
            case CREATE_WORKSPACE -> createWorkspace().must(201);
        }
        isDone = step.isLast();
        if (!isDone) {
            step = step.next();
        }
    }

    /** Whatever is asked from now on is asked there. */
    final void moveTo(ShippedPortal another) {
        portal = another;
    }

    /** Goes on until a step is next. */
    final void goTo(Step wanted) {
        while (step != wanted) {
            perform();
        }
    }

    final void finish() {
        while (!isDone) {
            perform();
        }
    }

    /** Goes on after a request whose outcome nobody knows; afterwards that request's step is done. */
    final void recover() {
        isRecovering = true;
        switch (step) {
            case SIGN_IN -> perform();
            case CREATE_WORKSPACE -> {
                patiently(this::createWorkspace).must(201);
                isDone = true;
            }
            default -> {
                var lost = step;
                recoverOnboarding();
                while (step.compareTo(lost) <= 0) {
                    perform();
                }
            }
        }
        isRecovering = false;
    }

    /** The claim of a request that died holds its key for a minute. */
    final Answer patiently(Supplier<Answer> request) {
        var answer = request.get();
        if (isRecovering && answer.isProblem(409, "request-in-progress")) {
            Database.aMinutePasses();
            answer = request.get();
        }
        return answer;
    }

    abstract void land();

    abstract void recoverOnboarding();

    abstract void verified(Answer answer);

    abstract Answer post(Step asked, String path, Object body);

    abstract Answer put(String path, Object body);

    abstract Answer read();

    /** 429 says that a code was sent already. */
    private static void sendCode(Answer answer) {
        if (answer.must(202, 429).status() == 429
                && answer.header("Retry-After").isEmpty()) {
            throw new AssertionError(answer.body());
        }
    }

    /** The code that came; the same one again where the verification is repeated. */
    private String code() {
        if (code == null) {
            code = Mailbox.code(email, usedCodes);
            usedCodes.add(code);
        }
        return code;
    }

    /** All begins again, with another token. */
    final void landAnew() {
        step = Step.LAND;
        code = null;
    }

    final String path(String what) {
        return "/api/v1/onboardings/" + id + (what.isEmpty() ? "" : "/" + what);
    }

    private Map<String, String> basicInfo() {
        return Map.of("siteId", "us1", "username", username, "password", PASSWORD, "email", email);
    }

    private static Map<String, String> companyInfo() {
        return Map.of("companyName", "Meridian Freight", "agreementsVersion", AGREEMENTS);
    }

    private static Map<String, Object> openingMethod() {
        return Map.of("workspaceName", "Meridian Production", "language", "EN", "payerConfirmed", true);
    }

    final void signIn() {
        var body = Map.of("login", username, "password", PASSWORD, "delivery", "TOKEN");
        accessToken =
                portal.client().send("POST", "/api/v1/sessions", body).must(201).text("/accessToken");
    }

    private Answer createWorkspace() {
        return portal.client()
                .send(
                        "POST",
                        "/api/v1/workspaces",
                        Map.of("name", "Meridian Staging", "language", "EN", "siteId", "us1"),
                        "Authorization",
                        "Bearer " + accessToken,
                        "Idempotency-Key",
                        creationKey);
    }

    final Answer workspaces() {
        return portal.client()
                .get("/api/v1/workspaces", "Authorization", "Bearer " + accessToken)
                .must(200);
    }
}
