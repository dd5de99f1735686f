package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.platform.Vault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Tokens that somebody made up. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class TokenForgeryTest {
    private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    @Inject
    Vault vault;

    @Test
    void a_token_is_taken_only_with_our_key_algorithm_issuer_audience_and_an_open_session() throws Exception {
        var token = Given.signedIn(Given.aRegisteredBuyer()).token();
        var sid = Api.program(token).get("/api/v1/session").path("id").toString();
        var ours = vault.key("session-tokens", "HmacSHA256").getEncoded();
        var foreign = Vault.randomBytes(32);
        var claims = claims(LocalStackResource.PUBLIC_URL, "guance-billing-center", sid);
        // the same by our own hand is taken, so what is refused below is refused for its one difference
        assertThat(status(signed(HS256, claims, "HmacSHA256", ours))).isEqualTo(200);

        var forged = new LinkedHashMap<String, String>();
        forged.put("another key", signed(HS256, claims, "HmacSHA256", foreign));
        forged.put("no algorithm", unsigned("{\"alg\":\"none\"}", claims) + ".");
        forged.put("no algorithm, in other letters", unsigned("{\"alg\":\"nOnE\"}", claims) + ".");
        forged.put("no algorithm, our signature", signed("{\"alg\":\"none\"}", claims, "HmacSHA256", ours));
        forged.put("no signature", unsigned(HS256, claims) + ".");
        forged.put("another hash", signed("{\"alg\":\"HS512\"}", claims, "HmacSHA512", ours));
        forged.put("HS384", signed("{\"alg\":\"HS384\"}", claims, "HmacSHA384", ours));
        forged.put("RSA", rsaSigned("{\"alg\":\"RS256\"}", claims, rsa()));
        forged.put("RSA said, HMAC done", signed("{\"alg\":\"RS256\"}", claims, "HmacSHA256", ours));
        forged.put("a key in the header", signed(jwkHeader(foreign), claims, "HmacSHA256", foreign));
        forged.put(
                "a key from elsewhere",
                signed("{\"alg\":\"HS256\",\"jku\":\"https://evil.example/k\"}", claims, "HmacSHA256", foreign));
        forged.put(
                "a key by a path",
                signed("{\"alg\":\"HS256\",\"kid\":\"/dev/null\"}", claims, "HmacSHA256", new byte[32]));
        forged.put(
                "another audience",
                signed(HS256, claims(LocalStackResource.PUBLIC_URL, "another", sid), "HmacSHA256", ours));
        forged.put(
                "another issuer",
                signed(HS256, claims("https://evil.example", "guance-billing-center", sid), "HmacSHA256", ours));
        forged.put("no issuer", signed(HS256, claims.replaceAll("\"iss\":\"[^\"]*\",", ""), "HmacSHA256", ours));
        forged.put("no audience", signed(HS256, claims.replaceAll("\"aud\":\"[^\"]*\",", ""), "HmacSHA256", ours));
        forged.put("no end", signed(HS256, claims.replaceAll(",\"exp\":\\d+", ""), "HmacSHA256", ours));
        forged.put(
                "past its end",
                signed(HS256, claims.replaceAll("\"exp\":\\d+", "\"exp\":1000000000"), "HmacSHA256", ours));
        forged.put(
                "an unknown session",
                signed(
                        HS256,
                        claims(
                                LocalStackResource.PUBLIC_URL,
                                "guance-billing-center",
                                UUID.randomUUID().toString()),
                        "HmacSHA256",
                        ours));
        forged.put("no session", signed(HS256, claims.replaceAll("\"sid\":\"[^\"]*\",", ""), "HmacSHA256", ours));
        forged.put("a session that is none", signed(HS256, claims.replace(sid, "' or 1=1 --"), "HmacSHA256", ours));
        forged.put(
                "a session that is a list",
                signed(HS256, claims.replace("\"" + sid + "\"", "[\"" + sid + "\"]"), "HmacSHA256", ours));
        forged.put("a flipped bit", token.substring(0, token.length() - 2) + (token.endsWith("A") ? "QA" : "AA"));
        forged.put("claims exchanged", exchanged(token, claims));
        forged.put("too many dots", token + ".x");
        forged.put("nothing but dots", "..");
        forged.put("no token at all", "x");
        forged.put("very long", "x".repeat(7_000));
        forged.forEach((what, forgery) -> assertThat(status(forgery)).as(what).isEqualTo(401));
    }

    @Test
    void a_key_of_another_purpose_signs_nothing() throws Exception {
        var token = Given.signedIn(Given.aRegisteredBuyer()).token();
        var sid = Api.program(token).get("/api/v1/session").path("id").toString();
        var claims = claims(LocalStackResource.PUBLIC_URL, "guance-billing-center", sid);

        var forged = signed(
                HS256, claims, "HmacSHA256", vault.key("outbox", "HmacSHA256").getEncoded());

        assertThat(status(forged)).isEqualTo(401);
    }

    private static int status(String token) {
        var byHeader = Api.hostile()
                .header("Authorization", "Bearer " + token)
                .get("/api/v1/session")
                .statusCode();
        var byCookie = Api.hostile()
                .cookie("guance_session", token)
                .get("/api/v1/session")
                .statusCode();
        assertThat(byCookie).isEqualTo(byHeader);
        return byHeader;
    }

    private static String claims(String issuer, String audience, String sid) {
        long now = Instant.now().getEpochSecond();
        return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sid\":\"%s\",\"sub\":\"x\",\"iat\":%d,\"exp\":%d}"
                .formatted(issuer, audience, sid, now, now + 3_600);
    }

    private static String exchanged(String token, String claims) {
        var parts = token.split("\\.");
        return parts[0] + "." + encode(claims.getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
    }

    private static String jwkHeader(byte[] key) {
        return "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"%s\"}}".formatted(encode(key));
    }

    private static String unsigned(String header, String claims) {
        return encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
    }

    private static String signed(String header, String claims, String algorithm, byte[] key)
            throws GeneralSecurityException {
        var mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        var text = unsigned(header, claims);
        return text + "." + encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String rsaSigned(String header, String claims, KeyPair keys) throws GeneralSecurityException {
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        var text = unsigned(header, claims);
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return text + "." + encode(signature.sign());
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
