package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.accounts.Company;
import com.guance.marketplace.portal.accounts.Passwords;
import com.guance.marketplace.portal.accounts.Person;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.onboarding.Onboarding.BasicInfo;
import com.guance.marketplace.portal.onboarding.OnboardingResource.BasicInfoForm;
import com.guance.marketplace.portal.onboarding.OnboardingResource.CompanyInfoForm;
import com.guance.marketplace.portal.onboarding.OnboardingResource.OpeningMethodForm;
import com.guance.marketplace.portal.platform.Budgets;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Vault;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.verification.EmailCodes;
import com.guance.marketplace.portal.verification.EmailCodes.EmailCodeView;
import com.guance.marketplace.portal.verification.Purpose;
import com.guance.marketplace.portal.workspaces.NewWorkspace;
import com.guance.marketplace.portal.workspaces.WorkspaceOpened;
import com.guance.marketplace.portal.workspaces.Workspaces;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The four steps, from a landed buyer to an opened workspace. Each is done once, whole or not at all. */
@ApplicationScoped
class Registration {
    private static final int LONGEST_DESCRIPTION = 500;
    private static final int LONGEST_DETAIL = 64;

    private final Onboardings onboardings;
    private final Subscriptions subscriptions;
    private final Products products;
    private final Accounts accounts;
    private final Passwords passwords;
    private final EmailCodes codes;
    private final Workspaces workspaces;
    private final Settlement settlement;
    private final OnboardingMails mails;
    private final Budgets budgets;
    private final Sites sites;
    private final Agreements agreements;
    private final Vault vault;
    private final Clock clock;
    private final MeterRegistry metrics;

    Registration(
            Onboardings onboardings,
            Subscriptions subscriptions,
            Products products,
            Accounts accounts,
            Passwords passwords,
            EmailCodes codes,
            Workspaces workspaces,
            Settlement settlement,
            OnboardingMails mails,
            Budgets budgets,
            Sites sites,
            Agreements agreements,
            Vault vault,
            Clock clock,
            MeterRegistry metrics) {
        this.onboardings = onboardings;
        this.subscriptions = subscriptions;
        this.products = products;
        this.accounts = accounts;
        this.passwords = passwords;
        this.codes = codes;
        this.workspaces = workspaces;
        this.settlement = settlement;
        this.mails = mails;
        this.budgets = budgets;
        this.sites = sites;
        this.agreements = agreements;
        this.vault = vault;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Sends a code, or to an address that has an account a mail that says so; the answer is the same. */
    EmailCodeView sendCode(UUID id, @Nullable String email, Language language) {
        var fields = new Fields();
        var address = fields.email("email", email);
        fields.check();
        record Facts(String awsAccount, String masked, boolean taken) {}
        var facts = QuarkusTransaction.requiringNew().call(() -> {
            var onboarding = onboardings.get(id);
            onboarding.requireUnregistered();
            var payer = subscriptions.get(onboarding.subscriptionId);
            return new Facts(
                    payer.awsAccountId(), Subscriptions.mask(payer.awsAccountId()), accounts.isEmailTaken(address));
        });
        return codes.send(
                Purpose.REGISTRATION,
                id,
                address,
                address,
                facts.awsAccount(),
                facts.taken(),
                code -> facts.taken()
                        ? mails.addressTaken(address, facts.masked(), language)
                        : mails.code(address, facts.masked(), code, language));
    }

    /**
     * Proves the address and rotates the secret of the onboarding. The new secret follows from the old one, so that whoever
     * lost the answer and repeats the request gets the same.
     *
     * @return the new secret
     */
    String verifyEmail(UUID id, @Nullable String email, @Nullable String code, String oldSecret) {
        var fields = new Fields();
        var address = fields.email("email", email);
        var digits = EmailCodes.read(fields, "code", code);
        fields.check();
        QuarkusTransaction.requiringNew().run(() -> onboardings.get(id).requireUnregistered());
        var newSecret = Onboarding.rotatedSecret(vault, id, oldSecret);
        return codes.verify(
                Purpose.REGISTRATION,
                id,
                address,
                digits,
                () -> {
                    onboardings.getForUpdate(id).proveEmail(address, newSecret);
                    reached("email-proved");
                    return newSecret;
                },
                () -> Optional.of(newSecret).filter(onboardings.get(id)::hasSecret));
    }

    /** Step 1. The password is hashed outside any transaction: that takes its time on purpose. */
    void saveBasicInfo(UUID id, BasicInfoForm form, Language language) {
        record Before(String awsAccount, String product) {}
        var before = QuarkusTransaction.requiringNew().call(() -> {
            var onboarding = onboardings.get(id);
            onboarding.requireUnregistered();
            var subscription = subscriptions.get(onboarding.subscriptionId);
            return new Before(subscription.awsAccountId(), subscription.product());
        });
        // taken names are told apart here, a password is judged and hashed: all is bounded
        budgets.takePerClient("registrations-per-client");
        budgets.take("registrations-per-aws-account", before.awsAccount());
        var fields = new Fields();
        var site = fields.line("siteId", form.siteId(), 1, LONGEST_DETAIL);
        if (!site.isEmpty() && sites.find(site).isEmpty()) {
            fields.refuse("siteId", "unknown");
        } else if (!site.isEmpty() && !products.get(before.product()).maySettle(site)) {
            fields.refuse("siteId", "site-not-settled");
        }
        var username = Accounts.username(fields, "username", form.username());
        var email = fields.email("email", form.email());
        var phone = Accounts.phone(fields, "phone", form.phone());
        passwords.read(fields, "password", form.password(), List.of(username, email));
        var info = new BasicInfo(site, username, email, phone);
        QuarkusTransaction.requiringNew().run(() -> {
            boolean isProved = email.equals(onboardings.get(id).verifiedEmail);
            if (!isProved && !email.isEmpty()) {
                fields.refuse("email", "email-not-proved");
            }
            if (!username.isEmpty() && accounts.isNameTaken(username)) {
                fields.refuse("username", "username-taken", username);
            }
            if (isProved) { // who has proved the address may know what is registered with it
                accounts.checkFree(fields, site, email, phone);
            }
        });
        fields.check();
        var hash = passwords.hash(Objects.requireNonNull(form.password()));
        QuarkusTransaction.requiringNew().run(() -> {
            var onboarding = onboardings.getForUpdate(id);
            onboarding.saveBasicInfo(info, hash);
            onboarding.language = language;
        });
        reached("basic-info");
    }

    /** Step 2, in the caller's transaction: both accounts, and the purchase is theirs. */
    void register(UUID id, CompanyInfoForm form, Language language) {
        var onboarding = onboardings.getForUpdate(id);
        onboarding.require(Step.COMPANY_INFO);
        var fields = new Fields();
        var company = new Company(
                fields.line("companyName", form.companyName(), 1, Company.LONGEST_NAME),
                agreements.read(fields, form.agreementsVersion()),
                fields.optionalLine("industry", form.industry(), LONGEST_DETAIL),
                fields.optionalLine("region", form.region(), LONGEST_DETAIL),
                fields.optionalLines("description", form.description(), LONGEST_DESCRIPTION),
                fields.optionalLine("contactName", form.contactName(), LONGEST_DETAIL));
        fields.check();
        var now = clock.instant();
        var person = new Person(
                Objects.requireNonNull(onboarding.siteId),
                Objects.requireNonNull(onboarding.username),
                Objects.requireNonNull(onboarding.email),
                onboarding.phone,
                Objects.requireNonNull(onboarding.passwordHash),
                language);
        var subscription = subscriptions.getForUpdate(onboarding.subscriptionId);
        subscription.requireFree();
        var registered = accounts.register(person, company);
        subscriptions.bind(subscription, registered.enterpriseAccountId());
        onboarding.register(registered, company.name(), now);
        onboarding.language = language;
        mails.registered(onboarding, Subscriptions.mask(subscription.awsAccountId()), sites.get(person.siteId()));
        reached("registered");
    }

    /** Step 3, in the caller's transaction. */
    void open(UUID id, OpeningMethodForm form, Language language) {
        var onboarding = onboardings.getForUpdate(id);
        onboarding.require(Step.OPENING_METHOD);
        var fields = new Fields();
        var name = fields.line("workspaceName", form.workspaceName(), 1, NewWorkspace.LONGEST_NAME);
        if (form.language() == null) {
            fields.refuse("language", "language-missing");
        }
        if (!Boolean.TRUE.equals(form.payerConfirmed())) {
            fields.refuse("payerConfirmed", "payer-not-confirmed");
        }
        fields.check();
        var subscription = subscriptions.getForUpdate(onboarding.subscriptionId);
        if (subscription.isOver()) {
            throw Refusal.conflict("subscription-ended");
        }
        var workspace = workspaces.create(new NewWorkspace(
                Objects.requireNonNull(onboarding.enterpriseAccountId),
                Objects.requireNonNull(onboarding.ownerId),
                Objects.requireNonNull(onboarding.siteId),
                name,
                Objects.requireNonNull(form.language()),
                null));
        onboarding.open(workspace, clock.instant());
        onboarding.language = language;
        if (settlement.beginWithSubscription(
                workspace, subscription, onboarding.id, Objects.requireNonNull(onboarding.username))) {
            workspaces.open(workspace);
            mails.opened(onboarding, workspaces.view(workspace, language));
            reached("opened");
        } else {
            mails.waiting(onboarding, workspaces.view(workspace, language));
            reached("waiting-for-aws");
        }
    }

    /** AWS has confirmed what an onboarding waited for. */
    void confirm(@Observes WorkspaceOpened opened) {
        onboardings.findByWorkspace(opened.workspaceId()).ifPresent(onboarding -> {
            mails.opened(onboarding, workspaces.view(opened.workspaceId(), onboarding.language));
            reached("confirmed-by-aws");
            reached("opened");
        });
    }

    /** Counts how far buyers come. A rolled back step is counted too; the funnel is for people, not for bills. */
    private void reached(String step) {
        metrics.counter("portal.onboarding.steps", "step", step).increment();
    }
}
