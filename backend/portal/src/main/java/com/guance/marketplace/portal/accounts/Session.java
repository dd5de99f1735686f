package com.guance.marketplace.portal.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A sign-in. Its id is the {@code sid} of the token; a token is worth what its session is. */
@Entity
@Table(name = "sessions")
class Session {
    static final Duration LIFE = Duration.ofHours(12);
    static final Duration IDLE = Duration.ofMinutes(60);

    @Id
    UUID id;

    @Column(name = "enterprise_account_id")
    UUID enterpriseAccountId;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "last_seen_at")
    Instant lastSeenAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "revoked_at")
    @Nullable Instant revokedAt;

    protected Session() {} // for Hibernate

    Session(UUID id, UUID enterpriseAccountId, Instant now) {
        this.id = id;
        this.enterpriseAccountId = enterpriseAccountId;
        this.createdAt = now;
        this.lastSeenAt = now;
        this.expiresAt = now.plus(LIFE);
    }

    boolean isOpen(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt) && now.isBefore(lastSeenAt.plus(IDLE));
    }
}
