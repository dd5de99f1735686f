package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.SubscriptionWentLive;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides who pays for a workspace from when on, and answers who does. Works within the caller's transaction. */
@ApplicationScoped
public class Settlement {
    /**
     * Who pays now, since when, and who will once AWS confirms.
     *
     * @param payer null unless the method is a subscription
     */
    public record SettlementView(
            SettlementMethod method,
            @Nullable Payer payer,
            @Nullable Instant since,
            @Nullable Payer waitingFor) {}

    private final SettlementBindings bindings;
    private final AwaitedBindings awaited;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final Event<PayerConfirmed> confirmed;

    Settlement(
            SettlementBindings bindings,
            AwaitedBindings awaited,
            Subscriptions subscriptions,
            Clock clock,
            Event<PayerConfirmed> confirmed) {
        this.bindings = bindings;
        this.awaited = awaited;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.confirmed = confirmed;
    }

    /**
     * The first payer of a new workspace is a subscription: at once where it is live, else as soon as AWS says so, and
     * nobody until then.
     *
     * @return whether the subscription pays already
     */
    public boolean beginWithSubscription(UUID workspaceId, Subscription subscription, UUID onboardingId) {
        var now = clock.instant();
        var payer = subscription.isLive()
                ? SettlementBinding.Payer.subscription(subscription.id(), onboardingId)
                : SettlementBinding.Payer.nobody(onboardingId);
        bindings.persist(SettlementBinding.first(Time.id(now), workspaceId, payer, "opened", now));
        if (!subscription.isLive()) {
            awaited.persist(new AwaitedBinding(workspaceId, subscription.id(), onboardingId, now));
        }
        return subscription.isLive();
    }

    /** The first payer of a new workspace is its enterprise account. */
    public void beginWithEnterpriseAccount(UUID workspaceId, UUID enterpriseAccountId) {
        var now = clock.instant();
        var payer = SettlementBinding.Payer.enterpriseAccount(enterpriseAccountId);
        bindings.persist(SettlementBinding.first(Time.id(now), workspaceId, payer, "created", now));
    }

    /** What waited for this subscription is paid by it from now on. */
    void confirm(@Observes SubscriptionWentLive live) {
        for (var waiting : awaited.on(live.subscriptionId())) {
            var payer = SettlementBinding.Payer.subscription(live.subscriptionId(), waiting.onboardingId);
            var last = bindings.last(waiting.workspaceId);
            bindings.persist(last.succeededBy(Time.id(live.at()), payer, "confirmed by AWS", live.at(), live.at()));
            awaited.delete(waiting);
            confirmed.fire(new PayerConfirmed(waiting.workspaceId));
        }
    }

    /** Who pays now for each of the workspaces; the same few queries for any number. */
    public Map<UUID, SettlementView> of(Collection<UUID> workspaceIds) {
        var current = bindings.inForce(workspaceIds, clock.instant());
        var waiting =
                awaited.of(workspaceIds).stream().collect(Collectors.toMap(w -> w.workspaceId, Function.identity()));
        var payers = subscriptions.byId(Stream.concat(
                        current.stream().map(b -> b.subscriptionId),
                        waiting.values().stream().map(w -> w.subscriptionId))
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        var views = new HashMap<UUID, SettlementView>();
        for (var binding : current) {
            var next = waiting.get(binding.workspaceId);
            views.put(
                    binding.workspaceId,
                    new SettlementView(
                            binding.method,
                            payer(payers, binding.subscriptionId),
                            binding.effectiveFrom,
                            payer(payers, next == null ? null : next.subscriptionId)));
        }
        return views;
    }

    private @Nullable Payer payer(Map<UUID, Subscription> payers, @Nullable UUID subscriptionId) {
        return subscriptionId == null ? null : subscriptions.payer(payers.get(subscriptionId));
    }
}
