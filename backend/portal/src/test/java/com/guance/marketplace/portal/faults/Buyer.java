package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faults.AwsMarketplace.Bought;
import com.guance.marketplace.portal.faults.Client.Answer;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Goes its {@link Way} from the landing on, and does not give up when an answer does not come. */
abstract class Buyer {
    static final String PASSWORD = "seven quiet otters paddle";
    static final String SECOND_WORKSPACE = "Meridian Staging";
    static final String BOUND_WORKSPACE = "Meridian Research";
    private static final String AGREEMENTS = "2026-09-01";

    ShippedPortal portal;
    final Bought bought;
    final Way way;
    final String username;
    final String email;
    /** All codes that came to the address. */
    final Set<String> usedCodes;
    /** All else that was told to this buyer alone. */
    final Set<String> secrets = new LinkedHashSet<>(Set.of(PASSWORD));

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
        way = Way.REGISTRATION;
        username = "buyer-" + UUID.randomUUID().toString().substring(0, 13);
        email = username + "@example.com";
        usedCodes = new HashSet<>();
    }

    /** Binds what it has bought to the enterprise account of a customer. */
    Buyer(Bought bought, Buyer customer) {
        portal = customer.portal;
        this.bought = bought;
        way = Way.BINDING;
        username = customer.username;
        email = customer.email;
        usedCodes = customer.usedCodes;
    }

    /** Does this step's request once, and what a client does with its answer. */
    final void perform() {
        switch (step) {
            case LAND -> {
                land();
                if (way == Way.BINDING) {
                    awaitLive(); // so that a binding begins with the next hour, and not when AWS says so
                }
            }
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
            case SEND_BINDING_CODE -> sendCode(post(step, path("binding-codes"), Map.of("username", username)));
            case BIND_ACCOUNT -> {
                var answer = post(step, path("binding"), Map.of("username", username, "code", code()));
                verified(answer.must(200));
            }
            case BIND_WORKSPACE ->
                post(step, path(secondWorkspace() + "/binding"), Map.of("payerConfirmed", true))
                        .must(201);
            case UNDO_BINDING -> undo();
            case SEND_OWNER_CODE -> {
                sendCode(post(step, path("owner-codes"), owner()));
                code = null;
            }
            case CREATE_BOUND_WORKSPACE ->
                post(step, path("workspaces"), boundWorkspace()).must(201);
            case COMPLETE -> post(step, path("completion"), Map.of()).must(201);
        }
        advance();
    }

    final void advance() {
        var all = way.all();
        isDone = step == all.getLast();
        if (!isDone) {
            step = all.get(all.indexOf(step) + 1);
        }
    }

    /** The second time there is nothing left to take back. */
    private void undo() {
        var answer = delete(path(secondWorkspace() + "/binding"));
        if (!isRecovering || !answer.isProblem(409, "not-bound-here")) {
            answer.must(200);
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
                while (!isDone && step.compareTo(lost) <= 0) {
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

    abstract Answer delete(String path);

    /** The onboarding, or what lies below it. */
    abstract Answer read(String what);

    final Answer read() {
        return read("");
    }

    /** 429 says that a code was sent already. */
    private static void sendCode(Answer answer) {
        if (answer.must(202, 429).status() == 429
                && answer.header("Retry-After").isEmpty()) {
            throw new AssertionError(answer.body());
        }
    }

    /** The code that came; the same one again where the verification is repeated. */
    final String code() {
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

    private Map<String, String> owner() {
        return Map.of("siteId", "us1", "email", email, "account", "EXISTING");
    }

    private Map<String, Object> boundWorkspace() {
        return Map.of(
                "siteId",
                "us1",
                "workspaceName",
                BOUND_WORKSPACE,
                "language",
                "EN",
                "email",
                email,
                "code",
                code(),
                "agreementsVersion",
                AGREEMENTS,
                "payerConfirmed",
                true);
    }

    /** Where the customer's second workspace lies below the onboarding. */
    final String secondWorkspace() {
        var found = Database.texts("""
                SELECT w.id FROM workspaces w JOIN enterprise_accounts e ON e.id = w.enterprise_account_id
                WHERE e.username = ? AND w.name = ?""", username, SECOND_WORKSPACE);
        return "workspaces/" + found.getFirst();
    }

    private void awaitLive() {
        Waiting.until(
                "the subscription is live",
                Duration.ofSeconds(60),
                () -> Database.count("subscriptions WHERE aws_account_id = ? AND state = 'LIVE'", bought.awsAccountId())
                        == 1);
    }

    /** Keeps in mind that this must be found nowhere. */
    final String secret(String told) {
        secrets.add(told);
        return told;
    }

    final void signIn() {
        var body = Map.of("login", username, "password", PASSWORD, "delivery", "TOKEN");
        accessToken = secret(
                portal.client().send("POST", "/api/v1/sessions", body).must(201).text("/accessToken"));
    }

    private Answer createWorkspace() {
        return portal.client()
                .send(
                        "POST",
                        "/api/v1/workspaces",
                        Map.of("name", SECOND_WORKSPACE, "language", "EN", "siteId", "us1"),
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
