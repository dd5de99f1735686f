package com.guance.marketplace.emulator.market;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The marketplace itself: who bought what, which token stands for whom, and what the seller must still be told. Each
 * change is on the disk before it is answered.
 */
public final class Market implements AutoCloseable {
    private static final TypeReference<List<Entry>> TRANSACTION = new TypeReference<>() {};
    /** After a licence was deprovisioned, for the last records. Of legacy listings the end itself comes late. */
    private static final Duration LAST_RECORDS = Duration.ofHours(1);

    private static final Duration FARTHEST = Duration.ofDays(3_660);

    private final List<Product> products;
    private final Delays delays;
    private final Clock clock;
    private final MarketState state = new MarketState();
    private final Journal<Entry> journal;

    /** @param folder where the state is kept; null keeps it in memory only */
    public Market(List<Product> products, Delays delays, Clock clock, @Nullable Path folder) {
        this.products = List.copyOf(products);
        this.delays = delays;
        this.clock = clock;
        this.journal = new Journal<>(folder, "journal.jsonl", TRANSACTION, entries -> entries.forEach(state::apply));
    }

    public List<Product> products() {
        return products;
    }

    public Delays delays() {
        return delays;
    }

    /** Business time: the time of purchases, tokens, notifications, metering windows and bills. */
    public synchronized Instant now() {
        return clock.instant().plus(state.offset());
    }

    /** How far business time is ahead of the clock, negative if it is behind. */
    public synchronized Duration offset() {
        return state.offset();
    }

    /**
     * Moves business time; from there it goes on as the clock does, over a restart too.
     *
     * @throws IllegalArgumentException for more than ten years
     */
    public synchronized void moveTime(Duration offset) {
        if (offset.abs().compareTo(FARTHEST) > 0) {
            throw new IllegalArgumentException("Business time stays within ten years of the clock.");
        }
        commit(List.of(new Entry.TimeMoved(offset)));
    }

    public Optional<Product> findProduct(String id) {
        return products.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /** @throws IllegalStateException for a subscription of a listing that is configured no more */
    public Product productOf(Subscription subscription) {
        return findProduct(subscription.productId())
                .orElseThrow(() -> new IllegalStateException("No such product: " + subscription.productId()));
    }

    /**
     * Subscribes an account. For a legacy product an account that is subscribed gets the subscription it has; one that
     * was cancelled and has not ended yet goes on. Concurrent agreements always make another agreement.
     *
     * @throws IllegalArgumentException for an unknown product
     */
    public synchronized Subscription subscribe(Purchase purchase) {
        var product = findProduct(purchase.productId())
                .orElseThrow(() -> new IllegalArgumentException("No such product: " + purchase.productId()));
        var now = now();
        var held = product.hasConcurrentAgreements() ? List.<Subscription>of() : held(product, purchase.awsAccountId());
        var live = held.stream().filter(s -> s.isLive(now)).findFirst();
        if (live.isPresent()) {
            return live.get();
        }
        var entries = new ArrayList<Entry>();
        var ending = held.stream()
                .filter(s -> s.state(now) == Subscription.State.CANCELLING)
                .findFirst();
        ending.ifPresent(s -> withdrawUnsent(s.id(), entries));
        var subscription = ending.map(s ->
                        s.renewed(Ids.offer(), purchase.notifyWhen(), purchase.freeTrial(), purchase.failPayment()))
                .orElseGet(() -> product.hasConcurrentAgreements()
                        ? agreement(product, purchase, now)
                        : legacy(product, purchase, now, entries));
        entries.add(new Entry.SubscriptionStored(subscription));
        if (purchase.notifyWhen() == NotifyWhen.BEFORE) {
            queue(product, subscription, begin(subscription), now, 1, entries);
        }
        commit(entries);
        return subscription;
    }

    private List<Subscription> held(Product product, String awsAccountId) {
        return state.subscriptionsOf(awsAccountId).stream()
                .filter(s -> s.productId().equals(product.id()))
                .toList();
    }

    private static Subscription agreement(Product product, Purchase purchase, Instant now) {
        return purchase(purchase, null, Ids.licenceArn(product.partition()), Ids.agreement(), now);
    }

    private Subscription legacy(Product product, Purchase purchase, Instant now, List<Entry> entries) {
        var customer = state.findCustomer(product.sellerAccount(), purchase.awsAccountId())
                .orElseGet(() -> {
                    var fresh = Ids.customerIdentifier();
                    entries.add(new Entry.CustomerNamed(product.sellerAccount(), purchase.awsAccountId(), fresh));
                    return fresh;
                });
        return purchase(purchase, customer, null, null, now);
    }

    private static Subscription purchase(
            Purchase purchase,
            @Nullable String customer,
            @Nullable String licence,
            @Nullable String agreement,
            Instant now) {
        return new Subscription(
                UUID.randomUUID().toString(),
                purchase.productId(),
                purchase.awsAccountId(),
                customer,
                licence,
                agreement,
                Ids.offer(),
                purchase.notifyWhen(),
                purchase.freeTrial(),
                purchase.failPayment(),
                now,
                null,
                null);
    }

    /** A fresh token for the landing; every token of a subscription is good until its own end. */
    public synchronized String issueToken(Subscription subscription, Duration lifetime) {
        var token = Ids.registrationToken();
        commit(List.of(new Entry.TokenIssued(Ids.hash(token), subscription.id(), now().plus(lifetime))));
        return token;
    }

    /**
     * Tells a seller whose token this is; asked again, it answers the same.
     *
     * @param sellerAccount the account that asks; tokens of other sellers' products are unknown to it
     */
    public synchronized Subscription resolve(String token, String sellerAccount) throws TokenRefused {
        var now = now();
        var known = state.findToken(Ids.hash(token)).orElseThrow(() -> new TokenRefused(false));
        var subscription = get(known.subscriptionId());
        var product = productOf(subscription);
        if (!product.sellerAccount().equals(sellerAccount)) {
            throw new TokenRefused(false);
        }
        if (!now.isBefore(known.expiresAt())) {
            throw new TokenRefused(true);
        }
        if (subscription.resolvedAt() != null) {
            return subscription;
        }
        var resolved = subscription.resolved(now);
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.SubscriptionStored(resolved));
        if (resolved.notifyWhen() == NotifyWhen.AFTER && resolved.endsAt() == null) {
            queue(product, resolved, begin(resolved), now.plus(delays.notification()), 1, entries);
        }
        commit(entries);
        return resolved;
    }

    /**
     * The buyer cancels: the first notification goes out now, the last when the subscription has ended. Cancelling
     * twice changes nothing.
     *
     * @param atOnce the last notification goes out now too
     */
    public synchronized Subscription cancel(String subscriptionId, boolean atOnce) {
        var now = now();
        var subscription = get(subscriptionId);
        if (subscription.endsAt() != null) {
            return subscription;
        }
        var product = productOf(subscription);
        var delay = product.hasConcurrentAgreements() ? delays.licenceEnd() : delays.legacyEnd();
        var ends = atOnce ? now : now.plus(delay);
        var ending = subscription.ending(ends);
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.SubscriptionStored(ending));
        if (product.hasConcurrentAgreements()) {
            queue(product, ending, List.of(NotificationKind.AGREEMENT_ENDED), now, 1, entries);
            queue(product, ending, List.of(NotificationKind.LICENSE_DEPROVISIONED), ends, 1, entries);
        } else {
            queue(product, ending, List.of(NotificationKind.UNSUBSCRIBE_PENDING), now, 1, entries);
            queue(product, ending, List.of(NotificationKind.UNSUBSCRIBE_SUCCESS), ends, 1, entries);
        }
        commit(entries);
        return ending;
    }

    /**
     * Sends notifications now, whatever the state of the purchase: for tests of events that are late, early or doubled.
     *
     * @throws IllegalArgumentException if a kind belongs to the other kind of product
     */
    public synchronized void notifyNow(String subscriptionId, List<NotificationKind> kinds, int copies) {
        var subscription = get(subscriptionId);
        var product = productOf(subscription);
        for (var kind : kinds) {
            if (kind.isEvent() != product.hasConcurrentAgreements()) {
                throw new IllegalArgumentException("%s is not sent for product %s".formatted(kind, product.id()));
            }
        }
        var entries = new ArrayList<Entry>();
        queue(product, subscription, kinds, now(), copies, entries);
        commit(entries);
    }

    /** What tells the seller that a purchase holds, in the dialect of its product. */
    public List<NotificationKind> success(Subscription subscription) {
        return productOf(subscription).hasConcurrentAgreements()
                ? List.of(NotificationKind.AGREEMENT_CREATED, NotificationKind.LICENSE_UPDATED)
                : List.of(NotificationKind.SUBSCRIBE_SUCCESS);
    }

    /** What tells the seller that the payment failed; for concurrent agreements no licence follows. */
    public List<NotificationKind> failure(Subscription subscription) {
        return productOf(subscription).hasConcurrentAgreements()
                ? List.of(NotificationKind.AGREEMENT_CREATED)
                : List.of(NotificationKind.SUBSCRIBE_FAIL);
    }

    private List<NotificationKind> begin(Subscription subscription) {
        return subscription.failPayment() ? failure(subscription) : success(subscription);
    }

    private static void queue(
            Product product,
            Subscription subscription,
            List<NotificationKind> kinds,
            Instant dueAt,
            int copies,
            List<Entry> entries) {
        for (var kind : kinds) {
            entries.add(new Entry.Queued(new Notification(
                    UUID.randomUUID().toString(),
                    subscription.id(),
                    product.id(),
                    kind.wireName(),
                    NotificationBody.of(kind, product, subscription, dueAt),
                    copies,
                    dueAt,
                    null)));
        }
    }

    /** AWS never sends the end of a legacy subscription that was taken up again before it. */
    private void withdrawUnsent(String subscriptionId, List<Entry> entries) {
        state.unsent().stream()
                .filter(n -> n.subscriptionId().equals(subscriptionId))
                .filter(n -> n.kind().equals(NotificationKind.UNSUBSCRIBE_SUCCESS.wireName()))
                .forEach(n -> entries.add(new Entry.Withdrawn(n.id())));
    }

    /** Whether AWS takes records for it: from the success on, and for a while after the end. */
    public synchronized boolean takesUsage(Subscription subscription, Instant now) {
        var from = state.liveFrom(subscription.id());
        if (subscription.failPayment() || from.isEmpty() || from.get().isAfter(now)) {
            return false;
        }
        if (subscription.endsAt() == null) {
            return true;
        }
        var last = productOf(subscription).hasConcurrentAgreements() ? LAST_RECORDS : Duration.ZERO;
        return now.isBefore(subscription.endsAt().plus(last));
    }

    public synchronized Optional<Subscription> findLicence(String licenseArn) {
        return state.findLicence(licenseArn);
    }

    /** Whose CustomerIdentifier that is with that seller. */
    public synchronized Optional<String> findAccount(String sellerAccount, String customerIdentifier) {
        return state.findAccount(sellerAccount, customerIdentifier);
    }

    public synchronized Optional<Subscription> findSubscription(String id) {
        return state.findSubscription(id);
    }

    private Subscription get(String id) {
        return state.findSubscription(id)
                .orElseThrow(() -> new IllegalArgumentException("No such subscription: " + id));
    }

    /** Newest first. */
    public synchronized List<Subscription> subscriptionsOf(String awsAccountId) {
        return state.subscriptionsOf(awsAccountId).reversed();
    }

    /** Oldest first. */
    public synchronized List<Notification> notificationsOf(String subscriptionId) {
        return state.notificationsOf(subscriptionId);
    }

    /** What is to be sent by now, in the order it was queued. */
    public synchronized List<Notification> due() {
        var now = now();
        return state.unsent().stream().filter(n -> !n.dueAt().isAfter(now)).toList();
    }

    /** The queue took it. */
    public synchronized void sent(Notification notification) {
        commit(List.of(new Entry.Sent(notification.id(), now())));
    }

    private void commit(List<Entry> entries) {
        journal.append(entries);
        entries.forEach(state::apply);
    }

    @Override
    public synchronized void close() {
        journal.close();
    }
}
