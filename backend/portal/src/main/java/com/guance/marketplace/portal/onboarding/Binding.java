package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.accounts.Accounts.Holder;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.onboarding.BindingMails.Bound;
import com.guance.marketplace.portal.onboarding.BindingResource.EnterpriseAccountBinding;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Vault;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.verification.EmailCodes;
import com.guance.marketplace.portal.verification.EmailCodes.UntoldCodeView;
import com.guance.marketplace.portal.verification.Purpose;
import com.guance.marketplace.portal.workspaces.Workspaces;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The other way through an onboarding, first and last step: the enterprise account that one already has, and the end of it.
 * User names that exist and that do not are treated alike, statement for statement.
 */
@ApplicationScoped
class Binding {
    /** How many workspaces the last mail lists. */
    private static final int LISTED = 50;

    private final Onboardings onboardings;
    private final Subscriptions subscriptions;
    private final Accounts accounts;
    private final EmailCodes codes;
    private final Workspaces workspaces;
    private final Settlement settlement;
    private final Candidates candidates;
    private final BindingMails mails;
    private final PortalConfig config;
    private final Vault vault;
    private final Clock clock;
    private final MeterRegistry metrics;

    Binding(
            Onboardings onboardings,
            Subscriptions subscriptions,
            Accounts accounts,
            EmailCodes codes,
            Workspaces workspaces,
            Settlement settlement,
            Candidates candidates,
            BindingMails mails,
            PortalConfig config,
            Vault vault,
            Clock clock,
            MeterRegistry metrics) {
        this.onboardings = onboardings;
        this.subscriptions = subscriptions;
        this.accounts = accounts;
        this.codes = codes;
        this.workspaces = workspaces;
        this.settlement = settlement;
        this.candidates = candidates;
        this.mails = mails;
        this.config = config;
        this.vault = vault;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Sends a code to the e-mail on file of an enterprise account, or does all the same to nobody.
     *
     * @param username null: the account that is signed in
     */
    UntoldCodeView sendCode(UUID id, @Nullable String username, @Nullable UUID signedIn, Language language) {
        var name = name(username, signedIn);
        record Facts(Optional<Holder> account, String awsAccount) {}
        var facts = QuarkusTransaction.requiringNew().call(() -> {
            var onboarding = onboardings.get(id);
            onboarding.requireUnregistered();
            var subscription = subscriptions.get(onboarding.subscriptionId);
            requireNotOver(subscription);
            return new Facts(account(name, signedIn), subscription.awsAccountId());
        });
        var account = facts.account().orElse(null);
        var asked = account == null ? Objects.requireNonNull(name) : account.username();
        return codes.sendUntold(
                Purpose.BINDING,
                id,
                asked,
                account == null ? null : account.email(),
                facts.awsAccount(),
                (recipient, code) -> mails.bindingCode(
                        recipient,
                        asked,
                        Subscriptions.mask(facts.awsAccount()),
                        code,
                        account == null ? language : account.language()));
    }

    /** A name that can be nobody's is told: that says nothing of those that can. */
    private static @Nullable String name(@Nullable String username, @Nullable UUID signedIn) {
        if (username == null) {
            if (signedIn == null) {
                throw Refusal.of(401, "not-signed-in");
            }
            return null;
        }
        var fields = new Fields();
        var name = Accounts.username(fields, "username", username);
        fields.check();
        return name;
    }

    private Optional<Holder> account(@Nullable String name, @Nullable UUID signedIn) {
        return name == null
                ? Optional.of(accounts.get(Objects.requireNonNull(signedIn)))
                : accounts.findByUsername(name);
    }

    private static void requireNotOver(Subscription subscription) {
        if (subscription.isOver()) {
            throw Refusal.conflict("subscription-ended");
        }
    }

    /**
     * Gives the purchase to an enterprise account and rotates the secret of the onboarding. Who is signed in, and knows the
     * AWS account already, needs no code.
     *
     * @param shown the secret that the request came with: the present one, or the one before, where the answer was lost
     * @return the new secret
     */
    String bind(UUID id, EnterpriseAccountBinding form, String shown, @Nullable UUID signedIn) {
        var name = name(form.username(), signedIn);
        var newSecret = Onboarding.rotatedSecret(vault, id, shown);
        record Facts(Optional<Holder> account, boolean codeNeeded) {}
        var facts = QuarkusTransaction.requiringNew().call(() -> {
            var onboarding = onboardings.get(id);
            if (!onboarding.hasSecret(newSecret)) {
                onboarding.requireUnregistered();
            }
            var subscription = subscriptions.get(onboarding.subscriptionId);
            var account = account(name, signedIn);
            boolean isKnown =
                    name == null && subscriptions.isAwsAccountKnownTo(Objects.requireNonNull(signedIn), subscription);
            return new Facts(account, !isKnown);
        });
        if (!facts.codeNeeded()) {
            var account = facts.account().orElseThrow();
            return QuarkusTransaction.requiringNew()
                    .call(() -> repeated(id, account, newSecret).orElseGet(() -> bind(id, account, shown, newSecret)));
        }
        var fields = new Fields();
        var digits = EmailCodes.read(fields, "code", form.code());
        fields.check();
        return codes.verify(
                Purpose.BINDING,
                id,
                facts.account().map(Holder::username).orElseGet(() -> Objects.requireNonNull(name)),
                digits,
                () -> bind(id, facts.account().orElseThrow(), shown, newSecret),
                () -> repeated(id, facts.account().orElseThrow(), newSecret));
    }

    /** The answer of before, where this very request was done already. */
    private Optional<String> repeated(UUID id, Holder account, String newSecret) {
        var onboarding = onboardings.get(id);
        return onboarding.hasSecret(newSecret) && account.id().equals(onboarding.enterpriseAccountId)
                ? Optional.of(newSecret)
                : Optional.empty();
    }

    private String bind(UUID id, Holder account, String shown, String newSecret) {
        var now = clock.instant();
        var onboarding = onboardings.getForUpdate(id);
        if (!onboarding.hasSecret(shown)) { // the one before the last rotation only repeats
            throw Refusal.of(401, "onboarding-not-proved");
        }
        var subscription = subscriptions.getForUpdate(onboarding.subscriptionId);
        requireNotOver(subscription);
        if (subscription.isOfAnotherThan(account.id())) {
            throw Refusal.conflict("licence-bound-elsewhere", config.supportEmail());
        }
        subscriptions.bind(subscription, account.id());
        onboarding.bind(account.id(), newSecret, now);
        mails.bound(account, Subscriptions.mask(subscription.awsAccountId()), now);
        reached("account-bound");
        return newSecret;
    }

    /** The end, in the caller's transaction: the owner is told what was bound, if anything was. */
    void complete(UUID id) {
        var onboarding = onboardings.getForUpdate(id);
        onboarding.require(Step.BIND_WORKSPACES);
        onboarding.complete();
        var account = accounts.get(Objects.requireNonNull(onboarding.enterpriseAccountId));
        var awsAccount =
                Subscriptions.mask(subscriptions.get(onboarding.subscriptionId).awsAccountId());
        int count = settlement.countBoundBy(id);
        if (count == 0) {
            mails.noneBound(account, awsAccount);
            reached("bound-none");
            return;
        }
        var paging = new Paging(LISTED, null);
        var shown = workspaces.among(account.id(), paging.page(settlement.boundBy(id, paging)), account.language());
        var listed = candidates.views(onboarding, shown, account.language()).stream()
                .map(c -> new Bound(
                        c.workspace(), c.bound() == null ? null : c.bound().effectiveFrom()))
                .toList();
        mails.workspacesBound(account, awsAccount, listed, count - listed.size());
        reached("bound");
    }

    private void reached(String step) {
        metrics.counter("portal.onboarding.steps", "step", step).increment();
    }
}
