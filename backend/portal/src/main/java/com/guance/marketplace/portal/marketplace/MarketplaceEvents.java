package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.SubscriptionState.Word;
import com.guance.marketplace.portal.marketplace.Succession.Fact;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The inbox of what AWS says: each word once, none lost, whatever it says. Works within the caller's transaction. */
@ApplicationScoped
class MarketplaceEvents {
    /** What became of a notification. */
    enum Status {
        /** It says something of a subscription that we know. */
        APPLIED,
        /** Its subscription has not landed yet; it counts as soon as it does. */
        UNMATCHED,
        /** It says nothing of a state. */
        INFORMATIONAL,
        /** It cannot be used; see the reason. */
        PARKED,
        /** It could not be used, and somebody has looked at it. */
        CLOSED
    }

    /** How we know. */
    enum Source {
        /** AWS told by itself. */
        QUEUE,
        /** AWS was asked. */
        ASKED,
        /** AWS took no usage. */
        METERING
    }

    /** A subscription as events call it: known or not. */
    record Named(String product, String name) {}

    /** What a subscription can be made of though nobody has landed with it. */
    record Licence(String arn, String awsAccountId) {}

    /** Of the subscription that {@code product} and {@code identity} name, or of an agreement that it stands or stood under. */
    private static final String ON_SUBSCRIPTION = """
            WITH mine AS (
                SELECT e.* FROM marketplace_events e
                WHERE product = ? AND identity = ? AND status IN ('APPLIED', 'UNMATCHED')),
            told AS (
                SELECT * FROM mine
                UNION ALL
                SELECT e.* FROM marketplace_events e
                WHERE e.identity IS NULL AND e.status IN ('APPLIED', 'UNMATCHED')
                    AND e.agreement_id IN (SELECT agreement_id FROM mine))
            """;

    private final Sql sql;
    private final Clock clock;

    MarketplaceEvents(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Keeps a notification; false where it was here before. */
    boolean keep(String product, Notification notification, Status status, @Nullable String reason, String payload) {
        return keep(product, notification, Source.QUEUE, null, status, reason, payload);
    }

    /** Keeps what AWS said otherwise of a subscription's state; false where it was here before. */
    boolean keep(String product, Notification word, Source source, SubscriptionState says) {
        return keep(product, word, source, says, Status.UNMATCHED, null, "");
    }

    private boolean keep(
            String product,
            Notification notification,
            Source source,
            @Nullable SubscriptionState says,
            Status status,
            @Nullable String reason,
            String payload) {
        var now = clock.instant();
        var details = notification.details();
        return sql.update(
                        """
                INSERT INTO marketplace_events (id, product, dedup_id, kind, identity, occurred_at, received_at, status,
                    park_reason, payload, source, says, agreement_id, previous_agreement_id, aws_account_id, license_arn, free_trial)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (product, dedup_id) DO NOTHING""",
                        Time.id(now),
                        product,
                        notification.dedupId(),
                        notification.kind(),
                        notification.name(),
                        notification.occurredAt(),
                        now,
                        status.name(),
                        reason,
                        payload.replace("\u0000", ""),
                        source.name(),
                        says == null ? null : says.name(),
                        details.agreementId(),
                        details.previousAgreementId(),
                        details.awsAccountId(),
                        details.licenseArn(),
                        details.freeTrial())
                == 1;
    }

    /** Whether the same is here, and not only in this row. */
    boolean isKept(String product, String dedupId, UUID besides) {
        return sql.row(
                        "SELECT id FROM marketplace_events WHERE product = ? AND dedup_id = ? AND id <> ?",
                        row -> Sql.uuid(row, "id"),
                        product,
                        dedupId,
                        besides)
                .isPresent();
    }

    /** What AWS said of one subscription's state, and marks it as heard. */
    List<Word> wordsOn(String product, String name) {
        return sql.rows(ON_SUBSCRIPTION + """
                , heard AS (UPDATE marketplace_events SET status = 'APPLIED'
                            WHERE status = 'UNMATCHED' AND id IN (SELECT id FROM told))
                SELECT kind, says, occurred_at, dedup_id, agreement_id, free_trial,
                    identity IS NULL OR source = 'ASKED' AS of_agreement
                FROM told""", MarketplaceEvents::word, product, name).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** The same of many that nobody has: they are not heard by that. One statement. */
    Map<Named, List<Word>> saidOn(Collection<Named> many) {
        record Said(Named of, Optional<Word> word) {}
        return sql
                .rows(
                        """
                        SELECT n.product AS of_product, n.name AS of_name, e.kind, e.says, e.occurred_at, e.dedup_id,
                            e.agreement_id, e.free_trial, e.identity IS NULL OR e.source = 'ASKED' AS of_agreement
                        FROM unnest(?, ?) AS n (product, name) CROSS JOIN LATERAL (
                            SELECT m.* FROM marketplace_events m
                            WHERE m.product = n.product AND m.identity = n.name AND m.status IN ('APPLIED', 'UNMATCHED')
                            UNION ALL
                            SELECT a.* FROM marketplace_events a
                            WHERE a.identity IS NULL AND a.status IN ('APPLIED', 'UNMATCHED') AND a.agreement_id IN (
                                SELECT m.agreement_id FROM marketplace_events m WHERE m.product = n.product
                                    AND m.identity = n.name AND m.status IN ('APPLIED', 'UNMATCHED'))) e""",
                        row -> new Said(new Named(row.getString("of_product"), row.getString("of_name")), word(row)),
                        many.stream().map(Named::product).toArray(String[]::new),
                        many.stream().map(Named::name).toArray(String[]::new))
                .stream()
                .collect(Collectors.groupingBy(
                        Said::of, Collectors.flatMapping(said -> said.word().stream(), Collectors.toList())));
    }

    private static Optional<Word> word(ResultSet row) throws SQLException {
        var says = row.getString("says");
        var state = says == null ? Notification.stateSaidBy(row.getString("kind")) : SubscriptionState.valueOf(says);
        return state == null
                ? Optional.empty()
                : Optional.of(new Word(
                        state,
                        Objects.requireNonNull(Sql.instant(row, "occurred_at")),
                        row.getString("dedup_id"),
                        row.getString("agreement_id"),
                        row.getBoolean("of_agreement"),
                        row.getObject("free_trial", Boolean.class)));
    }

    /** What stands or stood under an agreement. */
    List<Named> named(@Nullable String agreementId) {
        return agreementId == null
                ? List.of()
                : sql.rows("""
                SELECT DISTINCT product, identity FROM marketplace_events
                WHERE agreement_id = ? AND identity IS NOT NULL AND status IN ('APPLIED', 'UNMATCHED')
                ORDER BY product, identity""", row -> new Named(row.getString(1), row.getString(2)), agreementId);
    }

    /** What AWS said of the agreements of one account; those of other products stand under no licence of this one. */
    Succession succession(String product, String awsAccountId) {
        return new Succession(sql.rows(
                """
                SELECT identity, agreement_id, previous_agreement_id, occurred_at FROM marketplace_events
                WHERE aws_account_id = ? AND agreement_id IS NOT NULL AND status NOT IN ('PARKED', 'CLOSED')
                    AND (identity IS NULL OR product = ?)""",
                row -> new Fact(
                        row.getString("identity"),
                        row.getString("agreement_id"),
                        row.getString("previous_agreement_id"),
                        Objects.requireNonNull(Sql.instant(row, "occurred_at"))),
                awsAccountId,
                product));
    }

    /** The licence of this name, where AWS has confirmed it. */
    Optional<Licence> licence(String product, String name) {
        return sql.row("""
                SELECT license_arn, aws_account_id FROM marketplace_events
                WHERE product = ? AND identity = ? AND status IN ('APPLIED', 'UNMATCHED')
                    AND (kind LIKE 'License Updated%' OR says = 'LIVE') AND license_arn IS NOT NULL AND aws_account_id IS NOT NULL
                ORDER BY occurred_at, id LIMIT 1""", row -> new Licence(row.getString(1), row.getString(2)), product, name);
    }
}
