package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.marketplace.Product;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.onboarding.CandidateView.BoundView;
import com.guance.marketplace.portal.onboarding.CandidateView.PayerChangeView;
import com.guance.marketplace.portal.onboarding.CandidateView.RefusedView;
import com.guance.marketplace.portal.onboarding.CandidateView.Status;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Texts;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.Prospect;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.settlement.Settlement.Bidder;
import com.guance.marketplace.portal.settlement.Settlement.Candidate;
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
    private final Settlement settlement;

    Candidates(Subscriptions subscriptions, Products products, Settlement settlement) {
        this.subscriptions = subscriptions;
        this.products = products;
        this.settlement = settlement;
    }

    static Bidder bidder(Onboarding onboarding, Subscription subscription) {
        return new Bidder(subscription, onboarding.id, onboarding.step == Step.BIND_WORKSPACES);
    }

    Candidate of(WorkspaceView workspace, Subscription subscription) {
        boolean isSettled =
                products.get(subscription.product()).maySettle(workspace.site().id());
        return new Candidate(workspace.id(), isSettled, workspace.isDissolved());
    }

    /** The same few queries for any number of workspaces. */
    List<CandidateView> views(Onboarding onboarding, List<WorkspaceView> workspaces, Language language) {
        var subscription = subscriptions.get(onboarding.subscriptionId);
        var product = products.get(subscription.product());
        var payer = subscriptions.payer(subscription);
        var prospects = settlement.prospects(
                bidder(onboarding, subscription),
                workspaces.stream().map(w -> of(w, subscription)).toList());
        var changedTo = subscriptions.byId(prospects.values().stream()
                .map(p -> p instanceof Prospect.Refused refused ? refused.change() : null)
                .filter(Objects::nonNull)
                .map(Prospect.LastChange::subscriptionId)
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
                    case Prospect.Refused r -> {
                        var change = r.change();
                        var refusal = change == null
                                ? new RefusedView(r.reason(), why(r, workspace, product, language), null)
                                : new RefusedView(
                                        r.reason(),
                                        Texts.of(
                                                language,
                                                "candidate.changed-recently",
                                                Subscriptions.mask(changedTo
                                                        .get(change.subscriptionId())
                                                        .awsAccountId()),
                                                Time.minute(change.changeableAt())),
                                        change.changeableAt());
                        yield new CandidateView(workspace, Status.REFUSED, null, refusal, null);
                    }
                })
                .toList();
    }

    private static String why(Prospect.Refused refused, WorkspaceView workspace, Product product, Language language) {
        return refused.reason().equals("site-not-settled")
                ? OnboardingViews.notSettled(
                        "candidate.site-not-settled", product, workspace.site().awsRegion(), language)
                : Texts.of(language, "problem." + refused.reason() + ".detail");
    }
}
