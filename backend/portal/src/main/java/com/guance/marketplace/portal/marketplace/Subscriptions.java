package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Identity;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.TransactionLocks;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The purchases that we know of. Their state is what AWS's notifications say, nothing else. */
@ApplicationScoped
public class Subscriptions implements PanacheRepositoryBase<Subscription, UUID> {
    private final Products products;
    private final MarketplaceEvents events;
    private final TransactionLocks locks;
    private final Clock clock;
    private final Event<SubscriptionWentLive> wentLive;
    private final Event<SubscriptionChanged> changed;

    Subscriptions(
            Products products,
            MarketplaceEvents events,
            TransactionLocks locks,
            Clock clock,
            Event<SubscriptionWentLive> wentLive,
            Event<SubscriptionChanged> changed) {
        this.products = products;
        this.events = events;
        this.locks = locks;
        this.clock = clock;
        this.wentLive = wentLive;
        this.changed = changed;
    }

    /** The subscription of a purchase, made where it is new. Any number of landings at once make one. */
    public Subscription keep(Purchase purchase) {
        lock(purchase.product().key(), purchase.identity());
        var now = clock.instant();
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO subscriptions (id, product, product_code, identity, license_arn, customer_identifier,
                            aws_account_id, state, state_since, created_at)
                        VALUES (:id, :product, :code, :identity, :licence, :customer, :account, 'PENDING', :now, :now)
                        ON CONFLICT (product_code, identity) DO NOTHING""")
                .setParameter("id", Time.id(now))
                .setParameter("product", purchase.product().key())
                .setParameter("code", purchase.product().code())
                .setParameter("identity", purchase.identity())
                .setParameter("licence", purchase.licenseArn())
                .setParameter("customer", purchase.customerIdentifier())
                .setParameter("account", purchase.awsAccountId())
                .setParameter("now", now)
                .executeUpdate();
        var subscription = find(purchase.product().key(), purchase.identity());
        if (subscription == null) {
            throw new IllegalStateException("The subscription just kept is gone");
        }
        follow(subscription);
        return subscription;
    }

    /** Brings the state up to date with the notifications, those from before the landing included. */
    void follow(Subscription subscription) {
        var product = products.get(subscription.product);
        var words = events.wordsOn(subscription.product, subscription.identity);
        boolean isLicence = product.identity() == Identity.LICENSE_ARN;
        boolean wasLive = subscription.isLive();
        var since = SubscriptionState.after(words, subscription.createdAt, isLicence);
        if (!subscription.follow(since, SubscriptionLife.of(words, isLicence))) {
            return;
        }
        flush();
        if (subscription.isLive() && !wasLive) {
            wentLive.fire(new SubscriptionWentLive(subscription.id));
        }
        changed.fire(new SubscriptionChanged(subscription.id));
    }

    /**
     * One at a time for one subscription until the end of the transaction: a landing and a notification that cross would
     * each miss the other.
     */
    void lock(String product, String identity) {
        locks.hold("subscription/" + product + "/" + identity);
    }

    /** Nobody else changes it before the transaction ends: a registration may bind it at the very moment. */
    @Nullable Subscription find(String product, String identity) {
        return find("product = ?1 and identity = ?2", product, identity)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    public Subscription get(UUID id) {
        return findByIdOptional(id).orElseThrow(Refusal::notFound);
    }

    /** As {@link #get}, and nobody else changes it before the transaction ends. */
    public Subscription getForUpdate(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).orElseThrow(Refusal::notFound);
    }

    public Map<UUID, Subscription> byId(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : list("id in ?1", ids).stream().collect(Collectors.toMap(Subscription::id, Function.identity()));
    }

    /** Those that have ended after an instant and up to another. */
    public List<UUID> endedBetween(Instant after, Instant upTo) {
        return list("endsAt > ?1 and endsAt <= ?2", after, upTo).stream()
                .map(Subscription::id)
                .toList();
    }

    /** What metering needs to know of each; one query. */
    public Map<UUID, MeteredSubscription> metered(Collection<UUID> ids) {
        return byId(ids).values().stream()
                .map(s -> new MeteredSubscription(
                        s.id, products.get(s.product), s.awsAccountId, s.licenseArn, s.customerIdentifier, s.life()))
                .collect(Collectors.toMap(MeteredSubscription::id, Function.identity()));
    }

    /** Whether another purchase of the same AWS account is already with an enterprise account. */
    public boolean isAwsAccountKnown(Subscription subscription) {
        return count(
                        "awsAccountId = ?1 and product in ?2 and id <> ?3 and enterpriseAccountId is not null",
                        subscription.awsAccountId,
                        productsOfPartition(subscription),
                        subscription.id)
                > 0;
    }

    /** Whether an enterprise account has a purchase of the same AWS account, this one or another. */
    public boolean isAwsAccountKnownTo(UUID enterpriseAccountId, Subscription subscription) {
        return count(
                        "awsAccountId = ?1 and product in ?2 and enterpriseAccountId = ?3",
                        subscription.awsAccountId,
                        productsOfPartition(subscription),
                        enterpriseAccountId)
                > 0;
    }

    /** The number of an AWS account names it within a partition only. */
    private List<String> productsOfPartition(Subscription subscription) {
        var partition = products.get(subscription.product).partition();
        return products.all().stream()
                .filter(product -> product.partition().equals(partition))
                .map(Product::key)
                .toList();
    }

    /** How the API shows a subscription: ids masked. */
    public Payer payer(Subscription subscription) {
        var product = products.get(subscription.product);
        return new Payer(
                mask(subscription.awsAccountId),
                subscription.licenseArn == null ? null : mask(subscription.licenseArn),
                product.key(),
                product.name(),
                product.currency(),
                subscription.state);
    }

    /** The subscription that pays, or will. */
    public record Payer(
            String awsAccount,
            @Nullable String licence,
            String product,
            String productName,
            String currency,
            SubscriptionState subscriptionState) {}

    /** The last four characters only. */
    public static String mask(String id) {
        return "····" + id.substring(Math.max(0, id.length() - 4));
    }
}
