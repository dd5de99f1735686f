package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.settlement.Prospect.Bindable;
import com.guance.marketplace.portal.settlement.Prospect.Bound;
import com.guance.marketplace.portal.settlement.Prospect.LastChange;
import com.guance.marketplace.portal.settlement.Prospect.Refused;
import com.guance.marketplace.portal.settlement.SettlementBinding.Payer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether the payer of a workspace may change, from when on, and back. Decided from what is known, without asking anybody. */
final class PayerChange {
    /** How long a change can be taken back. */
    static final Duration UNDOABLE = Duration.ofHours(1);
    /** Whoever comes this soon after a change did not see it coming. */
    static final Duration A_MOMENT = Duration.ofMinutes(1);

    /**
     * Where a workspace stands.
     *
     * @param last the end of its chain: pays now, or will
     * @param beforeLast what that one succeeded
     * @param isBeforeOver the subscription that paid before has ended
     * @param lastChange the newest binding that somebody made and nobody took back, where it is not too old to matter
     * @param awaited what waits for AWS
     * @param isAwaitedOver AWS will never confirm it
     */
    record Standing(
            SettlementBinding last,
            @Nullable SettlementBinding beforeLast,
            boolean isBeforeOver,
            @Nullable Change lastChange,
            @Nullable AwaitedBinding awaited,
            boolean isAwaitedOver) {}

    /**
     * A binding that somebody made.
     *
     * @param isFirst nobody had paid before
     * @param isOver its subscription has ended
     */
    record Change(SettlementBinding binding, boolean isFirst, boolean isOver) {}

    /** Who asks for what. */
    record Request(
            UUID subscriptionId,
            boolean isLive,
            boolean isOver,
            UUID onboardingId,
            boolean mayUndo,
            boolean isSiteSettled,
            boolean isDissolved) {}

    /** What taking back a binding means. */
    sealed interface Undoing {
        /** AWS had not confirmed it; it is forgotten. */
        record Forgotten() implements Undoing {}

        /** The payer of before pays again; where the undone binding had not begun, from its very start. Who has ended does not. */
        record BackTo(Payer payer, Instant from) implements Undoing {}

        record TooLate() implements Undoing {}

        /** This onboarding did not bind it, or nobody paid before. */
        record NotHere() implements Undoing {}
    }

    private PayerChange() {}

    static Prospect prospect(Standing standing, Request request, Instant now) {
        var bound = bound(standing, request, now);
        if (bound != null) {
            return bound;
        }
        if (request.isDissolved()) {
            return new Refused("workspace-dissolved");
        }
        if (!request.isSiteSettled()) {
            return new Refused("site-not-settled");
        }
        if (request.isOver()) {
            return new Refused("subscription-ended");
        }
        var change = changeThatForbids(standing, now);
        if (change != null) {
            return new Refused("changed-recently", change);
        }
        var from = request.isLive() ? start(standing.last(), now) : null;
        boolean isFirst = isUnpaid(standing.last());
        return new Bindable(from, isFirst, isFirst ? now : monthAfter(from == null ? now : from));
    }

    private static @Nullable Bound bound(Standing standing, Request request, Instant now) {
        var awaited = standing.awaited();
        if (awaited != null && awaited.subscriptionId.equals(request.subscriptionId())) {
            boolean isOurs = request.onboardingId().equals(awaited.onboardingId);
            return new Bound(
                    awaited.requestedAt,
                    null,
                    isOurs && awaited.reason() == Reason.OPENED,
                    undoUntil(standing, request, now));
        }
        var last = standing.last();
        if (request.subscriptionId().equals(last.subscriptionId)) {
            boolean isOurs = request.onboardingId().equals(last.onboardingId);
            return new Bound(
                    last.requestedAt(),
                    last.effectiveFrom,
                    isOurs && isFirst(last.reason()),
                    undoUntil(standing, request, now));
        }
        return null;
    }

    private static boolean isFirst(Reason reason) {
        return reason == Reason.OPENED || reason == Reason.CONFIRMED;
    }

    private static @Nullable Instant undoUntil(Standing standing, Request request, Instant now) {
        if (!request.mayUndo()) {
            return null;
        }
        return switch (undo(standing, request.onboardingId(), now)) {
            case Undoing.Forgotten forgotten -> forgotUntil(standing);
            case Undoing.BackTo back -> standing.last().requestedAt().plus(UNDOABLE);
            case Undoing.TooLate late -> null;
            case Undoing.NotHere foreign -> null;
        };
    }

    private static @Nullable Instant forgotUntil(Standing standing) {
        return standing.awaited() == null
                ? null
                : standing.awaited().requestedAt.plus(UNDOABLE);
    }

    /** What an onboarding bound can be taken back, not what it created, and not a first payer: there is nobody to go back to. */
    static Undoing undo(Standing standing, UUID onboardingId, Instant now) {
        var awaited = standing.awaited();
        if (awaited != null && onboardingId.equals(awaited.onboardingId) && awaited.reason() == Reason.BOUND) {
            if (isUnpaid(standing.last())) {
                return new Undoing.NotHere();
            }
            return isLate(awaited.requestedAt, now) ? new Undoing.TooLate() : new Undoing.Forgotten();
        }
        var last = standing.last();
        var before = standing.beforeLast();
        if (!onboardingId.equals(last.onboardingId)
                || !last.reason().isChange()
                || before == null
                || isUnpaid(before)) {
            return new Undoing.NotHere();
        }
        if (isLate(last.requestedAt(), now)) {
            return new Undoing.TooLate();
        }
        return new Undoing.BackTo(
                standing.isBeforeOver() ? Payer.NOBODY : before.payer(),
                last.effectiveFrom.isAfter(now) ? last.effectiveFrom : nextHour(now));
    }

    private static boolean isLate(Instant boundAt, Instant now) {
        return !now.isBefore(boundAt.plus(UNDOABLE));
    }

    /** What has ended forbids nothing: its workspace needs another payer. */
    private static @Nullable LastChange changeThatForbids(Standing standing, Instant now) {
        var awaited = standing.awaited();
        if (awaited != null && awaited.reason() == Reason.BOUND && !standing.isAwaitedOver()) {
            var madeAt = awaited.requestedAt;
            var changeableAt = changeableAt(isUnpaid(standing.last()), madeAt, madeAt);
            if (now.isBefore(changeableAt)) {
                return new LastChange(awaited.subscriptionId, madeAt, changeableAt);
            }
        }
        var last = standing.lastChange();
        if (last == null || last.isOver()) {
            return null;
        }
        var made = last.binding();
        var changeableAt = changeableAt(last.isFirst(), made.requestedAt(), made.effectiveFrom);
        return now.isBefore(changeableAt)
                ? new LastChange(Objects.requireNonNull(made.subscriptionId), made.requestedAt(), changeableAt)
                : null;
    }

    /** A first payer is no change; only who binds at the same moment is told of it. */
    private static Instant changeableAt(boolean isFirst, Instant madeAt, Instant from) {
        return isFirst ? madeAt.plus(A_MOMENT) : monthAfter(from);
    }

    /** From when on another payer would pay: at once where nobody has yet, else from the next full UTC hour. */
    static Instant start(SettlementBinding last, Instant now) {
        return isUnpaid(last) ? now : nextHour(now);
    }

    /** Nobody has paid for the workspace yet. */
    static boolean isUnpaid(SettlementBinding last) {
        return last.method == SettlementMethod.UNSETTLED && last.predecessorId == null;
    }

    /** An hour that has begun belongs to its payer, from its first instant. */
    static Instant nextHour(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    /** A calendar month later in UTC; a day that the next month lacks is its last. */
    static Instant monthAfter(Instant change) {
        return change.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
    }
}
