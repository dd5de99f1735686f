package com.guance.marketplace.portal.metering;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.reducing;

import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.metering.Charge.Line;
import com.guance.marketplace.portal.metering.RateCard.Currency;
import com.guance.marketplace.portal.metering.RateCard.SiteGroup;
import com.guance.marketplace.portal.metering.UsageHours.Charged;
import com.guance.marketplace.portal.metering.UsageHours.Part;
import com.guance.marketplace.portal.metering.UsageHours.Reported;
import com.guance.marketplace.portal.metering.UsageHours.State;
import com.guance.marketplace.portal.platform.Sites.Site;
import com.guance.marketplace.portal.settlement.PayerTimeline.Turn;
import com.guance.marketplace.portal.settlement.SettlementMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the API shows usage and charges. Amounts are exact; whoever shows them may round. */
@ApplicationScoped
class ChargeViews {
    record UsageHoursView(LocalDate day, int days, String zone, List<HourView> items) {}

    record ReportsView(long count, Instant lastReceivedAt) {}

    record HourItemView(
            String item, String quantity, @Nullable Money amount) {}

    record RecordView(
            String dimension,
            Instant hour,
            State state,
            String units,
            Instant frozenAt,
            @Nullable Instant sentAt,
            @Nullable Instant settledAt,
            @Nullable String meteringRecordId,
            @Nullable String reason,
            @Nullable Instant deadline) {}

    record HourView(
            Instant hour,
            LocalDate day,
            State state,
            ReportsView reports,
            @Nullable Instant pricedAt,
            @Nullable SettlementMethod method,
            @Nullable Payer payer,
            List<Money> amounts,
            List<HourItemView> items,
            List<RecordView> records) {}

    record PayerShareView(SettlementMethod method, @Nullable Payer payer, Money amount) {}

    record ItemChargeView(
            String item,
            Statistic statistic,
            String quantity,
            Money price,
            String per,
            String unit,
            Money amount,
            SettlementMethod method,
            @Nullable Payer payer) {}

    record DayView(LocalDate day, List<Money> totals, List<ItemChargeView> items) {}

    record WorkspaceChargesView(
            String month, String zone, List<Money> totals, List<PayerShareView> payers, List<DayView> days) {}

    private final UsageHours hours;
    private final Subscriptions subscriptions;
    private final PriceLists prices;

    ChargeViews(UsageHours hours, Subscriptions subscriptions, PriceLists prices) {
        this.hours = hours;
        this.subscriptions = subscriptions;
        this.prices = prices;
    }

    /** @param last the last of the days */
    UsageHoursView hours(UUID workspaceId, BillingDay last, int days) {
        var from = new BillingDay(last.date().minusDays(days - 1L), last.zone()).start();
        var to = last.end();
        var reported = hours.reported(workspaceId, from, to);
        var pending = hours.pending(workspaceId, last, from, to);
        var parts = UsageHours.byHour(hours.parts(hours.charged(workspaceId, from, to)));
        var payers = payers(parts.values().stream().flatMap(List::stream).map(Part::charge));
        var all = new TreeSet<Instant>(Comparator.reverseOrder());
        all.addAll(reported.keySet());
        all.addAll(parts.keySet());
        return new UsageHoursView(
                last.date(),
                days,
                last.zone().getId(),
                all.stream()
                        .map(hour -> hour(
                                hour,
                                BillingDay.of(hour, last.zone()).date(),
                                Optional.ofNullable(reported.get(hour)),
                                pending.getOrDefault(hour, new TreeMap<>(ItemCode.ORDER)),
                                parts.getOrDefault(hour, List.of()),
                                payers))
                        .toList());
    }

    private HourView hour(
            Instant hour,
            LocalDate day,
            Optional<Reported> reported,
            SortedMap<ItemCode, BigDecimal> pending,
            List<Part> parts,
            Map<UUID, Payer> payers) {
        var charges = charges(parts);
        var states = parts.stream().map(Part::state).collect(Collectors.toCollection(TreeSet::new));
        if (reported.filter(Reported::isPending).isPresent() || states.isEmpty()) {
            states.add(State.REPORTED);
        }
        // the last says who owes it: a correction follows the charge it corrects
        var payer = charges.isEmpty() ? null : charges.getLast().payer();
        return new HourView(
                hour,
                day,
                states.first(),
                new ReportsView(
                        reported.map(Reported::count).orElse(0L),
                        reported.map(Reported::lastReceivedAt)
                                .orElseGet(() -> charges.getFirst().madeAt())),
                charges.isEmpty() ? null : charges.getLast().madeAt(),
                payer == null ? null : payer.method(),
                payer == null || payer.subscriptionId() == null ? null : payers.get(payer.subscriptionId()),
                totals(charges),
                items(charges, pending),
                parts.stream()
                        .filter(part -> part.told() != null)
                        .map(ChargeViews::record)
                        .distinct()
                        .toList());
    }

    /** The charges of parts, each once. */
    private static List<Charged> charges(List<Part> parts) {
        var charges = new ArrayList<Charged>();
        parts.forEach(part -> {
            if (charges.isEmpty() || charges.getLast() != part.charge()) {
                charges.add(part.charge());
            }
        });
        return charges;
    }

    private static List<HourItemView> items(List<Charged> charges, SortedMap<ItemCode, BigDecimal> pending) {
        record Key(ItemCode code, String currency) {}
        var sums = new LinkedHashMap<Key, Line>();
        charges.forEach(charge -> charge.lines()
                .forEach((code, line) -> sums.merge(new Key(code, charge.currency()), line, ChargeViews::plus)));
        var items = sums.entrySet().stream()
                .map(e -> new HourItemView(
                        e.getKey().code.toString(),
                        plain(e.getValue().quantity()),
                        Money.of(e.getValue().amount(), e.getKey().currency)))
                .collect(Collectors.toCollection(ArrayList::new));
        pending.forEach((code, quantity) -> items.add(new HourItemView(code.toString(), plain(quantity), null)));
        return items;
    }

    private static RecordView record(Part part) {
        var told = Objects.requireNonNull(part.told());
        boolean isOpen = part.state() == State.FROZEN || part.state() == State.SENT || part.state() == State.PARKED;
        return new RecordView(
                Objects.requireNonNull(part.dimension()),
                told.hour(),
                part.state(),
                plain(part.charge().units().get(part.dimension())),
                told.frozenAt(),
                told.sentAt(),
                told.settledAt(),
                told.meteringRecordId(),
                told.why(),
                isOpen ? told.deadline() : null);
    }

    WorkspaceChargesView charges(UUID workspaceId, Site site, YearMonth month) {
        var siteGroup = SiteGroup.valueOf(site.priceGroup());
        var charges = hours.charged(workspaceId, start(month, site), start(month.plusMonths(1), site));
        var payers = payers(charges.stream());
        return new WorkspaceChargesView(
                month.toString(),
                site.billingDayZone(),
                totals(settled(charges)),
                shares(charges, payers),
                charges.stream()
                        .collect(groupingBy(
                                Charged::day, () -> new TreeMap<>(Comparator.reverseOrder()), Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(day -> day(day.getKey(), siteGroup, day.getValue(), payers))
                        .toList());
    }

    private static List<PayerShareView> shares(List<Charged> charges, Map<UUID, Payer> payers) {
        record Key(Turn payer, String currency) {}
        var sums = new LinkedHashMap<Key, BigDecimal>();
        charges.forEach(
                charge -> sums.merge(new Key(charge.payer(), charge.currency()), amount(charge), BigDecimal::add));
        return sums.entrySet().stream()
                .map(e -> new PayerShareView(
                        e.getKey().payer.method(),
                        e.getKey().payer.subscriptionId() == null
                                ? null
                                : payers.get(e.getKey().payer.subscriptionId()),
                        Money.of(e.getValue(), e.getKey().currency)))
                .toList();
    }

    private DayView day(LocalDate day, SiteGroup siteGroup, List<Charged> charges, Map<UUID, Payer> payers) {
        record Key(ItemCode code, String rateCard, String currency, Turn payer) {}
        var sums = new TreeMap<Key, Line>(Comparator.comparing(Key::code, ItemCode.ORDER)
                .thenComparing(Key::currency)
                .thenComparing(Key::rateCard)
                .thenComparing(key -> key.payer.toString()));
        charges.forEach(charge -> charge.lines()
                .forEach((code, line) -> sums.merge(
                        new Key(code, charge.rateCard(), charge.currency(), charge.payer()), line, ChargeViews::plus)));
        return new DayView(
                day,
                totals(settled(charges)),
                sums.entrySet().stream()
                        .map(e -> item(
                                e.getKey().code,
                                prices.cards().get(e.getKey().rateCard),
                                siteGroup,
                                Currency.valueOf(e.getKey().currency),
                                e.getKey().payer,
                                payers,
                                e.getValue()))
                        .toList());
    }

    private static ItemChargeView item(
            ItemCode code,
            RateCard card,
            SiteGroup siteGroup,
            Currency currency,
            Turn payer,
            Map<UUID, Payer> payers,
            Line line) {
        var item = card.item(code).orElseThrow();
        var price = card.price(code, siteGroup, currency).orElseThrow();
        return new ItemChargeView(
                code.toString(),
                item.statistic(),
                plain(line.quantity()),
                Money.of(price.amount(), currency.name()),
                plain(item.per()),
                item.unit(),
                Money.of(line.amount(), currency.name()),
                payer.method(),
                payer.subscriptionId() == null ? null : payers.get(payer.subscriptionId()));
    }

    /** The subscriptions that pay, by id; one query. */
    Map<UUID, Payer> payers(Stream<Charged> charges) {
        var ids = charges.map(charge -> charge.payer().subscriptionId())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return subscriptions.byId(ids).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> subscriptions.payer(e.getValue())));
    }

    /** By currency. */
    private static List<Money> totals(List<Charged> charges) {
        return charges.stream()
                .collect(groupingBy(
                        Charged::currency,
                        TreeMap::new,
                        reducing(BigDecimal.ZERO, ChargeViews::amount, BigDecimal::add)))
                .entrySet()
                .stream()
                .map(e -> Money.of(e.getValue(), e.getKey()))
                .toList();
    }

    private static List<Charged> settled(List<Charged> charges) {
        return charges.stream()
                .filter(charge -> charge.payer().method() != SettlementMethod.UNSETTLED)
                .toList();
    }

    private static BigDecimal amount(Charged charge) {
        return charge.lines().values().stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Line plus(Line one, Line other) {
        return new Line(one.quantity().add(other.quantity()), one.amount().add(other.amount()));
    }

    /** Where the month of a site's bills begins. */
    static Instant start(YearMonth month, Site site) {
        return new BillingDay(month.atDay(1), ZoneId.of(site.billingDayZone())).start();
    }

    /** As the contract writes decimals: at least two places of money are the reader's affair. */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
