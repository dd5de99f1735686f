package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.SubscriptionWentLive;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.PayerChange.Change;
import com.guance.marketplace.portal.settlement.PayerChange.Request;
import com.guance.marketplace.portal.settlement.PayerChange.Standing;
import com.guance.marketplace.portal.settlement.PayerChange.Undoing;
import com.guance.marketplace.portal.settlement.Prospect.Refused;
import com.guance.marketplace.portal.settlement.SettlementBinding.Cause;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Decides who pays for a workspace from when on, and answers who does. Works within the caller's transaction. */
@ApplicationScoped
public class Settlement {
    /** Changes older than this no longer forbid another: no calendar month is longer. */
    private static final Duration LONGEST_MONTH = Duration.ofDays(32);

    /**
     * Who pays now, since when, who will from when on, and who will once AWS confirms.
     *
     * @param payer null unless the method is a subscription
     */
    public record SettlementView(
            SettlementMethod method,
            @Nullable Payer payer,
            @Nullable Instant since,
            @Nullable Payer waitingFor,
            @Nullable Upcoming upcoming) {
        public static final SettlementView NOBODY =
                new SettlementView(SettlementMethod.UNSETTLED, null, null, null, null);
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

    /**
     * A purchase that may come to pay for workspaces.
     *
     * @param mayUndo the onboarding is still under way
     */
    public record Bidder(Subscription subscription, UUID onboardingId, boolean mayUndo) {}

    /** A workspace that may come to be paid. */
    public record Candidate(UUID workspaceId, boolean isSiteSettled, boolean isDissolved) {}

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

    /**
     * Makes a subscription the payer of a workspace that was there before, or refuses. Of several at once one wins: the
     * lock makes the others' answer kinder, the unique predecessor makes it true.
     *
     * @return whether the subscription pays already
     */
    public boolean bind(Bidder bidder, Candidate candidate, String madeBy) {
        var id = candidate.workspaceId();
        bindings.lock(id);
        var now = clock.instant();
        var standing = standing(id, now);
        return switch (PayerChange.prospect(standing, request(bidder, candidate), now)) {
            case Prospect.Bound bound -> throw Refusal.conflict("bound-here");
            case Refused refused -> throw refusal(refused, now);
            case Prospect.Bindable bindable -> {
                make(bidder, standing, bindable.from(), madeBy, now);
                yield now.equals(bindable.from());
            }
        };
    }

    private void make(Bidder bidder, Standing standing, @Nullable Instant from, String madeBy, Instant now) {
        var subscription = bidder.subscription().id();
        var last = standing.last();
        var waiting = standing.awaited();
        if (from != null) {
            if (waiting != null) {
                awaited.delete(waiting);
            }
            var cause = Cause.of(Reason.BOUND, bidder.onboardingId(), madeBy);
            var payer = SettlementBinding.Payer.subscription(subscription);
            append(last.succeededBy(Time.id(now), payer, cause, from, now));
        } else if (waiting != null) {
            waiting.replaceWith(subscription, bidder.onboardingId(), madeBy, Reason.BOUND, now);
        } else {
            awaited.persist(new AwaitedBinding(
                    last.workspaceId, subscription, bidder.onboardingId(), madeBy, Reason.BOUND, now));
        }
        bindings.flush();
    }

    private void append(SettlementBinding binding) {
        try {
            bindings.persistAndFlush(binding);
        } catch (ConstraintViolationException outrun) { // by a portal that does not know the lock
            throw Refusal.conflict("payer-changed", "····");
        }
    }

    private Refusal refusal(Refused refused, Instant now) {
        var change = refused.change();
        if (change == null) {
            return Refusal.conflict(refused.reason());
        }
        return now.isBefore(change.madeAt().plus(PayerChange.A_MOMENT))
                ? payerChanged(change.subscriptionId())
                : Refusal.conflict(refused.reason(), Time.minute(change.changeableAt()));
    }

    private Refusal payerChanged(UUID to) {
        return Refusal.conflict(
                "payer-changed", Subscriptions.mask(subscriptions.get(to).awsAccountId()));
    }

    /** Takes back what an onboarding has bound, or refuses. What has been in force stays in the history. */
    public void undo(Bidder bidder, UUID workspaceId, String madeBy) {
        bindings.lock(workspaceId);
        var now = clock.instant();
        var standing = standing(workspaceId, now);
        var onboarding = bidder.onboardingId();
        switch (PayerChange.undo(standing, onboarding, now)) {
            case Undoing.Forgotten forgotten -> awaited.delete(Objects.requireNonNull(standing.awaited()));
            case Undoing.BackTo back -> {
                var cause = Cause.of(Reason.UNDONE, onboarding, madeBy);
                append(standing.last().succeededBy(Time.id(now), back.payer(), cause, back.from(), now));
            }
            case Undoing.TooLate late -> throw Refusal.conflict("undo-too-late");
            case Undoing.NotHere elsewhere -> throw notHere(standing, onboarding, now);
        }
        bindings.flush();
    }

    /** Whether somebody else has bound it since, or nobody here ever did. */
    private Refusal notHere(Standing standing, UUID onboarding, Instant now) {
        var last = standing.lastChange() == null ? null : standing.lastChange().binding();
        boolean wasHere = bindings.changes(List.of(standing.last().workspaceId), now.minus(LONGEST_MONTH)).stream()
                .anyMatch(change -> onboarding.equals(change.onboardingId) && change != standing.last());
        return wasHere && last != null && last.subscriptionId != null && !onboarding.equals(last.onboardingId)
                ? payerChanged(last.subscriptionId)
                : Refusal.conflict("not-bound-here");
    }

    /** What a purchase may expect of each workspace; the same few queries for any number. */
    public Map<UUID, Prospect> prospects(Bidder bidder, Collection<Candidate> candidates) {
        var now = clock.instant();
        var ids = candidates.stream().map(Candidate::workspaceId).toList();
        var standings = standings(ids, now);
        return candidates.stream()
                .collect(Collectors.toMap(
                        Candidate::workspaceId,
                        c -> PayerChange.prospect(standings.get(c.workspaceId()), request(bidder, c), now)));
    }

    private static Request request(Bidder bidder, Candidate candidate) {
        var subscription = bidder.subscription();
        return new Request(
                subscription.id(),
                subscription.isLive(),
                subscription.isOver(),
                bidder.onboardingId(),
                bidder.mayUndo(),
                candidate.isSiteSettled(),
                candidate.isDissolved());
    }

    /** As it is now that the workspace is locked: what the transaction has read before may be outrun. */
    private Standing standing(UUID workspaceId, Instant now) {
        awaited.of(List.of(workspaceId)).forEach(awaited.getEntityManager()::refresh);
        return Objects.requireNonNull(standings(List.of(workspaceId), now).get(workspaceId));
    }

    private Map<UUID, Standing> standings(Collection<UUID> workspaceIds, Instant now) {
        var ends = bindings.ends(workspaceIds);
        var changes = bindings.changes(workspaceIds, now.minus(LONGEST_MONTH)).stream()
                .collect(Collectors.toMap(b -> b.workspaceId, Function.identity(), (older, newer) -> newer));
        var before = bindings
                .byIds(Stream.concat(ends.stream(), changes.values().stream())
                        .map(b -> b.predecessorId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList())
                .stream()
                .collect(Collectors.toMap(b -> b.id, Function.identity()));
        var waiting = waiting(workspaceIds);
        var payers = payers(Stream.of(
                        before.values().stream().map(b -> b.subscriptionId),
                        changes.values().stream().map(b -> b.subscriptionId),
                        waiting.values().stream().map(w -> w.subscriptionId))
                .flatMap(Function.identity()));
        return ends.stream().collect(Collectors.toMap(b -> b.workspaceId, last -> {
            var beforeLast = last.predecessorId == null ? null : before.get(last.predecessorId);
            var change = changes.get(last.workspaceId);
            var awaits = waiting.get(last.workspaceId);
            return new Standing(
                    last,
                    beforeLast,
                    beforeLast != null && isOver(payers, beforeLast.subscriptionId),
                    change == null
                            ? null
                            : new Change(
                                    change,
                                    PayerChange.isUnpaid(before.get(change.predecessorId)),
                                    isOver(payers, change.subscriptionId)),
                    awaits,
                    awaits != null && isOver(payers, awaits.subscriptionId));
        }));
    }

    private static boolean isOver(Map<UUID, Subscription> payers, @Nullable UUID subscriptionId) {
        return subscriptionId != null && payers.get(subscriptionId).isOver();
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

    /** What waited for this subscription is paid by it: from now on where nobody has paid yet, else from the next hour. */
    void confirm(@Observes SubscriptionWentLive live) {
        awaited.workspacesOn(live.subscriptionId()).stream().sorted().forEach(bindings::lock);
        var now = clock.instant(); // read when locked: waiting may have taken it into the next hour
        for (var waiting : awaited.on(live.subscriptionId())) {
            var payer = SettlementBinding.Payer.subscription(live.subscriptionId());
            var last = bindings.last(waiting.workspaceId);
            boolean isFirst = PayerChange.isUnpaid(last);
            boolean wasBound = waiting.reason() == Reason.BOUND;
            var cause = new Cause(
                    wasBound ? Reason.BOUND_CONFIRMED : Reason.CONFIRMED,
                    waiting.onboardingId,
                    wasBound ? waiting.madeBy : null,
                    waiting.requestedAt);
            bindings.persist(last.succeededBy(Time.id(now), payer, cause, PayerChange.start(last, now), now));
            awaited.delete(waiting);
            if (isFirst) {
                confirmed.fire(new PayerConfirmed(waiting.workspaceId));
            }
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
                            payer(payers, next == null ? null : next.subscriptionId),
                            end == null || end.payer().equals(binding.payer())
                                    ? null
                                    : new Upcoming(end.method, payer(payers, end.subscriptionId), end.effectiveFrom)));
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

    /** The workspaces that any of the subscriptions pays for, has paid for, or will. */
    public List<UUID> everPaidBy(Collection<UUID> subscriptionIds) {
        return bindings.workspacesOf(subscriptionIds);
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
