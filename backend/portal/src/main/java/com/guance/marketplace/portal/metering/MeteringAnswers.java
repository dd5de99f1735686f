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
import org.jboss.logging.Logger;

/** Writes down what has become of records, and what that means for their units. Works within the caller's transaction. */
@ApplicationScoped
class MeteringAnswers {
    private static final Logger LOG = Logger.getLogger(MeteringAnswers.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

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

    /**
     * What AWS said, or did not say, of the records of a call.
     *
     * @param smaller with how many others each may go the next time; 0 where that stays as it is
     */
    void record(List<Kept> called, List<Attempt> attempts, int smaller) {
        records.answer(called, attempts, clock.instant());
        var locked = records.lock(called);
        write(locked, smaller);
    }

    /** What AWS takes no more is over: back with the residual where it was never metered, a loss where nobody knows. */
    int endPast(int limit) {
        var past = records.past(clock.instant(), limit);
        write(past, 0);
        return past.size();
    }

    private void write(List<Kept> changed, int smaller) {
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
            var item = news(record, outcome, smaller, now);
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
            residuals.add(records.shares(returned));
            subscriptions.lookAt(
                    returned.stream().map(Kept::subscriptionId).distinct().toList());
        }
        writeOffs.add(lost);
        writeOffs.forget(found);
        totals.apply(changes);
    }

    private News news(Kept record, Outcome outcome, int smaller, Instant now) {
        int callSize = smaller > 0 && outcome.isDue() ? smaller : record.callSize();
        return switch (outcome) {
            case Outcome.Frozen frozen -> due(record, "FROZEN", callSize, smaller, now);
            case Outcome.SentUnknown unknown -> due(record, "SENT_UNKNOWN", callSize, smaller, now);
            case Outcome.Accepted accepted ->
                new News(record, "ACCEPTED", null, accepted.meteringRecordId(), callSize, null, now);
            case Outcome.Parked parked ->
                new News(
                        record,
                        "PARKED",
                        parked.why(),
                        null,
                        callSize,
                        now.isBefore(record.deadline()) ? record.deadline() : null,
                        now);
            case Outcome.Expired expired -> new News(record, "EXPIRED", "no answer in time", null, callSize, null, now);
            case Outcome.Returned back -> new News(record, "RETURNED", "too late", null, callSize, null, now);
        };
    }

    private News due(Kept record, String outcome, int callSize, int smaller, Instant now) {
        // a call that was refused is split at once; what AWS could not do it may soon
        var dueAt = smaller > 0 ? now : now.plus(backoff.after(Math.max(1, record.attempts()), LONGEST_PAUSE));
        return new News(record, outcome, null, null, callSize, dueAt, null);
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
