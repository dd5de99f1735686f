package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The purchases as operators see them: with AWS's ids in full, since they ask AWS by them. */
@ApplicationScoped
public class SubscriptionSearch {
    /** @param profile what names the customer, and how AWS tells of it */
    public record Facts(
            UUID id,
            String awsAccountId,
            @Nullable String licenseArn,
            @Nullable String customerIdentifier,
            @Nullable String agreementId,
            String product,
            String productName,
            String profile,
            String currency,
            SubscriptionState state,
            boolean isFreeTrial,
            Instant since,
            @Nullable Instant liveAt,
            @Nullable Instant endsAt,
            Instant createdAt,
            @Nullable UUID enterpriseAccountId) {}

    private static final String FACTS = """
            SELECT s.id, s.aws_account_id, s.license_arn, s.customer_identifier, s.agreement_id, s.product, s.state, s.free_trial,
                s.state_since, s.live_at, s.ends_at, s.created_at, s.enterprise_account_id
            FROM subscriptions s WHERE\s""";

    /** Each way by an index of its own. */
    private static final String FOUND = """
            s.id = ANY (ARRAY (
                SELECT id FROM subscriptions WHERE id = ?::uuid
                UNION ALL SELECT id FROM subscriptions WHERE aws_account_id = ?
                UNION ALL SELECT id FROM subscriptions WHERE identity = ?
                UNION ALL SELECT id FROM subscriptions WHERE customer_identifier = ?
                UNION ALL SELECT id FROM subscriptions WHERE agreement_id = ?
                UNION ALL SELECT id FROM subscriptions WHERE enterprise_account_id = ANY (?)))""";

    private static final String UNREGISTERED = "s.enterprise_account_id IS NULL AND s.state IN ('PENDING', 'LIVE')";

    private static final UUID LAST = new UUID(-1, -1);

    private final Sql sql;
    private final Products products;

    SubscriptionSearch(Sql sql, Products products) {
        this.sql = sql;
        this.products = products;
    }

    /**
     * Newest first, and one more where there is a next page.
     *
     * @param state null: in any
     */
    public List<Facts> page(@Nullable SubscriptionState state, Paging paging) {
        return list("true", List.of(), state, paging);
    }

    /**
     * As {@link #page}, of those that a text names, or an owner.
     *
     * @param text the number of an AWS account, a licence, an agreement, a customer identifier, or an id of ours
     * @param owners enterprise accounts that it may mean, too
     */
    public List<Facts> search(String text, Collection<UUID> owners, @Nullable SubscriptionState state, Paging paging) {
        var id = uuid(text);
        var all = new ArrayList<>(owners);
        id.ifPresent(all::add);
        var values = new ArrayList<@Nullable Object>();
        values.add(id.map(UUID::toString).orElse(null));
        values.add(text);
        values.add(Purchase.licenceId(text));
        values.add(text);
        values.add(text);
        values.add(all.toArray(UUID[]::new));
        return list(FOUND, values, state, paging);
    }

    private List<Facts> list(
            String condition, List<@Nullable Object> values, @Nullable SubscriptionState state, Paging paging) {
        var all = new ArrayList<>(values);
        all.add(paging.before() == null ? LAST : paging.before());
        if (state != null) {
            all.add(state.name());
        }
        all.add(paging.size() + 1);
        return sql.rows(
                FACTS + condition + " AND s.id < ?" + (state == null ? "" : " AND s.state = ?")
                        + " ORDER BY s.id DESC LIMIT ?",
                this::facts,
                all.toArray());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }

    public Facts get(UUID id) {
        return sql.row(FACTS + "s.id = ?", this::facts, id).orElseThrow(Refusal::notFound);
    }

    public Map<UUID, Facts> byId(Collection<UUID> ids) {
        return sql.rows(FACTS + "s.id = ANY (?)", this::facts, (Object) ids.toArray(UUID[]::new)).stream()
                .collect(Collectors.toMap(Facts::id, Function.identity()));
    }

    /** Those that pay, or will, and are no enterprise account's: oldest first, after an id, and one more where there are more. */
    public List<Facts> unregistered(Paging paging) {
        return sql.rows(
                FACTS + UNREGISTERED + " AND s.id > ? ORDER BY s.id LIMIT ?",
                this::facts,
                paging.before() == null ? new UUID(0, 0) : paging.before(),
                paging.size() + 1);
    }

    /** How many of them there are, counted up to a number. */
    public int countUnregistered(int most) {
        return sql.row(
                        "SELECT count(*) AS count FROM (SELECT 1 FROM subscriptions s WHERE " + UNREGISTERED
                                + " LIMIT ?) s",
                        row -> row.getInt("count"),
                        most)
                .orElseThrow();
    }

    private Facts facts(ResultSet row) throws SQLException {
        var key = row.getString("product");
        var product = products.all().stream().filter(p -> p.key().equals(key)).findFirst();
        return new Facts(
                Sql.uuid(row, "id"),
                row.getString("aws_account_id"),
                row.getString("license_arn"),
                row.getString("customer_identifier"),
                row.getString("agreement_id"),
                key,
                product.map(Product::name).orElse(key),
                product.map(SubscriptionSearch::profile).orElse(""),
                product.map(Product::currency).orElse(""),
                SubscriptionState.valueOf(row.getString("state")),
                row.getBoolean("free_trial"),
                Objects.requireNonNull(Sql.instant(row, "state_since")),
                Sql.instant(row, "live_at"),
                Sql.instant(row, "ends_at"),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                row.getObject("enterprise_account_id", UUID.class));
    }

    private static String profile(Product product) {
        var identity = switch (product.identity()) {
            case LICENSE_ARN -> "LicenseArn";
            case CUSTOMER_IDENTIFIER -> "CustomerIdentifier";
            case CUSTOMER_AWS_ACCOUNT_ID -> "CustomerAWSAccountId";
        };
        var notifications = switch (product.notifications()) {
            case SNS -> "SNS";
            case EVENT_BRIDGE -> "EventBridge";
        };
        return identity + ", " + notifications;
    }
}
