package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Notifications;
import com.guance.marketplace.portal.marketplace.MarketplaceEvents.Licence;
import com.guance.marketplace.portal.marketplace.MarketplaceEvents.Source;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.platform.TransactionLocks;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The purchases that we know of. Their state is what AWS's notifications say, nothing else. */
@ApplicationScoped
public class Subscriptions implements PanacheRepositoryBase<Subscription, UUID> {
    private final Products products;
    private final MarketplaceEvents events;
    private final AwsInquiries inquiries;
    private final EntitlementReadings readings;
    private final TransactionLocks locks;
    private final Clock clock;
    private final Event<SubscriptionChanged> changed;
    private final Event<SubscriptionSucceeded> succeeded;

    Subscriptions(
            Products products,
            MarketplaceEvents events,
            AwsInquiries inquiries,
            EntitlementReadings readings,
            TransactionLocks locks,
            Clock clock,
            Event<SubscriptionChanged> changed,
            Event<SubscriptionSucceeded> succeeded) {
        this.products = products;
        this.events = events;
        this.inquiries = inquiries;
        this.readings = readings;
        this.locks = locks;
        this.clock = clock;
        this.changed = changed;
        this.succeeded = succeeded;
    }

    /** The subscription of a purchase, made where it is new. Any number of landings at once make one. */
    public Subscription keep(Purchase purchase) {
        var product = purchase.product();
        lock(product, purchase.awsAccountId(), purchase.name());
        rename(purchase);
        make(purchase);
        return Objects.requireNonNull(update(product, purchase.name()), "The subscription just kept is gone");
    }

    private void make(Purchase purchase) {
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
    }

    /** A listing whose customers were named otherwise when this one came: it is the same one. */
    private void rename(Purchase purchase) {
        if (purchase.product().isSoldByLicence()) {
            return;
        }
        getEntityManager()
                .createNativeQuery("""
                        UPDATE subscriptions SET identity = :identity,
                            customer_identifier = coalesce(:customer, customer_identifier), version = version + 1
                        WHERE id = (
                            SELECT id FROM subscriptions s
                            WHERE product_code = :code AND aws_account_id = :account AND license_arn IS NULL
                                AND (identity = aws_account_id) <> (:identity = aws_account_id)
                                AND NOT EXISTS (
                                    SELECT 1 FROM subscriptions WHERE product_code = :code AND identity = :identity)
                            ORDER BY id DESC LIMIT 1)""")
                .setParameter("identity", purchase.identity())
                .setParameter("customer", purchase.customerIdentifier())
                .setParameter("code", purchase.product().code())
                .setParameter("account", purchase.awsAccountId())
                .executeUpdate();
    }

    /**
     * Brings a subscription, and those that follow it, up to date with all that AWS said, from before the landing included.
     * One that nobody has landed with is made where it can only be, or may be, a customer's that we have.
     *
     * @param name as AWS's messages call it
     * @return null where nobody has it
     */
    @Nullable Subscription update(Product product, String name) {
        return update(product, name, new HashSet<>());
    }

    private @Nullable Subscription update(Product product, String name, Set<String> seen) {
        if (!seen.add(name)) {
            return null; // what AWS says of agreements goes round in a circle
        }
        var licence = product.isSoldByLicence()
                ? events.licence(product.key(), name).orElse(null)
                : null; // else it is the same subscription that goes on
        var succession = licence == null ? Succession.NONE : events.succession(product.key(), licence.awsAccountId());
        // before the subscription itself, as who binds it does
        var predecessor = licence == null ? null : predecessor(product, name, licence, succession);
        var subscription = find(product, name);
        if (subscription == null
                && licence != null
                && (predecessor != null || onlyHolder(product, licence.awsAccountId()) != null)) {
            make(new Purchase(product, licence.awsAccountId(), null, licence.arn()));
            subscription = find(product, name);
        }
        if (subscription == null) {
            return null;
        }
        follow(product, subscription, name);
        if (product.isContract()) {
            readings.soon(subscription.id);
        }
        if (predecessor != null) {
            succeed(subscription, predecessor);
        } else if (product.isSoldByLicence() && subscription.isFree() && subscription.offeredTo == null) {
            subscription.offeredTo = onlyHolder(product, subscription.awsAccountId);
        }
        succession.successorsOf(name).forEach(next -> update(product, next, seen));
        return subscription;
    }

    private void follow(Product product, Subscription subscription, String name) {
        var standing =
                SubscriptionStanding.of(events.wordsOn(product.key(), name), subscription.createdAt, product.dialect());
        if (!subscription.follow(standing)) {
            return;
        }
        flush();
        if (product.agreements()) {
            inquiries.soon(subscription.id);
        }
        changed.fire(new SubscriptionChanged(subscription.id));
    }

    /** The purchase that this one renews or replaces, by AWS's word; held until the end of the transaction. */
    private @Nullable Subscription predecessor(Product product, String name, Licence licence, Succession succession) {
        var former = succession.predecessorsOf(name);
        var found = former.isEmpty()
                ? List.<Subscription>of()
                : find(
                                "product = ?1 and identity in ?2 and awsAccountId = ?3 order by id",
                                product.key(),
                                former,
                                licence.awsAccountId())
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .list();
        return found.stream()
                .min(Comparator.comparing(subscription -> former.indexOf(subscription.identity)))
                .orElse(null);
    }

    /** The enterprise account that has all purchases of an AWS account; null where there is none, or several. */
    private @Nullable UUID onlyHolder(Product product, String awsAccountId) {
        var holders = list(
                        "awsAccountId = ?1 and product in ?2 and enterpriseAccountId is not null",
                        awsAccountId,
                        productsOfPartition(product))
                .stream()
                .map(Subscription::enterpriseAccountId)
                .distinct()
                .toList();
        return holders.size() == 1 ? holders.getFirst() : null;
    }

    /** Gives a purchase to the enterprise account of the one before, and tells of it when it is live. */
    private void succeed(Subscription subscription, Subscription predecessor) {
        var now = clock.instant();
        if (predecessor.enterpriseAccountId != null && subscription.isFree()) {
            subscription.bindTo(predecessor.enterpriseAccountId, now);
        }
        if (subscription.succeed(predecessor, now)) {
            flush();
            succeeded.fire(new SubscriptionSucceeded(predecessor.id, subscription.id));
        }
    }

    /**
     * Gives a purchase to an enterprise account, for good, and with it those that have renewed or replaced it since. Works
     * within the caller's transaction.
     *
     * @param subscription held for update
     */
    public void bind(Subscription subscription, UUID enterpriseAccountId) {
        subscription.bindTo(enterpriseAccountId, clock.instant());
        for (var successor : find("predecessorId = ?1", subscription.id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()) {
            boolean wasFree = successor.isFree();
            succeed(successor, subscription);
            if (wasFree && successor.enterpriseAccountId != null) {
                bind(successor, successor.enterpriseAccountId);
            }
        }
    }

    /** Purchases that may be an enterprise account's, since the AWS account is: it has to say so. */
    public List<Subscription> offeredTo(UUID enterpriseAccountId) {
        var offered = list("offeredTo = ?1 and enterpriseAccountId is null order by id", enterpriseAccountId).stream()
                .filter(Subscription::isFree)
                .toList();
        var ofOthers = ofOthers(enterpriseAccountId, offered);
        return offered.stream()
                .filter(subscription -> ofOthers.stream().noneMatch(other -> isSameAwsAccount(subscription, other)))
                .toList();
    }

    private boolean isOfferedTo(UUID enterpriseAccountId, Subscription subscription) {
        return subscription.isFree()
                && enterpriseAccountId.equals(subscription.offeredTo)
                && ofOthers(enterpriseAccountId, List.of(subscription)).stream()
                        .noneMatch(other -> isSameAwsAccount(subscription, other));
    }

    /** Since they were offered, others may have come to have purchases of the same AWS account: then nobody knows whose it is. */
    private List<Subscription> ofOthers(UUID enterpriseAccountId, List<Subscription> offered) {
        return offered.isEmpty()
                ? List.of()
                : list(
                        "awsAccountId in ?1 and enterpriseAccountId is not null and enterpriseAccountId <> ?2",
                        offered.stream().map(Subscription::awsAccountId).toList(),
                        enterpriseAccountId);
    }

    private boolean isSameAwsAccount(Subscription one, Subscription other) {
        return one.awsAccountId.equals(other.awsAccountId)
                && products.get(one.product)
                        .partition()
                        .equals(products.get(other.product).partition());
    }

    /** The enterprise account says that the purchase offered to it is its own. Works within the caller's transaction. */
    public Subscription confirmOffer(UUID id, UUID enterpriseAccountId) {
        var subscription = getForUpdate(id);
        if (enterpriseAccountId.equals(subscription.enterpriseAccountId)) {
            return subscription;
        }
        if (!enterpriseAccountId.equals(subscription.offeredTo)) {
            throw Refusal.notFound();
        }
        if (subscription.isFree() && !isOfferedTo(enterpriseAccountId, subscription)) {
            throw Refusal.conflict("offer-withdrawn");
        }
        bind(subscription, enterpriseAccountId);
        return subscription;
    }

    /**
     * AWS took no usage of an instant: nobody is subscribed. Where AWS can be asked, it is; else that is its word of the end,
     * until it says otherwise with a later time. What is said of an earlier life is no news.
     *
     * @param at the instant of the usage
     */
    @Transactional
    public void notSubscribed(UUID id, Instant at) {
        var found = glance(id);
        var product = products.get(found.product);
        if (product.agreements()) {
            inquiries.soon(id);
            return;
        }
        var name = nameOf(product, found);
        lock(product, found.awsAccountId, name);
        var subscription = find(product, name);
        if (subscription == null || !subscription.isLive() || at.isBefore(subscription.stateSince)) {
            return;
        }
        events.keep(
                product.key(),
                new Notification(
                        "not-subscribed/" + id + "/" + subscription.stateSince,
                        "CustomerNotSubscribed",
                        product.code(),
                        name,
                        at,
                        Notification.Details.NONE),
                Source.METERING,
                SubscriptionState.ENDING);
        update(product, name);
    }

    /** Something has happened to an agreement of an account, and nobody has said under which one its purchase stands. */
    void ask(Product product, String awsAccountId) {
        if (product.agreements()) {
            inquiries.soon(list(
                            "product = ?1 and awsAccountId = ?2 and agreementId is null and state = ?3",
                            product.key(),
                            awsAccountId,
                            SubscriptionState.PENDING)
                    .stream()
                    .map(Subscription::id)
                    .toList());
        }
    }

    /** AWS was asked: what of its answer is news counts from here on. */
    void hear(Product product, UUID id, AwsAnswer answer, Instant now) {
        var found = glance(id);
        var name = nameOf(product, found);
        lock(product, found.awsAccountId, name);
        var subscription = Objects.requireNonNull(find(product, name));
        for (var word : answer.news(subscription, product, name, now)) {
            events.keep(product.key(), word.notification(), Source.ASKED, word.says());
        }
        update(product, name);
    }

    /**
     * One at a time for one AWS account, and for one subscription, until the end of the transaction: a landing and a
     * notification that cross would each miss the other. SNS names no account.
     */
    void lock(Product product, @Nullable String awsAccountId, @Nullable String name) {
        if (awsAccountId != null && product.notifications() == Notifications.EVENT_BRIDGE) {
            locks.hold("customer/" + product.partition() + "/" + awsAccountId);
        }
        if (name != null) {
            locks.hold("subscription/" + product.key() + "/" + name);
        }
    }

    /** Only to know what to lock: what it says of the state may be old by then. */
    private Subscription glance(UUID id) {
        var found = get(id);
        getEntityManager().detach(found);
        return found;
    }

    String nameOf(Product product, Subscription subscription) {
        return product.nameOf(subscription.awsAccountId, subscription.customerIdentifier, subscription.licenseArn);
    }

    /** Nobody else changes it before the transaction ends: a registration may bind it at the very moment. */
    private @Nullable Subscription find(Product product, String name) {
        var by = product.notifications() == Notifications.SNS
                ? "customerIdentifier"
                : product.isSoldByLicence() ? "identity" : "awsAccountId";
        return find("product = ?1 and " + by + " = ?2 order by id desc", product.key(), name)
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

    /** Those of an enterprise account, newest first. */
    public List<Subscription> of(UUID enterpriseAccountId) {
        return list("enterpriseAccountId = ?1 order by id desc", enterpriseAccountId);
    }

    /** One of an enterprise account, or one that is offered to it; those of others are not there. */
    public Subscription getOrOffered(UUID enterpriseAccountId, UUID id) {
        var subscription = get(id);
        return isOfferedTo(enterpriseAccountId, subscription) ? subscription : of(enterpriseAccountId, subscription);
    }

    /** As {@link #getForUpdate}; those of others are not there. */
    public Subscription getForUpdate(UUID enterpriseAccountId, UUID id) {
        return of(enterpriseAccountId, getForUpdate(id));
    }

    private static Subscription of(UUID enterpriseAccountId, Subscription subscription) {
        if (!enterpriseAccountId.equals(subscription.enterpriseAccountId)) {
            throw Refusal.notFound();
        }
        return subscription;
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
                        s.id,
                        products.get(s.product),
                        s.awsAccountId,
                        s.licenseArn,
                        s.customerIdentifier,
                        s.predecessorId,
                        s.life()))
                .collect(Collectors.toMap(MeteredSubscription::id, Function.identity()));
    }

    /** Whether another purchase of the same AWS account is already with an enterprise account. */
    public boolean isAwsAccountKnown(Subscription subscription) {
        return count(
                        "awsAccountId = ?1 and product in ?2 and id <> ?3 and enterpriseAccountId is not null",
                        subscription.awsAccountId,
                        productsOfPartition(products.get(subscription.product)),
                        subscription.id)
                > 0;
    }

    /** Whether an enterprise account has a purchase of the same AWS account, this one or another. */
    public boolean isAwsAccountKnownTo(UUID enterpriseAccountId, Subscription subscription) {
        return count(
                        "awsAccountId = ?1 and product in ?2 and enterpriseAccountId = ?3",
                        subscription.awsAccountId,
                        productsOfPartition(products.get(subscription.product)),
                        enterpriseAccountId)
                > 0;
    }

    /** The number of an AWS account names it within a partition only. */
    private List<String> productsOfPartition(Product one) {
        return products.all().stream()
                .filter(product -> product.partition().equals(one.partition()))
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
