package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.marketplace.SubscriptionEvents;
import com.guance.marketplace.portal.metering.MeteringHistory;
import com.guance.marketplace.portal.onboarding.Landings;
import com.guance.marketplace.portal.operators.OperatorActs.Act;
import com.guance.marketplace.portal.platform.TimePaging;
import com.guance.marketplace.portal.settlement.SubscriptionBindings;
import com.guance.marketplace.portal.settlement.SubscriptionBindings.Turn;
import com.guance.marketplace.portal.workspaces.WorkspaceSites;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened to a subscription. Each kind gives one page of its own; the newest of all of them are the page. */
@ApplicationScoped
class Timeline {
    enum Kind {
        NOTIFICATION,
        LANDING,
        BINDING,
        RECORD_ACCEPTED,
        RECORD_PARKED,
        RECORD_LOST,
        ACT
    }

    /**
     * @param what as AWS or we name it
     * @param status what became of it
     * @param by the operator, or the user name of the customer
     */
    record Entry(
            UUID id,
            Instant at,
            Kind kind,
            @Nullable String what,
            @Nullable String status,
            @Nullable String detail,
            @Nullable String by) {
        static Entry of(Act act) {
            return new Entry(act.id(), act.at(), Kind.ACT, act.act(), act.result(), act.note(), act.operator());
        }
    }

    private final SubscriptionEvents events;
    private final Landings landings;
    private final SubscriptionBindings bindings;
    private final WorkspaceSites workspaces;
    private final MeteringHistory history;
    private final OperatorActs acts;

    Timeline(
            SubscriptionEvents events,
            Landings landings,
            SubscriptionBindings bindings,
            WorkspaceSites workspaces,
            MeteringHistory history,
            OperatorActs acts) {
        this.events = events;
        this.landings = landings;
        this.bindings = bindings;
        this.workspaces = workspaces;
        this.history = history;
        this.acts = acts;
    }

    /** Newest first, and one more where there is a next page. */
    List<Entry> of(UUID subscriptionId, TimePaging paging) {
        return Stream.of(
                        events.page(subscriptionId, paging).stream()
                                .map(e -> new Entry(
                                        e.id(),
                                        e.occurredAt(),
                                        Kind.NOTIFICATION,
                                        e.kind(),
                                        e.status(),
                                        e.says() == null ? null : e.says().name(),
                                        null)),
                        landings.of(subscriptionId, paging).stream()
                                .map(l -> new Entry(l.id(), l.at(), Kind.LANDING, null, l.step(), null, null)),
                        bindings(subscriptionId, paging),
                        history.of(subscriptionId, paging).stream()
                                .map(r -> new Entry(
                                        r.id(),
                                        r.at(),
                                        Kind.valueOf("RECORD_" + r.outcome()),
                                        r.dimension(),
                                        r.why(),
                                        Customers.plain(r.units()) + (r.hour() == null ? "" : " · " + r.hour()),
                                        null)),
                        acts.of(subscriptionId, paging).stream().map(Entry::of))
                .flatMap(page -> page)
                .sorted(Comparator.comparing(Entry::at)
                        .thenComparing(Entry::id, Timeline::compare)
                        .reversed())
                .limit(paging.size() + 1L)
                .toList();
    }

    private Stream<Entry> bindings(UUID subscriptionId, TimePaging paging) {
        var turns = bindings.of(subscriptionId, paging);
        Map<UUID, String> names = workspaces.names(
                turns.stream().map(Turn::workspaceId).distinct().toList());
        return turns.stream()
                .map(turn -> new Entry(
                        turn.id(),
                        turn.at(),
                        Kind.BINDING,
                        names.get(turn.workspaceId()),
                        turn.reason(),
                        turn.method().name(),
                        turn.madeBy()));
    }

    /** As PostgreSQL orders them: Java's own order takes their halves for signed. */
    private static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
