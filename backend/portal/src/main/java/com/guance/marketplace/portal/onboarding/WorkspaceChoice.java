package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.accounts.Passwords;
import com.guance.marketplace.portal.accounts.Person;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.onboarding.BindingResource.NewBoundWorkspace;
import com.guance.marketplace.portal.onboarding.BindingResource.NewOwner;
import com.guance.marketplace.portal.onboarding.BindingResource.NewOwnerCode;
import com.guance.marketplace.portal.onboarding.BindingResource.OwnerAccount;
import com.guance.marketplace.portal.onboarding.BindingResource.WorkspaceBinding;
import com.guance.marketplace.portal.onboarding.Owners.Owner;
import com.guance.marketplace.portal.platform.Budgets;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.settlement.SettlementChanges;
import com.guance.marketplace.portal.verification.EmailCodes;
import com.guance.marketplace.portal.verification.EmailCodes.EmailCodeView;
import com.guance.marketplace.portal.verification.EmailCodes.Fitting;
import com.guance.marketplace.portal.verification.Purpose;
import com.guance.marketplace.portal.workspaces.NewWorkspace;
import com.guance.marketplace.portal.workspaces.Workspaces;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which workspaces the purchase of an onboarding pays for: of those that are there, and of those that it makes. */
@ApplicationScoped
class WorkspaceChoice {
    private static final int LONGEST_SITE = 64;

    /** A workspace about to be made, and the code that lets it; null where its owner was proved before. */
    record Draft(
            @Nullable Fitting code,
            String siteId,
            String name,
            Language language,
            String email,
            String agreementsVersion) {}

    /** The same, and who will own it. */
    record OwnerDraft(Draft workspace, Person owner) {}

    private final Onboardings onboardings;
    private final Subscriptions subscriptions;
    private final Products products;
    private final Accounts accounts;
    private final Passwords passwords;
    private final EmailCodes codes;
    private final Owners owners;
    private final Workspaces workspaces;
    private final Settlement settlement;
    private final SettlementChanges changes;
    private final Candidates candidates;
    private final BindingMails mails;
    private final Agreements agreements;
    private final Budgets budgets;
    private final Sites sites;

    WorkspaceChoice(
            Onboardings onboardings,
            Subscriptions subscriptions,
            Products products,
            Accounts accounts,
            Passwords passwords,
            EmailCodes codes,
            Owners owners,
            Workspaces workspaces,
            Settlement settlement,
            SettlementChanges changes,
            Candidates candidates,
            BindingMails mails,
            Agreements agreements,
            Budgets budgets,
            Sites sites) {
        this.onboardings = onboardings;
        this.subscriptions = subscriptions;
        this.products = products;
        this.accounts = accounts;
        this.passwords = passwords;
        this.codes = codes;
        this.owners = owners;
        this.workspaces = workspaces;
        this.settlement = settlement;
        this.changes = changes;
        this.candidates = candidates;
        this.mails = mails;
        this.agreements = agreements;
        this.budgets = budgets;
        this.sites = sites;
    }

    /**
     * A page, and one more where there is a next page.
     *
     * @param isOwner the enterprise account itself asks: who only holds the proof sees all of its workspaces until the end
     */
    List<CandidateView> list(UUID id, boolean onlyBound, Paging paging, boolean isOwner, Language language) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var onboarding = onboardings.get(id);
            var account = account(onboarding);
            if (!onlyBound && !isOwner) {
                onboarding.require(Step.BIND_WORKSPACES);
            }
            var page = onlyBound
                    ? workspaces.among(account, settlement.boundBy(id, paging), language)
                    : workspaces.page(account, paging, language);
            return candidates.views(onboarding, page, language);
        });
    }

    /** @param isOwner as in {@link #list} */
    CandidateView get(UUID id, UUID workspaceId, boolean isOwner, Language language) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var onboarding = onboardings.get(id);
            onboarding.requireBound();
            if (onboarding.step == Step.DONE && !isOwner && !settlement.isBoundBy(id, workspaceId)) {
                throw Refusal.notFound();
            }
            return view(onboarding, workspaceId, language);
        });
    }

    private CandidateView view(Onboarding onboarding, UUID workspaceId, Language language) {
        var workspace = workspaces.view(account(onboarding), workspaceId, language);
        return candidates.views(onboarding, List.of(workspace), language).getFirst();
    }

    private static UUID account(Onboarding onboarding) {
        onboarding.requireBound();
        return Objects.requireNonNull(onboarding.enterpriseAccountId);
    }

    /** In the caller's transaction. Locks go from the onboarding to the subscription to the workspace. */
    CandidateView bind(UUID id, UUID workspaceId, WorkspaceBinding form, Language language) {
        var onboarding = underWay(id);
        var subscription = payer(onboarding); // before the view reads it: a notification may be changing it
        var workspace = workspaces.view(account(onboarding), workspaceId, language);
        var fields = new Fields();
        confirmPayer(fields, form.payerConfirmed());
        fields.check();
        var bidder = Candidates.bidder(onboarding, subscription);
        if (changes.bind(bidder, Candidates.of(workspace), madeBy(onboarding))) {
            workspaces.open(workspaceId);
            workspaces.flush();
        }
        return view(onboarding, workspaceId, language);
    }

    CandidateView undo(UUID id, UUID workspaceId, Language language) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var onboarding = onboardings.getForUpdate(id);
            subscriptions.getForUpdate(onboarding.subscriptionId); // before the view, as in bind
            workspaces.view(account(onboarding), workspaceId, language); // 404 for those of others
            if (onboarding.step == Step.DONE) {
                throw Refusal.conflict("undo-too-late");
            }
            changes.undo(id, workspaceId, madeBy(onboarding));
            return view(onboarding, workspaceId, language);
        });
    }

    private Onboarding underWay(UUID id) {
        var onboarding = onboardings.getForUpdate(id);
        onboarding.require(Step.BIND_WORKSPACES);
        return onboarding;
    }

    private Subscription payer(Onboarding onboarding) {
        var subscription = subscriptions.getForUpdate(onboarding.subscriptionId);
        if (subscription.isOver()) {
            throw Refusal.conflict("subscription-ended");
        }
        return subscription;
    }

    private String madeBy(Onboarding onboarding) {
        return accounts.get(account(onboarding)).username();
    }

    /** Sends a code, or where it would be of no use a mail that says so; the answer is the same. */
    EmailCodeView sendOwnerCode(UUID id, NewOwnerCode form, Language language) {
        var facts = facts(id);
        var fields = new Fields();
        var siteId = site(fields, form.siteId(), facts);
        var email = fields.email("email", form.email());
        if (form.account() == null) {
            fields.refuse("account", "required");
        }
        fields.check();
        boolean isNew = form.account() == OwnerAccount.NEW;
        boolean isThere = QuarkusTransaction.requiringNew()
                .call(() -> accounts.findGuanceAccount(siteId, email).isPresent());
        var site = sites.get(siteId);
        var masked = Subscriptions.mask(facts.awsAccount());
        return codes.send(
                isNew ? Purpose.NEW_OWNER : Purpose.OWNER,
                id,
                new Owner(siteId, email).subject(),
                email,
                facts.awsAccount(),
                isNew == isThere,
                code -> isNew != isThere
                        ? mails.ownerCode(email, site, masked, code, language)
                        : isNew
                                ? mails.ownerTaken(email, site, masked, language)
                                : mails.ownerUnknown(email, site, masked, language));
    }

    private record Facts(UUID account, String awsAccount, String product, List<Owner> proved) {}

    private Facts facts(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var onboarding = onboardings.get(id);
            onboarding.require(Step.BIND_WORKSPACES);
            var subscription = subscriptions.get(onboarding.subscriptionId);
            return new Facts(
                    account(onboarding),
                    subscription.awsAccountId(),
                    subscription.product(),
                    owners.proved(onboarding));
        });
    }

    private String site(Fields fields, @Nullable String value, Facts facts) {
        var site = fields.line("siteId", value, 1, LONGEST_SITE);
        if (!site.isEmpty() && sites.find(site).isEmpty()) {
            fields.refuse("siteId", "unknown");
        } else if (!site.isEmpty() && !products.get(facts.product()).maySettle(site)) {
            fields.refuse("siteId", "site-not-settled");
        }
        return site;
    }

    private static void confirmPayer(Fields fields, @Nullable Boolean confirmed) {
        if (!Boolean.TRUE.equals(confirmed)) {
            fields.refuse("payerConfirmed", "payer-not-confirmed");
        }
    }

    /** What {@link #create} needs; a mistake in a field costs no try of the code. */
    Draft draft(UUID id, NewBoundWorkspace form) {
        var facts = facts(id);
        budgets.take("workspaces-per-account", facts.account().toString());
        var fields = new Fields();
        var site = site(fields, form.siteId(), facts);
        var name = fields.line("workspaceName", form.workspaceName(), 1, NewWorkspace.LONGEST_NAME);
        requireLanguage(fields, form.language());
        var email = fields.email("email", form.email());
        var owner = new Owner(site, email);
        boolean isProved = form.code() == null && facts.proved().contains(owner);
        var code = isProved ? null : EmailCodes.read(fields, "code", form.code());
        var version = agreements.read(fields, form.agreementsVersion());
        confirmPayer(fields, form.payerConfirmed());
        fields.check();
        var fitting = code == null ? null : codes.check(Purpose.OWNER, id, owner.subject(), code);
        return new Draft(fitting, site, name, Objects.requireNonNull(form.language()), email, version);
    }

    private static void requireLanguage(Fields fields, @Nullable Language language) {
        if (language == null) {
            fields.refuse("language", "language-missing");
        }
    }

    /** In the caller's transaction. */
    CandidateView create(UUID id, Draft draft, Language language) {
        if (draft.code() != null) {
            codes.consume(draft.code());
        }
        var owner = accounts.findGuanceAccount(draft.siteId(), draft.email())
                .orElseThrow(() -> Refusal.of(422, "code-exhausted")); // gone since the code was sent
        return create(id, draft, owner, language);
    }

    private CandidateView create(UUID id, Draft draft, UUID owner, Language language) {
        var onboarding = underWay(id);
        var subscription = payer(onboarding);
        var workspace = workspaces.create(new NewWorkspace(
                account(onboarding), owner, draft.siteId(), draft.name(), draft.language(), draft.agreementsVersion()));
        if (settlement.beginWithSubscription(workspace, subscription, id, madeBy(onboarding))) {
            workspaces.open(workspace);
        }
        workspaces.flush();
        return view(onboarding, workspace, language);
    }

    /** What {@link #register} needs. The password is hashed outside any transaction: that takes its time on purpose. */
    OwnerDraft draft(UUID id, NewOwner form, Language language) {
        var facts = facts(id);
        budgets.takePerClient("registrations-per-client");
        budgets.take("registrations-per-aws-account", facts.awsAccount());
        budgets.take("workspaces-per-account", facts.account().toString());
        var fields = new Fields();
        var site = site(fields, form.siteId(), facts);
        var name = fields.line("workspaceName", form.workspaceName(), 1, NewWorkspace.LONGEST_NAME);
        requireLanguage(fields, form.language());
        var username = Accounts.username(fields, "username", form.username());
        var email = fields.email("email", form.email());
        var phone = Accounts.phone(fields, "phone", form.phone());
        passwords.read(fields, "password", form.password(), List.of(username, email));
        var code = EmailCodes.read(fields, "code", form.code());
        var version = agreements.read(fields, form.agreementsVersion());
        confirmPayer(fields, form.payerConfirmed());
        fields.check();
        var fitting = codes.check(Purpose.NEW_OWNER, id, new Owner(site, email).subject(), code);
        var hash = passwords.hash(Objects.requireNonNull(form.password()));
        return new OwnerDraft(
                new Draft(fitting, site, name, Objects.requireNonNull(form.language()), email, version),
                new Person(site, username, email, phone, hash, language));
    }

    /** In the caller's transaction: the Guance account and its workspace, or neither. */
    CandidateView register(UUID id, OwnerDraft draft, Language language) {
        codes.consume(Objects.requireNonNull(draft.workspace().code()));
        var owner =
                accounts.registerGuanceAccount(draft.owner(), draft.workspace().agreementsVersion());
        return create(id, draft.workspace(), owner, language);
    }
}
