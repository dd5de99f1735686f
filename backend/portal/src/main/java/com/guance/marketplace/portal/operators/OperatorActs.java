package com.guance.marketplace.portal.operators;

import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Idempotency;
import com.guance.marketplace.portal.platform.Idempotency.Answer;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.TimePaging;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, when and why. An act and its row are of one transaction: neither is there without the other. Rows are never
 * changed; the database refuses that.
 */
@ApplicationScoped
class OperatorActs {
    /**
     * One row.
     *
     * @param act the {@code operationId} of what was done
     * @param subject the id of what it was done to
     */
    record Act(
            UUID id,
            Instant at,
            String operator,
            Role role,
            String act,
            @Nullable String subject,
            @Nullable String note,
            @Nullable String result) {}

    /** Why something is done. */
    record Note(@Nullable String note) {}

    /** What is to be done, and why. */
    record Order(
            String act, @Nullable String subject, @Nullable String key, Object request, String note) {
        static Order of(String act, UUID subject, @Nullable String key, @Nullable Note form) {
            if (form == null) {
                throw Refusal.malformed();
            }
            var fields = new Fields();
            var note = note(fields, form.note());
            fields.check();
            return new Order(act, subject.toString(), key, form, note);
        }

        /** Nothing is done without a word on why. */
        static String note(Fields fields, @Nullable String text) {
            var note = fields.optionalLines("note", text, LONGEST_NOTE);
            if (note == null && !fields.isRefused("note")) {
                fields.refuse("note", "required");
            }
            return note == null ? "" : note;
        }
    }

    /**
     * What was done.
     *
     * @param answer to the row of the audit
     * @param subject where only the act says what it was done to
     * @param subscriptionId whose timeline it stands in
     * @param result in a word
     */
    record Done(
            Function<Act, Object> answer,
            @Nullable String subject,
            @Nullable UUID subscriptionId,
            @Nullable String result) {
        static Done of(Object answer, @Nullable UUID subscriptionId, @Nullable String result) {
            return new Done(row -> answer, null, subscriptionId, result);
        }
    }

    private static final int LONGEST_NOTE = 2_000;

    private static final String COLUMNS = "id, at, operator, role, act, subject, note, result";

    private final Sql sql;
    private final Idempotency idempotency;
    private final CurrentOperator current;
    private final Clock clock;

    OperatorActs(Sql sql, Idempotency idempotency, CurrentOperator current, Clock clock) {
        this.sql = sql;
        this.idempotency = idempotency;
        this.current = current;
        this.clock = clock;
    }

    /** Does an act, at most once per key. */
    RestResponse<byte[]> perform(Order order, Supplier<Done> work) {
        return perform(order, () -> order, same -> work.get());
    }

    /** As above, with a preparation that calls others and so runs outside the transaction. */
    <T> RestResponse<byte[]> perform(Order order, Supplier<T> preparation, Function<T, Done> work) {
        current.requireKeyOfPrograms(order.key);
        var operator = current.operator();
        var scope = String.join("/", "operators", operator.username(), order.act, String.valueOf(order.subject));
        return idempotency.once(scope, order.key, order.request, preparation, prepared -> {
            var done = work.apply(prepared);
            var subject = done.subject == null ? order.subject : done.subject;
            var row = write(operator, order.act, subject, done.subscriptionId, order.note, done.result);
            return Answer.created(done.answer.apply(row));
        });
    }

    /** Writes a row with the current transaction. */
    Act write(
            Operator operator,
            String act,
            @Nullable String subject,
            @Nullable UUID subscriptionId,
            @Nullable String note,
            @Nullable String result) {
        var now = clock.instant();
        var row = new Act(Time.id(now), now, operator.username(), operator.role(), act, subject, note, result);
        sql.update("""
                INSERT INTO operator_acts (id, at, operator, role, act, subject, subscription_id, note, result)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""", row.id, now, row.operator, row.role.name(), act, subject, subscriptionId, note, result);
        return row;
    }

    /** Newest first, and one more where there is a next page. */
    List<Act> page(@Nullable String operator, Paging paging) {
        var before = paging.before() == null ? new UUID(-1, -1) : paging.before();
        return operator == null
                ? sql.rows(
                        "SELECT " + COLUMNS + " FROM operator_acts WHERE id < ? ORDER BY id DESC LIMIT ?",
                        OperatorActs::act,
                        before,
                        paging.size() + 1)
                : sql.rows(
                        "SELECT " + COLUMNS
                                + " FROM operator_acts WHERE operator = ? AND id < ? ORDER BY id DESC LIMIT ?",
                        OperatorActs::act,
                        operator,
                        before,
                        paging.size() + 1);
    }

    /** What was done to a subscription, newest first, and one more where there is a next page. */
    List<Act> of(UUID subscriptionId, TimePaging paging) {
        return sql.rows(
                "SELECT " + COLUMNS
                        + " FROM operator_acts WHERE subscription_id = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?",
                OperatorActs::act,
                subscriptionId,
                paging.at(),
                paging.id(),
                paging.size() + 1);
    }

    private static Act act(ResultSet row) throws SQLException {
        return new Act(
                Sql.uuid(row, "id"),
                Objects.requireNonNull(Sql.instant(row, "at")),
                row.getString("operator"),
                Role.valueOf(row.getString("role")),
                row.getString("act"),
                row.getString("subject"),
                row.getString("note"),
                row.getString("result"));
    }
}
