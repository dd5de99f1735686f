package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.guance.marketplace.localstack.PartnerClient;
import com.guance.marketplace.portal.platform.Vault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs sign in by OAuth 2.0 client credentials, and are worth what the clients file says at that moment. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PartnerSignInTest {
    private static final String TOKEN = "/api/v1/oauth2/token";

    @Inject
    Vault vault;

    @Test
    void id_and_secret_are_exchanged_for_a_token_of_ten_minutes() {
        var signedIn = Partner.signIn(Partner.of("us1"));

        signedIn.then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .header("Pragma", equalTo("no-cache"))
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(600))
                .body("scope", equalTo("usage:correct usage:write workspaces:follow"));
        var parts = signedIn.<String>path("access_token").split("\\.");
        assertThat(decoded(parts[0]).getString("typ")).isEqualTo("at+jwt");
        assertThat(decoded(parts[0]).getString("alg")).isEqualTo("HS256");
        var claims = decoded(parts[1]);
        assertThat(claims.getString("iss")).isEqualTo(LocalStackResource.PUBLIC_URL);
        assertThat(claims.getString("sub")).isEqualTo("data-plane-us1").isEqualTo(claims.getString("client_id"));
        assertThat(claims.getString("aud")).isEqualTo("guance-partner-api");
        assertThat(claims.getString("scope")).isEqualTo("usage:correct usage:write workspaces:follow");
        assertThat(claims.getString("jti")).isNotBlank();
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(600);
        assertThat(status(signedIn.path("access_token"))).isNotEqualTo(401);
    }

    @Test
    void id_and_secret_may_stand_in_the_form_and_are_url_decoded_where_they_stand_in_the_header() {
        var client = Partner.of("us1");

        Api.form()
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", client.id())
                .formParam("client_secret", client.secret())
                .post(TOKEN)
                .then()
                .statusCode(200);
        basic("data%2Dplane%2dus1:" + client.secret()).then().statusCode(200);
        isError(basic("data%2Zplane-us1:" + client.secret()), 401, "invalid_client");
    }

    @Test
    void a_token_gets_the_scopes_that_were_asked_for_and_no_others() {
        var client = Partner.of("us1");

        var writing = ask(client, Map.of("grant_type", "client_credentials", "scope", "usage:write"));
        writing.then().statusCode(200).body("scope", equalTo("usage:write"));
        for (var scope : List.of("admin", "usage:write admin", "USAGE:WRITE", " ", "usage:write  usage:correct")) {
            isError(ask(client, Map.of("grant_type", "client_credentials", "scope", scope)), 400, "invalid_scope");
        }
        var correcting = ask(client, Map.of("grant_type", "client_credentials", "scope", "usage:correct"));
        report(correcting.path("access_token")).then().spec(Api.problem(403, "scope-missing"));
        var onlyCorrecting = Partner.aClient(List.of("usage:correct"), List.of("us1"));
        isError(
                ask(onlyCorrecting, Map.of("grant_type", "client_credentials", "scope", "usage:write")),
                400,
                "invalid_scope");
    }

    @Test
    void unknown_clients_and_wrong_secrets_are_told_alike() {
        var known = Partner.of("us1");
        var answers = List.of(
                Partner.signIn(new PartnerClient(known.id(), Vault.newSecret())),
                Partner.signIn(new PartnerClient("client-" + UUID.randomUUID(), known.secret())),
                Partner.signIn(new PartnerClient("nobody", "nobody")),
                Partner.signIn(new PartnerClient(known.id(), "")),
                Partner.signIn(new PartnerClient(Partner.of("cn2").id(), known.secret())),
                ask(null, Map.of("grant_type", "client_credentials")),
                ask(null, Map.of("grant_type", "client_credentials", "client_id", known.id())),
                Api.form()
                        .header("Authorization", "Bearer " + known.secret())
                        .formParam("grant_type", "client_credentials")
                        .post(TOKEN),
                Api.form()
                        .header("Authorization", "Basic ***")
                        .formParam("grant_type", "client_credentials")
                        .post(TOKEN));

        for (var answer : answers) {
            isError(answer, 401, "invalid_client").header("WWW-Authenticate", startsWith("Basic realm="));
            assertThat(answer.asString()).isEqualTo(answers.getFirst().asString());
        }
    }

    @Test
    void what_the_standard_does_not_allow_is_told_in_its_words() {
        var client = Partner.of("us1");
        var both =
                Map.of("grant_type", "client_credentials", "client_id", client.id(), "client_secret", client.secret());

        isError(ask(client, both), 400, "invalid_request");
        isError(
                ask(client, Map.of("grant_type", "client_credentials", "client_id", "another")),
                400,
                "invalid_request");
        isError(ask(client, Map.of()), 400, "invalid_request");
        isError(ask(client, Map.of("grant_type", "")), 400, "invalid_request");
        isError(ask(client, Map.of("grant_type", "password")), 400, "unsupported_grant_type");
        isError(ask(client, Map.of("grant_type", "authorization_code", "code", "x")), 400, "unsupported_grant_type");
        for (var form : List.of(
                "grant_type=client_credentials&grant_type=client_credentials",
                "grant_type=client_credentials&scope=usage:write&scope=usage:write",
                "grant_type=client_credentials&x=1&x=1",
                "grant_type=client_credentials&x=%",
                "grant_type=client_credentials&%ZZ=1")) {
            isError(Partner.asking(client).body(form).post(TOKEN), 400, "invalid_request");
        }
        isError(
                Api.hostile()
                        .auth()
                        .preemptive()
                        .basic(client.id(), client.secret())
                        .body("{\"grant_type\":\"client_credentials\"}")
                        .post(TOKEN),
                400,
                "invalid_request");
        ask(client, Map.of("grant_type", "client_credentials", "resource", "x", "scope", ""))
                .then()
                .statusCode(200);
    }

    @Test
    void a_client_that_was_added_is_let_in_at_once_and_its_tokens_end_with_it() {
        var client = Partner.aClient(List.of("usage:write"), List.of("us1"));
        var token = Partner.newToken(client);
        assertThat(status(token)).isNotEqualTo(401);

        Partner.edit(clients -> {
            clients.remove(indexOf(clients, client));
            return clients;
        });

        awaitUnknown(token);
        isError(Partner.signIn(client), 401, "invalid_client");
    }

    @Test
    void secrets_are_exchanged_without_a_gap_and_tokens_of_the_old_one_end_with_it() {
        var before = Partner.aClient(List.of("usage:write"), List.of("us1"));
        var oldToken = Partner.newToken(before);
        var after = new PartnerClient(before.id(), Vault.newSecret());

        secrets(before, before.secret(), after.secret());
        var newToken = Partner.newToken(after);
        assertThat(Partner.signIn(before).statusCode()).isEqualTo(200);
        assertThat(status(oldToken)).isNotEqualTo(401);

        secrets(before, after.secret());
        awaitUnknown(oldToken);
        assertThat(status(newToken)).isNotEqualTo(401);
        isError(Partner.signIn(before), 401, "invalid_client");
    }

    @Test
    void a_scope_that_is_taken_away_is_missing_from_tokens_too() {
        var client = Partner.aClient(List.of("usage:write", "usage:correct"), List.of("us1"));
        var token = Partner.newToken(client);

        Partner.edit(clients -> {
            Partner.entry(clients, client)
                    .withArrayProperty("scopes")
                    .removeAll()
                    .add("usage:correct");
            return clients;
        });

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> report(token).then().spec(Api.problem(403, "scope-missing")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "{}", "null", "[null]", "[{\"id\":\"x\"}]"})
    void a_file_that_cannot_be_used_changes_nothing_and_shows(String broken) {
        var client = Partner.aClient(List.of("usage:write"), List.of("us1"));
        var token = Partner.newToken(client);
        var good = Partner.read();
        try (var log = LogCapture.start()) {
            Partner.write(broken);
            awaitBroken("1.0");
            assertThat(log.text()).contains("partner-clients.json cannot be used; what it said before holds");

            assertThat(status(token)).isNotEqualTo(401);
            Partner.signIn(client).then().statusCode(200);
        } finally {
            Partner.write(good);
        }
        awaitBroken("0.0");
    }

    @Test
    void a_token_ends_after_ten_minutes() {
        var token = Partner.newToken(Partner.of("us1"));

        TestClock.advance(Duration.ofSeconds(590));
        assertThat(status(token)).isNotEqualTo(401);
        TestClock.advance(Duration.ofSeconds(11));

        report(token).then().spec(Api.problem(401, "not-signed-in")).header("WWW-Authenticate", equalTo("Bearer"));
    }

    @Test
    void a_token_is_taken_only_with_our_key_type_algorithm_issuer_audience_and_secret() throws Exception {
        var token = Partner.newToken(Partner.of("us1"));
        var ours = vault.key("partner-tokens", "HmacSHA256").getEncoded();
        var header = "{\"typ\":\"at+jwt\",\"alg\":\"HS256\"}";
        var claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        // the same by our own hand is taken, so what is refused below is refused for its one difference
        assertThat(status(signed(header, claims, ours))).isNotEqualTo(401);

        var forged = new LinkedHashMap<String, String>();
        forged.put("a session", signed(header.replace("at+jwt", "JWT"), claims, ours));
        forged.put("no type", signed("{\"alg\":\"HS256\"}", claims, ours));
        forged.put("another key", signed(header, claims, Vault.randomBytes(32)));
        forged.put(
                "the sessions' key",
                signed(header, claims, vault.key("session-tokens", "HmacSHA256").getEncoded()));
        forged.put("no algorithm", signed(header.replace("HS256", "none"), claims, ours));
        forged.put("another algorithm", signed(header.replace("HS256", "HS384"), claims, ours));
        forged.put("another issuer", signed(header, claims.replace("http://localhost:8080", "http://x"), ours));
        forged.put(
                "another audience",
                signed(header, claims.replace("guance-partner-api", "guance-billing-center"), ours));
        forged.put("no end", signed(header, claims.replaceAll("\"exp\":\\d+,?", ""), ours));
        forged.put("another client", signed(header, claims.replace("data-plane-us1", "data-plane-cn2"), ours));
        forged.put("another secret", signed(header, claims.replaceAll("\"sfp\":\"..", "\"sfp\":\"zz"), ours));
        forged.put("no secret", signed(header, claims.replaceAll("\"sfp\":\"[^\"]*\",?", ""), ours));
        forged.put("nothing", "");
        forged.put("dots", "..");
        forged.put("the secret itself", Partner.of("us1").secret());
        for (var entry : forged.entrySet()) {
            assertThat(status(entry.getValue())).as(entry.getKey()).isEqualTo(401);
        }
    }

    @Test
    void sessions_and_partners_do_not_stand_in_for_each_other() {
        var customer = Given.aCustomer();

        report(customer.token()).then().spec(Api.problem(401, "not-signed-in"));
        Api.hostile()
                .header("Authorization", "Bearer " + Partner.token("us1"))
                .get("/api/v1/workspaces")
                .then()
                .spec(Api.problem(401, "not-signed-in"));
    }

    private static int indexOf(com.fasterxml.jackson.databind.node.ArrayNode clients, PartnerClient client) {
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i).get("id").asText().equals(client.id())) {
                return i;
            }
        }
        throw new AssertionError();
    }

    private static void secrets(PartnerClient client, String... secrets) {
        Partner.edit(clients -> {
            var hashes = Partner.entry(clients, client)
                    .withArrayProperty("secretHashes")
                    .removeAll();
            List.of(secrets).forEach(secret -> hashes.add(Partner.hash(secret)));
            return clients;
        });
    }

    private static void awaitUnknown(String token) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> status(token) == 401);
    }

    private static void awaitBroken(String value) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Api.plain()
                        .get("/q/metrics")
                        .asString()
                        .contains("portal_partner_clients_file_broken " + value));
    }

    private static Response ask(PartnerClient client, Map<String, String> form) {
        var request = client == null ? Api.form() : Partner.asking(client);
        return (form.isEmpty() ? request.body("") : request.formParams(form)).post(TOKEN);
    }

    private static Response basic(String pair) {
        return Api.form()
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .formParam("grant_type", "client_credentials")
                .post(TOKEN);
    }

    private static ValidatableResponse isError(Response answer, int status, String error) {
        assertThat(answer.<String>path("error_description")).matches("[ !#-\\[\\]-~]+");
        return answer.then()
                .statusCode(status)
                .contentType("application/json")
                .header("Cache-Control", equalTo("no-store"))
                .header("Pragma", equalTo("no-cache"))
                .body("error", equalTo(error));
    }

    private static int status(String token) {
        return report(token).statusCode();
    }

    private static Response report(String token) {
        return Api.hostile()
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID())
                .body(Map.of("reports", List.of(UsageIntakeTest.aReport(UUID.randomUUID()))))
                .post("/api/v1/usage-reports");
    }

    private static String signed(String header, String claims, byte[] key) throws Exception {
        var unsigned = encoded(header.getBytes(StandardCharsets.UTF_8))
                + "."
                + encoded(claims.getBytes(StandardCharsets.UTF_8));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return unsigned + "." + encoded(mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static JsonPath decoded(String part) {
        return JsonPath.from(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }
}
