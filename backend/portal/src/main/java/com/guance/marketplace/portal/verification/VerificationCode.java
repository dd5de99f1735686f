package com.guance.marketplace.portal.verification;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A code that was mailed. It is good for one purpose, one target, one subject and one address, once, and for a few tries
 * only.
 */
@Entity
@Table(name = "verification_codes")
class VerificationCode {
    static final int DIGITS = 6;
    static final int TRIES = 5;
    static final Duration LIFE = Duration.ofMinutes(10);
    /** How long a used code may be repeated by somebody who did not get the answer. */
    static final Duration ANSWER_LOST = Duration.ofSeconds(60);

    static final Duration RESEND_AFTER = Duration.ofSeconds(60);

    @Id
    UUID id;

    @Enumerated(EnumType.STRING)
    Purpose purpose;

    UUID target;

    /** What it was asked for; null: the address. */
    @Nullable String subject;

    String address;

    @Column(name = "code_hash")
    byte @Nullable [] codeHash;

    @Column(name = "mail_id")
    UUID mailId;

    int tries;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "sent_at")
    @Nullable Instant sentAt;

    @Column(name = "consumed_at")
    @Nullable Instant consumedAt;

    protected VerificationCode() {} // for Hibernate

    /** @param codeHash null: the mail holds no code, and none will fit */
    VerificationCode(
            UUID id,
            Purpose purpose,
            UUID target,
            String subject,
            String address,
            byte @Nullable [] codeHash,
            UUID mailId,
            Instant now) {
        this.id = id;
        this.purpose = purpose;
        this.target = target;
        this.subject = subject;
        this.address = address;
        this.codeHash = codeHash;
        this.mailId = mailId;
        this.createdAt = now;
    }

    boolean isFor(String asked) {
        return asked.equals(subject == null ? address : subject);
    }

    /** The life counts from the sending: a slow mail server takes nothing from the reader. Null until then. */
    @Nullable Instant expiresAt() {
        return sentAt == null ? null : sentAt.plus(LIFE);
    }

    boolean isExpired(Instant now) {
        return sentAt != null && !now.isBefore(sentAt.plus(LIFE));
    }

    boolean wasJustConsumed(Instant now) {
        return consumedAt != null && now.isBefore(consumedAt.plus(ANSWER_LOST));
    }

    int triesLeft() {
        return Math.max(0, TRIES - tries);
    }

    Instant resendAt() {
        return createdAt.plus(RESEND_AFTER);
    }
}
