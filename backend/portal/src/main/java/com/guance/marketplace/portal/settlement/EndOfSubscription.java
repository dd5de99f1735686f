package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.SubscriptionChanged;
import com.guance.marketplace.portal.marketplace.SubscriptionLife;
import com.guance.marketplace.portal.marketplace.SubscriptionSucceeded;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.SettlementBinding.Cause;
import com.guance.marketplace.portal.settlement.SettlementBinding.Payer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who pays after a subscription: nobody, or itself where it goes on after all, or the one that it goes on as. All is told by
 * AWS's own instants, so that word that comes late, twice or out of order says the same: of a life that has begun and ended by
 * now both is done, the one after the other. A workspace whose chain goes on to another payer is left alone. Holds the subscription's row, as everybody does who binds to it.
 */
@ApplicationScoped
class EndOfSubscription {
    /** A portal of before may have heard of an end while this one was new. */
    private static final Duration LOOKED_BACK = Duration.ofDays(2);

    private final Subscriptions subscriptions;
    private final SettlementBindings bindings;
    private final AwaitedBindings awaited;
    private final Settlement settlement;
    private final Clock clock;
    private final Event<PayersChanged> changed;
    private final Event<WaitedInVain> inVain;
    private volatile boolean isAllLookedAt;

    EndOfSubscription(
            Subscriptions subscriptions,
            SettlementBindings bindings,
            AwaitedBindings awaited,
            Settlement settlement,
            Clock clock,
            Event<PayersChanged> changed,
            Event<WaitedInVain> inVain) {
        this.subscriptions = subscriptions;
        this.bindings = bindings;
        this.awaited = awaited;
        this.settlement = settlement;
        this.clock = clock;
        this.changed = changed;
        this.inVain = inVain;
    }

    void follow(@Observes SubscriptionChanged news) {
        follow(news.subscriptionId());
    }

    private void follow(UUID id) {
        var subscription = subscriptions.get(id);
        var life = life(id);
        if (life.liveAt() == null) {
            if (subscription.isOver()) {
                giveUp(id);
            }
            return;
        }
        settlement.confirm(id);
        if (life.endsAt() != null) {
            end(id, life.endsAt());
        } else if (subscription.isLive()) {
            resume(subscription, life.liveAt());
        }
    }

    private SubscriptionLife life(UUID id) {
        return Objects.requireNonNull(subscriptions.metered(List.of(id)).get(id))
                .life();
    }

    /** It has ended, or its payment failed, before it began. */
    private void giveUp(UUID id) {
        var workspaces = awaited.giveUp(id, clock.instant());
        if (!workspaces.isEmpty()) {
            inVain.fire(new WaitedInVain(id, workspaces));
        }
    }

    private void end(UUID id, Instant endsAt) {
        var now = clock.instant();
        var cause = Cause.ofAws(Reason.ENDED, endsAt);
        append(bindings.endsOn(id).stream()
                .map(last -> last.succeededBy(Time.id(now), Payer.NOBODY, cause, endOf(last, endsAt, now), now))
                .toList());
    }

    /** AWS tells whole seconds: what has begun and ends no later did pay, if only for a moment, and is not taken back. */
    private static Instant endOf(SettlementBinding last, Instant endsAt, Instant now) {
        boolean hasBegun = !last.effectiveFrom.isAfter(now);
        return hasBegun && !endsAt.isAfter(last.effectiveFrom) ? last.effectiveFrom.plusMillis(1) : endsAt;
    }

    /** An end of the life that it is in has been taken back. One of a life before stays: that is picked up by hand. */
    private void resume(Subscription subscription, Instant liveAt) {
        var now = clock.instant();
        var said = subscription.stateSince();
        var cause = Cause.ofAws(Reason.RESUMED, said);
        Predicate<SettlementBinding> isOfThisLife = end -> end.requestedAt().isAfter(liveAt);
        append(bindings.endedOn(subscription.id()).stream()
                .filter(isOfThisLife)
                .map(end -> end.succeededBy(Time.id(now), Payer.subscription(subscription.id()), cause, said, now))
                .toList());
    }

    /** The new one begins with the next hour, or at once where the old one lived in none of this one. */
    void renew(@Observes SubscriptionSucceeded news) {
        var liveAt = life(news.successor()).liveAt();
        if (liveAt == null) {
            return;
        }
        var now = clock.instant();
        var cause = Cause.ofAws(Reason.RENEWED, liveAt);
        var payer = Payer.subscription(news.successor());
        var oldEnd = life(news.predecessor()).endsAt();
        boolean isHourFree = oldEnd != null && !oldEnd.isAfter(liveAt.truncatedTo(ChronoUnit.HOURS));
        var from = isHourFree ? liveAt : PayerChange.nextHour(liveAt);
        append(Stream.concat(
                        bindings.endsOn(news.predecessor()).stream(), bindings.endedOn(news.predecessor()).stream())
                .map(last -> last.succeededBy(Time.id(now), payer, cause, from, now))
                .toList());
        follow(news.successor()); // it may have ended by now
    }

    private void append(List<SettlementBinding> successors) {
        var made = bindings.append(successors);
        if (!made.isEmpty()) {
            changed.fire(PayersChanged.of(made));
        }
    }

    /** Ends that nobody has followed: those of before there was this, and those that a portal of before heard of. */
    @Scheduled(every = "10m", delayed = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void catchUp() {
        var now = clock.instant();
        var since = isAllLookedAt ? now.minus(LOOKED_BACK) : Instant.EPOCH;
        var toFollow = QuarkusTransaction.requiringNew()
                .call(() -> Stream.concat(bindings.paying(subscriptions.endedBetween(since, now)).stream(), decided())
                        .toList());
        toFollow.forEach(id -> QuarkusTransaction.requiringNew().run(() -> {
            subscriptions.getForUpdate(id);
            follow(id);
        }));
        isAllLookedAt = true;
    }

    /** Those that workspaces wait for though it is known what becomes of them. */
    private Stream<UUID> decided() {
        return subscriptions.byId(awaited.subscriptions()).values().stream()
                .filter(subscription -> subscription.isOver() || subscription.liveAt() != null)
                .map(Subscription::id);
    }
}
