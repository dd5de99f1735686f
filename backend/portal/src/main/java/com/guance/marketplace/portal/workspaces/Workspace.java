package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.settlement.PayerTimeline.Gap;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A customer's place for its data. Its language and its site are chosen once and stay. */
@Entity
@Table(name = "workspaces")
class Workspace {
    enum State {
        /** Made, but AWS has not confirmed that it pays. */
        PENDING,
        NORMAL,
        BUFFER,
        LOCKED,
        DISSOLVED
    }

    @Id
    UUID id;

    @Column(name = "enterprise_account_id", updatable = false)
    UUID enterpriseAccountId;

    @Column(name = "owner_id")
    UUID ownerId;

    @Column(name = "site_id", updatable = false)
    String siteId;

    String name;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    Language language;

    @Enumerated(EnumType.STRING)
    State state;

    byte[] token;

    @Column(name = "agreements_version", updatable = false)
    @Nullable String agreementsVersion;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    /** From when on nobody pays, or will; null while somebody does, and before anybody ever did. */
    @Column(name = "buffer_since")
    @Nullable Instant bufferSince;

    @Column(name = "locks_at")
    @Nullable Instant locksAt;

    /** When somebody pays again, where that is decided. */
    @Column(name = "opens_at")
    @Nullable Instant opensAt;

    /** From when on it takes no usage: since it is locked, or dissolved; from its very start where it was never open. */
    @Column(name = "closed_at")
    @Nullable Instant closedAt;

    /** The subscription that paid last. */
    @Column(name = "ended_subscription")
    @Nullable UUID endedSubscription;

    /** How many of the mails of this buffer were posted. */
    int notices;

    /** How many changes data planes were told of. */
    int changes;

    @Version
    long version;

    protected Workspace() {} // for Hibernate

    /** @param token sealed */
    Workspace(UUID id, NewWorkspace wanted, byte[] token, Instant now) {
        this.id = id;
        this.enterpriseAccountId = wanted.enterpriseAccountId();
        this.ownerId = wanted.ownerId();
        this.siteId = wanted.siteId();
        this.name = wanted.name();
        this.language = wanted.language();
        this.state = State.PENDING;
        this.token = token;
        this.agreementsVersion = wanted.agreementsVersion();
        this.createdAt = now;
    }

    /** Somebody pays for the first time: the workspace takes data. False where it did already. */
    boolean open() {
        if (state != State.PENDING) {
            return false;
        }
        state = State.NORMAL;
        return true;
    }

    boolean isInUse() {
        return state != State.PENDING && state != State.DISSOLVED;
    }

    /** Nobody pays, but it can still be settled. */
    boolean isUnpaid() {
        return state == State.BUFFER || state == State.LOCKED;
    }

    /**
     * Goes by what is decided on who pays: without a payer it is in the buffer until it locks, and with one it is open again,
     * as soon as that one pays. True where it was locked and is not any more.
     *
     * @param gap in which nobody pays; null where there is none any more
     */
    boolean follow(@Nullable Gap gap, Instant now, Duration buffer) {
        boolean wasLocked = state == State.LOCKED;
        if (!isInUse()) {
            return false;
        }
        if (gap == null) {
            settle();
            return wasLocked;
        }
        if (!gap.from().equals(bufferSince)) {
            settle(); // one gap is over, and another comes
            bufferSince = gap.from();
            locksAt = gap.from().plus(buffer);
            endedSubscription = gap.paidBefore();
        }
        opensAt = gap.until();
        if (state == State.NORMAL && !gap.from().isAfter(now)) {
            state = State.BUFFER;
        }
        return wasLocked && state != State.LOCKED;
    }

    private void settle() {
        state = State.NORMAL;
        bufferSince = null;
        locksAt = null;
        opensAt = null;
        closedAt = null;
        endedSubscription = null;
        notices = 0;
    }

    boolean isToLock(Instant now) {
        return state == State.BUFFER && opensAt == null && locksAt != null && !now.isBefore(locksAt);
    }

    /** Nobody has come to pay. */
    void lock() {
        state = State.LOCKED;
        closedAt = locksAt;
    }

    /** The end, by its owner: whatever it held is gone, and nobody can settle it any more. */
    void dissolve(Instant now) {
        if (!isUnpaid() && state != State.PENDING) {
            throw Refusal.conflict("workspace-in-use");
        }
        closedAt = state == State.PENDING ? createdAt : closedAt == null ? now : closedAt;
        state = State.DISSOLVED;
        bufferSince = null;
        locksAt = null;
        opensAt = null;
    }
}
