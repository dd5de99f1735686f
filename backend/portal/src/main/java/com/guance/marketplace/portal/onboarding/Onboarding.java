package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.Accounts.Registered;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Vault;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One buyer's way from a resolved token to an opened workspace, or to bound ones. A secret proves the right to it; only its hash is here. The
 * step is the server's: what is skipped, repeated or stale is refused.
 */
@Entity
@Table(name = "onboardings")
class Onboarding {
    static final Duration SECRET_LIFE = Duration.ofHours(24);

    @Id
    UUID id;

    @Column(name = "subscription_id", updatable = false)
    UUID subscriptionId;

    @Column(name = "secret_hash")
    byte[] secretHash;

    /** The secret before the last rotation. It only lets the answer of that rotation be asked for again. */
    @Column(name = "previous_secret_hash")
    byte @Nullable [] previousSecretHash;

    @Column(name = "secret_expires_at")
    Instant secretExpiresAt;

    @Enumerated(EnumType.STRING)
    Step step;

    @Enumerated(EnumType.STRING)
    Language language;

    @Column(name = "verified_email")
    @Nullable String verifiedEmail;

    @Column(name = "site_id")
    @Nullable String siteId;

    @Nullable String username;

    @Nullable String email;

    @Column(name = "password_hash")
    @Nullable String passwordHash;

    @Nullable String phone;

    @Column(name = "enterprise_account_id")
    @Nullable UUID enterpriseAccountId;

    @Column(name = "owner_id")
    @Nullable UUID ownerId;

    @Column(name = "company_name")
    @Nullable String companyName;

    @Column(name = "registered_at")
    @Nullable Instant registeredAt;

    /** When an enterprise account that existed before was bound; null in a registration. */
    @Column(name = "bound_at")
    @Nullable Instant boundAt;

    @Column(name = "workspace_id")
    @Nullable UUID workspaceId;

    @Column(name = "opened_at")
    @Nullable Instant openedAt;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Version
    long version;

    protected Onboarding() {} // for Hibernate

    Onboarding(UUID id, UUID subscriptionId, String secret, Language language, Instant now) {
        this.id = id;
        this.subscriptionId = subscriptionId;
        this.secretHash = Vault.sha256(secret);
        this.secretExpiresAt = now.plus(SECRET_LIFE);
        this.step = Step.BASIC_INFO;
        this.language = language;
        this.createdAt = now;
    }

    boolean hasSecret(String secret) {
        return MessageDigest.isEqual(secretHash, Vault.sha256(secret));
    }

    /** An enterprise account is registered, or bound. */
    boolean hasAccount() {
        return enterpriseAccountId != null;
    }

    /** Refuses unless the accounts have yet to be made. */
    void requireUnregistered() {
        require(Step.BASIC_INFO, Step.COMPANY_INFO);
    }

    void require(Step... allowed) {
        for (var step : allowed) {
            if (this.step == step) {
                return;
            }
        }
        throw Refusal.conflict("wrong-step").with("step", step.name());
    }

    /** The address is proved; the secret of before is worth nothing from now on. */
    void proveEmail(String address, String newSecret) {
        requireUnregistered();
        verifiedEmail = address;
        rotateSecret(newSecret);
    }

    private void rotateSecret(String newSecret) {
        previousSecretHash = secretHash;
        secretHash = Vault.sha256(newSecret);
    }

    /**
     * The next secret. It follows from the one before, so that whoever lost the answer and repeats the request gets the
     * same.
     */
    static String rotatedSecret(Vault vault, UUID id, String before) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(vault.hmac("rotated-onboarding-secrets", id + "/" + before));
    }

    /** Step 1, any number of times until step 2. */
    void saveBasicInfo(BasicInfo info, String passwordHash) {
        requireUnregistered();
        if (!info.email().equals(verifiedEmail)) {
            throw Refusal.invalid("email", "email-not-proved");
        }
        siteId = info.siteId();
        username = info.username();
        email = info.email();
        phone = info.phone();
        this.passwordHash = passwordHash;
        step = Step.COMPANY_INFO;
    }

    /** What step 1 says, cleaned. */
    record BasicInfo(
            String siteId,
            String username,
            String email,
            @Nullable String phone) {}

    /** Step 2: the accounts exist; the password is theirs now. */
    void register(Registered accounts, String companyName, Instant now) {
        require(Step.COMPANY_INFO);
        enterpriseAccountId = accounts.enterpriseAccountId();
        ownerId = accounts.guanceAccountId();
        this.companyName = companyName;
        registeredAt = now;
        passwordHash = null;
        step = Step.OPENING_METHOD;
    }

    /** Step 3. */
    void open(UUID workspaceId, Instant now) {
        require(Step.OPENING_METHOD);
        this.workspaceId = workspaceId;
        openedAt = now;
        step = Step.DONE;
    }

    /** The other way: the purchase goes to an account that existed before. What was entered for a new one is forgotten. */
    void bind(UUID enterpriseAccount, String newSecret, Instant now) {
        requireUnregistered();
        rotateSecret(newSecret);
        enterpriseAccountId = enterpriseAccount;
        boundAt = now;
        verifiedEmail = null;
        siteId = null;
        username = null;
        email = null;
        phone = null;
        passwordHash = null;
        step = Step.BIND_WORKSPACES;
    }

    /** The workspaces are chosen. */
    void complete() {
        require(Step.BIND_WORKSPACES);
        step = Step.DONE;
    }

    /** Refuses unless an enterprise account was bound, now or before. */
    void requireBound() {
        if (boundAt == null) {
            throw Refusal.conflict("wrong-step").with("step", step.name());
        }
    }
}
