package com.guance.marketplace.portal.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.settlement.PayerTimeline.Gap;
import com.guance.marketplace.portal.workspaces.BufferNotices.Kind;
import com.guance.marketplace.portal.workspaces.BufferNotices.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of a workspace without a payer, and which mails say so. */
class BufferNoticesTest {
    private static final Instant END = Instant.parse("2026-11-10T08:05:00Z");
    private static final Duration BUFFER = Duration.ofDays(14);
    private static final List<Duration> REMINDERS = List.of(Duration.ofDays(3), Duration.ofDays(1));
    private static final UUID ENDED = new UUID(0, 1);

    @Test
    void the_beginning_two_reminders_and_the_lock_each_once() {
        var workspace = aWorkspace(END);
        var told = new ArrayList<String>();
        for (var now = END; now.isBefore(END.plus(BUFFER).plus(Duration.ofDays(2))); now = now.plusSeconds(600)) {
            if (workspace.isToLock(now)) {
                workspace.lock();
            }
            for (var notice : post(List.of(workspace), now)) {
                told.add(notice.kind() + " " + Duration.between(END, now).toDays());
            }
        }
        assertThat(told).containsExactly("BEGUN 0", "REMINDER 11", "REMINDER 13", "LOCKED 14");
        assertThat(workspace.closedAt).isEqualTo(END.plus(BUFFER));
    }

    @Test
    void workspaces_of_one_end_share_a_mail_even_where_some_follow_within_the_hour() {
        var first = aWorkspace(END);
        var second = aWorkspace(Instant.parse("2026-11-10T09:00:00Z"));
        var group = List.of(first, second);

        assertThat(post(group, END))
                .singleElement()
                .satisfies(n -> assertThat(n.about()).hasSize(2));
        second.follow(gap(second.bufferSince, null), END.plusSeconds(3_600), BUFFER);
        var near = END.plus(BUFFER).minus(Duration.ofDays(3));
        assertThat(post(group, near))
                .singleElement()
                .satisfies(n -> assertThat(n.about()).hasSize(2));
        first.lock();
        assertThat(post(group, END.plus(BUFFER))).extracting(Notice::kind).doesNotContain(Kind.LOCKED);
        second.lock();
        assertThat(post(group, END.plus(BUFFER).plusSeconds(3_600)))
                .singleElement()
                .satisfies(n -> assertThat(n.about()).hasSize(2));
    }

    @Test
    void what_was_missed_is_passed_over() {
        var workspace = aWorkspace(END);

        assertThat(post(List.of(workspace), END.plus(Duration.ofDays(12))))
                .extracting(Notice::kind)
                .containsExactly(Kind.BEGUN);
        assertThat(post(List.of(workspace), END.plus(Duration.ofDays(12)))).isEmpty();
        assertThat(post(List.of(workspace), END.plus(Duration.ofDays(13))))
                .extracting(Notice::kind)
                .containsExactly(Kind.REMINDER);
        var late = aWorkspace(END);
        late.lock();
        assertThat(post(List.of(late), END.plus(Duration.ofDays(30))))
                .extracting(Notice::kind)
                .containsExactly(Kind.LOCKED);
    }

    @Test
    void who_has_chosen_another_payer_is_reminded_of_nothing_and_not_locked() {
        var workspace = aWorkspace(END);
        post(List.of(workspace), END);
        workspace.follow(gap(END, END.plus(Duration.ofDays(20))), END, BUFFER);

        assertThat(post(List.of(workspace), END.plus(Duration.ofDays(13)))).isEmpty();
        assertThat(workspace.isToLock(END.plus(Duration.ofDays(15)))).isFalse();

        workspace.follow(gap(END, null), END, BUFFER); // taken back
        assertThat(post(List.of(workspace), END.plus(Duration.ofDays(13)))).hasSize(1);
        assertThat(workspace.isToLock(END.plus(Duration.ofDays(15)))).isTrue();
    }

    @Test
    void a_lock_opens_when_nobody_is_missed_any_more() {
        var workspace = aWorkspace(END);
        workspace.lock();

        assertThat(workspace.follow(gap(END, END.plus(Duration.ofDays(20))), END, BUFFER))
                .isFalse();
        assertThat(workspace.state).isEqualTo(Workspace.State.LOCKED);
        assertThat(workspace.follow(null, END, BUFFER)).isTrue();
        assertThat(workspace.state).isEqualTo(Workspace.State.NORMAL);
        assertThat(workspace.bufferSince).isNull();
        assertThat(workspace.closedAt).isNull();
    }

    @Test
    void whatever_is_decided_a_workspace_has_a_lock_ahead_exactly_while_nobody_is_to_pay() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            var workspace = aWorkspace(END);
            var now = END;
            for (int step = 0; step < 12; step++) {
                now = now.plusSeconds(random.nextInt(5 * 86_400));
                var from = now.plusSeconds(random.nextInt(7_200) - 3_600);
                Gap gap = random.nextInt(3) == 0
                        ? null
                        : gap(from, random.nextBoolean() ? null : from.plusSeconds(7_200));
                workspace.follow(gap, now, BUFFER);
                if (workspace.isToLock(now)) {
                    workspace.lock();
                }
                var what = "seed %d, round %d, step %d".formatted(seed, round, step);
                assertThat(workspace.bufferSince == null).as(what).isEqualTo(gap == null);
                assertThat(workspace.opensAt).as(what).isEqualTo(gap == null ? null : gap.until());
                assertThat(workspace.state == Workspace.State.NORMAL)
                        .as(what)
                        .isEqualTo(gap == null || gap.from().isAfter(now));
                assertThat(workspace.closedAt == null).as(what).isEqualTo(workspace.state != Workspace.State.LOCKED);
            }
        }
    }

    private static List<Notice> post(List<Workspace> group, Instant now) {
        var due = BufferNotices.due(group, REMINDERS, now);
        due.forEach(notice -> notice.about().forEach(workspace -> workspace.notices = notice.posted()));
        return due;
    }

    private static Workspace aWorkspace(Instant unpaidFrom) {
        var wanted = new NewWorkspace(ENDED, ENDED, "us1", "Meridian", Language.EN, null);
        var workspace = new Workspace(UUID.randomUUID(), wanted, new byte[0], END);
        workspace.open();
        workspace.follow(gap(unpaidFrom, null), END, BUFFER);
        return workspace;
    }

    private static Gap gap(Instant from, Instant until) {
        return new Gap(from, until, ENDED);
    }
}
