package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.marketplace.MeteringClients;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.TimePaging;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records that AWS refused, for somebody who looks at them. What a record says is never changed: it can only be sent again
 * as it is. Works within the caller's transaction.
 */
@ApplicationScoped
public class ParkedRecords {
    /**
     * A record, parked or not.
     *
     * @param amount in the currency of the listing; null where that has no such dimension any more
     * @param state as customers are told it
     * @param isUnmetered whether it is certain that AWS has not metered it
     */
    public record Parked(
            UUID id,
            UUID subscriptionId,
            String dimension,
            Instant hour,
            int quantity,
            @Nullable BigDecimal amount,
            int allocations,
            String state,
            String reason,
            int attempts,
            boolean isUnmetered,
            @Nullable Instant parkedAt,
            Instant deadline) {}

    /** A record as it is frozen: what AWS is told, word for word, and what befell it. */
    public record Frozen(Parked record, String endpoint, String canonical, List<Try> tries) {}

    public record Try(
            int number,
            Instant began,
            @Nullable Instant answered,
            String outcome,
            @Nullable String why) {}

    private record Row(Parked record, String canonical) {}

    private static final String COLUMNS = """
            r.id, r.subscription_id, r.dimension, r.hour, r.quantity, r.canonical, r.outcome, r.why, r.attempts, r.deadline,
            CASE WHEN r.outcome = 'PARKED' THEN r.settled_at END AS parked_at,
            jsonb_array_length(coalesce(r.canonical::jsonb -> 'usageRecord' -> 'UsageAllocations', '[]')) AS allocations,
            NOT EXISTS (SELECT 1 FROM metering_attempts a WHERE a.record_id = r.id
                        AND a.attempt IN ('SUCCESS', 'DUPLICATE', 'UNCLEAR')) AS is_unmetered""";

    private final Sql sql;
    private final MeteringRecords records;
    private final MeteringAnswers answers;
    private final UnitPrices prices;
    private final MeteringClients clients;
    private final Clock clock;

    ParkedRecords(
            Sql sql,
            MeteringRecords records,
            MeteringAnswers answers,
            UnitPrices prices,
            MeteringClients clients,
            Clock clock) {
        this.sql = sql;
        this.records = records;
        this.answers = answers;
        this.prices = prices;
        this.clients = clients;
        this.clock = clock;
    }

    /**
     * Those whose time runs out first, first, and one more where there is a next page.
     *
     * @param subscriptionId null: of all
     */
    public List<Parked> page(@Nullable UUID subscriptionId, TimePaging paging) {
        var query = """
                SELECT %s FROM metering_records r WHERE r.outcome = 'PARKED' AND (r.deadline, r.id) > (?, ?) %s
                ORDER BY r.deadline, r.id LIMIT ?""";
        return subscriptionId == null
                ? priced(sql.rows(
                        query.formatted(COLUMNS, ""), ParkedRecords::row, paging.at(), paging.id(), paging.size() + 1))
                : priced(sql.rows(
                        query.formatted(COLUMNS, "AND r.subscription_id = ?"),
                        ParkedRecords::row,
                        paging.at(),
                        paging.id(),
                        subscriptionId,
                        paging.size() + 1));
    }

    /** How many there are, counted up to a number. */
    public int count(int most) {
        return sql.row(
                        "SELECT count(*) AS count FROM (SELECT 1 FROM metering_records WHERE outcome = 'PARKED' LIMIT ?) r",
                        row -> row.getInt("count"),
                        most)
                .orElseThrow();
    }

    public Frozen get(UUID id) {
        var row = read(id);
        var tries = sql.rows(
                "SELECT number, began_at, answered_at, attempt, why FROM metering_attempts WHERE record_id = ? ORDER BY number",
                one -> new Try(
                        one.getInt("number"),
                        Objects.requireNonNull(Sql.instant(one, "began_at")),
                        Sql.instant(one, "answered_at"),
                        one.getString("attempt"),
                        one.getString("why")),
                id);
        return new Frozen(
                priced(List.of(row)).getFirst(),
                MeteringRecord.parse(row.canonical).endpoint(),
                row.canonical,
                tries);
    }

    /** Somebody has mended what AWS refused it for: it goes again, as it is frozen. */
    public Parked sendAgain(UUID id) {
        var record = records.lock(id).orElseThrow(Refusal::notFound);
        if (!record.outcome().equals("PARKED")) {
            throw Refusal.conflict("not-parked");
        }
        if (!clock.instant().plus(clients.timeout()).isBefore(record.deadline())) {
            throw Refusal.conflict("record-too-late");
        }
        answers.release(record);
        var sent = read(id);
        if (sent.record.state.equals(
                "PARKED")) { // AWS holds another record of the hour: ours would be refused for good
            throw Refusal.conflict("record-diverged");
        }
        return priced(List.of(sent)).getFirst();
    }

    private Row read(UUID id) {
        return sql.row("SELECT %s FROM metering_records r WHERE r.id = ?".formatted(COLUMNS), ParkedRecords::row, id)
                .orElseThrow(Refusal::notFound);
    }

    private List<Parked> priced(List<Row> rows) {
        var amounts = prices.of(
                rows.stream().map(row -> row.record.subscriptionId).distinct().toList());
        return rows.stream()
                .map(Row::record)
                .map(r -> new Parked(
                        r.id,
                        r.subscriptionId,
                        r.dimension,
                        r.hour,
                        r.quantity,
                        amounts.amount(r.subscriptionId, r.dimension, BigDecimal.valueOf(r.quantity)),
                        r.allocations,
                        r.state,
                        r.reason,
                        r.attempts,
                        r.isUnmetered,
                        r.parkedAt,
                        r.deadline))
                .toList();
    }

    private static Row row(ResultSet row) throws SQLException {
        var why = row.getString("why");
        return new Row(
                new Parked(
                        Sql.uuid(row, "id"),
                        Sql.uuid(row, "subscription_id"),
                        row.getString("dimension"),
                        Objects.requireNonNull(Sql.instant(row, "hour")),
                        row.getInt("quantity"),
                        null,
                        row.getInt("allocations"),
                        state(row.getString("outcome")),
                        why == null ? "" : why,
                        row.getInt("attempts"),
                        row.getBoolean("is_unmetered"),
                        Sql.instant(row, "parked_at"),
                        Objects.requireNonNull(Sql.instant(row, "deadline"))),
                row.getString("canonical"));
    }

    /** In the words of {@code UsageHours}; what came back goes with a later record. */
    private static String state(String outcome) {
        return switch (outcome) {
            case "FROZEN", "ACCEPTED", "PARKED" -> outcome;
            case "SENT_UNKNOWN" -> "SENT";
            case "RETURNED" -> "FROZEN";
            default -> "LOST";
        };
    }
}
