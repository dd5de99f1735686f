package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.marketplace.SubscriptionSearch;
import com.guance.marketplace.portal.marketplace.SubscriptionSearch.Facts;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Mail;
import com.guance.marketplace.portal.platform.Outbox;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.PortalConfig;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Buyers who pay, or will, and have no enterprise account here. Works within the caller's transaction. */
@ApplicationScoped
public class UnregisteredBuyers {
    /** Nobody is written to more often, whoever asks for it. */
    private static final Duration ONCE = Duration.ofDays(1);

    /**
     * @param subscription what was bought
     * @param step how far the last landing came; null where there is none any more
     * @param email that the buyer has proved, in any of its landings
     * @param remindedAt when it was last written to
     */
    public record Buyer(
            Facts subscription,
            @Nullable Instant lastLandingAt,
            @Nullable String step,
            @Nullable String email,
            @Nullable Language language,
            @Nullable Instant remindedAt) {}

    private record Steps(
            UUID subscriptionId,
            @Nullable Instant lastLandingAt,
            @Nullable String step,
            @Nullable String email,
            @Nullable Language language,
            @Nullable Instant remindedAt) {}

    private final SubscriptionSearch search;
    private final Subscriptions subscriptions;
    private final Sql sql;
    private final Outbox outbox;
    private final PortalConfig config;
    private final Clock clock;

    UnregisteredBuyers(
            SubscriptionSearch search,
            Subscriptions subscriptions,
            Sql sql,
            Outbox outbox,
            PortalConfig config,
            Clock clock) {
        this.search = search;
        this.subscriptions = subscriptions;
        this.sql = sql;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    /** Oldest first, and one more where there is a next page. */
    public List<Buyer> page(Paging paging) {
        return buyers(search.unregistered(paging));
    }

    /** How many there are, counted up to a number. */
    public int count(int most) {
        return search.countUnregistered(most);
    }

    /** Writes to the buyer how to register, to the address that it has proved, in the language of its landing. */
    public Buyer remind(UUID subscriptionId) {
        var subscription = subscriptions.getForUpdate(subscriptionId); // a registration may bind it at the very moment
        if (subscription.enterpriseAccountId() != null) {
            throw Refusal.conflict("already-registered");
        }
        if (subscription.isOver()) {
            throw Refusal.conflict("subscription-ended");
        }
        var buyer = buyers(List.of(search.get(subscriptionId))).getFirst();
        if (buyer.email == null || buyer.language == null) {
            throw Refusal.conflict("no-known-address");
        }
        var now = clock.instant();
        int noted = sql.update("""
                INSERT INTO registration_reminders AS r (subscription_id, reminded_at) VALUES (?, ?)
                ON CONFLICT (subscription_id) DO UPDATE SET reminded_at = excluded.reminded_at WHERE r.reminded_at <= ?""", subscriptionId, now, now.minus(ONCE));
        if (noted == 0) {
            throw Refusal.conflict("reminded-recently");
        }
        outbox.post(mail(buyer.email, buyer.language, Subscriptions.mask(subscription.awsAccountId())));
        return new Buyer(buyer.subscription, buyer.lastLandingAt, buyer.step, buyer.email, buyer.language, now);
    }

    private Mail mail(String address, Language language, String awsAccount) {
        return Mail.of("unregistered", address, language)
                .subject(awsAccount)
                .heading()
                .paragraph("text", awsAccount)
                .steps(3)
                .footer("not-you", config.supportEmail())
                .footer("no-secret")
                .build();
    }

    private List<Buyer> buyers(List<Facts> bought) {
        var steps = steps(bought.stream().map(Facts::id).toList());
        return bought.stream()
                .map(facts -> {
                    var come = steps.get(facts.id());
                    return new Buyer(facts, come.lastLandingAt, come.step, come.email, come.language, come.remindedAt);
                })
                .toList();
    }

    private Map<UUID, Steps> steps(Collection<UUID> ids) {
        return sql.rows("""
                SELECT s.id, last.created_at, last.step, proved.verified_email, proved.language, r.reminded_at
                FROM unnest(?) AS s (id)
                LEFT JOIN LATERAL (SELECT created_at, step FROM onboardings o WHERE o.subscription_id = s.id
                                   ORDER BY o.id DESC LIMIT 1) last ON true
                LEFT JOIN LATERAL (SELECT verified_email, language FROM onboardings o
                                   WHERE o.subscription_id = s.id AND o.verified_email IS NOT NULL
                                   ORDER BY o.id DESC LIMIT 1) proved ON true
                LEFT JOIN registration_reminders r ON r.subscription_id = s.id""", UnregisteredBuyers::steps, (Object) ids.toArray(UUID[]::new)).stream()
                .collect(Collectors.toMap(Steps::subscriptionId, Function.identity()));
    }

    private static Steps steps(ResultSet row) throws SQLException {

        var language = row.getString("language");
        return new Steps(
                Sql.uuid(row, "id"),
                Sql.instant(row, "created_at"),
                row.getString("step"),
                row.getString("verified_email"),
                language == null ? null : Language.valueOf(language),
                Sql.instant(row, "reminded_at"));
    }
}
