package com.guance.marketplace.portal.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.settlement.PayerChange.Change;
import com.guance.marketplace.portal.settlement.PayerChange.Request;
import com.guance.marketplace.portal.settlement.PayerChange.Standing;
import com.guance.marketplace.portal.settlement.PayerChange.Undoing;
import com.guance.marketplace.portal.settlement.Prospect.Bindable;
import com.guance.marketplace.portal.settlement.SettlementBinding.Cause;
import com.guance.marketplace.portal.settlement.SettlementBinding.Payer;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Long lives of a workspace, by chance: whatever is asked for, in whatever order, the rules of who pays hold. */
class PayerChainTest {
    private static final int LIVES = 2_000;
    private static final int ACTS = 80;
    private static final UUID ACCOUNT = UUID.randomUUID();
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Asia/Shanghai"), ZoneId.of("America/St_Johns"));

    @Test
    void exactly_one_pays_at_every_instant_and_changes_once_in_a_month() {
        long seed = Long.getLong("payers.seed", new Random().nextLong());
        System.out.printf("-Dpayers.seed=%d, %d lives%n", seed, LIVES);
        var changes = 0;
        for (int life = 0; life < LIVES; life++) {
            changes += new Life(seed + life).live();
        }
        assertThat(changes).as("changes in all").isGreaterThan(LIVES);
    }

    /** A workspace, and those who may pay for it. */
    private static final class Life {
        private final long seed;
        private final Random chance;
        private final ZoneId zone;
        private final List<UUID> subscriptions = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        private final List<UUID> onboardings = List.of(UUID.randomUUID(), UUID.randomUUID());
        private final Set<UUID> live = new HashSet<>();
        private final Set<UUID> over = new HashSet<>();
        /** Bindings to a life of a subscription that is over; it may have begun another. */
        private final Set<UUID> ended = new HashSet<>();

        private final List<SettlementBinding> chain = new ArrayList<>();
        private AwaitedBinding awaited;
        private Instant now = Instant.parse("2026-10-20T05:17:00Z");
        private int changes;

        Life(long seed) {
            this.seed = seed;
            chance = new Random(seed);
            zone = ZONES.get(chance.nextInt(ZONES.size()));
            live.add(subscriptions.getFirst());
            var first = chance.nextInt(3) == 0 ? Payer.NOBODY : Payer.enterpriseAccount(ACCOUNT);
            chain.add(
                    SettlementBinding.first(id(), UUID.randomUUID(), first, Cause.of(Reason.CREATED, null, "l"), now));
        }

        private UUID id() {
            return new UUID(chance.nextLong(), chance.nextLong());
        }

        int live() {
            for (int act = 0; act < ACTS; act++) {
                now = now.plus(
                        switch (chance.nextInt(6)) {
                            case 0 -> Duration.ofDays(chance.nextInt(20));
                            case 1, 2 -> Duration.ofHours(chance.nextInt(30));
                            case 3 -> Duration.between(now, PayerChange.nextHour(now)); // exactly on the hour
                            default -> Duration.ofSeconds(chance.nextInt(1_800));
                        });
                var before = List.copyOf(chain);
                act();
                check(before);
            }
            return changes;
        }

        private void act() {
            var subscription = subscriptions.get(chance.nextInt(subscriptions.size()));
            switch (chance.nextInt(10)) {
                case 0 -> end(subscription);
                case 1 -> confirm(subscription);
                case 2, 3 -> undo(chance.nextBoolean() ? null : onboardings.get(chance.nextInt(2)));
                case 4 -> change(Payer.enterpriseAccount(ACCOUNT), true, false, null);
                default ->
                    change(
                            Payer.subscription(subscription),
                            live.contains(subscription),
                            over.contains(subscription),
                            chance.nextBoolean() ? null : onboardings.get(chance.nextInt(2)));
            }
        }

        private void change(Payer payer, boolean isLive, boolean isOver, UUID onboarding) {
            var standing = standing();
            var request = new Request(payer, isLive, isOver, onboarding, true, true, false, zone);
            if (!(PayerChange.prospect(standing, request, now) instanceof Bindable bindable)) {
                return;
            }
            var last = standing.last();
            assertThat(isOver).as("who is over comes to pay, %d", seed).isFalse();
            if (payer.method() == SettlementMethod.ENTERPRISE_ACCOUNT && last.subscriptionId != null) {
                assertThat(over).as("a live subscription is left, %d", seed).contains(last.subscriptionId);
            }
            var reason = onboarding == null ? Reason.CHANGED : Reason.BOUND;
            if (bindable.from() == null) {
                awaited = new AwaitedBinding(last.workspaceId, payer.subscriptionId(), onboarding, "l", reason, now);
                return;
            }
            awaited = null;
            var made = last.succeededBy(id(), payer, Cause.of(reason, onboarding, "l"), bindable.from(), now);
            onceAMonth(made);
            chain.add(made);
            changes++;
        }

        /** No other change that counts began in the same month of the site. */
        private void onceAMonth(SettlementBinding made) {
            if (PayerChange.isFree(chain.getLast())) {
                return;
            }
            for (int i = 1; i < chain.size(); i++) {
                var other = chain.get(i);
                boolean isUndone = i + 1 < chain.size() && chain.get(i + 1).reason() == Reason.UNDONE;
                if (!other.reason().isChange()
                        || isUndone
                        || PayerChange.isFree(chain.get(i - 1))
                        || ended.contains(other.id)) {
                    continue;
                }
                assertThat(month(made.effectiveFrom))
                        .as("a second change, %d", seed)
                        .isNotEqualTo(month(other.effectiveFrom));
            }
        }

        private YearMonth month(Instant instant) {
            return YearMonth.from(instant.atZone(zone));
        }

        private void undo(UUID onboarding) {
            var standing = standing();
            switch (PayerChange.undo(standing, onboarding, now)) {
                case Undoing.Forgotten forgotten -> awaited = null;
                case Undoing.BackTo back -> {
                    assertThat(standing.last().requestedAt()).isAfter(now.minus(Duration.ofHours(1)));
                    assertThat(over)
                            .as("who has ended is brought back, %d", seed)
                            .doesNotContain(back.payer().subscriptionId());
                    var cause = Cause.of(Reason.UNDONE, onboarding, "l");
                    chain.add(standing.last().succeededBy(id(), back.payer(), cause, back.from(), now));
                }
                case Undoing.TooLate late -> {}
                case Undoing.NotHere elsewhere -> {}
            }
        }

        private void end(UUID subscription) {
            if (!live.remove(subscription)) {
                return;
            }
            over.add(subscription);
            chain.stream().filter(b -> subscription.equals(b.subscriptionId)).forEach(b -> ended.add(b.id));
            var last = chain.getLast();
            if (subscription.equals(last.subscriptionId)) {
                chain.add(last.succeededBy(id(), Payer.NOBODY, Cause.ofAws(Reason.ENDED, now), now, now));
            }
        }

        /** AWS confirms it, or it begins another life. */
        private void confirm(UUID subscription) {
            over.remove(subscription);
            live.add(subscription);
            if (awaited != null && awaited.subscriptionId.equals(subscription)) {
                var last = chain.getLast();
                var payer = Payer.subscription(subscription);
                chain.add(last.succeededBy(id(), payer, awaited.cause(), PayerChange.start(last, now), now));
                awaited = null;
            }
        }

        private void check(List<SettlementBinding> before) {
            for (int i = 1; i < chain.size(); i++) {
                assertThat(chain.get(i).predecessorId).isEqualTo(chain.get(i - 1).id);
                assertThat(chain.get(i).effectiveFrom)
                        .as("a start before its predecessor's, %d", seed)
                        .isAfterOrEqualTo(chain.get(i - 1).effectiveFrom);
            }
            for (int i = 0; i < 8; i++) {
                var at = chain.getFirst().effectiveFrom.plusSeconds(chance.nextInt(100 * 86_400));
                assertThat(inForce(chain, at)).as("payers at %s, %d", at, seed).hasSize(1);
            }
            // what was is never rewritten, and an hour that has begun keeps its payer, unless that ends or there was
            // none
            var past = now.minusSeconds(chance.nextInt(40 * 86_400));
            if (!past.isBefore(chain.getFirst().effectiveFrom)) {
                assertThat(inForce(chain, past.minusNanos(1_000)))
                        .as("the past at %s, %d", past, seed)
                        .isEqualTo(inForce(before, past.minusNanos(1_000)));
            }
            if (chain.size() > before.size()
                    && chain.getLast().reason() != Reason.ENDED
                    && !PayerChange.isUnpaid(before.getLast())) {
                var running = PayerChange.nextHour(now).minusNanos(1_000);
                assertThat(inForce(chain, running).getFirst().payer())
                        .as("the hour that runs at %s, %d", now, seed)
                        .isEqualTo(inForce(before, running).getFirst().payer());
            }
        }

        /** As the database is asked. */
        private static List<SettlementBinding> inForce(List<SettlementBinding> chain, Instant at) {
            var found = new ArrayList<SettlementBinding>();
            for (int i = 0; i < chain.size(); i++) {
                boolean isSucceeded =
                        i + 1 < chain.size() && !chain.get(i + 1).effectiveFrom.isAfter(at);
                if (!chain.get(i).effectiveFrom.isAfter(at) && !isSucceeded) {
                    found.add(chain.get(i));
                }
            }
            return found;
        }

        private Standing standing() {
            var last = chain.getLast();
            var before = chain.size() > 1 ? chain.get(chain.size() - 2) : null;
            Change lastChange = null;
            for (int i = 1; i < chain.size(); i++) {
                boolean isUndone = i + 1 < chain.size() && chain.get(i + 1).reason() == Reason.UNDONE;
                var one = chain.get(i);
                if (one.reason().isChange() && !isUndone && one.effectiveFrom.isAfter(now.minus(Duration.ofDays(32)))) {
                    lastChange = new Change(one, PayerChange.isFree(chain.get(i - 1)), isOver(one.subscriptionId));
                }
            }
            return new Standing(
                    last,
                    isOver(last.subscriptionId),
                    before,
                    before != null && isOver(before.subscriptionId),
                    lastChange,
                    awaited,
                    awaited != null && isOver(awaited.subscriptionId));
        }

        private boolean isOver(UUID subscription) {
            return subscription != null && over.contains(subscription);
        }
    }
}
