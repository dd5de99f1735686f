package com.guance.marketplace.portal.partners;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.Vault;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Access tokens of programs (RFC 9068): JWTs signed with HS256 by a key of their own. Type, algorithm, issuer and audience
 * are pinned (RFC 8725). A token names the secret that it was got by, and is worth no more than that secret is now.
 */
@ApplicationScoped
class PartnerTokens {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final String TYPE = "at+jwt";
    private static final String AUDIENCE = "guance-partner-api";
    private static final String CLIENT = "client_id";
    private static final String SCOPE = "scope";
    private static final String FINGERPRINT = "sfp";

    /** What a token says. */
    record Claims(String clientId, String fingerprint, Set<String> scopes) {}

    private final SecretKey key;
    private final String issuer;
    private final JWTAuthContextInfo expected;
    private final JWTParser parser;
    private final ObjectMapper json;
    private final Clock clock;

    PartnerTokens(Vault vault, PortalConfig config, JWTParser parser, ObjectMapper json, Clock clock) {
        key = vault.key("partner-tokens", "HmacSHA256");
        issuer = config.origin();
        expected = new JWTAuthContextInfo();
        expected.setSecretVerificationKey(key);
        expected.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        expected.setIssuedBy(issuer);
        expected.setExpectedAudience(Set.of(AUDIENCE));
        this.parser = parser;
        this.json = json;
        this.clock = clock;
    }

    /** @param scopes as they are asked for and answered, with spaces between */
    String issue(Client client, String fingerprint, String scopes) {
        var now = clock.instant();
        return Jwt.claims()
                .issuer(issuer)
                .audience(AUDIENCE)
                .subject(client.id())
                .claim("jti", Time.id(now).toString())
                .claim(CLIENT, client.id())
                .claim(SCOPE, scopes)
                .claim(FINGERPRINT, fingerprint)
                .issuedAt(now)
                .expiresAt(now.plus(LIFE))
                .jws()
                .type(TYPE)
                .algorithm(SignatureAlgorithm.HS256)
                .sign(key);
    }

    Optional<Claims> read(String token) {
        try {
            if (!TYPE.equals(type(token))) {
                return Optional.empty();
            }
            var jwt = parser.parse(token, expected);
            if (!clock.instant().isBefore(Instant.ofEpochSecond(jwt.getExpirationTime()))) {
                return Optional.empty();
            }
            return Optional.of(new Claims(
                    text(jwt, CLIENT),
                    text(jwt, FINGERPRINT),
                    Set.of(text(jwt, SCOPE).split(" "))));
        } catch (ParseException | IllegalArgumentException | JsonProcessingException forged) {
            return Optional.empty();
        }
    }

    /** Session tokens are of another type, even if one day they were signed with the same key. */
    private String type(String token) throws JsonProcessingException {
        var header = token.substring(0, Math.max(0, token.indexOf('.')));
        var tree = json.readTree(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8));
        return tree.path("typ").asText();
    }

    private static String text(JsonWebToken jwt, String claim) {
        return String.valueOf(jwt.<Object>getClaim(claim));
    }
}
