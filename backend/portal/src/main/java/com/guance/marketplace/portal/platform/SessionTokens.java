package com.guance.marketplace.portal.platform;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Tokens of sessions of one kind. A token is a JWT signed with HS256 by the kind's own key; algorithm, issuer and audience are
 * pinned (RFC 8725). Its {@code sid} names the session, and it is worth what that is.
 */
public final class SessionTokens {
    private final SecretKey key;
    private final String issuer;
    private final String audience;
    private final JWTAuthContextInfo expected;
    private final JWTParser parser;

    /** @param purpose of the key */
    public SessionTokens(Vault vault, PortalConfig config, JWTParser parser, String purpose, String audience) {
        key = vault.key(purpose, "HmacSHA256");
        issuer = config.origin();
        this.audience = audience;
        expected = new JWTAuthContextInfo();
        expected.setSecretVerificationKey(key);
        expected.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        expected.setIssuedBy(issuer);
        expected.setExpectedAudience(Set.of(audience));
        this.parser = parser;
    }

    public String issue(UUID session, String subject, Instant at, Instant until) {
        return Jwt.claims()
                .issuer(issuer)
                .audience(audience)
                .subject(subject)
                .claim("sid", session.toString())
                .issuedAt(at)
                .expiresAt(until)
                .jws()
                .algorithm(SignatureAlgorithm.HS256)
                .sign(key);
    }

    /** The session that a token names; empty for what is not of our making. */
    public Optional<UUID> session(String token) {
        try {
            JsonWebToken jwt = parser.parse(token, expected);
            return Optional.of(UUID.fromString(String.valueOf(jwt.<Object>getClaim("sid"))));
        } catch (ParseException | IllegalArgumentException forged) {
            return Optional.empty();
        }
    }
}
