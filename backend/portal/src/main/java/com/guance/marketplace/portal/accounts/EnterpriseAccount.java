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

/** The independent account of the Billing Center, over all sites. Its user name never changes. */
@Entity
@Table(name = "enterprise_accounts")
class EnterpriseAccount {
    @Id
    UUID id;

    @Column(updatable = false)
    String username;

    String email;

    @Column(name = "password_hash")
    String passwordHash;

    @Column(name = "company_name")
    String companyName;

    @Nullable String industry;

    @Nullable String region;

    @Nullable String description;

    @Column(name = "contact_name")
    @Nullable String contactName;

    @Nullable String phone;

    @Enumerated(EnumType.STRING)
    Language language;

    @Column(name = "agreements_version")
    String agreementsVersion;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version;

    protected EnterpriseAccount() {} // for Hibernate

    EnterpriseAccount(UUID id, Person person, Company company, Instant now) {
        this.id = id;
        this.username = person.username();
        this.email = person.email();
        this.passwordHash = person.passwordHash();
        this.phone = person.phone();
        this.language = person.language();
        this.companyName = company.name();
        this.industry = company.industry();
        this.region = company.region();
        this.description = company.description();
        this.contactName = company.contactName();
        this.agreementsVersion = company.agreementsVersion();
        this.createdAt = now;
    }
}
