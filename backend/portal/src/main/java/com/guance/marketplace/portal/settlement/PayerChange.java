package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.settlement.Prospect.Bindable;
import com.guance.marketplace.portal.settlement.Prospect.Bound;
import com.guance.marketplace.portal.settlement.Prospect.LastChange;
import com.guance.marketplace.portal.settlement.Prospect.Refused;
import com.guance.marketplace.portal.settlement.SettlementBinding.Payer;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
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
     * @param isLastOver the subscription that pays, or will, has ended
     * @param beforeLast what that one succeeded
     * @param isBeforeOver the subscription that paid before has ended
     * @param lastChange the newest binding that somebody made and nobody took back, where it is not too old to matter
     * @param awaited what waits for AWS
     * @param isAwaitedOver AWS will never confirm it
     */
    record Standing(
            SettlementBinding last,
            boolean isLastOver,
            @Nullable SettlementBinding beforeLast,
            boolean isBeforeOver,
            @Nullable Change lastChange,
            @Nullable AwaitedBinding awaited,
            boolean isAwaitedOver) {}

    /**
     * A binding that somebody made.
     *
     * @param isFirst nobody had paid before, or not any more
     * @param isOver its subscription has ended
     */
    record Change(SettlementBinding binding, boolean isFirst, boolean isOver) {}

    /**
     * Who asks for what.
     *
     * @param payer who is to pay
     * @param isLive may pay at once: the enterprise account always does
     * @param isOver will not pay any more
     * @param onboardingId where it is asked; null: in the Billing Center
     * @param zone in which the site of the workspace counts its months
     */
    record Request(
            Payer payer,
            boolean isLive,
            boolean isOver,
            @Nullable UUID onboardingId,
            boolean mayUndo,
            boolean isSiteSettled,
            boolean isDissolved,
            ZoneId zone) {}

    /** What taking back a binding means. */
    sealed interface Undoing {
        /** AWS had not confirmed it; it is forgotten. */
        record Forgotten() implements Undoing {}

        /** The payer of before pays again; where the undone binding had not begun, from its very start. Who has ended does not. */
        record BackTo(Payer payer, Instant from) implements Undoing {}

        record TooLate() implements Undoing {}

        /** It was not made here, or nobody had ever paid before. */
        record NotHere() implements Undoing {}
    }

    private PayerChange() {}

    static Prospect prospect(Standing standing, Request request, Instant now) {
        var bound = bound(standing, request, now);
        if (bound != null) {
            return bound;
        }
        var last = standing.last();
        if (request.isDissolved() || last.reason() == Reason.DISSOLVED) {
            return new Refused("workspace-dissolved");
        }
        if (!request.isSiteSettled()) {
            return new Refused("site-not-settled");
        }
        if (request.isOver()) {
            return new Refused("subscription-ended");
        }
        var change = changeThatForbids(standing, request.zone(), now);
        boolean isOutrun = change != null && now.isBefore(change.madeAt().plus(A_MOMENT));
        if (!isOutrun
                && request.payer().method() == SettlementMethod.ENTERPRISE_ACCOUNT
                && isKeptBySubscription(standing)) {
            return new Refused("subscription-still-pays");
        }
        if (change != null) {
            return new Refused("changed-recently", change);
        }
        var from = request.isLive() ? start(last, now) : null;
        var again = isFree(last) ? now : nextMonth(from == null ? now : from, request.zone());
        return new Bindable(from, isUnpaid(last), again);
    }

    /** Who has bought on AWS stays there while the purchase lasts. */
    private static boolean isKeptBySubscription(Standing standing) {
        return standing.last().method == SettlementMethod.SUBSCRIPTION && !standing.isLastOver();
    }

    private static @Nullable Bound bound(Standing standing, Request request, Instant now) {
        var awaited = standing.awaited();
        if (awaited != null
                && !standing.isAwaitedOver()
                && awaited.subscriptionId.equals(request.payer().subscriptionId())) {
            return new Bound(
                    awaited.requestedAt,
                    null,
                    awaited.reason() == Reason.OPENED && isOf(request, awaited.onboardingId),
                    undoUntil(standing, request, awaited.requestedAt, Undoing.Forgotten.class, now));
        }
        var last = standing.last();
        if (request.payer().equals(last.payer())) {
            return new Bound(
                    last.requestedAt(),
                    last.effectiveFrom,
                    isFirst(last.reason()) && isOf(request, last.onboardingId),
                    undoUntil(standing, request, last.requestedAt(), Undoing.BackTo.class, now));
        }
        return null;
    }

    private static boolean isOf(Request request, @Nullable UUID onboardingId) {
        return onboardingId != null && onboardingId.equals(request.onboardingId());
    }

    private static boolean isFirst(Reason reason) {
        return reason == Reason.OPENED || reason == Reason.CONFIRMED;
    }

    private static @Nullable Instant undoUntil(
            Standing standing, Request request, Instant made, Class<? extends Undoing> how, Instant now) {
        return request.mayUndo() && how.isInstance(undo(standing, request.onboardingId(), now))
                ? made.plus(UNDOABLE)
                : null;
    }

    /**
     * What was changed can be taken back where it was: by the onboarding, or in the Billing Center. Not what was created
     * there, and not a first payer: there is nobody to go back to.
     *
     * @param onboardingId null: in the Billing Center
     */
    static Undoing undo(Standing standing, @Nullable UUID onboardingId, Instant now) {
        var awaited = standing.awaited();
        if (awaited != null
                && Objects.equals(onboardingId, awaited.onboardingId)
                && awaited.reason().isChange()) {
            if (isUnpaid(standing.last())) {
                return new Undoing.NotHere();
            }
            return isLate(awaited.requestedAt, now) ? new Undoing.TooLate() : new Undoing.Forgotten();
        }
        var last = standing.last();
        var before = standing.beforeLast();
        if (!Objects.equals(onboardingId, last.onboardingId)
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

    /** Until when who pays cannot be changed; null where it can. */
    static @Nullable Instant forbiddenUntil(Standing standing, ZoneId zone, Instant now) {
        var change = changeThatForbids(standing, zone, now);
        return change == null ? null : change.changeableAt();
    }

    /** What has ended forbids nothing, nor does anything where nobody pays: the workspace needs a payer. */
    private static @Nullable LastChange changeThatForbids(Standing standing, ZoneId zone, Instant now) {
        boolean isFree = isFree(standing.last());
        var awaited = standing.awaited();
        if (awaited != null && awaited.reason().isChange() && !standing.isAwaitedOver()) {
            var madeAt = awaited.requestedAt;
            var changeableAt = changeableAt(isFree, madeAt, madeAt, zone);
            if (now.isBefore(changeableAt)) {
                return new LastChange(awaited.subscriptionId, awaited.madeBy, madeAt, changeableAt);
            }
        }
        var last = standing.lastChange();
        if (last == null || last.isOver() || isFree) {
            return null;
        }
        var made = last.binding();
        var changeableAt = changeableAt(last.isFirst(), made.requestedAt(), made.effectiveFrom, zone);
        return now.isBefore(changeableAt)
                ? new LastChange(made.subscriptionId, made.madeBy, made.requestedAt(), changeableAt)
                : null;
    }

    /** A first payer is no change, nor is one that unlocks; only who binds at the same moment is told of it. */
    private static Instant changeableAt(boolean isFirst, Instant madeAt, Instant from, ZoneId zone) {
        return isFirst ? madeAt.plus(A_MOMENT) : nextMonth(from, zone);
    }

    /** From when on another payer would pay: at once where nobody has yet, else from the next full UTC hour. */
    static Instant start(SettlementBinding last, Instant now) {
        return isUnpaid(last) ? now : nextHour(now);
    }

    /** Nobody has paid for the workspace yet. */
    static boolean isUnpaid(SettlementBinding last) {
        return isFree(last) && last.predecessorId == null;
    }

    /** Nobody pays, yet or any more. */
    static boolean isFree(SettlementBinding last) {
        return last.method == SettlementMethod.UNSETTLED;
    }

    /** An hour that has begun belongs to its payer, from its first instant. */
    static Instant nextHour(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    /** Where the month after that of an instant begins, as the site's calendar says. */
    static Instant nextMonth(Instant instant, ZoneId zone) {
        return YearMonth.from(instant.atZone(zone))
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(zone)
                .toInstant();
    }
}
