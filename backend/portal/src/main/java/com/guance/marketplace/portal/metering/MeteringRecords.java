package com.guance.marketplace.portal.metering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The records that are frozen, and how far each has come. */
@ApplicationScoped
class MeteringRecords {
    /** A record to keep, with the shares of its units. */
    record Frozen(
            UUID subscriptionId,
            String lane,
            MeteringRecord record,
            SortedMap<Share, Integer> units,
            Instant deadline) {}

    /** A record as it is kept. */
    record Kept(
            UUID id,
            UUID subscriptionId,
            String dimension,
            int quantity,
            MeteringRecord record,
            Instant deadline,
            String outcome,
            int attempts,
            int callSize) {}

    /** What has become of a record. */
    record News(
            Kept record,
            String outcome,
            @Nullable String why,
            @Nullable String meteringRecordId,
            int callSize,
            @Nullable Instant dueAt,
            @Nullable Instant settledAt) {}

    private static final JsonMapper JSON = new JsonMapper();

    private static final String KEPT =
            "r.id, r.subscription_id, r.dimension, r.quantity, r.canonical, r.deadline, r.outcome, r.attempts, r.call_size";

    private final Sql sql;
    private final Clock clock;

    MeteringRecords(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Those of the buckets that have a record already. */
    Set<String> takenBuckets(Collection<String> buckets) {
        return Set.copyOf(sql.rows(
                "SELECT bucket FROM metering_records WHERE bucket = ANY (?)", row -> row.getString("bucket"), (Object)
                        buckets.toArray(String[]::new)));
    }

    void keep(List<Frozen> records) {
        if (records.isEmpty()) {
            return;
        }
        var now = clock.instant();
        sql.update(
                """
                INSERT INTO metering_records (outcome, call_size, due_at, frozen_at, id, subscription_id, bucket, lane, target,
                    dimension, hour, quantity, canonical, deadline, shares)
                SELECT 'FROZEN', ?, ?, ?, r.id, r.subscription_id, r.bucket, r.lane, r.target, r.dimension, r.hour,
                    r.quantity, r.canonical, r.deadline, r.shares::jsonb
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS r (id, subscription_id, bucket, lane, target, dimension,
                    hour, quantity, canonical, deadline, shares)""",
                MeteringCall.MOST,
                now,
                now,
                records.stream().map(r -> Time.id(now)).toArray(UUID[]::new),
                records.stream().map(Frozen::subscriptionId).toArray(UUID[]::new),
                records.stream().map(r -> r.record.bucket()).toArray(String[]::new),
                records.stream().map(Frozen::lane).toArray(String[]::new),
                records.stream().map(r -> r.record.target()).toArray(String[]::new),
                records.stream().map(r -> r.record.dimension()).toArray(String[]::new),
                records.stream().map(r -> r.record.hour()).toArray(Instant[]::new),
                records.stream().map(r -> r.record.quantity()).toArray(Integer[]::new),
                records.stream().map(r -> r.record.canonical()).toArray(String[]::new),
                records.stream().map(Frozen::deadline).toArray(Instant[]::new),
                records.stream().map(r -> shares(r.units)).toArray(String[]::new));
    }

    /**
     * The oldest records of a lane that are to be sent, as many as go in one call; locked until the transaction ends.
     *
     * @param open the first deadline that can still be met
     */
    List<Kept> due(String lane, Instant now, Instant open) {
        return sql.rows("""
                WITH first AS (
                    SELECT target, call_size FROM metering_records
                    WHERE lane = ? AND outcome IN ('FROZEN', 'SENT_UNKNOWN') AND due_at <= ? AND deadline > ?
                    ORDER BY hour, id LIMIT 1)
                SELECT %s FROM metering_records r JOIN first f ON r.target = f.target AND r.call_size = f.call_size
                WHERE r.lane = ? AND r.outcome IN ('FROZEN', 'SENT_UNKNOWN') AND r.due_at <= ? AND r.deadline > ?
                ORDER BY r.hour, r.id LIMIT (SELECT call_size FROM first) FOR UPDATE OF r SKIP LOCKED""".formatted(KEPT), MeteringRecords::kept, lane, now, open, lane, now, open);
    }

    /** Writes down that records are under way, before they are: what comes of it is unclear until it is answered. */
    void begin(List<Kept> records, Instant at, Instant leasedUntil) {
        sql.update("""
                WITH begun AS (
                    UPDATE metering_records SET outcome = 'SENT_UNKNOWN', attempts = attempts + 1, due_at = ?, sent_at = ?
                    WHERE id = ANY (?) RETURNING id, attempts)
                INSERT INTO metering_attempts (record_id, number, attempt, began_at)
                SELECT id, attempts, 'UNCLEAR', ? FROM begun""", leasedUntil, at, ids(records), at);
    }

    /** Writes down what came of the attempts; of those of which nobody knows, why. */
    void answer(List<Kept> records, List<Attempt> attempts, Instant now) {
        sql.update(
                """
                UPDATE metering_attempts a SET attempt = w.attempt, why = w.why, answered_at = ?
                FROM unnest(?, ?, ?, ?) AS w (record_id, number, attempt, why)
                WHERE a.record_id = w.record_id AND a.number = w.number AND a.answered_at IS NULL""",
                now,
                ids(records),
                records.stream().map(r -> r.attempts + 1).toArray(Integer[]::new),
                attempts.stream().map(MeteringRecords::name).toArray(String[]::new),
                attempts.stream().map(MeteringRecords::why).toArray(String[]::new));
    }

    /** Writes down that somebody has mended what a refusal was about. It stands among the attempts, in their order. */
    void release(UUID id, Instant now) {
        sql.update("""
                WITH released AS (
                    UPDATE metering_records SET attempts = attempts + 1 WHERE id = ? RETURNING id, attempts)
                INSERT INTO metering_attempts (record_id, number, attempt, began_at, answered_at)
                SELECT id, attempts, 'RELEASED', ?, ? FROM released""", id, now, now);
    }

    /** What has no last word yet may be told until another instant than was thought: its licence ends, or does not after all. */
    void reschedule(UUID subscriptionId, Function<MeteringRecord, Instant> deadline) {
        var moved = sql
                .rows(
                        "SELECT %s FROM metering_records r WHERE r.subscription_id = ? AND r.due_at IS NOT NULL ORDER BY r.id FOR UPDATE"
                                .formatted(KEPT),
                        MeteringRecords::kept,
                        subscriptionId)
                .stream()
                .filter(kept -> !deadline.apply(kept.record).equals(kept.deadline))
                .toList();
        if (moved.isEmpty()) {
            return;
        }
        // what is parked is looked at again when its time is up
        sql.update(
                """
                UPDATE metering_records r SET deadline = m.deadline,
                    due_at = CASE WHEN r.outcome = 'PARKED' THEN m.deadline ELSE r.due_at END
                FROM unnest(?, ?) AS m (id, deadline) WHERE r.id = m.id""",
                ids(moved),
                moved.stream().map(kept -> deadline.apply(kept.record)).toArray(Instant[]::new));
    }

    /** The record as it is now, locked until the transaction ends. */
    Optional<Kept> lock(UUID id) {
        return sql.row(
                "SELECT %s FROM metering_records r WHERE r.id = ? FOR UPDATE".formatted(KEPT),
                MeteringRecords::kept,
                id);
    }

    /** The records as they are now, locked until the transaction ends. */
    List<Kept> lock(List<Kept> records) {
        return sql.rows(
                "SELECT %s FROM metering_records r WHERE r.id = ANY (?) ORDER BY r.id FOR UPDATE".formatted(KEPT),
                MeteringRecords::kept,
                (Object) ids(records));
    }

    /** Records that AWS takes no more and that nobody is sending; locked until the transaction ends. */
    List<Kept> past(Instant now, int limit) {
        return sql.rows("""
                SELECT %s FROM metering_records r WHERE r.deadline <= ? AND r.due_at IS NOT NULL AND r.due_at <= ?
                ORDER BY r.deadline LIMIT ? FOR UPDATE SKIP LOCKED""".formatted(KEPT), MeteringRecords::kept, now, now, limit);
    }

    /** All attempts of the records, in the order in which they began. */
    Map<UUID, List<Attempt>> attempts(List<Kept> records) {
        return sql.rows("""
                SELECT record_id, attempt, why FROM metering_attempts
                WHERE record_id = ANY (?) ORDER BY record_id, number""", row -> Map.entry(Sql.uuid(row, "record_id"), attempt(row)), (Object) ids(records)).stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    void write(List<News> news) {
        sql.update(
                """
                UPDATE metering_records r SET outcome = n.outcome, why = n.why, call_size = n.call_size, due_at = n.due_at,
                    metering_record_id = n.metering_record_id, settled_at = n.settled_at
                FROM unnest(?, ?, ?, ?, ?, ?, ?) AS n (id, outcome, why, metering_record_id, call_size, due_at, settled_at)
                WHERE r.id = n.id""",
                news.stream().map(n -> n.record.id).toArray(UUID[]::new),
                news.stream().map(News::outcome).toArray(String[]::new),
                news.stream().map(News::why).toArray(String[]::new),
                news.stream().map(News::meteringRecordId).toArray(String[]::new),
                news.stream().map(News::callSize).toArray(Integer[]::new),
                news.stream().map(News::dueAt).toArray(Instant[]::new),
                news.stream().map(News::settledAt).toArray(Instant[]::new));
    }

    /** The shares of records that come back. */
    List<Residuals.Entry> shares(List<Kept> records) {
        return sql
                .rows(
                        "SELECT subscription_id, dimension, shares FROM metering_records WHERE id = ANY (?)",
                        row -> {
                            var subscription = Sql.uuid(row, "subscription_id");
                            var dimension = row.getString("dimension");
                            return shares(row.getString("shares")).entrySet().stream()
                                    .map(e -> new Residuals.Entry(
                                            subscription, dimension, e.getKey(), BigDecimal.valueOf(e.getValue())))
                                    .toList();
                        },
                        (Object) ids(records))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static UUID[] ids(List<Kept> records) {
        return records.stream().map(Kept::id).toArray(UUID[]::new);
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                Sql.uuid(row, "id"),
                Sql.uuid(row, "subscription_id"),
                row.getString("dimension"),
                row.getInt("quantity"),
                MeteringRecord.parse(row.getString("canonical")),
                Objects.requireNonNull(Sql.instant(row, "deadline")),
                row.getString("outcome"),
                row.getInt("attempts"),
                row.getInt("call_size"));
    }

    private static String name(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Success s -> "SUCCESS";
            case Attempt.Duplicate d -> "DUPLICATE";
            case Attempt.Refused r -> "REFUSED";
            case Attempt.Unmetered u -> "UNMETERED";
            case Attempt.Unclear u -> "UNCLEAR";
            case Attempt.Released r -> "RELEASED";
        };
    }

    /** Of a success AWS's id. */
    private static @Nullable String why(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Success success -> success.meteringRecordId();
            case Attempt.Refused refused -> refused.why();
            case Attempt.Unmetered unmetered -> unmetered.why();
            case Attempt.Unclear unclear -> unclear.why();
            case Attempt.Duplicate d -> null;
            case Attempt.Released r -> null;
        };
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        var why = Objects.requireNonNullElse(row.getString("why"), "");
        return switch (row.getString("attempt")) {
            case "SUCCESS" -> new Attempt.Success(why);
            case "DUPLICATE" -> new Attempt.Duplicate();
            case "REFUSED" -> new Attempt.Refused(why);
            case "UNMETERED" -> new Attempt.Unmetered(why);
            case "RELEASED" -> new Attempt.Released();
            default -> new Attempt.Unclear(why);
        };
    }

    private static String shares(SortedMap<Share, Integer> units) {
        return units.entrySet().stream()
                .map(e -> "[\"%s\",\"%s\",\"%s\",%d]"
                        .formatted(
                                e.getKey().workspaceId(),
                                e.getKey().siteId(),
                                e.getKey().itemGroup(),
                                e.getValue()))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static SortedMap<Share, Integer> shares(String json) {
        try {
            var units = new TreeMap<Share, Integer>();
            for (JsonNode share : JSON.readTree(json)) {
                units.put(
                        new Share(
                                UUID.fromString(share.get(0).textValue()),
                                share.get(1).textValue(),
                                share.get(2).textValue()),
                        share.get(3).intValue());
            }
            return units;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not shares", e);
        }
    }
}
