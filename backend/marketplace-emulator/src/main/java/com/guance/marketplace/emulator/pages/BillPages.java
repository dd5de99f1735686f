package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Subscription;
import com.guance.marketplace.emulator.metering.Bill;
import com.guance.marketplace.emulator.metering.Bill.Line;
import com.guance.marketplace.emulator.metering.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The buyer's bill of a month: by day and dimension, and by tag, each purchase for itself. */
final class BillPages {
    private static final int MOST_ROWS = 500;

    private record Month(String value, String label, boolean chosen) {}

    private record Row(String name, String dimension, long quantity, String amount, String day) {}

    /** @param left how many rows are not shown */
    private record Table(String name, List<Row> rows, int left, boolean more) {}

    private record Section(
            String product, String key, String keyName, String total, boolean trial, Table days, List<Table> tags) {}

    private final Shell shell;
    private final Sessions sessions;
    private final Market market;
    private final Bill bill;

    BillPages(Shell shell, Sessions sessions, Market market, Bill bill) {
        this.shell = shell;
        this.sessions = sessions;
        this.market = market;
        this.bill = bill;
    }

    void addTo(Routes routes) {
        shell.part(routes).get("/marketplace/bill", this::bill);
    }

    private Response bill(Request request) {
        var buyer = sessions.find(request);
        if (buyer.isEmpty()) {
            return Response.seeOther("/marketplace/sign-in?next=/marketplace/bill");
        }
        var account = buyer.get().awsAccountId();
        var current = YearMonth.from(market.now().atOffset(ZoneOffset.UTC));
        YearMonth month;
        String day;
        try {
            month = request.parameter("month").map(YearMonth::parse).orElse(current);
            day = request.parameter("day")
                    .map(d -> LocalDate.parse(d).toString())
                    .orElse("");
        } catch (DateTimeException e) {
            throw new Refused(400, "A month is like 2026-11, and a day like 2026-11-24.");
        }
        var sections = sections(bill.lines(account, month), day);
        var months = new TreeSet<>(bill.months(account));
        months.add(current);
        months.add(month);
        var model = new HashMap<String, Object>();
        model.put(
                "months",
                months.descendingSet().stream()
                        .map(m -> new Month(m.toString(), Show.month(m), m.equals(month)))
                        .toList());
        model.put("month", month.toString());
        model.put("monthName", Show.month(month));
        model.put("day", day);
        model.put("sections", sections);
        model.put("none", sections.isEmpty());
        return shell.page(request, Shell.Section.BILL, "bill", "Bill", model);
    }

    private List<Section> sections(List<Line> lines, String day) {
        var bySubscription = new TreeMap<String, List<Line>>();
        lines.forEach(line -> bySubscription
                .computeIfAbsent(line.subscriptionId(), s -> new ArrayList<>())
                .add(line));
        return bySubscription.entrySet().stream()
                .map(entry -> section(subscription(entry.getKey()), entry.getValue(), day))
                .toList();
    }

    private Section section(Subscription subscription, List<Line> lines, String day) {
        var product = market.productOf(subscription);
        var ofDay = lines.stream()
                .filter(l -> day.isEmpty() || l.day().toString().equals(day))
                .toList();
        var keys = new TreeSet<String>();
        ofDay.forEach(line -> line.tags().forEach(tag -> keys.add(tag.key())));
        return new Section(
                product.name(),
                switch (product.kind()) {
                    case CONCURRENT_AGREEMENTS -> String.valueOf(subscription.licenseArn());
                    case LEGACY -> String.valueOf(subscription.customerIdentifier());
                    case ACCOUNT_EVENTS -> subscription.awsAccountId();
                },
                switch (product.kind()) {
                    case CONCURRENT_AGREEMENTS -> "Licence";
                    case LEGACY -> "Customer identifier";
                    case ACCOUNT_EVENTS -> "Account";
                },
                Show.money(sum(lines), product.currency()),
                subscription.freeTrial(),
                table("", lines, line -> line.day().toString(), true),
                keys.stream()
                        .map(k -> table(k, ofDay, line -> value(line, k), false))
                        .toList());
    }

    private Subscription subscription(String id) {
        return market.findSubscription(id).orElseThrow(() -> new Refused(404, "There is no such subscription."));
    }

    private static String value(Line line, String key) {
        return line.tags().stream()
                .filter(tag -> tag.key().equals(key))
                .findFirst()
                .map(Tag::value)
                .orElse("(no such tag)");
    }

    private static BigDecimal sum(List<Line> lines) {
        return lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Table table(String name, List<Line> lines, Function<Line, String> group, boolean days) {
        var groups = new TreeMap<String, Map<String, List<Line>>>();
        lines.forEach(line -> groups.computeIfAbsent(group.apply(line), g -> new TreeMap<>())
                .computeIfAbsent(line.dimension(), d -> new ArrayList<>())
                .add(line));
        var rows = new ArrayList<Row>();
        groups.forEach((value, dimensions) -> dimensions.forEach((dimension, of) -> rows.add(new Row(
                days ? Show.day(LocalDate.parse(value)) : value,
                dimension,
                of.stream().mapToLong(Line::quantity).sum(),
                Show.money(sum(of), of.getFirst().currency()),
                days ? value : ""))));
        var shown = rows.subList(0, Math.min(rows.size(), MOST_ROWS));
        return new Table(name, List.copyOf(shown), rows.size() - shown.size(), rows.size() > shown.size());
    }
}
