package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Notifications;
import com.guance.marketplace.portal.marketplace.MarketplaceEvents.Named;
import com.guance.marketplace.portal.marketplace.SubscriptionState.Word;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Purchases that AWS says are live and that nobody has landed with: so they are no subscriptions yet, and stand only in what AWS
 * said. As operators see them: with AWS's ids in full. Works within the caller's transaction.
 */
@ApplicationScoped
public class UnlandedPurchases {
    /**
     * @param id of the first word of it
     * @param awsAccountId null where AWS's messages name none
     * @param since when it was bought, by AWS's word
     */
    public record Unlanded(
            UUID id,
            String product,
            String productName,
            @Nullable String awsAccountId,
            @Nullable String licenseArn,
            @Nullable String customerIdentifier,
            @Nullable String agreementId,
            boolean isFreeTrial,
            Instant since) {}

    /** A purchase that has begun, and may have ended since. */
    private record Begun(
            UUID id,
            Named named,
            @Nullable String awsAccountId,
            @Nullable String licenseArn) {}

    /** Purchases that are looked at with one statement; of most of them AWS has said no more than that they are live. */
    private static final int AT_ONCE = 200;

    private static final String BEGUN = """
            SELECT (array_agg(id ORDER BY id))[1] AS id, product, identity, max(aws_account_id) AS aws_account_id,
                max(license_arn) AS license_arn
            FROM marketplace_events
            WHERE status = 'UNMATCHED' AND identity IS NOT NULL
                AND (kind LIKE 'License Updated%' OR kind = 'subscribe-success' OR says = 'LIVE')
            """;

    private final Sql sql;
    private final MarketplaceEvents events;
    private final Products products;

    UnlandedPurchases(Sql sql, MarketplaceEvents events, Products products) {
        this.sql = sql;
        this.events = events;
        this.products = products;
    }

    /**
     * Oldest first, and one more where there is a next page.
     *
     * @param text the number of an AWS account, a licence, an agreement or a customer identifier; null: all
     */
    public List<Unlanded> page(@Nullable String text, Paging paging) {
        return first(text, paging.before(), paging.size() + 1);
    }

    /** How many there are, counted up to a number. */
    public int count(int most) {
        return first(null, null, most).size();
    }

    private List<Unlanded> first(@Nullable String text, @Nullable UUID after, int most) {
        var found = new ArrayList<Unlanded>();
        var last = after;
        List<Begun> begun;
        do {
            begun = begun(text, last);
            var said = events.saidOn(begun.stream().map(Begun::named).toList());
            begun.stream()
                    .map(one -> live(one, said.getOrDefault(one.named(), List.of())))
                    .flatMap(Optional::stream)
                    .limit(most - found.size())
                    .forEach(found::add);
            last = begun.isEmpty() ? last : begun.getLast().id();
        } while (begun.size() == AT_ONCE && found.size() < most);
        return found;
    }

    private List<Begun> begun(@Nullable String text, @Nullable UUID after) {
        var values = new ArrayList<@Nullable Object>();
        var named = "";
        if (text != null) {
            named = "AND (identity IN (?, ?) OR aws_account_id = ? OR agreement_id = ?)\n";
            values.addAll(List.of(text, Purchase.licenceId(text), text, text));
        }
        values.add(after == null ? new UUID(0, 0) : after);
        values.add(AT_ONCE);
        return sql.rows(
                "SELECT * FROM (" + BEGUN + named + "GROUP BY product, identity) b WHERE id > ? ORDER BY id LIMIT ?",
                UnlandedPurchases::begun,
                values.toArray());
    }

    private static Begun begun(ResultSet row) throws SQLException {
        return new Begun(
                Sql.uuid(row, "id"),
                new Named(row.getString("product"), row.getString("identity")),
                row.getString("aws_account_id"),
                row.getString("license_arn"));
    }

    /** What was said of it later may have ended it, and that of a listing that is no more nobody can land with. */
    private Optional<Unlanded> live(Begun begun, List<Word> said) {
        var name = begun.named().name();
        var product = products.find(begun.named().product()).orElse(null);
        if (product == null) {
            return Optional.empty();
        }
        var standing = SubscriptionStanding.of(said, Instant.EPOCH, product.dialect());
        if (standing.since().state() != SubscriptionState.LIVE) {
            return Optional.empty();
        }
        boolean isByCustomer = product.notifications() == Notifications.SNS;
        return Optional.of(new Unlanded(
                begun.id(),
                product.key(),
                product.name(),
                isByCustomer || product.isSoldByLicence() ? begun.awsAccountId() : name,
                begun.licenseArn(),
                isByCustomer ? name : null,
                standing.agreementId(),
                standing.isFreeTrial(),
                Objects.requireNonNull(standing.life().liveAt())));
    }
}
