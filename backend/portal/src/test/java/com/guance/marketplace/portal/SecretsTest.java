package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.localstack.PartnerClient;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Secrets go through the portal and stay nowhere in it: not in the database, not in the log, not in a mail or answer. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SecretsTest {
    private static final List<String> CODE_TABLES =
            List.of("verification_codes", "outbox_mails", "onboardings", "idempotent_requests", "budgets");

    @Test
    void no_secret_of_a_whole_registration_is_kept_or_logged() {
        var secrets = new LinkedHashMap<String, String>();
        var password = "canary " + UUID.randomUUID();
        String code;
        String email;
        var refusals = new StringBuffer();
        RestAssured.filters((request, wanted, context) -> {
            var answer = context.next(request, wanted);
            if (answer.statusCode() >= 400) {
                refusals.append(answer.headers()).append(answer.body().asString());
            }
            return answer;
        });
        try (var log = LogCapture.start()) {
            var bought = Market.buy("global", Notify.BEFORE);
            secrets.put("token of the landing", Market.token(bought));
            var landed = Api.land(secrets.get("token of the landing"));
            secrets.put("cookie of the landing", landed.cookie("guance_onboarding"));
            secrets.put("a token that is wrong", "canary-" + UUID.randomUUID());
            Api.land(secrets.get("a token that is wrong"));
            Api.land(secrets.get("token of the landing") + "\u00e9");
            failAtAws(secrets.get("token of the landing"));

            secrets.put("token of the program", Market.token(bought));
            var created = Api.program()
                    .header("Idempotency-Key", UUID.randomUUID())
                    .body(Map.of("registrationToken", secrets.get("token of the program")))
                    .post("/api/v1/onboardings");
            secrets.put("first secret", created.path("secret"));
            var name = Given.aName();
            email = name + "@example.com";
            var buyer =
                    new Given.Buyer(bought, created.path("onboarding.id"), secrets.get("first secret"), name, email);
            Given.sendCode(buyer);
            code = Market.mail(email, "code").code();
            secrets.put("rotated secret", verify(buyer, code));
            buyer = buyer.with(secrets.get("rotated secret"));
            secrets.put("password", password);
            secrets.put("a password that is refused", "passwordpassword");
            var basicInfo = new HashMap<>(Given.basicInfo(buyer));
            basicInfo.put("password", secrets.get("a password that is refused"));
            Api.program(buyer.secret())
                    .body(basicInfo)
                    .put(buyer.path("basic-info"))
                    .then()
                    .statusCode(422);
            basicInfo.put("password", password);
            Api.program(buyer.secret())
                    .body(basicInfo)
                    .put(buyer.path("basic-info"))
                    .then()
                    .statusCode(200);
            Given.opened(Given.registered(buyer));
            secrets.put("a password that is wrong", "canary wrong " + UUID.randomUUID());
            signIn(name, secrets.get("a password that is wrong"), "COOKIE")
                    .then()
                    .statusCode(401);
            secrets.put("session cookie", signIn(name, password, "COOKIE").cookie("guance_session"));
            secrets.put("session token", signIn(name, password, "TOKEN").path("accessToken"));
            secrets.put(
                    "workspace token",
                    Api.program(buyer.secret()).get(buyer.path("datakit")).path("token"));
            Market.mail(email, "is open, settled by");
            malformed(password);
            var program = Partner.aClient(List.of("usage:write"), List.of("us1"));
            secrets.put("secret of a program", program.secret());
            secrets.put("token of a program", Partner.newToken(program));
            secrets.put("a secret that is wrong", "canary-" + UUID.randomUUID());
            Partner.signIn(new PartnerClient(program.id(), secrets.get("a secret that is wrong")))
                    .then()
                    .statusCode(401);
            Api.program(secrets.get("token of a program"))
                    .body(Map.of("reports", List.of(UsageIntakeTest.aReport(UUID.randomUUID()))))
                    .post("/api/v1/usage-reports")
                    .then()
                    .statusCode(200);

            var operator = Desk.anOperator(Desk.SUPPORT);
            secrets.put("password of an operator", operator.password());
            secrets.put("secret of an authenticator", operator.totpSecret());
            secrets.put("token of an operator", Desk.newToken(operator));
            secrets.put(
                    "cookie of an operator",
                    Desk.signIn(operator, operator.password(), Desk.code(operator), "COOKIE")
                            .cookie("guance_operator"));
            secrets.put("a password of an operator that is wrong", "canary " + UUID.randomUUID());
            Desk.signIn(operator, secrets.get("a password of an operator that is wrong"), "000000", "TOKEN")
                    .then()
                    .statusCode(401);

            var written = log.text();
            assertThat(written).as("the capture works").contains("landing req-");
            secrets.forEach((what, secret) -> assertThat(written).as(what).doesNotContain(secret));
            assertThat(written).doesNotContainPattern("(?<![0-9A-Za-z])" + code + "(?![0-9A-Za-z])");
        } finally {
            RestAssured.replaceFiltersWith(List.of());
        }
        assertThat(refusals)
                .as("the collection works")
                .contains("validation-failed", "sign-in-failed", "malformed-request");
        secrets.forEach((what, secret) -> assertThat(refusals).as(what).doesNotContain(secret));
        assertThat(refusals).doesNotContain("\"" + code + "\"");
        var dump = Database.dump();
        assertThat(dump.get("enterprise_accounts")).as("the dump works").contains("Meridian Freight");
        dump.forEach((table, content) -> secrets.forEach((what, secret) -> {
            for (var form : forms(secret)) {
                assertThat(content.contains(form)).as("%s in %s", what, table).isFalse();
            }
        }));
        for (var table : CODE_TABLES) {
            assertThat(dump.get(table).contains(code))
                    .as("the code in %s", table)
                    .isFalse();
        }
        for (var mail : Market.mails(email)) {
            secrets.forEach((what, secret) ->
                    assertThat(mail.text() + mail.html()).as(what).doesNotContain(secret));
        }
    }

    @Test
    void mails_that_wait_are_encrypted_and_mails_that_went_are_forgotten() {
        var buyer = Given.aLandedBuyer();
        var stack = LocalStackResource.stack();
        stack.stopSmtp();
        try {
            Given.sendCode(buyer);
            var waiting = Database.rows(
                    "SELECT state, encode(content, 'escape') FROM outbox_mails WHERE recipient = ?", buyer.email());
            assertThat(waiting).hasSize(1);
            assertThat(waiting.getFirst().get(0)).isEqualTo("WAITING");
            assertThat(waiting.getFirst().get(1)).hasSizeGreaterThan(500).doesNotContain("Guance", "code", "html");
        } finally {
            stack.startSmtp();
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            TestClock.advance(Duration.ofSeconds(5));
            return Database.count(
                            "outbox_mails WHERE recipient = ? AND state = 'SENT' AND content IS NULL", buyer.email())
                    == 1;
        });
        Market.mail(buyer.email(), "code");
    }

    @Test
    void a_code_is_kept_as_a_keyed_hash() {
        var buyer = Given.aLandedBuyer();
        Given.sendCode(buyer);
        Market.mail(buyer.email(), "code");

        var hash = Database.rows(
                        "SELECT encode(code_hash, 'hex') FROM verification_codes WHERE target = ?::uuid", buyer.id())
                .getFirst()
                .getFirst();

        assertThat(hash).hasSize(64);
        for (int guess = 0; guess < 1_000_000; guess += 50_021) {
            assertThat(hash).isNotEqualTo(sha256("%06d".formatted(guess)));
        }
        assertThat(hash).isNotEqualTo(sha256(Market.mail(buyer.email(), "code").code()));
    }

    @Test
    void a_workspace_token_is_encrypted_anew_each_time() {
        var buyer = Given.aBuyerWithWorkspace();
        var token = Api.program(buyer.secret())
                .get(buyer.path("datakit"))
                .path("token")
                .toString();

        var sealed = Database.rows(
                        "SELECT encode(w.token, 'hex') FROM workspaces w JOIN onboardings o ON o.workspace_id = w.id WHERE o.id = ?::uuid",
                        buyer.id())
                .getFirst()
                .getFirst();

        assertThat(sealed)
                .doesNotContain(HexFormat.of().formatHex(token.getBytes(StandardCharsets.UTF_8)))
                .hasSize(2 * (12 + token.length() + 16));
    }

    private static void failAtAws(String token) {
        for (var fault : List.of("GARBAGE", "DISABLED")) {
            try {
                Market.fault(fault);
                Api.land(token);
            } finally {
                Market.fault("NONE");
            }
        }
    }

    private static void malformed(String secret) {
        Api.plain()
                .contentType("application/json")
                .body("{\"login\":\"x\",\"password\":\"" + secret + "\"")
                .post("/api/v1/sessions")
                .then()
                .statusCode(400)
                .body("detail", org.hamcrest.Matchers.not(org.hamcrest.Matchers.containsString(secret)));
    }

    private static List<String> forms(String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        return List.of(
                secret,
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(com.guance.marketplace.portal.platform.Vault.sha256(text));
    }

    private static String verify(Given.Buyer buyer, String code) {
        return Api.program(buyer.secret())
                .body(Map.of("email", buyer.email(), "code", code))
                .post(buyer.path("email-verifications"))
                .path("secret");
    }

    private static io.restassured.response.Response signIn(String login, String password, String delivery) {
        return Api.browser()
                .body(Map.of("login", login, "password", password, "delivery", delivery))
                .post("/api/v1/sessions");
    }
}
