package com.guance.marketplace.portal.metering;

import static java.util.stream.Collectors.toSet;

import com.guance.marketplace.portal.metering.UsageReports.Kept;
import com.guance.marketplace.portal.partners.CurrentPartner.Partner;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Sites;
import com.guance.marketplace.portal.platform.Texts;
import com.guance.marketplace.portal.workspaces.WorkspaceSites;
import com.guance.marketplace.portal.workspaces.WorkspaceSites.Place;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes usage in, a batch at a time: each report is accepted for itself, exactly once, or refused for a reason. First the
 * batch is read and checked, then what is good is stored; only that needs a transaction.
 */
@ApplicationScoped
class UsageIntake {
    /** How far a data plane's clock may be ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    enum Status {
        ACCEPTED,
        DUPLICATE,
        REFUSED
    }

    record UsageReceipt(List<UsageAnswer> reports) {}

    record UsageAnswer(
            @Nullable String reportId,
            Status status,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable String item) {}

    /** A batch that was read: reports with their faults, and the rows of those without, in the same order. */
    record Batch(List<UsageReport> reports, UsageRows rows, UsageRows late, Instant receivedAt) {}

    /** What reports are counted by. */
    private record Tags(Status status, @Nullable String reason) {}

    private record SiteHour(String siteId, long hour) {}

    private final MeteringConfig config;
    private final Sites sites;
    private final WorkspaceSites workspaces;
    private final SoldItems soldItems;
    private final UsagePartitions partitions;
    private final UsageReports stored;
    private final MeterRegistry metrics;
    private final Clock clock;

    UsageIntake(
            MeteringConfig config,
            Sites sites,
            WorkspaceSites workspaces,
            SoldItems soldItems,
            UsagePartitions partitions,
            UsageReports stored,
            MeterRegistry metrics,
            Clock clock) {
        this.config = config;
        this.sites = sites;
        this.workspaces = workspaces;
        this.soldItems = soldItems;
        this.partitions = partitions;
        this.stored = stored;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Reads and checks, and sees that what is good can be stored. Outside of any transaction. */
    Batch read(Partner client, byte[] body) {
        var reports = UsageReader.read(body);
        var now = clock.instant();
        check(reports, client, now);
        var rows = new UsageRows(client.id(), reports.size());
        var late = new UsageRows(client.id(), reports.size());
        for (var report : reports) {
            if (!report.isRefused()) {
                rows.add(report);
            } else if (report.refusal == UsageRefusal.LATE) {
                late.add(report);
            }
        }
        return new Batch(reports, rows.trimmed(), late.trimmed(), now);
    }

    private void check(List<UsageReport> reports, Partner client, Instant now) {
        var places = workspaces.places(reports.stream()
                .map(report -> report.workspaceId)
                .filter(Objects::nonNull)
                .collect(toSet()));
        var sold = new HashMap<SiteHour, Set<String>>();
        var oldest = now.minus(config.acceptedLateness());
        var newest = now.plus(AHEAD);
        for (var report : reports) {
            if (!report.isRefused()) {
                check(report, client, places.get(report.workspaceId), oldest, newest, sold);
            }
        }
    }

    private void check(
            UsageReport report,
            Partner client,
            @Nullable Place place,
            Instant oldest,
            Instant newest,
            Map<SiteHour, Set<String>> sold) {
        if (place == null || !client.sites().contains(place.siteId())) {
            report.refuse(UsageRefusal.UNKNOWN_WORKSPACE);
        } else if (isClosed(place, report)) {
            report.refuse(place.isDissolved() ? UsageRefusal.WORKSPACE_DISSOLVED : UsageRefusal.WORKSPACE_LOCKED);
        } else if (report.to.isAfter(newest)) {
            report.refuse(UsageRefusal.FUTURE);
        } else if (report.to.isBefore(oldest)) {
            // the price list of so long ago may be unknown: what is kept must be codes at least
            checkItems(report, code -> ItemCode.parse(code).isPresent());
            report.refuse(UsageRefusal.LATE);
        } else {
            var codes = sold.computeIfAbsent(
                    new SiteHour(place.siteId(), report.hour()),
                    key -> soldItems.of(sites.get(place.siteId()), key.hour()));
            checkItems(report, codes::contains);
        }
    }

    /** Hours that began before the workspace took no more usage may still be told of. */
    private static boolean isClosed(Place place, UsageReport report) {
        return place.closedAt() == null
                ? place.isDissolved()
                : report.hour() >= place.closedAt().getEpochSecond();
    }

    private static void checkItems(UsageReport report, Predicate<String> isItem) {
        for (int i = 0; i < report.size(); i++) {
            if (!isItem.test(report.item(i))) {
                report.refuse(UsageRefusal.UNKNOWN_ITEM, UsageReader.shown(report.item(i)));
                return;
            }
        }
    }

    /** Sees to the days of the reports; outside of the transaction that stores them. */
    void prepare(Batch batch) {
        var days = new HashSet<LocalDate>();
        long last = -1;
        for (var hour : batch.rows.hours) {
            if (hour != last) {
                days.add(UsagePartitions.day(Instant.ofEpochSecond(hour)));
                last = hour;
            }
        }
        partitions.ensure(days);
    }

    /** What becomes of each good report. */
    Kept[] store(Batch batch) {
        if (batch.late.size > 0) {
            stored.keepLate(batch.late, batch.receivedAt);
        }
        return batch.rows.size == 0 ? new Kept[0] : stored.keep(batch.rows, batch.receivedAt);
    }

    /** What {@link #store} would do. */
    Kept[] tryOut(Batch batch) {
        return batch.rows.size == 0 ? new Kept[0] : stored.look(batch.rows);
    }

    UsageReceipt receipt(Batch batch, Kept[] kept, Language language) {
        var answers = new ArrayList<UsageAnswer>(batch.reports.size());
        int good = 0;
        for (var report : batch.reports) {
            if (!report.isRefused() && kept[good++] == Kept.OTHER) {
                report.refuse(UsageRefusal.REPORT_ID_REUSED);
                answers.add(refused(report, language));
            } else if (report.isRefused()) {
                answers.add(refused(report, language));
            } else {
                var status = kept[good - 1] == Kept.NEW ? Status.ACCEPTED : Status.DUPLICATE;
                answers.add(new UsageAnswer(report.id, status, null, null, null));
            }
        }
        return new UsageReceipt(answers);
    }

    private UsageAnswer refused(UsageReport report, Language language) {
        var slug = report.refusal.slug();
        var days = config.acceptedLateness().toDays();
        var item = report.refusedItem;
        var detail = Texts.of(language, "usage." + slug, item == null ? "" : item, days);
        return new UsageAnswer(report.id, Status.REFUSED, slug, detail, item);
    }

    /** Counts what was stored; a repetition is answered before it comes here, and counts nothing. */
    void count(Batch batch, UsageReceipt receipt) {
        long values = 0;
        var counts = new HashMap<Tags, Integer>();
        for (int i = 0; i < receipt.reports.size(); i++) {
            var answer = receipt.reports.get(i);
            counts.merge(new Tags(answer.status, answer.reason), 1, Integer::sum);
            if (answer.status == Status.ACCEPTED) {
                values += batch.reports.get(i).size();
            }
        }
        counts.forEach((tags, count) -> metrics.counter(
                        "portal.usage.reports",
                        "status",
                        tags.status.name(),
                        "reason",
                        tags.reason == null ? "none" : tags.reason)
                .increment(count));
        metrics.counter("portal.usage.values").increment(values);
    }
}
