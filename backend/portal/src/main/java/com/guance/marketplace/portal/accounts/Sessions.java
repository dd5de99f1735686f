package com.guance.marketplace.portal.accounts;

import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.SessionTokens;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.Vault;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.jwt.auth.principal.JWTParser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Sign-ins and their tokens. The {@code sid} of a token is looked up at every request, so that signing out ends it everywhere
 * at once.
 */
@ApplicationScoped
class Sessions implements PanacheRepositoryBase<Session, UUID> {
    /** How often at most a session's last use is written down. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private final SessionTokens tokens;
    private final Clock clock;

    Sessions(Vault vault, PortalConfig config, JWTParser parser, Clock clock) {
        tokens = new SessionTokens(vault, config, parser, "session-tokens", "guance-billing-center");
        this.clock = clock;
    }

    Session start(UUID enterpriseAccountId) {
        var now = clock.instant();
        var session = new Session(Time.id(now), enterpriseAccountId, now);
        persist(session);
        return session;
    }

    String token(Session session) {
        return tokens.issue(session.id, session.enterpriseAccountId.toString(), session.createdAt, session.expiresAt);
    }

    /** The open session of a token, and notes that it was used. */
    Optional<Session> find(String token) {
        var now = clock.instant();
        var found = tokens.session(token).flatMap(this::findByIdOptional).filter(session -> session.isOpen(now));
        found.filter(session -> session.lastSeenAt.plus(SEEN_EVERY).isBefore(now))
                .ifPresent(session -> session.lastSeenAt = now);
        return found;
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
