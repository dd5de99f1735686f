package com.guance.marketplace.portal.metering;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.metering.UsageHours.Part;
import com.guance.marketplace.portal.metering.UsageHours.Told;
import com.guance.marketplace.portal.platform.Sites.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;

/**
 * The charges of a workspace in a month, a line for each charge and item (RFC 4180). No cell needs quotes, and none begins with
 * what a spreadsheet would run: all are ours but AWS's ids, of which only letters, digits and hyphens are taken.
 */
@ApplicationScoped
class ChargesFile {
    private static final String NAMES =
            "day,hour,item,quantity,amount,currency,kind,method,payer,state,meteredHour,meteringRecordId";

    private static final String LINE_END = "\r\n";

    private final UsageHours hours;
    private final ChargeViews views;

    ChargesFile(UsageHours hours, ChargeViews views) {
        this.hours = hours;
        this.views = views;
    }

    String of(UUID workspaceId, Site site, YearMonth month) {
        var parts = hours.parts(hours.charged(
                workspaceId, ChargeViews.start(month, site), ChargeViews.start(month.plusMonths(1), site)));
        var payers = views.payers(parts.stream().map(Part::charge));
        var lines = new StringBuilder(NAMES).append(LINE_END);
        parts.stream()
                .collect(groupingBy(Part::charge, LinkedHashMap::new, toList()))
                .forEach((charge, ofCharge) -> {
                    var slowest = ofCharge.stream()
                            .min(Comparator.comparing(Part::state))
                            .orElseThrow();
                    var payer =
                            Optional.ofNullable(charge.payer().subscriptionId()).map(payers::get);
                    var told = Optional.ofNullable(slowest.told());
                    charge.lines()
                            .forEach((code, line) -> lines.append(String.join(
                                            ",",
                                            charge.day().toString(),
                                            charge.hour().toString(),
                                            code.toString(),
                                            ChargeViews.plain(line.quantity()),
                                            ChargeViews.plain(line.amount()),
                                            charge.currency(),
                                            charge.kind().name(),
                                            charge.payer().method().name(),
                                            payer.map(Payer::awsAccount).orElse(""),
                                            slowest.state().name(),
                                            charge.meteredHour() == null
                                                    ? ""
                                                    : charge.meteredHour().toString(),
                                            told.map(Told::meteringRecordId)
                                                    .map(id -> id.replaceAll("[^A-Za-z0-9-]", ""))
                                                    .orElse("")))
                                    .append(LINE_END));
                });
        return lines.toString();
    }
}
