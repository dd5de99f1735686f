package com.guance.marketplace.portal.metering;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.guance.marketplace.portal.metering.Charge.Kind;
import com.guance.marketplace.portal.metering.Charge.Line;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.settlement.PayerTimeline.Turn;
import com.guance.marketplace.portal.settlement.SettlementMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a workspace has used and been charged in each hour, and how far AWS has been told of it. */
@ApplicationScoped
class UsageHours {
    /** Where something stands; the later in this order, the less is left to happen. */
    enum State {
        PARKED,
        LOST,
        REPORTED,
        PRICED,
        FROZEN,
        SENT,
        ACCEPTED,
        COVERED,
        RECORDED,
        UNCHARGED
    }

    /** What data planes said of an hour, and which of it is not charged yet. */
    record Reported(Instant hour, long count, Instant lastReceivedAt, boolean isPending) {}

    /** A charge as it is kept. */
    record Charged(
            UUID workspaceId,
            Instant hour,
            LocalDate day,
            Kind kind,
            String rateCard,
            Turn payer,
            @Nullable Instant meteredHour,
            String currency,
            SortedMap<ItemCode, Line> lines,
            SortedMap<String, BigDecimal> units,
            Instant madeAt) {}

    /** A part of a charge, of one dimension, and the record that tells AWS of it. */
    record Part(
            Charged charge,
            @Nullable String dimension,
            State state,
            @Nullable Told told) {}

    /** A record for AWS, as far as customers see it. */
    record Told(
            Instant hour,
            String outcome,
            Instant frozenAt,
            @Nullable Instant sentAt,
            @Nullable Instant settledAt,
            @Nullable String meteringRecordId,
            @Nullable String why,
            Instant deadline) {}

    private record Wanted(UUID subscriptionId, UUID workspaceId, String dimension, Instant hour) {}

    /** @param covered units of the workspace in the hour that a contract has paid for */
    private record Stand(
            boolean isFrozen,
            boolean isOver,
            BigDecimal covered,
            @Nullable Told told) {
        boolean covers(BigDecimal units) {
            return units.signum() > 0 && covered.compareTo(units) >= 0;
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private final Sql sql;
    private final ArrivedReports reports;
    private final PriceLists prices;

    UsageHours(Sql sql, ArrivedReports reports, PriceLists prices) {
        this.sql = sql;
        this.reports = reports;
        this.prices = prices;
    }

    /** By hour. */
    Map<Instant, Reported> reported(UUID workspaceId, Instant from, Instant to) {
        return sql
                .rows(
                        """
                SELECT hour, count(*) AS count, max(received_at) AS received_at, bool_or(accrued_at IS NULL) AS is_pending
                FROM usage_reports WHERE workspace_id = ? AND hour >= ? AND hour < ? GROUP BY hour""",
                        row -> new Reported(
                                Objects.requireNonNull(Sql.instant(row, "hour")),
                                row.getLong("count"),
                                Objects.requireNonNull(Sql.instant(row, "received_at")),
                                row.getBoolean("is_pending")),
                        workspaceId,
                        from,
                        to)
                .stream()
                .collect(Collectors.toMap(Reported::hour, reported -> reported));
    }

    /** What was reported of hours, corrections applied, and is not charged yet, by hour and item. */
    Map<Instant, SortedMap<ItemCode, BigDecimal>> pending(UUID workspaceId, BillingDay day, Instant from, Instant to) {
        var pending = new TreeMap<Instant, SortedMap<ItemCode, BigDecimal>>();
        var card = prices.cards().find(day);
        reports.find("workspace_id = ? AND hour >= ? AND hour < ? AND accrued_at IS NULL", workspaceId, from, to)
                .forEach(report -> {
                    var ofHour = pending.computeIfAbsent(report.hour(), hour -> new TreeMap<>(ItemCode.ORDER));
                    report.usage()
                            .forEach((code, value) -> ofHour.merge(
                                    code,
                                    value,
                                    (one, other) -> card.flatMap(c -> c.item(code))
                                            .map(item -> item.statistic().with(one, other))
                                            .orElse(other)));
                });
        return pending;
    }

    /** The charges of a stretch, in the order of their hours. */
    List<Charged> charged(UUID workspaceId, Instant from, Instant to) {
        return sql.rows("""
                SELECT workspace_id, hour, day, kind, rate_card, method, subscription_id, metered_hour, currency, lines, units, created_at
                FROM charges WHERE workspace_id = ? AND hour >= ? AND hour < ? ORDER BY hour, id""", UsageHours::charged, workspaceId, from, to);
    }

    /** Where each charge stands, dimension by dimension; one query for all. */
    List<Part> parts(List<Charged> charges) {
        var wanted = new HashSet<Wanted>();
        charges.forEach(charge -> charge.units
                .keySet()
                .forEach(dimension -> wanted(charge, dimension).ifPresent(wanted::add)));
        var stands = stands(List.copyOf(wanted));
        var parts = new ArrayList<Part>();
        for (var charge : charges) {
            if (charge.units.isEmpty()) {
                parts.add(new Part(charge, null, withoutUnits(charge), null));
            }
            charge.units.keySet().forEach(dimension -> {
                var stand = wanted(charge, dimension).map(stands::get).orElse(null);
                parts.add(part(charge, dimension, stand));
            });
        }
        return parts;
    }

    private static Optional<Wanted> wanted(Charged charge, String dimension) {
        return charge.meteredHour == null
                ? Optional.empty()
                : Optional.of(new Wanted(
                        Objects.requireNonNull(charge.payer.subscriptionId()),
                        charge.workspaceId,
                        dimension,
                        charge.meteredHour));
    }

    private static Part part(Charged charge, String dimension, @Nullable Stand stand) {
        if (stand != null && stand.covers(charge.units.get(dimension))) {
            return new Part(charge, dimension, State.COVERED, null); // later records took none of it
        }
        return new Part(charge, dimension, state(charge, stand), stand == null ? null : stand.told);
    }

    private static State withoutUnits(Charged charge) {
        return switch (charge.payer.method()) {
            case SUBSCRIPTION -> State.ACCEPTED; // it costs nothing, so AWS need not be told
            case ENTERPRISE_ACCOUNT -> State.RECORDED;
            case UNSETTLED -> State.UNCHARGED;
        };
    }

    private static State state(Charged charge, @Nullable Stand stand) {
        if (stand == null) {
            return charge.kind == Kind.USAGE ? State.LOST : State.FROZEN; // a correction is carried on
        }
        if (stand.told == null) {
            return !stand.isFrozen ? State.PRICED : stand.isOver ? State.LOST : State.FROZEN;
        }
        return switch (stand.told.outcome) {
            case "FROZEN" -> State.FROZEN;
            case "SENT_UNKNOWN" -> State.SENT;
            case "ACCEPTED" -> State.ACCEPTED;
            case "PARKED" -> State.PARKED;
            default -> State.LOST;
        };
    }

    /**
     * The record that took the units of an hour: the first that took any since the hour froze, and where that came back, the
     * first that froze after.
     */
    private Map<Wanted, Stand> stands(List<Wanted> wanted) {
        return sql
                .rows(
                        """
                SELECT w.subscription_id, w.workspace_id, w.dimension, w.hour AS wanted,
                    p.last_frozen >= w.hour AS is_frozen, p.due_at IS NULL AS is_over, c.units AS covered, r.hour,
                    r.outcome, r.frozen_at, r.sent_at, r.settled_at, r.metering_record_id, r.why, r.deadline
                FROM unnest(?, ?, ?, ?) AS w (subscription_id, workspace_id, dimension, hour)
                LEFT JOIN metering_progress p ON p.subscription_id = w.subscription_id
                CROSS JOIN LATERAL (
                    SELECT coalesce(sum(o.units), 0) AS units FROM metering_write_offs o
                    WHERE o.subscription_id = w.subscription_id AND o.workspace_id = w.workspace_id
                        AND o.dimension = w.dimension AND o.hour = w.hour AND o.reason = 'COVERED') c
                LEFT JOIN LATERAL (
                    WITH RECURSIVE took AS (
                        (SELECT * FROM metering_records f
                        WHERE f.subscription_id = w.subscription_id AND f.dimension = w.dimension AND f.hour >= w.hour
                            AND f.quantity > 0
                        ORDER BY f.hour LIMIT 1)
                        UNION ALL
                        SELECT n.* FROM took t CROSS JOIN LATERAL (
                            SELECT * FROM metering_records n
                            WHERE n.subscription_id = t.subscription_id AND n.dimension = t.dimension AND n.hour > t.hour
                                AND n.quantity > 0 AND n.frozen_at >= t.settled_at
                            ORDER BY n.hour LIMIT 1) n
                        WHERE t.outcome = 'RETURNED')
                    SELECT * FROM took WHERE outcome <> 'RETURNED') r ON true""",
                        row -> Map.entry(
                                new Wanted(
                                        Sql.uuid(row, "subscription_id"),
                                        Sql.uuid(row, "workspace_id"),
                                        row.getString("dimension"),
                                        Objects.requireNonNull(Sql.instant(row, "wanted"))),
                                new Stand(
                                        row.getBoolean("is_frozen"),
                                        row.getBoolean("is_over"),
                                        row.getBigDecimal("covered"),
                                        told(row))),
                        wanted.stream().map(Wanted::subscriptionId).toArray(UUID[]::new),
                        wanted.stream().map(Wanted::workspaceId).toArray(UUID[]::new),
                        wanted.stream().map(Wanted::dimension).toArray(String[]::new),
                        wanted.stream().map(Wanted::hour).toArray(Instant[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static @Nullable Told told(ResultSet row) throws SQLException {
        var hour = Sql.instant(row, "hour");
        return hour == null
                ? null
                : new Told(
                        hour,
                        row.getString("outcome"),
                        Objects.requireNonNull(Sql.instant(row, "frozen_at")),
                        Sql.instant(row, "sent_at"),
                        Sql.instant(row, "settled_at"),
                        row.getString("metering_record_id"),
                        row.getString("why"),
                        Objects.requireNonNull(Sql.instant(row, "deadline")));
    }

    private static Charged charged(ResultSet row) throws SQLException {
        var lines = new TreeMap<ItemCode, Line>(ItemCode.ORDER);
        read(row.getString("lines"))
                .properties()
                .forEach(e -> lines.put(
                        ItemCode.parse(e.getKey()).orElseThrow(),
                        new Line(
                                e.getValue().get("quantity").decimalValue(),
                                e.getValue().get("amount").decimalValue())));
        var units = new TreeMap<String, BigDecimal>();
        var byDimension = row.getString("units");
        if (byDimension != null) {
            read(byDimension)
                    .properties()
                    .forEach(dimension -> dimension
                            .getValue()
                            .forEach(group -> units.merge(dimension.getKey(), group.decimalValue(), BigDecimal::add)));
        }
        return new Charged(
                Sql.uuid(row, "workspace_id"),
                Objects.requireNonNull(Sql.instant(row, "hour")),
                row.getObject("day", LocalDate.class),
                Kind.valueOf(row.getString("kind")),
                row.getString("rate_card"),
                new Turn(
                        SettlementMethod.valueOf(row.getString("method")),
                        row.getObject("subscription_id", UUID.class)),
                Sql.instant(row, "metered_hour"),
                row.getString("currency"),
                lines,
                units,
                Objects.requireNonNull(Sql.instant(row, "created_at")));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a charge", e);
        }
    }

    /** By hour, newest first. */
    static SortedMap<Instant, List<Part>> byHour(List<Part> parts) {
        return parts.stream()
                .collect(groupingBy(
                        part -> part.charge.hour,
                        () -> new TreeMap<>(Comparator.<Instant>reverseOrder()),
                        Collectors.toList()));
    }
}
