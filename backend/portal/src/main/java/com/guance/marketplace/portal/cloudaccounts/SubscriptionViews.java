package com.guance.marketplace.portal.cloudaccounts;

import com.guance.marketplace.portal.marketplace.Entitlements;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.SubscriptionState;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.metering.FinalHour;
import com.guance.marketplace.portal.metering.FinalHour.FinalHourView;
import com.guance.marketplace.portal.settlement.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts together how subscriptions are shown to their enterprise account. Works within the caller's transaction. */
@ApplicationScoped
class SubscriptionViews {
    record SubscriptionView(
            UUID id,
            Payer payer,
            SubscriptionState state,
            Instant since,
            Instant knownSince,
            @Nullable Instant liveAt,
            @Nullable Instant endsAt,
            boolean offered,
            @Nullable Boolean entitled,
            int workspaces,
            int workspacesWaiting,
            @Nullable FinalHourView finalHour) {}

    private final Subscriptions subscriptions;
    private final Settlement settlement;
    private final PickUps pickUps;
    private final Entitlements entitlements;
    private final FinalHour finalHour;

    SubscriptionViews(
            Subscriptions subscriptions,
            Settlement settlement,
            PickUps pickUps,
            Entitlements entitlements,
            FinalHour finalHour) {
        this.subscriptions = subscriptions;
        this.settlement = settlement;
        this.pickUps = pickUps;
        this.entitlements = entitlements;
        this.finalHour = finalHour;
    }

    /** The same few queries for any number; without what is asked of one at a time. */
    Map<UUID, SubscriptionView> of(UUID account, Collection<Subscription> shown) {
        var paid = settlement.countPaidBy(shown.stream().map(Subscription::id).toList());
        var waiting = pickUps.waiting(account);
        var views = new HashMap<UUID, SubscriptionView>();
        for (var subscription : shown) {
            var id = subscription.id();
            views.put(
                    id,
                    new SubscriptionView(
                            id,
                            subscriptions.payer(subscription),
                            subscription.state(),
                            subscription.stateSince(),
                            subscription.knownSince(),
                            subscription.liveAt(),
                            subscription.endsAt(),
                            subscription.enterpriseAccountId() == null,
                            null,
                            paid.getOrDefault(id, 0),
                            pickUps.open(subscription, waiting).size(),
                            null));
        }
        return views;
    }

    /** With the clock of its last hour, and what it is entitled to. */
    SubscriptionView of(UUID account, Subscription subscription) {
        var id = subscription.id();
        var view = of(account, List.of(subscription)).get(id);
        return new SubscriptionView(
                id,
                view.payer(),
                view.state(),
                view.since(),
                view.knownSince(),
                view.liveAt(),
                view.endsAt(),
                view.offered(),
                entitlements.of(id).map(Entitlements.Held::entitled).orElse(null),
                view.workspaces(),
                view.workspacesWaiting(),
                finalHour.of(id).orElse(null));
    }
}
