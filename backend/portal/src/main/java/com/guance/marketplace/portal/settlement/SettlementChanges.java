package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.PayerChange.Change;
import com.guance.marketplace.portal.settlement.PayerChange.Request;
import com.guance.marketplace.portal.settlement.PayerChange.Standing;
import com.guance.marketplace.portal.settlement.PayerChange.Undoing;
import com.guance.marketplace.portal.settlement.Prospect.LastChange;
import com.guance.marketplace.portal.settlement.Prospect.Refused;
import com.guance.marketplace.portal.settlement.SettlementBinding.Cause;
import com.guance.marketplace.portal.settlement.SettlementBinding.Payer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Changes who pays for workspaces that are there: in an onboarding, in the Billing Center, and back. What may be is decided by
 * {@link PayerChange}. Works within the caller's transaction, which holds the row of the subscription that is to pay.
 */
@ApplicationScoped
public class SettlementChanges {
    /** Changes older than this no longer forbid another: no calendar month is longer. */
    private static final Duration LONGEST_MONTH = Duration.ofDays(32);

    /**
     * Who may come to pay for workspaces, and where that is asked.
     *
     * @param subscription null: the enterprise account itself
     * @param onboardingId null: in the Billing Center
     * @param mayUndo what was changed there may be taken back
     */
    public record Bidder(
            UUID enterpriseAccountId,
            @Nullable Subscription subscription,
            @Nullable UUID onboardingId,
            boolean mayUndo) {
        /** In the Billing Center. */
        public static Bidder here(UUID enterpriseAccountId, @Nullable Subscription subscription) {
            return new Bidder(enterpriseAccountId, subscription, null, true);
        }

        private Payer payer() {
            return subscription == null
                    ? Payer.enterpriseAccount(enterpriseAccountId)
                    : Payer.subscription(subscription.id());
        }

        private Reason reason() {
            return onboardingId == null ? Reason.CHANGED : Reason.BOUND;
        }
    }

    /** A workspace that may come to be paid. */
    public record Candidate(UUID workspaceId, String siteId, boolean isDissolved) {}

    /** @param changeableAt null: who pays can be changed now */
    public record Options(
            List<Prospect> prospects, @Nullable Instant changeableAt) {}

    /**
     * What became of many.
     *
     * @param from null while AWS has not confirmed the subscription
     * @param leftOut why not, in the order of the candidates
     */
    public record PickedUp(List<UUID> workspaces, @Nullable Instant from, Map<UUID, String> leftOut) {}

    private final SettlementBindings bindings;
    private final AwaitedBindings awaited;
    private final Subscriptions subscriptions;
    private final Products products;
    private final Sites sites;
    private final Clock clock;
    private final Event<PayersChanged> changed;

    SettlementChanges(
            SettlementBindings bindings,
            AwaitedBindings awaited,
            Subscriptions subscriptions,
            Products products,
            Sites sites,
            Clock clock,
            Event<PayersChanged> changed) {
        this.bindings = bindings;
        this.awaited = awaited;
        this.subscriptions = subscriptions;
        this.products = products;
        this.sites = sites;
        this.clock = clock;
        this.changed = changed;
    }

    /**
     * Makes somebody else the payer of a workspace, or refuses. Of several at once one wins: the lock makes the others'
     * answer kinder, the unique predecessor makes it true.
     *
     * @return whether the new payer pays already
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
        var last = standing.last();
        var waiting = standing.awaited();
        if (from != null) {
            if (waiting != null) {
                awaited.delete(waiting);
            }
            var cause = Cause.of(bidder.reason(), bidder.onboardingId(), madeBy);
            append(last.succeededBy(Time.id(now), bidder.payer(), cause, from, now));
        } else {
            var subscription = Objects.requireNonNull(bidder.subscription()).id();
            if (waiting != null) {
                waiting.replaceWith(subscription, bidder.onboardingId(), madeBy, bidder.reason(), now);
            } else {
                awaited.persist(new AwaitedBinding(
                        last.workspaceId, subscription, bidder.onboardingId(), madeBy, bidder.reason(), now));
            }
        }
        bindings.flush();
    }

    private void append(SettlementBinding binding) {
        try {
            bindings.persistAndFlush(binding);
        } catch (ConstraintViolationException outrun) { // by a portal that does not know the lock
            throw Refusal.conflict("payer-changed", "AWS ····");
        }
        changed.fire(PayersChanged.of(List.of(binding)));
    }

    private Refusal refusal(Refused refused, Instant now) {
        var change = refused.change();
        if (change == null) {
            return Refusal.conflict(refused.reason());
        }
        return now.isBefore(change.madeAt().plus(PayerChange.A_MOMENT))
                ? payerChanged(change)
                : Refusal.conflict(refused.reason(), Time.minute(change.changeableAt()));
    }

    private Refusal payerChanged(LastChange to) {
        return Refusal.conflict("payer-changed", to.chosen(payers(Stream.ofNullable(to.subscriptionId()))));
    }

    /**
     * Takes back what was changed here, or refuses. What has been in force stays in the history.
     *
     * @param onboardingId null: in the Billing Center
     */
    public void undo(@Nullable UUID onboardingId, UUID workspaceId, String madeBy) {
        holdFormer(workspaceId);
        bindings.lock(workspaceId);
        var now = clock.instant();
        var standing = standing(workspaceId, now);
        switch (PayerChange.undo(standing, onboardingId, now)) {
            case Undoing.Forgotten forgotten -> awaited.delete(Objects.requireNonNull(standing.awaited()));
            case Undoing.BackTo back -> {
                var cause = Cause.of(Reason.UNDONE, onboardingId, madeBy);
                append(standing.last().succeededBy(Time.id(now), back.payer(), cause, back.from(), now));
            }
            case Undoing.TooLate late -> throw Refusal.conflict("undo-too-late");
            case Undoing.NotHere elsewhere -> throw notHere(standing, onboardingId, now);
        }
        bindings.flush();
    }

    /** Who is to pay again must not end at this very moment. */
    private void holdFormer(UUID workspaceId) {
        bindings.beforeLast(workspaceId).map(b -> b.subscriptionId).ifPresent(subscriptions::getForUpdate);
    }

    /** Whether somebody else has bound it since, or nobody here ever did. */
    private Refusal notHere(Standing standing, @Nullable UUID onboarding, Instant now) {
        var last = standing.lastChange() == null ? null : standing.lastChange().binding();
        boolean wasHere = bindings.changes(List.of(standing.last().workspaceId), now.minus(LONGEST_MONTH)).stream()
                .anyMatch(change -> Objects.equals(onboarding, change.onboardingId) && change != standing.last());
        return wasHere && last != null && !Objects.equals(onboarding, last.onboardingId)
                ? payerChanged(new LastChange(last.subscriptionId, last.madeBy, last.requestedAt(), now))
                : Refusal.conflict("not-bound-here");
    }

    /** What somebody may expect of each workspace; the same few queries for any number. */
    public Map<UUID, Prospect> prospects(Bidder bidder, Collection<Candidate> candidates) {
        var now = clock.instant();
        var standings =
                standings(candidates.stream().map(Candidate::workspaceId).toList(), now);
        return candidates.stream()
                .collect(Collectors.toMap(
                        Candidate::workspaceId,
                        c -> PayerChange.prospect(standings.get(c.workspaceId()), request(bidder, c), now)));
    }

    /** When who pays may be changed next, for those where that is not now; the same few queries for any number. */
    public Map<UUID, Instant> changeableAt(Collection<Candidate> candidates) {
        var now = clock.instant();
        var standings =
                standings(candidates.stream().map(Candidate::workspaceId).toList(), now);
        var instants = new HashMap<UUID, Instant>();
        for (var candidate : candidates) {
            var standing = standings.get(candidate.workspaceId());
            var until = standing == null ? null : PayerChange.forbiddenUntil(standing, zone(candidate), now);
            if (until != null) {
                instants.put(candidate.workspaceId(), until);
            }
        }
        return instants;
    }

    /** What each may expect of a workspace; the same few queries for any number. */
    public Options options(Candidate candidate, List<Bidder> bidders) {
        var now = clock.instant();
        var id = candidate.workspaceId();
        var standing = Objects.requireNonNull(standings(List.of(id), now).get(id));
        return new Options(
                bidders.stream()
                        .map(bidder -> PayerChange.prospect(standing, request(bidder, candidate), now))
                        .toList(),
                PayerChange.forbiddenUntil(standing, zone(candidate), now));
    }

    /** Makes a subscription the payer of those of the workspaces that nobody pays for any more; in a few statements for all. */
    public PickedUp pickUp(Bidder bidder, Collection<Candidate> candidates, String madeBy) {
        var ids = candidates.stream().map(Candidate::workspaceId).toList();
        bindings.lock(ids);
        var now = clock.instant();
        var standings = standings(ids, now);
        var wanted = new ArrayList<Standing>();
        var leftOut = new LinkedHashMap<UUID, String>();
        for (var candidate : candidates) {
            var standing = standings.get(candidate.workspaceId());
            var why = whyNotPickedUp(standing, PayerChange.prospect(standing, request(bidder, candidate), now));
            if (why == null) {
                wanted.add(standing);
            } else {
                leftOut.put(candidate.workspaceId(), why);
            }
        }
        var subscription = Objects.requireNonNull(bidder.subscription());
        var from = subscription.isLive() ? PayerChange.nextHour(now) : null;
        if (wanted.isEmpty()) {
            return new PickedUp(List.of(), from, leftOut);
        }
        if (from == null) {
            awaited.keep(wanted.stream()
                    .map(s -> new AwaitedBinding(
                            s.last().workspaceId, subscription.id(), null, madeBy, Reason.PICKED_UP, now))
                    .toList());
            return new PickedUp(workspaces(wanted), null, leftOut);
        }
        awaited.forgetOf(workspaces(wanted));
        var cause = Cause.of(Reason.PICKED_UP, null, madeBy);
        var made = bindings.append(wanted.stream()
                .map(s -> s.last()
                        .succeededBy(Time.id(now), bidder.payer(), cause, PayerChange.start(s.last(), now), now))
                .toList());
        var pickedUp = made.stream().map(b -> b.workspaceId).toList();
        var there = new HashSet<>(pickedUp);
        workspaces(wanted).stream().filter(id -> !there.contains(id)).forEach(id -> leftOut.put(id, "payer-changed"));
        if (!made.isEmpty()) {
            changed.fire(PayersChanged.of(made));
        }
        return new PickedUp(pickedUp, from, leftOut);
    }

    private static List<UUID> workspaces(List<Standing> standings) {
        return standings.stream().map(s -> s.last().workspaceId).toList();
    }

    private static @Nullable String whyNotPickedUp(Standing standing, Prospect prospect) {
        return switch (prospect) {
            case Prospect.Bound bound -> "bound-here";
            case Refused refused -> refused.change() == null ? refused.reason() : "payer-changed";
            case Prospect.Bindable bindable ->
                PayerChange.isUnpaid(standing.last())
                        ? "workspace-pending"
                        : PayerChange.isFree(standing.last()) ? null : "payer-changed";
        };
    }

    /**
     * The end of a workspace that nobody pays for: nobody ever will. One that was never open still may be, while AWS can confirm
     * who is to pay for it. Whoever chooses a payer at the same moment comes before
     * it, and this is refused, or after it, and is refused.
     */
    public void dissolve(UUID workspaceId, String madeBy) {
        bindings.lock(workspaceId);
        var now = clock.instant();
        var standing = standing(workspaceId, now);
        var last = standing.last();
        if (last.reason() == Reason.DISSOLVED) {
            throw Refusal.conflict("workspace-dissolved");
        }
        boolean isUnpaid = bindings.inForce(List.of(workspaceId), now).stream().allMatch(PayerChange::isFree);
        if (!isUnpaid || !PayerChange.isFree(last)) {
            throw Refusal.conflict("workspace-in-use");
        }
        if (PayerChange.isUnpaid(last) && standing.awaited() != null && !standing.isAwaitedOver()) {
            throw Refusal.conflict("workspace-pending");
        }
        if (standing.awaited() != null) {
            awaited.delete(standing.awaited());
        }
        var cause = Cause.of(Reason.DISSOLVED, null, madeBy);
        bindings.persistAndFlush(last.succeededBy(Time.id(now), Payer.NOBODY, cause, now, now));
    }

    private Request request(Bidder bidder, Candidate candidate) {
        var subscription = bidder.subscription();
        return new Request(
                bidder.payer(),
                subscription == null || subscription.isLive(),
                subscription != null && subscription.isOver(),
                bidder.onboardingId(),
                bidder.mayUndo(),
                subscription == null || products.get(subscription.product()).maySettle(candidate.siteId()),
                candidate.isDissolved(),
                zone(candidate));
    }

    private ZoneId zone(Candidate candidate) {
        return ZoneId.of(sites.get(candidate.siteId()).billingDayZone());
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
        var waiting =
                awaited.of(workspaceIds).stream().collect(Collectors.toMap(w -> w.workspaceId, Function.identity()));
        var payers = payers(Stream.of(
                        ends.stream().map(b -> b.subscriptionId),
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
                    isOver(payers, last.subscriptionId),
                    beforeLast,
                    beforeLast != null && isOver(payers, beforeLast.subscriptionId),
                    change == null
                            ? null
                            : new Change(
                                    change,
                                    PayerChange.isFree(before.get(change.predecessorId)),
                                    isOver(payers, change.subscriptionId)),
                    awaits,
                    awaits != null && isOver(payers, awaits.subscriptionId));
        }));
    }

    private static boolean isOver(Map<UUID, Subscription> payers, @Nullable UUID subscriptionId) {
        return subscriptionId != null && payers.get(subscriptionId).isOver();
    }

    private Map<UUID, Subscription> payers(Stream<@Nullable UUID> ids) {
        return subscriptions.byId(ids.filter(Objects::nonNull).distinct().toList());
    }
}
