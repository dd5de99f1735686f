package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.MeteringRecords.Kept;
import com.guance.marketplace.portal.metering.MeteringRecords.News;
import com.guance.marketplace.portal.metering.MeteringTotals.Changes;
import com.guance.marketplace.portal.metering.MeteringTotals.Column;
import com.guance.marketplace.portal.metering.WriteOffs.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Writes down what has become of records, and what that means for their units. Works within the caller's transaction. */
@ApplicationScoped
class MeteringAnswers {
    /** How a record goes again that is to be sent still. */
    private record Again(int callSize, Instant dueAt) {}

    private static final Logger LOG = Logger.getLogger(MeteringAnswers.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** Tries for which a record keeps its turn when calls fail as a whole. */
    private static final int PATIENCE = 5;

    private final MeteringRecords records;
    private final Residuals residuals;
    private final WriteOffs writeOffs;
    private final MeteringTotals totals;
    private final ChargedSubscriptions subscriptions;
    private final Backoff backoff;
    private final MeterRegistry metrics;
    private final Clock clock;

    MeteringAnswers(
            MeteringRecords records,
            Residuals residuals,
            WriteOffs writeOffs,
            MeteringTotals totals,
            ChargedSubscriptions subscriptions,
            Backoff backoff,
            MeterRegistry metrics,
            Clock clock) {
        this.records = records;
        this.residuals = residuals;
        this.writeOffs = writeOffs;
        this.totals = totals;
        this.subscriptions = subscriptions;
        this.backoff = backoff;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What AWS said of each record of a call: what it could not do it may soon. */
    void record(List<Kept> called, List<Attempt> attempts) {
        records.answer(called, attempts, clock.instant());
        write(
                records.lock(called),
                record -> new Again(
                        record.callSize(),
                        clock.instant().plus(backoff.after(Math.max(1, record.attempts()), LONGEST_PAUSE))));
    }

    /**
     * What AWS said, or did not say, of a call as a whole. Its records keep their turn, and the lane decides when that is;
     * after some tries they let others go first, and go with fewer others, since they may be what it is about.
     *
     * @param callSize with how many others at most each goes the next time
     */
    void recordFailure(List<Kept> called, Attempt attempt, int callSize) {
        records.answer(called, called.stream().map(record -> attempt).toList(), clock.instant());
        write(records.lock(called), record -> {
            int tries = record.attempts() - PATIENCE;
            var now = clock.instant();
            return tries <= 0
                    ? new Again(Math.min(callSize, record.callSize()), now)
                    : new Again(
                            Math.min(callSize, (record.callSize() + 1) / 2),
                            now.plus(backoff.after(tries, LONGEST_PAUSE)));
        });
    }

    /** Somebody has mended what a refusal was about: the record goes again, as it is frozen, at once. */
    void release(Kept record) {
        records.release(record.id(), clock.instant());
        write(records.lock(List.of(record)), again -> new Again(again.callSize(), clock.instant()));
    }

    /** What AWS takes no more is over: back with the residual where it was never metered, a loss where nobody knows. */
    int endPast(int limit) {
        var past = records.past(clock.instant(), limit);
        write(past, record -> new Again(record.callSize(), clock.instant()));
        return past.size();
    }

    private void write(List<Kept> changed, Function<Kept, Again> again) {
        if (changed.isEmpty()) {
            return;
        }
        var now = clock.instant();
        var attempts = records.attempts(changed);
        var news = new ArrayList<News>();
        var returned = new ArrayList<Kept>();
        var lost = new ArrayList<WriteOffs.Entry>();
        var found = new ArrayList<UUID>();
        var changes = new Changes();
        for (var record : changed) {
            var outcome = Outcome.of(attempts.getOrDefault(record.id(), List.of()), !now.isBefore(record.deadline()));
            var item = news(record, outcome, again.apply(record), now);
            news.add(item);
            if (item.outcome().equals(record.outcome())) {
                continue;
            }
            tell(record, item);
            changes.move(
                    record.subscriptionId(),
                    record.dimension(),
                    column(record.outcome()),
                    column(item.outcome()),
                    BigDecimal.valueOf(record.quantity()));
            if (outcome instanceof Outcome.Returned) {
                returned.add(record);
            } else if (outcome instanceof Outcome.Expired && record.quantity() > 0) {
                lost.add(new WriteOffs.Entry(
                        record.subscriptionId(),
                        record.dimension(),
                        null,
                        record.record().hour(),
                        BigDecimal.valueOf(record.quantity()),
                        Reason.EXPIRED,
                        record.id()));
            }
            if (record.outcome().equals("EXPIRED")) {
                found.add(record.id());
            }
        }
        records.write(news);
        if (!returned.isEmpty()) {
            // in the order in which who freezes locks them
            subscriptions.lookAt(
                    returned.stream().map(Kept::subscriptionId).distinct().toList());
            residuals.add(records.shares(returned));
        }
        writeOffs.add(lost);
        writeOffs.forget(found);
        totals.apply(changes);
    }

    private static News news(Kept record, Outcome outcome, Again again, Instant now) {
        return switch (outcome) {
            case Outcome.Frozen frozen -> new News(record, "FROZEN", null, null, again.callSize, again.dueAt, null);
            case Outcome.SentUnknown unknown ->
                new News(record, "SENT_UNKNOWN", null, null, again.callSize, again.dueAt, null);
            case Outcome.Accepted accepted ->
                new News(record, "ACCEPTED", null, accepted.meteringRecordId(), record.callSize(), null, now);
            case Outcome.Parked parked ->
                new News(
                        record,
                        "PARKED",
                        parked.why(),
                        null,
                        record.callSize(),
                        now.isBefore(record.deadline()) ? record.deadline() : null,
                        now);
            case Outcome.Expired expired ->
                new News(record, "EXPIRED", "no answer in time", null, record.callSize(), null, now);
            case Outcome.Returned back -> new News(record, "RETURNED", "too late", null, record.callSize(), null, now);
        };
    }

    private static Column column(String outcome) {
        return switch (outcome) {
            case "FROZEN", "SENT_UNKNOWN" -> Column.PENDING;
            case "ACCEPTED" -> Column.SENT;
            case "PARKED" -> Column.PARKED;
            case "EXPIRED" -> Column.EXPIRED;
            case "RETURNED" -> Column.RESIDUAL;
            default -> throw new IllegalStateException("A record that is " + outcome);
        };
    }

    private void tell(Kept record, News news) {
        metrics.counter("portal.metering.records", "outcome", news.outcome().toLowerCase(Locale.ROOT))
                .increment();
        var what = "%s of %s: %d units".formatted(record.id(), record.record().hour(), record.quantity());
        switch (news.outcome()) {
            case "PARKED" -> LOG.errorf("AWS refused metering record %s: %s", what, news.why());
            case "EXPIRED" -> LOG.errorf("metering record %s is lost: AWS never said what became of it", what);
            case "RETURNED" ->
                LOG.warnf("metering record %s came too late for AWS; its units go with a later hour", what);
            default -> {}
        }
    }
}
