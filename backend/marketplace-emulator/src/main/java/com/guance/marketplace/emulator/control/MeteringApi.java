package com.guance.marketplace.emulator.control;

import static com.guance.marketplace.emulator.control.ControlApi.json;
import static com.guance.marketplace.emulator.control.ControlApi.limit;
import static com.guance.marketplace.emulator.control.ControlApi.read;

import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.metering.Bill;
import com.guance.marketplace.emulator.metering.Ledger;
import com.guance.marketplace.emulator.metering.MeteredRecord;
import com.guance.marketplace.emulator.metering.Metering;
import com.guance.marketplace.emulator.metering.MeteringRules;
import com.guance.marketplace.emulator.wire.Faults;
import com.guance.marketplace.emulator.wire.Operation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /_emulator}, the part about metering: its rules and faults, the ledger, the bill, and business time. */
public final class MeteringApi {
    private final Market market;
    private final Metering metering;
    private final Ledger ledger;
    private final Bill bill;
    private final Faults faults;

    public MeteringApi(Market market, Metering metering, Ledger ledger, Bill bill, Faults faults) {
        this.market = market;
        this.metering = metering;
        this.ledger = ledger;
        this.bill = bill;
        this.faults = faults;
    }

    public void addTo(Routes routes) {
        routes.part(ControlApi.BODY_LIMIT, (status, sentence) -> json(status, Map.of("error", sentence)))
                .get("/_emulator/time", r -> time())
                .put("/_emulator/time", this::moveTime)
                .get("/_emulator/metering", r -> rules())
                .put("/_emulator/metering", this::setRules)
                .get("/_emulator/metering/faults", r -> faults())
                .put("/_emulator/metering/faults", this::setFaults)
                .get("/_emulator/ledger", this::ledger)
                .get("/_emulator/bill", this::bill);
    }

    private record TimeView(Instant now, Duration offset) {}

    private record NewTime(
            @Nullable Instant now,
            @Nullable Duration offset,
            @Nullable Duration advance) {}

    private Response time() {
        return json(200, new TimeView(market.now(), market.offset()));
    }

    private Response moveTime(Request request) {
        var wanted = read(request, NewTime.class);
        var before = market.offset();
        Duration next;
        try {
            if (wanted.now() != null && wanted.offset() == null && wanted.advance() == null) {
                next = before.plus(Duration.between(market.now(), wanted.now()));
            } else if (wanted.now() == null && wanted.offset() != null && wanted.advance() == null) {
                next = wanted.offset();
            } else if (wanted.now() == null && wanted.offset() == null && wanted.advance() != null) {
                next = before.plus(wanted.advance());
            } else {
                throw new Refused(400, "Say one of now, offset and advance.");
            }
            market.moveTime(next);
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
            throw new Refused(400, "Business time cannot be moved so: " + e.getMessage());
        }
        return time();
    }

    private record RulesView(
            int callsPerSecond,
            int burst,
            MeteringRules.IdenticalResend identicalResend,
            Duration futureTolerance,
            long calls,
            long throttled,
            int records) {}

    private record NewRules(
            @Nullable Integer callsPerSecond,
            @Nullable Integer burst,
            MeteringRules.@Nullable IdenticalResend identicalResend,
            @Nullable Duration futureTolerance) {}

    private Response rules() {
        var rules = metering.rules();
        var counts = metering.counts();
        return json(
                200,
                new RulesView(
                        rules.callsPerSecond(),
                        rules.burst(),
                        rules.identicalResend(),
                        rules.futureTolerance(),
                        counts.calls(),
                        counts.throttled(),
                        counts.records()));
    }

    /** What is left out stays as it is. */
    private Response setRules(Request request) {
        var wanted = read(request, NewRules.class);
        var now = metering.rules();
        try {
            metering.setRules(new MeteringRules(
                    or(wanted.callsPerSecond(), now.callsPerSecond()),
                    or(wanted.burst(), now.burst()),
                    or(wanted.identicalResend(), now.identicalResend()),
                    or(wanted.futureTolerance(), now.futureTolerance())));
        } catch (IllegalArgumentException e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        }
        return rules();
    }

    private static <T> T or(@Nullable T wanted, T now) {
        return wanted == null ? now : wanted;
    }

    private record FaultView(
            Faults.Fault fault, long slowMillis, @Nullable Integer times) {}

    private record NewFault(
            Faults.@Nullable Fault fault,
            @Nullable Long slowMillis,
            @Nullable Integer times) {}

    private Response faults() {
        var setting = faults.get(Operation.BATCH_METER_USAGE);
        return json(200, new FaultView(setting.fault(), setting.slow().toMillis(), setting.times()));
    }

    private Response setFaults(Request request) {
        var wanted = read(request, NewFault.class);
        ControlApi.setFault(faults, Operation.BATCH_METER_USAGE, wanted.fault(), wanted.slowMillis(), wanted.times());
        return faults();
    }

    private record LedgerView(
            List<MeteredRecord> items, @Nullable String nextPageToken) {}

    private Response ledger(Request request) {
        Predicate<MeteredRecord> wanted = matches(request, "product", MeteredRecord::productId)
                .and(matches(request, "subscription", MeteredRecord::subscriptionId))
                .and(matches(request, "awsAccountId", MeteredRecord::awsAccountId))
                .and(matches(request, "region", MeteredRecord::region))
                .and(matches(request, "dimension", r -> r.usage().dimension()));
        int from;
        try {
            from = Integer.parseInt(request.parameter("pageToken").orElse("0"));
        } catch (NumberFormatException e) {
            throw new Refused(400, "pageToken must be the nextPageToken of the page before.");
        }
        var page = ledger.page(wanted, from, Math.max(1, limit(request)));
        return json(200, new LedgerView(page.records(), page.next() == null ? null : String.valueOf(page.next())));
    }

    private static Predicate<MeteredRecord> matches(
            Request request, String name, Function<MeteredRecord, String> value) {
        return request.parameter(name)
                .<Predicate<MeteredRecord>>map(
                        wanted -> record -> value.apply(record).equals(wanted))
                .orElse(record -> true);
    }

    private Response bill(Request request) {
        var account = request.parameter("awsAccountId").orElse("");
        YearMonth month;
        try {
            month = request.parameter("month")
                    .map(YearMonth::parse)
                    .orElseGet(() -> YearMonth.from(market.now().atOffset(ZoneOffset.UTC)));
        } catch (DateTimeException e) {
            throw new Refused(400, "month must be like 2026-11.");
        }
        return json(200, Map.of("month", month.toString(), "items", bill.lines(account, month)));
    }
}
