package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.PayerTimeline.Gap;
import com.guance.marketplace.portal.settlement.SettlementBinding.Cause;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first payer of a workspace, and who has paid, pays and will. Works within the caller's transaction. */
@ApplicationScoped
public class Settlement {
    /**
     * Who pays now, since when, who will from when on, and who will once AWS confirms.
     *
     * @param payer null unless the method is a subscription
     * @param cameToNothing was waited for: AWS will not confirm it, unless the customer buys once more
     */
    public record SettlementView(
            SettlementMethod method,
            @Nullable Payer payer,
            @Nullable Instant since,
            @Nullable Payer waitingFor,
            @Nullable Payer cameToNothing,
            @Nullable Upcoming upcoming,
            @Nullable Instant changeableAt) {
        public static final SettlementView NOBODY =
                new SettlementView(SettlementMethod.UNSETTLED, null, null, null, null, null, null);

        /** @param at when who pays may be changed next; null where that is now */
        public SettlementView changeableAt(@Nullable Instant at) {
            return at == null
                    ? this
                    : new SettlementView(method, payer, since, waitingFor, cameToNothing, upcoming, at);
        }
    }

    /** Who pays next, where that is decided. */
    public record Upcoming(
            SettlementMethod method, @Nullable Payer payer, Instant from) {}

    /** One entry of a workspace's history. */
    public record SettlementBindingView(
            UUID id,
            SettlementMethod method,
            @Nullable Payer payer,
            Instant effectiveFrom,
            Instant madeAt,
            @Nullable String madeBy,
            String reason,
            @Nullable UUID onboardingId) {}

    private final SettlementBindings bindings;
    private final AwaitedBindings awaited;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final Event<PayerConfirmed> confirmed;
    private final Event<PayersChanged> changed;

    Settlement(
            SettlementBindings bindings,
            AwaitedBindings awaited,
            Subscriptions subscriptions,
            Clock clock,
            Event<PayerConfirmed> confirmed,
            Event<PayersChanged> changed) {
        this.bindings = bindings;
        this.awaited = awaited;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.confirmed = confirmed;
        this.changed = changed;
    }

    /**
     * The first payer of a new workspace is a subscription: at once where it is live, else as soon as AWS says so, and
     * nobody until then.
     *
     * @return whether the subscription pays already
     */
    public boolean beginWithSubscription(
            UUID workspaceId, Subscription subscription, UUID onboardingId, String madeBy) {
        var now = clock.instant();
        var payer = subscription.isLive()
                ? SettlementBinding.Payer.subscription(subscription.id())
                : SettlementBinding.Payer.NOBODY;
        var cause = Cause.of(Reason.OPENED, onboardingId, madeBy);
        bindings.persist(SettlementBinding.first(Time.id(now), workspaceId, payer, cause, now));
        if (!subscription.isLive()) {
            awaited.persist(
                    new AwaitedBinding(workspaceId, subscription.id(), onboardingId, madeBy, Reason.OPENED, now));
        }
        return subscription.isLive();
    }

    /** The first payer of a new workspace is its enterprise account. */
    public void beginWithEnterpriseAccount(UUID workspaceId, UUID enterpriseAccountId, String madeBy) {
        var now = clock.instant();
        var payer = SettlementBinding.Payer.enterpriseAccount(enterpriseAccountId);
        var cause = Cause.of(Reason.CREATED, null, madeBy);
        bindings.persist(SettlementBinding.first(Time.id(now), workspaceId, payer, cause, now));
    }

    /** The workspaces that an onboarding has bound or created and that it still holds, newest first. */
    public List<UUID> boundBy(UUID onboardingId, Paging paging) {
        return bindings.boundBy(onboardingId, paging.before(), paging.size() + 1);
    }

    /** Whether it is one of {@link #boundBy}. */
    public boolean isBoundBy(UUID onboardingId, UUID workspaceId) {
        return bindings.isBoundBy(onboardingId, workspaceId);
    }

    public int countBoundBy(UUID onboardingId) {
        return bindings.countBoundBy(onboardingId);
    }

    /**
     * What waited for this subscription is paid by it: from now on where nobody has paid yet, else from the next hour. A few
     * statements for any number of workspaces.
     */
    void confirm(UUID subscriptionId) {
        var workspaces = awaited.workspacesOn(subscriptionId);
        if (workspaces.isEmpty()) {
            return;
        }
        bindings.lock(workspaces);
        var now = clock.instant(); // read when locked: waiting may have taken it into the next hour
        var payer = SettlementBinding.Payer.subscription(subscriptionId);
        var waiting =
                awaited.on(subscriptionId).stream().collect(Collectors.toMap(w -> w.workspaceId, Function.identity()));
        var first = new HashSet<UUID>();
        var successors = new ArrayList<SettlementBinding>();
        for (var last : bindings.ends(waiting.keySet())) {
            var from = PayerChange.start(last, now);
            var cause = waiting.get(last.workspaceId).cause();
            successors.add(last.succeededBy(Time.id(now), payer, cause, from, now));
            if (PayerChange.isUnpaid(last)) {
                first.add(last.workspaceId);
            }
        }
        awaited.forget(subscriptionId);
        var made = bindings.append(successors);
        made.stream()
                .filter(b -> first.contains(b.workspaceId))
                .forEach(b -> confirmed.fire(new PayerConfirmed(b.workspaceId)));
        var moved = made.stream().filter(b -> !first.contains(b.workspaceId)).toList();
        if (!moved.isEmpty()) {
            changed.fire(PayersChanged.of(moved));
        }
    }

    /** Who pays now for each of the workspaces, and who will; the same few queries for any number. */
    public Map<UUID, SettlementView> of(Collection<UUID> workspaceIds) {
        var now = clock.instant();
        var current = bindings.inForce(workspaceIds, now);
        var ends = bindings.ends(workspaceIds).stream()
                .filter(b -> b.effectiveFrom.isAfter(now))
                .collect(Collectors.toMap(b -> b.workspaceId, Function.identity()));
        var waiting = waiting(workspaceIds);
        var payers = payers(Stream.of(
                        current.stream().map(b -> b.subscriptionId),
                        ends.values().stream().map(b -> b.subscriptionId),
                        waiting.values().stream().map(w -> w.subscriptionId))
                .flatMap(Function.identity()));
        var views = new HashMap<UUID, SettlementView>();
        for (var binding : current) {
            var next = waiting.get(binding.workspaceId);
            var end = ends.get(binding.workspaceId);
            views.put(
                    binding.workspaceId,
                    new SettlementView(
                            binding.method,
                            payer(payers, binding.subscriptionId),
                            binding.effectiveFrom,
                            payer(payers, next == null || next.isInVain() ? null : next.subscriptionId),
                            payer(payers, next != null && next.isInVain() ? next.subscriptionId : null),
                            end == null || end.payer().equals(binding.payer())
                                    ? null
                                    : new Upcoming(end.method, payer(payers, end.subscriptionId), end.effectiveFrom),
                            null));
        }
        return views;
    }

    /** Who has paid, pays and will pay for each of the workspaces; one query. */
    public Map<UUID, PayerTimeline> timelines(Collection<UUID> workspaceIds) {
        return bindings.all(workspaceIds).stream()
                .collect(Collectors.groupingBy(
                        b -> b.workspaceId,
                        Collectors.collectingAndThen(
                                // of two that begin at the same instant the later one took the earlier one back
                                Collectors.toMap(
                                        b -> b.effectiveFrom,
                                        b -> new PayerTimeline.Turn(b.method, b.subscriptionId),
                                        (earlier, later) -> later),
                                PayerTimeline::of)));
    }

    /** The stretch in which nobody pays for each of the workspaces, now or to come; none where somebody always will. */
    public Map<UUID, Gap> gaps(Collection<UUID> workspaceIds) {
        var now = clock.instant();
        var gaps = new HashMap<UUID, Gap>();
        timelines(workspaceIds).forEach((id, timeline) -> timeline.gap(now).ifPresent(gap -> gaps.put(id, gap)));
        return gaps;
    }

    /** The workspaces that any of the subscriptions pays for, has paid for, or will. */
    public List<UUID> everPaidBy(Collection<UUID> subscriptionIds) {
        return bindings.workspacesOf(subscriptionIds);
    }

    /** How many workspaces each of the subscriptions pays for now. */
    public Map<UUID, Integer> countPaidBy(Collection<UUID> subscriptionIds) {
        return bindings.countInForce(subscriptionIds, clock.instant());
    }

    /** A workspace and since when, or from when on, it is paid; for one that waits for AWS since when it does. */
    public record Paid(UUID workspaceId, Instant since) {}

    /** A page of the workspaces that a subscription pays for, or will, newest first, and one more where there is a next page. */
    public List<Paid> paidBy(UUID subscriptionId, Paging paging) {
        return bindings.paidBy(subscriptionId, clock.instant(), paging.before(), paging.size() + 1);
    }

    /**
     * The workspaces that nobody pays for any more, and will not, of those that the subscriptions have paid for; each with the
     * one that paid last.
     */
    public Map<UUID, UUID> unpaidSince(Collection<UUID> subscriptionIds) {
        return bindings.unpaidSince(subscriptionIds);
    }

    /** A page of a workspace's history, newest first, and one entry more where there is a next page. */
    public List<SettlementBindingView> history(UUID workspaceId, Paging paging) {
        var page = bindings.page(workspaceId, paging.before(), paging.size() + 1);
        var payers = payers(page.stream().map(b -> b.subscriptionId));
        return page.stream()
                .map(b -> new SettlementBindingView(
                        b.id,
                        b.method,
                        payer(payers, b.subscriptionId),
                        b.effectiveFrom,
                        b.createdAt,
                        b.madeBy,
                        b.reason().told,
                        b.onboardingId))
                .toList();
    }

    private Map<UUID, AwaitedBinding> waiting(Collection<UUID> workspaceIds) {
        return awaited.of(workspaceIds).stream().collect(Collectors.toMap(w -> w.workspaceId, Function.identity()));
    }

    private Map<UUID, Subscription> payers(Stream<@Nullable UUID> ids) {
        return subscriptions.byId(ids.filter(Objects::nonNull).distinct().toList());
    }

    private @Nullable Payer payer(Map<UUID, Subscription> payers, @Nullable UUID subscriptionId) {
        return subscriptionId == null ? null : subscriptions.payer(payers.get(subscriptionId));
    }
}
