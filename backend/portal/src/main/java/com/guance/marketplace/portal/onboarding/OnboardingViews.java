package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.marketplace.Product;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.onboarding.OnboardingView.BasicInfoView;
import com.guance.marketplace.portal.onboarding.OnboardingView.BoundAccountView;
import com.guance.marketplace.portal.onboarding.OnboardingView.EmailView;
import com.guance.marketplace.portal.onboarding.OnboardingView.SignedInView;
import com.guance.marketplace.portal.onboarding.OnboardingView.SiteChoice;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Sites.Site;
import com.guance.marketplace.portal.platform.Texts;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.verification.EmailCodes;
import com.guance.marketplace.portal.verification.Purpose;
import com.guance.marketplace.portal.workspaces.Workspaces;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts together how an onboarding is shown. Works within the caller's transaction. */
@ApplicationScoped
class OnboardingViews {
    private final Subscriptions subscriptions;
    private final Products products;
    private final Accounts accounts;
    private final Workspaces workspaces;
    private final Settlement settlement;
    private final EmailCodes codes;
    private final Owners owners;
    private final Sites sites;

    OnboardingViews(
            Subscriptions subscriptions,
            Products products,
            Accounts accounts,
            Workspaces workspaces,
            Settlement settlement,
            EmailCodes codes,
            Owners owners,
            Sites sites) {
        this.subscriptions = subscriptions;
        this.products = products;
        this.accounts = accounts;
        this.workspaces = workspaces;
        this.settlement = settlement;
        this.codes = codes;
        this.owners = owners;
        this.sites = sites;
    }

    /** @param signedIn the enterprise account of the request's session */
    OnboardingView of(Onboarding onboarding, Language language, @Nullable UUID signedIn) {
        var subscription = subscriptions.get(onboarding.subscriptionId);
        var product = products.get(subscription.product());
        return new OnboardingView(
                onboarding.id,
                onboarding.step,
                subscriptions.payer(subscription),
                subscriptions.isAwsAccountKnown(subscription),
                sites.all().stream()
                        .map(site -> choice(site, product, language))
                        .toList(),
                onboarding.createdAt,
                onboarding.secretExpiresAt,
                onboarding.hasAccount() ? null : email(onboarding),
                basicInfo(onboarding),
                onboarding.companyName,
                onboarding.registeredAt,
                onboarding.workspaceId == null ? null : workspaces.view(onboarding.workspaceId, language),
                onboarding.boundAt,
                bound(onboarding),
                onboarding.boundAt == null ? null : settlement.countBoundBy(onboarding.id),
                onboarding.step == Step.BIND_WORKSPACES ? owners.proved(onboarding) : null,
                signedIn == null || onboarding.hasAccount() ? null : signedIn(signedIn, subscription));
    }

    private @Nullable BoundAccountView bound(Onboarding onboarding) {
        if (onboarding.boundAt == null || onboarding.enterpriseAccountId == null) {
            return null;
        }
        var account = accounts.get(onboarding.enterpriseAccountId);
        return new BoundAccountView(account.username(), account.maskedEmail());
    }

    private SignedInView signedIn(UUID enterpriseAccountId, Subscription subscription) {
        var account = accounts.get(enterpriseAccountId);
        return new SignedInView(
                account.username(),
                account.maskedEmail(),
                !subscriptions.isAwsAccountKnownTo(enterpriseAccountId, subscription));
    }

    private static SiteChoice choice(Site site, Product product, Language language) {
        boolean selectable = product.maySettle(site.id());
        return new SiteChoice(
                site.id(),
                site.name(language),
                site.awsRegion(),
                site.billingDayZone(),
                selectable,
                selectable ? null : notSettled("site.not-settled", product, site.awsRegion(), language));
    }

    /** Why a product does not settle the workspaces of a site. */
    static String notSettled(String text, Product product, String awsRegionOfSite, Language language) {
        return Texts.of(
                language, text, marketplace(product.region(), language), marketplace(awsRegionOfSite, language));
    }

    /** China has an AWS Marketplace of its own. */
    private static String marketplace(String region, Language language) {
        return Texts.of(language, region.startsWith("cn-") ? "marketplace.china" : "marketplace.global");
    }

    private @Nullable EmailView email(Onboarding onboarding) {
        var pending = codes.pending(Purpose.REGISTRATION, onboarding.id);
        if (pending.isPresent()) {
            return new EmailView(pending.get().address(), false, pending.get());
        }
        return onboarding.verifiedEmail == null ? null : new EmailView(onboarding.verifiedEmail, true, null);
    }

    private static @Nullable BasicInfoView basicInfo(Onboarding o) {
        return o.siteId == null || o.username == null || o.email == null
                ? null
                : new BasicInfoView(o.siteId, o.username, o.email, o.phone);
    }
}
