package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.workspaces.Workspace.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which mails are due of workspaces that the same subscription paid for. Of each workspace it is counted how many were posted:
 * of the beginning, the reminders, and the lock. What was missed meanwhile is passed over, the lock aside.
 */
final class BufferNotices {
    enum Kind {
        BEGUN,
        REMINDER,
        LOCKED
    }

    /**
     * A mail to post.
     *
     * @param posted how many were posted of these workspaces, with this one
     */
    record Notice(Kind kind, List<Workspace> about, int posted) {}

    /** Payers change at full hours, so what one end does to workspaces is not done within the same second. */
    private static final Duration TOGETHER = Duration.ofHours(1);

    private BufferNotices() {}

    static List<Duration> longestFirst(List<Duration> reminders) {
        return reminders.stream().sorted(Comparator.reverseOrder()).toList();
    }

    /** How many there are in a buffer that ends with the lock. */
    static int all(List<Duration> reminders) {
        return reminders.size() + 2;
    }

    /** When a lock is reminded of, the first first; what would come before anybody knew is left out. */
    static List<Instant> remindersAt(List<Duration> reminders, Instant since, Instant locksAt) {
        return longestFirst(reminders).stream()
                .map(locksAt::minus)
                .filter(at -> at.isAfter(since))
                .toList();
    }

    static List<Notice> due(List<Workspace> group, List<Duration> reminders, Instant now) {
        var ordered = longestFirst(reminders);
        var notices = new ArrayList<Notice>();
        var soon = now.plus(TOGETHER);

        var locked = only(group, w -> w.state == State.LOCKED && w.notices < all(reminders));
        boolean othersFollow = group.stream()
                .anyMatch(w -> w.state == State.BUFFER
                        && w.opensAt == null
                        && !locksAt(w).isAfter(soon));
        if (!locked.isEmpty() && !othersFollow) {
            notices.add(new Notice(Kind.LOCKED, locked, all(reminders)));
        }

        // whoever has chosen another payer needs no mail
        var waiting = only(group, w -> w.opensAt == null && (w.state == State.BUFFER || w.state == State.NORMAL));
        var begun = only(
                waiting,
                w -> w.notices == 0 && !Objects.requireNonNull(w.bufferSince).isAfter(soon));
        if (begun.stream().anyMatch(w -> w.state == State.BUFFER)) {
            int passed =
                    begun.stream().mapToInt(w -> reached(w, ordered, now)).max().orElse(0);
            notices.add(new Notice(Kind.BEGUN, begun, passed + 1));
        }

        int number = waiting.stream()
                .filter(w -> w.notices > 0)
                .mapToInt(w -> reached(w, ordered, now) >= w.notices ? reached(w, ordered, now) : 0)
                .max()
                .orElse(0);
        if (number > 0) {
            notices.add(new Notice(
                    Kind.REMINDER,
                    only(waiting, w -> w.notices > 0 && w.notices <= number && reached(w, ordered, soon) >= number),
                    number + 1));
        }
        return notices;
    }

    /** How many reminders are due by an instant. */
    private static int reached(Workspace workspace, List<Duration> longestFirst, Instant at) {
        return (int) longestFirst.stream()
                .filter(before -> !at.isBefore(locksAt(workspace).minus(before)))
                .count();
    }

    private static Instant locksAt(Workspace workspace) {
        return Objects.requireNonNull(workspace.locksAt);
    }

    private static List<Workspace> only(List<Workspace> workspaces, Predicate<Workspace> which) {
        return workspaces.stream().filter(which).toList();
    }
}
