package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.platform.Language;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
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

    /** Somebody pays: the workspace takes data. */
    void open() {
        if (state == State.PENDING) {
            state = State.NORMAL;
        }
    }
}
