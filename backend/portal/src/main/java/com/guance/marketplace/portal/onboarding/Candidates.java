package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.marketplace.Product;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.onboarding.CandidateView.BoundView;
import com.guance.marketplace.portal.onboarding.CandidateView.PayerChangeView;
import com.guance.marketplace.portal.onboarding.CandidateView.Status;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.settlement.Prospect;
import com.guance.marketplace.portal.settlement.RefusedView;
import com.guance.marketplace.portal.settlement.SettlementChanges;
import com.guance.marketplace.portal.settlement.SettlementChanges.Bidder;
import com.guance.marketplace.portal.settlement.SettlementChanges.Candidate;
import com.guance.marketplace.portal.workspaces.WorkspaceView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Puts together how workspaces are shown to the purchase of an onboarding. Works within the caller's transaction. */
@ApplicationScoped
class Candidates {
    private final Subscriptions subscriptions;
    private final Products products;
    private final SettlementChanges changes;

    Candidates(Subscriptions subscriptions, Products products, SettlementChanges changes) {
        this.subscriptions = subscriptions;
        this.products = products;
        this.changes = changes;
    }

    static Bidder bidder(Onboarding onboarding, Subscription subscription) {
        return new Bidder(
                Objects.requireNonNull(onboarding.enterpriseAccountId),
                subscription,
                onboarding.id,
                onboarding.step == Step.BIND_WORKSPACES);
    }

    static Candidate of(WorkspaceView workspace) {
        return new Candidate(workspace.id(), workspace.site().id(), workspace.isDissolved());
    }

    /** The same few queries for any number of workspaces. */
    List<CandidateView> views(Onboarding onboarding, List<WorkspaceView> workspaces, Language language) {
        var subscription = subscriptions.get(onboarding.subscriptionId);
        var product = products.get(subscription.product());
        var payer = subscriptions.payer(subscription);
        var prospects = changes.prospects(
                bidder(onboarding, subscription),
                workspaces.stream().map(Candidates::of).toList());
        var changedTo = subscriptions.byId(prospects.values().stream()
                .map(p -> p instanceof Prospect.Refused refused ? refused.change() : null)
                .filter(Objects::nonNull)
                .map(Prospect.LastChange::subscriptionId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        return workspaces.stream()
                .map(workspace -> switch (prospects.get(workspace.id())) {
                    case Prospect.Bindable b ->
                        new CandidateView(
                                workspace,
                                Status.BINDABLE,
                                new PayerChangeView(payer, b.from(), b.atOnce(), b.changeableAgainAt()),
                                null,
                                null);
                    case Prospect.Bound b ->
                        new CandidateView(
                                workspace,
                                Status.BOUND,
                                null,
                                null,
                                new BoundView(b.boundAt(), b.from(), b.createdHere(), b.undoUntil()));
                    case Prospect.Refused r ->
                        new CandidateView(
                                workspace,
                                Status.REFUSED,
                                null,
                                r.reason().equals("site-not-settled")
                                        ? notSettled(workspace, product, language)
                                        : RefusedView.of(r, changedTo, language),
                                null);
                })
                .toList();
    }

    private static RefusedView notSettled(WorkspaceView workspace, Product product, Language language) {
        var detail = OnboardingViews.notSettled(
                "candidate.site-not-settled", product, workspace.site().awsRegion(), language);
        return new RefusedView("site-not-settled", detail, null);
    }
}
