package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.SessionTokens;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.Vault;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.jwt.auth.principal.JWTParser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Sign-ins of operators and their tokens. Works within the caller's transaction. */
@ApplicationScoped
class OperatorSessions {
    static final Duration LIFE = Duration.ofHours(8);
    static final Duration IDLE = Duration.ofMinutes(30);

    /** How often at most a session's last use is written down. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    /** @param fingerprint of the operator when it signed in */
    record Session(
            UUID id, String username, String fingerprint, Instant createdAt, Instant lastSeenAt, Instant expiresAt) {}

    private final Sql sql;
    private final SessionTokens tokens;
    private final Clock clock;

    OperatorSessions(Sql sql, Vault vault, PortalConfig config, JWTParser parser, Clock clock) {
        this.sql = sql;
        tokens = new SessionTokens(vault, config, parser, "operator-session-tokens", "guance-operations");
        this.clock = clock;
    }

    /** A code opens one session, over all portals: false where a session was opened by this one, or by a later one. */
    boolean takeCode(Operator operator, long step) {
        return sql.update("""
                INSERT INTO operator_codes AS c (username, last_step) VALUES (?, ?)
                ON CONFLICT (username) DO UPDATE SET last_step = excluded.last_step WHERE c.last_step < excluded.last_step""", operator.username(), step) == 1;
    }

    Session start(Operator operator) {
        var now = clock.instant();
        var session = new Session(Time.id(now), operator.username(), operator.fingerprint(), now, now, now.plus(LIFE));
        sql.update("""
                INSERT INTO operator_sessions (id, username, fingerprint, created_at, last_seen_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?)""", session.id, session.username, session.fingerprint, now, now, session.expiresAt);
        return session;
    }

    String token(Session session) {
        return tokens.issue(session.id, session.username, session.createdAt, session.expiresAt);
    }

    /** The open session of a token, and notes that it was used. */
    Optional<Session> find(String token) {
        var now = clock.instant();
        var found =
                tokens.session(token).flatMap(id -> sql.row("""
                SELECT id, username, fingerprint, created_at, last_seen_at, expires_at FROM operator_sessions
                WHERE id = ? AND revoked_at IS NULL AND expires_at > ? AND last_seen_at > ?""", OperatorSessions::session, id, now, now.minus(IDLE)));
        found.filter(session -> session.lastSeenAt.plus(SEEN_EVERY).isBefore(now))
                .ifPresent(session ->
                        sql.update("UPDATE operator_sessions SET last_seen_at = ? WHERE id = ?", now, session.id));
        return found;
    }

    void revoke(UUID id) {
        sql.update(
                "UPDATE operator_sessions SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", clock.instant(), id);
    }

    /** Sessions that ended long ago; the audit knows who signed in. */
    @Scheduled(every = "{forgetting.every}", delayed = "{forgetting.after}")
    @Transactional
    void forget() {
        sql.update("DELETE FROM operator_sessions WHERE id < ?", Time.firstRememberedId(clock.instant()));
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                Sql.uuid(row, "id"),
                row.getString("username"),
                row.getString("fingerprint"),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                Objects.requireNonNull(Sql.instant(row, "last_seen_at")),
                Objects.requireNonNull(Sql.instant(row, "expires_at")));
    }
}
