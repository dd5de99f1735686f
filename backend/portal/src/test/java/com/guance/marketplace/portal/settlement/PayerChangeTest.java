package com.guance.marketplace.portal.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.settlement.PayerChange.Change;
import com.guance.marketplace.portal.settlement.PayerChange.Request;
import com.guance.marketplace.portal.settlement.PayerChange.Standing;
import com.guance.marketplace.portal.settlement.PayerChange.Undoing;
import com.guance.marketplace.portal.settlement.Prospect.Bindable;
import com.guance.marketplace.portal.settlement.Prospect.Bound;
import com.guance.marketplace.portal.settlement.Prospect.Refused;
import com.guance.marketplace.portal.settlement.SettlementBinding.Cause;
import com.guance.marketplace.portal.settlement.SettlementBinding.Payer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the payer of a workspace may change, from when on, and back. */
class PayerChangeTest {
    private static final UUID WORKSPACE = UUID.randomUUID();
    private static final UUID OURS = UUID.randomUUID();
    private static final UUID THEIRS = UUID.randomUUID();
    private static final UUID HERE = UUID.randomUUID();
    private static final UUID ELSEWHERE = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-11-24T10:20:30Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final SettlementBinding BY_ACCOUNT = first(Payer.enterpriseAccount(UUID.randomUUID()));
    private static final SettlementBinding BY_NOBODY = first(Payer.NOBODY);

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T10:00:00Z, 2026-11-24T11:00:00Z",
        "2026-11-24T10:59:59.999999Z, 2026-11-24T11:00:00Z",
        "2026-11-24T23:30:00Z, 2026-11-25T00:00:00Z",
        "2026-12-31T23:00:00Z, 2027-01-01T00:00:00Z",
    })
    void an_hour_that_has_begun_belongs_to_its_payer(Instant now, Instant next) {
        assertThat(PayerChange.nextHour(now)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T11:00:00Z, UTC, 2026-12-01T00:00:00Z",
        "2026-11-30T23:00:00Z, UTC, 2026-12-01T00:00:00Z",
        "2026-12-01T00:00:00Z, UTC, 2027-01-01T00:00:00Z",
        "2026-11-08T02:00:00Z, Asia/Shanghai, 2026-11-30T16:00:00Z",
        "2026-11-30T15:00:00Z, Asia/Shanghai, 2026-11-30T16:00:00Z",
        "2026-11-30T16:00:00Z, Asia/Shanghai, 2026-12-31T16:00:00Z",
        "2028-02-29T23:30:00Z, UTC, 2028-03-01T00:00:00Z",
    })
    void a_month_is_that_of_the_sites_calendar(Instant change, ZoneId zone, Instant again) {
        assertThat(PayerChange.nextMonth(change, zone)).isEqualTo(again);
    }

    @Test
    void a_live_subscription_pays_from_the_next_hour() {
        assertThat(prospect(standing(BY_ACCOUNT), live())).isEqualTo(new Bindable(at("11:00:00"), false, DECEMBER));
    }

    @Test
    void where_nobody_has_paid_it_pays_at_once() {
        assertThat(prospect(standing(BY_NOBODY), live())).isEqualTo(new Bindable(NOW, true, NOW));
    }

    @Test
    void a_subscription_that_is_not_live_pays_when_it_is() {
        assertThat(prospect(standing(BY_ACCOUNT), pending())).isEqualTo(new Bindable(null, false, DECEMBER));
        assertThat(prospect(standing(BY_NOBODY), pending())).isEqualTo(new Bindable(null, true, NOW));
    }

    @Test
    void what_is_over_dissolved_or_elsewhere_is_refused() {
        assertThat(prospect(
                        standing(BY_ACCOUNT),
                        new Request(Payer.subscription(OURS), false, true, HERE, true, true, false, UTC)))
                .isEqualTo(new Refused("subscription-ended"));
        assertThat(prospect(
                        standing(BY_ACCOUNT),
                        new Request(Payer.subscription(OURS), true, false, HERE, true, true, true, UTC)))
                .isEqualTo(new Refused("workspace-dissolved"));
        assertThat(prospect(
                        standing(BY_ACCOUNT),
                        new Request(Payer.subscription(OURS), true, false, HERE, true, false, false, UTC)))
                .isEqualTo(new Refused("site-not-settled"));
    }

    @Test
    void a_change_forbids_another_until_its_month_is_over() {
        var change = boundTo(THEIRS, ELSEWHERE, NOW.minus(Duration.ofDays(5)));
        var standing = changed(change);

        assertThat(PayerChange.prospect(standing, live(), DECEMBER.minusNanos(1_000)))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo("changed-recently");
                    assertThat(refused.change().changeableAt()).isEqualTo(DECEMBER);
                    assertThat(refused.change().subscriptionId()).isEqualTo(THEIRS);
                });
        assertThat(PayerChange.prospect(standing, live(), DECEMBER)).isInstanceOf(Bindable.class);
        assertThat(PayerChange.forbiddenUntil(standing, UTC, NOW)).isEqualTo(DECEMBER);
        assertThat(PayerChange.forbiddenUntil(standing, UTC, DECEMBER)).isNull();
    }

    @Test
    void the_enterprise_account_comes_back_when_the_subscription_that_pays_has_ended() {
        var paid = boundTo(THEIRS, ELSEWHERE, LONG_AGO);
        var unsettled = paid.succeededBy(
                UUID.randomUUID(), Payer.NOBODY, Cause.of(Reason.ENDED, null, null), NOW.minusSeconds(60), NOW);

        assertThat(prospect(new Standing(paid, false, BY_ACCOUNT, false, null, null, false), account()))
                .isEqualTo(new Refused("subscription-still-pays"));
        // whoever comes a moment after a change is told of that, whatever was asked
        var just = boundTo(THEIRS, ELSEWHERE, NOW.minusSeconds(1));
        assertThat(prospect(
                        new Standing(
                                just,
                                false,
                                BY_ACCOUNT,
                                false,
                                new PayerChange.Change(just, false, false),
                                null,
                                false),
                        account()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo("changed-recently"));
        assertThat(prospect(new Standing(paid, true, BY_ACCOUNT, false, null, null, false), account()))
                .isEqualTo(new Bindable(at("11:00:00"), false, DECEMBER));
        assertThat(prospect(new Standing(unsettled, false, paid, true, null, null, false), account()))
                .isEqualTo(new Bindable(at("11:00:00"), false, NOW));
        assertThat(prospect(standing(BY_ACCOUNT), account())).isInstanceOf(Bound.class);
        assertThat(prospect(standing(BY_NOBODY), account())).isEqualTo(new Bindable(NOW, true, NOW));
    }

    @Test
    void unlocking_knows_no_month_and_counts_for_none() {
        var before = boundTo(THEIRS, ELSEWHERE, NOW.minus(Duration.ofDays(3)));
        var unsettled = before.succeededBy(
                UUID.randomUUID(), Payer.NOBODY, Cause.of(Reason.ENDED, null, null), NOW.minusSeconds(60), NOW);
        var unlocked = unsettled.succeededBy(
                UUID.randomUUID(),
                Payer.subscription(THEIRS),
                Cause.of(Reason.CHANGED, null, "lena"),
                at("09:00:00"),
                at("08:10:00"));

        assertThat(prospect(
                        new Standing(unsettled, false, before, false, new Change(before, false, false), null, false),
                        live()))
                .isEqualTo(new Bindable(at("11:00:00"), false, NOW));
        assertThat(prospect(
                        new Standing(unlocked, false, unsettled, false, new Change(unlocked, true, false), null, false),
                        live()))
                .isInstanceOf(Bindable.class);
    }

    @Test
    void what_was_changed_in_the_billing_center_is_taken_back_there_and_nowhere_else() {
        var here = BY_ACCOUNT.succeededBy(
                UUID.randomUUID(),
                Payer.subscription(OURS),
                Cause.of(Reason.CHANGED, null, "lena"),
                at("11:00:00"),
                NOW);
        var waiting = awaited(OURS, null, Reason.CHANGED, NOW);

        assertThat(PayerChange.undo(changed(here), null, at("10:59:00")))
                .isEqualTo(new Undoing.BackTo(BY_ACCOUNT.payer(), at("11:00:00")));
        assertThat(PayerChange.undo(changed(here), HERE, NOW)).isInstanceOf(Undoing.NotHere.class);
        assertThat(PayerChange.undo(changed(boundTo(OURS, HERE, NOW)), null, NOW))
                .isInstanceOf(Undoing.NotHere.class);
        assertThat(PayerChange.undo(new Standing(BY_ACCOUNT, false, null, false, null, waiting, false), null, NOW))
                .isInstanceOf(Undoing.Forgotten.class);
        assertThat(PayerChange.undo(standing(BY_ACCOUNT), null, NOW)).isInstanceOf(Undoing.NotHere.class);
    }

    @Test
    void whom_the_change_made_the_payer_is_told_until_when_it_can_be_taken_back_and_nobody_else() {
        var waiting = awaited(OURS, null, Reason.CHANGED, NOW);
        var standing = new Standing(BY_ACCOUNT, false, null, false, null, waiting, false);
        var request = new Request(Payer.subscription(OURS), false, false, null, true, true, false, UTC);

        assertThat(prospect(standing, request)).isEqualTo(new Bound(NOW, null, false, NOW.plus(Duration.ofHours(1))));
        assertThat(prospect(standing, account()))
                .isInstanceOfSatisfying(
                        Bound.class, b -> assertThat(b.undoUntil()).isNull());
    }

    @Test
    void what_is_dissolved_stays_so() {
        var dissolved = BY_ACCOUNT.succeededBy(
                UUID.randomUUID(), Payer.NOBODY, Cause.of(Reason.DISSOLVED, null, "lena"), NOW, NOW);

        assertThat(prospect(standing(dissolved), live())).isEqualTo(new Refused("workspace-dissolved"));
        assertThat(prospect(standing(dissolved), account())).isEqualTo(new Refused("workspace-dissolved"));
    }

    @Test
    void a_change_to_what_has_ended_since_forbids_nothing() {
        var change = boundTo(THEIRS, ELSEWHERE, NOW.minus(Duration.ofDays(5)));

        assertThat(prospect(
                        new Standing(change, false, BY_ACCOUNT, false, new Change(change, false, true), null, false),
                        live()))
                .isInstanceOf(Bindable.class);
    }

    @Test
    void a_first_payer_is_no_change_and_is_told_to_who_binds_at_the_same_moment() {
        var first = BY_NOBODY.succeededBy(
                UUID.randomUUID(), Payer.subscription(THEIRS), Cause.of(Reason.BOUND, ELSEWHERE, "l"), NOW, NOW);
        var standing = new Standing(first, false, BY_NOBODY, false, new Change(first, true, false), null, false);
        var waiting = awaited(THEIRS, ELSEWHERE, Reason.BOUND, NOW);
        var unpaid = new Standing(BY_NOBODY, false, null, false, null, waiting, false);

        for (var one : List.of(standing, unpaid)) {
            assertThat(PayerChange.prospect(one, live(), NOW.plusSeconds(59))).isInstanceOf(Refused.class);
            assertThat(PayerChange.prospect(one, live(), NOW.plusSeconds(60))).isInstanceOf(Bindable.class);
        }
    }

    @Test
    void another_binding_that_waits_for_aws_counts_as_a_change_while_it_may_come_true() {
        var waiting = awaited(THEIRS, ELSEWHERE, Reason.BOUND, NOW.minusSeconds(5));

        assertThat(prospect(new Standing(BY_ACCOUNT, false, null, false, null, waiting, false), live()))
                .isInstanceOf(Refused.class);
        assertThat(prospect(new Standing(BY_ACCOUNT, false, null, false, null, waiting, true), live()))
                .isInstanceOf(Bindable.class);
    }

    @Test
    void a_workspace_that_was_opened_and_waits_for_another_subscription_may_be_bound() {
        var waiting = awaited(THEIRS, ELSEWHERE, Reason.OPENED, NOW.minusSeconds(5));

        assertThat(prospect(new Standing(BY_NOBODY, false, null, false, null, waiting, false), live()))
                .isInstanceOfSatisfying(
                        Bindable.class, b -> assertThat(b.atOnce()).isTrue());
    }

    @Test
    void who_pays_or_will_is_bound_already() {
        var upcoming = boundTo(OURS, HERE, NOW);
        var waiting = awaited(OURS, HERE, Reason.BOUND, NOW);

        assertThat(prospect(changed(upcoming), live()))
                .isEqualTo(new Bound(NOW, at("11:00:00"), false, NOW.plus(Duration.ofHours(1))));
        assertThat(prospect(new Standing(BY_ACCOUNT, false, null, false, null, waiting, false), pending()))
                .isEqualTo(new Bound(NOW, null, false, NOW.plus(Duration.ofHours(1))));
    }

    @Test
    void what_came_with_the_onboarding_cannot_be_taken_back() {
        var opened = SettlementBinding.first(
                UUID.randomUUID(), WORKSPACE, Payer.subscription(OURS), Cause.of(Reason.OPENED, HERE, "l"), NOW);
        var waiting = awaited(OURS, HERE, Reason.OPENED, NOW);

        assertThat(prospect(standing(opened), live())).isEqualTo(new Bound(NOW, NOW, true, null));
        assertThat(prospect(new Standing(BY_NOBODY, false, null, false, null, waiting, false), pending()))
                .isEqualTo(new Bound(NOW, null, true, null));
        assertThat(PayerChange.undo(standing(opened), HERE, NOW)).isInstanceOf(Undoing.NotHere.class);
    }

    @Test
    void after_the_completion_nothing_can_be_taken_back() {
        var upcoming = boundTo(OURS, HERE, NOW);
        var done = new Request(Payer.subscription(OURS), true, false, HERE, false, true, false, UTC);

        assertThat(prospect(changed(upcoming), done))
                .isInstanceOfSatisfying(
                        Bound.class, b -> assertThat(b.undoUntil()).isNull());
    }

    @Test
    void what_has_not_begun_is_taken_back_from_its_start() {
        var upcoming = boundTo(OURS, HERE, NOW);

        assertThat(PayerChange.undo(changed(upcoming), HERE, at("10:59:59")))
                .isEqualTo(new Undoing.BackTo(BY_ACCOUNT.payer(), at("11:00:00")));
    }

    @Test
    void what_has_begun_is_taken_back_from_the_next_hour() {
        var inForce = boundTo(OURS, HERE, NOW);

        assertThat(PayerChange.undo(changed(inForce), HERE, at("11:00:00")))
                .isEqualTo(new Undoing.BackTo(BY_ACCOUNT.payer(), at("12:00:00")));
    }

    @Test
    void a_payer_that_has_ended_does_not_come_back() {
        var upcoming = boundTo(OURS, HERE, NOW);
        var standing = new Standing(
                upcoming,
                false,
                boundTo(THEIRS, ELSEWHERE, LONG_AGO),
                true,
                new Change(upcoming, false, false),
                null,
                false);

        assertThat(PayerChange.undo(standing, HERE, NOW)).isEqualTo(new Undoing.BackTo(Payer.NOBODY, at("11:00:00")));
    }

    @Test
    void after_an_hour_it_is_too_late() {
        var bound = boundTo(OURS, HERE, NOW);
        var waiting = awaited(OURS, HERE, Reason.BOUND, NOW);
        var late = NOW.plus(Duration.ofHours(1));

        assertThat(PayerChange.undo(changed(bound), HERE, late)).isInstanceOf(Undoing.TooLate.class);
        assertThat(PayerChange.undo(new Standing(BY_ACCOUNT, false, null, false, null, waiting, false), HERE, late))
                .isInstanceOf(Undoing.TooLate.class);
        assertThat(PayerChange.undo(
                        new Standing(BY_ACCOUNT, false, null, false, null, waiting, false),
                        HERE,
                        late.minusNanos(1_000)))
                .isInstanceOf(Undoing.Forgotten.class);
    }

    @Test
    void others_bindings_and_first_payers_stay() {
        var theirs = boundTo(OURS, ELSEWHERE, NOW);
        var firstPayer = BY_NOBODY.succeededBy(
                UUID.randomUUID(), Payer.subscription(OURS), Cause.of(Reason.BOUND, HERE, "l"), NOW, NOW);

        assertThat(PayerChange.undo(changed(theirs), HERE, NOW)).isInstanceOf(Undoing.NotHere.class);
        assertThat(PayerChange.undo(
                        new Standing(
                                firstPayer, false, BY_NOBODY, false, new Change(firstPayer, true, false), null, false),
                        HERE,
                        NOW))
                .isInstanceOf(Undoing.NotHere.class);
    }

    @Test
    void old_reasons_are_read() {
        assertThat(Reason.of("opened").told).isEqualTo("OPENED");
        assertThat(Reason.of("created").told).isEqualTo("OPENED");
        assertThat(Reason.of("confirmed by AWS").told).isEqualTo("CONFIRMED");
    }

    private static Prospect prospect(Standing standing, Request request) {
        return PayerChange.prospect(standing, request, NOW);
    }

    private static Standing standing(SettlementBinding last) {
        return new Standing(last, false, null, false, null, null, false);
    }

    /** The account paid, until somebody changed that. */
    private static Standing changed(SettlementBinding change) {
        return new Standing(change, false, BY_ACCOUNT, false, new Change(change, false, false), null, false);
    }

    private static Request live() {
        return new Request(Payer.subscription(OURS), true, false, HERE, true, true, false, UTC);
    }

    private static Request account() {
        return new Request(BY_ACCOUNT.payer(), true, false, null, true, true, false, UTC);
    }

    private static Request pending() {
        return new Request(Payer.subscription(OURS), false, false, HERE, true, true, false, UTC);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-24T" + time + "Z");
    }

    private static SettlementBinding first(Payer payer) {
        return SettlementBinding.first(
                UUID.randomUUID(), WORKSPACE, payer, Cause.of(Reason.OPENED, ELSEWHERE, null), LONG_AGO);
    }

    private static SettlementBinding boundTo(UUID subscription, UUID onboarding, Instant when) {
        return BY_ACCOUNT.succeededBy(
                UUID.randomUUID(),
                Payer.subscription(subscription),
                Cause.of(Reason.BOUND, onboarding, "lena"),
                PayerChange.nextHour(when),
                when);
    }

    private static AwaitedBinding awaited(UUID subscription, UUID onboarding, Reason reason, Instant when) {
        return new AwaitedBinding(WORKSPACE, subscription, onboarding, "lena", reason, when);
    }
}
