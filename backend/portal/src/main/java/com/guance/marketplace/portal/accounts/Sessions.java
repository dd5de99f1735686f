package com.guance.marketplace.portal.accounts;

import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.Vault;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Sign-ins and their tokens. A token is a JWT signed with HS256 by a key of its own; algorithm, issuer and audience are
 * pinned (RFC 8725), and its {@code sid} is looked up at every request, so that signing out ends it everywhere at once.
 */
@ApplicationScoped
class Sessions implements PanacheRepositoryBase<Session, UUID> {
    private static final String AUDIENCE = "guance-billing-center";
    /** How often at most a session's last use is written down. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private final SecretKey key;
    private final String issuer;
    private final JWTAuthContextInfo expected;
    private final JWTParser parser;
    private final Clock clock;

    Sessions(Vault vault, PortalConfig config, JWTParser parser, Clock clock) {
        key = vault.key("session-tokens", "HmacSHA256");
        issuer = config.origin();
        expected = new JWTAuthContextInfo();
        expected.setSecretVerificationKey(key);
        expected.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        expected.setIssuedBy(issuer);
        expected.setExpectedAudience(Set.of(AUDIENCE));
        this.parser = parser;
        this.clock = clock;
    }

    Session start(UUID enterpriseAccountId) {
        var now = clock.instant();
        var session = new Session(Time.id(now), enterpriseAccountId, now);
        persist(session);
        return session;
    }

    String token(Session session) {
        return Jwt.claims()
                .issuer(issuer)
                .audience(AUDIENCE)
                .subject(session.enterpriseAccountId.toString())
                .claim("sid", session.id.toString())
                .issuedAt(session.createdAt)
                .expiresAt(session.expiresAt)
                .jws()
                .algorithm(SignatureAlgorithm.HS256)
                .sign(key);
    }

    /** The open session of a token, and notes that it was used. */
    Optional<Session> find(String token) {
        var now = clock.instant();
        var found = sid(token).flatMap(this::findByIdOptional).filter(session -> session.isOpen(now));
        found.filter(session -> session.lastSeenAt.plus(SEEN_EVERY).isBefore(now))
                .ifPresent(session -> session.lastSeenAt = now);
        return found;
    }

    private Optional<UUID> sid(String token) {
        try {
            JsonWebToken jwt = parser.parse(token, expected);
            return Optional.of(UUID.fromString(String.valueOf(jwt.<Object>getClaim("sid"))));
        } catch (ParseException | IllegalArgumentException forged) {
            return Optional.empty();
        }
    }

    /** Sessions that ended long ago; none lives longer than {@link Session#LIFE}. */
    @Scheduled(every = "{forgetting.every}", delayed = "{forgetting.after}")
    @Transactional
    void forget() {
        delete("id < ?1", Time.firstRememberedId(clock.instant()));
    }

    void revoke(UUID id) {
        update("revokedAt = ?1 where id = ?2 and revokedAt is null", clock.instant(), id);
    }
}
