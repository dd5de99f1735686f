package com.guance.marketplace.portal.accounts;

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

/** A person's sign-in at one site. E-mail and phone serve one account of a site only. */
@Entity
@Table(name = "guance_accounts")
class GuanceAccount {
    @Id
    UUID id;

    @Column(name = "site_id", updatable = false)
    String siteId;

    String username;
    String email;

    @Nullable String phone;

    @Column(name = "password_hash")
    String passwordHash;

    @Enumerated(EnumType.STRING)
    Language language;

    @Column(name = "enterprise_account_id")
    @Nullable UUID enterpriseAccountId;

    /** What was accepted along with it; null where the enterprise account says so. */
    @Column(name = "agreements_version")
    @Nullable String agreementsVersion;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version;

    protected GuanceAccount() {} // for Hibernate

    GuanceAccount(
            UUID id,
            Person person,
            @Nullable UUID enterpriseAccountId,
            @Nullable String agreementsVersion,
            Instant now) {
        this.id = id;
        this.siteId = person.siteId();
        this.username = person.username();
        this.email = person.email();
        this.phone = person.phone();
        this.passwordHash = person.passwordHash();
        this.language = person.language();
        this.enterpriseAccountId = enterpriseAccountId;
        this.agreementsVersion = agreementsVersion;
        this.createdAt = now;
    }
}
