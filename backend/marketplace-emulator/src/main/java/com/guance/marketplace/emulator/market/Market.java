package com.guance.marketplace.emulator.market;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The marketplace itself: who bought what, which token stands for whom, and what the seller must still be told. Each
 * change is on the disk before it is answered.
 */
public final class Market implements AutoCloseable {
    private static final TypeReference<List<Entry>> TRANSACTION = new TypeReference<>() {};
    /** After a licence was deprovisioned, for the last records. Of legacy listings the end itself comes late. */
    private static final Duration LAST_RECORDS = Duration.ofHours(1);

    /** How long a free trial is. */
    public static final Duration TRIAL = Duration.ofDays(14);

    private static final Duration FARTHEST = Duration.ofDays(3_660);

    private final List<Product> products;
    private final Delays delays;
    private final Clock clock;
    private final MarketState state = new MarketState();
    private final Journal<Entry> journal;
    private volatile Quirks quirks = Quirks.USUAL;

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
        letRunOut();
    }

    public Optional<Product> findProduct(String id) {
        return products.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /** @throws IllegalStateException for a subscription of a listing that is configured no more */
    public Product productOf(Subscription subscription) {
        return findProduct(subscription.productId())
                .orElseThrow(() -> new IllegalStateException("No such product: " + subscription.productId()));
    }

    /** What AWS does beyond the usual, until it is set otherwise. */
    public Quirks quirks() {
        return quirks;
    }

    public void setQuirks(Quirks next) {
        quirks = next;
    }

    /**
     * Subscribes an account. Where a product is subscribed once per account, one that is subscribed gets the subscription
     * it has; a legacy one that was cancelled and has not ended yet goes on. Concurrent agreements always make another
     * agreement.
     *
     * @throws IllegalArgumentException for an unknown product
     */
    public synchronized Subscription subscribe(Purchase purchase) {
        letRunOut();
        var product = findProduct(purchase.productId())
                .orElseThrow(() -> new IllegalArgumentException("No such product: " + purchase.productId()));
        var now = now();
        var held = product.hasConcurrentAgreements() ? List.<Subscription>of() : held(product, purchase.awsAccountId());
        var live = held.stream().filter(s -> s.isLive(now)).findFirst();
        if (live.isPresent()) {
            return live.get();
        }
        var entries = new ArrayList<Entry>();
        var terms = terms(product, purchase, now);
        var ending = held.stream()
                .filter(s -> !product.sendsEvents() && s.state(now) == Subscription.State.CANCELLING)
                .findFirst();
        ending.ifPresent(s -> withdrawUnsent(s.id(), NotificationKind.UNSUBSCRIBE_SUCCESS, entries));
        var subscription = ending.map(s -> s.resumed(
                        Ids.offer(), purchase.notifyWhen(), purchase.freeTrial(), purchase.failPayment(), terms))
                .orElseGet(() -> product.sendsEvents()
                        ? agreement(product, purchase, terms, now)
                        : legacy(product, purchase, terms, now, entries));
        entries.add(new Entry.SubscriptionStored(subscription));
        if (purchase.notifyWhen() == NotifyWhen.BEFORE) {
            subscription = begin(product, subscription, now, entries);
        }
        commit(entries);
        return subscription;
    }

    private static Terms terms(Product product, Purchase purchase, Instant now) {
        var entitled = product.contractDimensions().keySet().stream()
                .map(dimension -> Entitlement.of(dimension, 1))
                .toList();
        return new Terms(
                Terms.Intent.NEW,
                null,
                null,
                null,
                purchase.freeTrial() ? now.plus(TRIAL) : contractEnd(product, now),
                false,
                purchase.resold(),
                product.isContract() ? entitled : List.of());
    }

    private static @Nullable Instant contractEnd(Product product, Instant from) {
        return product.isContract() ? from.plus(product.contractTerm()) : null;
    }

    private List<Subscription> held(Product product, String awsAccountId) {
        return state.subscriptionsOf(awsAccountId).stream()
                .filter(s -> s.productId().equals(product.id()))
                .toList();
    }

    private static Subscription agreement(Product product, Purchase purchase, Terms terms, Instant now) {
        var licence = product.hasConcurrentAgreements() ? Ids.licenceArn(product.partition()) : null;
        return purchase(purchase, null, licence, Ids.agreement(), terms, now);
    }

    private Subscription legacy(Product product, Purchase purchase, Terms terms, Instant now, List<Entry> entries) {
        var customer = state.findCustomer(product.sellerAccount(), purchase.awsAccountId())
                .orElseGet(() -> {
                    var fresh = Ids.customerIdentifier();
                    entries.add(new Entry.CustomerNamed(product.sellerAccount(), purchase.awsAccountId(), fresh));
                    return fresh;
                });
        return purchase(purchase, customer, null, null, terms, now);
    }

    private static Subscription purchase(
            Purchase purchase,
            @Nullable String customer,
            @Nullable String licence,
            @Nullable String agreement,
            Terms terms,
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
                null,
                terms,
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
        if (resolved.notifyWhen() == NotifyWhen.AFTER && resolved.endsAt() == null && resolved.end() == null) {
            resolved = begin(product, resolved, now.plus(delays.notification()), entries);
        }
        commit(entries);
        return resolved;
    }

    /**
     * The buyer unsubscribes: the first notification goes out now, the last when the subscription has ended.
     * Unsubscribing twice changes nothing.
     */
    public Subscription unsubscribe(String subscriptionId) {
        return unsubscribe(subscriptionId, usualDelay(subscriptionId));
    }

    /** @param delay from the first notification to the last */
    public synchronized Subscription unsubscribe(String subscriptionId, Duration delay) {
        letRunOut();
        var subscription = get(subscriptionId);
        if (subscription.endsAt() != null) {
            return subscription;
        }
        var entries = new ArrayList<Entry>();
        var ending = end(subscription, new End(now(), End.Reason.CANCELLED), delay, true, entries);
        commit(entries);
        return ending;
    }

    /**
     * The same account subscribes to the same product again, and the seller is told at once. A legacy subscription that
     * has not ended yet goes on, and its end is never told; after its end the same customer has another one. Otherwise
     * it is another agreement.
     */
    public Subscription resubscribe(String subscriptionId) {
        return resubscribe(subscriptionId, NotifyWhen.BEFORE);
    }

    public synchronized Subscription resubscribe(String subscriptionId, NotifyWhen notifyWhen) {
        var before = get(subscriptionId);
        return subscribe(new Purchase(
                before.productId(),
                before.awsAccountId(),
                notifyWhen,
                false,
                false,
                before.terms().resold()));
    }

    /**
     * A new agreement takes up where this one ends, and the seller is told at once. A legacy contract goes on for
     * another term.
     *
     * @return the subscription of the new agreement; of a legacy product the same one
     * @throws IllegalStateException where there is nothing to renew
     */
    public synchronized Subscription renew(String subscriptionId) {
        var subscription = get(subscriptionId);
        var product = productOf(subscription);
        if (!product.sendsEvents() && !product.isContract()) {
            throw new IllegalStateException("A legacy subscription by usage has no term to renew.");
        }
        return succeed(subscription, Terms.Intent.RENEW);
    }

    /**
     * The buyer accepts an offer that replaces what was agreed, and the seller is told at once. A legacy subscription
     * goes on under the new offer.
     *
     * @return the subscription of the new agreement; of a legacy product the same one
     * @throws IllegalStateException where there is nothing to replace
     */
    public synchronized Subscription replace(String subscriptionId) {
        return succeed(get(subscriptionId), Terms.Intent.REPLACE);
    }

    private Subscription succeed(Subscription subscription, Terms.Intent intent) {
        letRunOut();
        var current = get(subscription.id());
        if (current.failPayment() || !productOf(current).sendsEvents() && current.endsAt() != null) {
            throw new IllegalStateException("The subscription does not hold. Subscribe again instead.");
        }
        var entries = new ArrayList<Entry>();
        var successor = succeed(current, intent, now(), entries);
        commit(entries);
        return successor;
    }

    private Subscription succeed(Subscription old, Terms.Intent intent, Instant at, List<Entry> entries) {
        var product = productOf(old);
        var successor = product.sendsEvents() ? successor(product, old, intent, at) : goingOn(product, old, intent, at);
        entries.add(new Entry.SubscriptionStored(successor));
        if (product.sendsEvents() || intent == Terms.Intent.REPLACE) {
            queue(product, successor, success(successor), at, 1, entries);
        } else {
            queue(product, successor, List.of(NotificationKind.ENTITLEMENT_UPDATED), at, 1, entries);
        }
        if (product.sendsEvents() && old.endsAt() == null) {
            var reason = intent == Terms.Intent.RENEW ? End.Reason.RENEWED : End.Reason.REPLACED;
            boolean licenceEnds = !Objects.equals(old.licenseArn(), successor.licenseArn());
            end(old, new End(at, reason), usualDelay(product), licenceEnds, entries);
        }
        return successor;
    }

    private Subscription successor(Product product, Subscription old, Terms.Intent intent, Instant at) {
        boolean sameLicence = quirks.successorKeepsLicence() && old.licenseArn() != null;
        var previous = String.valueOf(old.agreementId());
        var initial = old.terms().initialAgreementId();
        var licensed = old.terms().licensedFrom();
        var terms = old.terms()
                .succeeding(
                        intent,
                        quirks.successorNamesPrevious() ? previous : null,
                        initial == null ? previous : initial,
                        sameLicence ? Objects.requireNonNullElse(licensed, old.subscribedAt()) : null,
                        at)
                .expiring(contractEnd(product, at));
        var purchase = new Purchase(product.id(), old.awsAccountId(), NotifyWhen.BEFORE, false, false);
        var licence = sameLicence ? old.licenseArn() : Ids.licenceArn(product.partition());
        return purchase(purchase, null, product.hasConcurrentAgreements() ? licence : null, Ids.agreement(), terms, at);
    }

    private static Subscription goingOn(Product product, Subscription old, Terms.Intent intent, Instant at) {
        var terms = old.terms().succeeding(intent, null, null, null, at).expiring(contractEnd(product, at));
        return old.under(intent == Terms.Intent.REPLACE ? Ids.offer() : old.offerId(), terms);
    }

    /**
     * AWS cannot collect. Where the seller was not told yet that the purchase holds, it never does: a legacy seller
     * hears of it, another hears that the agreement ended. Later it ends as if the buyer had unsubscribed.
     */
    public synchronized Subscription failPayment(String subscriptionId) {
        letRunOut();
        var now = now();
        var subscription = get(subscriptionId);
        if (subscription.endsAt() != null || subscription.failPayment()) {
            return subscription;
        }
        var entries = new ArrayList<Entry>();
        boolean told = state.liveFrom(subscriptionId)
                .filter(from -> !from.isAfter(now))
                .isPresent();
        Subscription failed;
        if (told) {
            var product = productOf(subscription);
            failed = end(subscription, new End(now, End.Reason.TERMINATED), usualDelay(product), true, entries);
        } else {
            failed = subscription.failed(null);
            entries.add(new Entry.SubscriptionStored(failed));
            for (var kind : success(failed)) {
                withdrawUnsent(subscriptionId, kind, entries);
            }
            failed = begin(productOf(failed), failed, now, entries);
        }
        commit(entries);
        return failed;
    }

    /**
     * The buyer changes whether a contract renews itself.
     *
     * @throws IllegalStateException if it does not hold, or its seller is not told of such
     */
    public synchronized Subscription amend(String subscriptionId, boolean autoRenew) {
        letRunOut();
        var subscription = getHolding(subscriptionId);
        var product = productOf(subscription);
        if (!product.sendsEvents() || !product.isContract()) {
            throw new IllegalStateException("Only a contract that EventBridge tells of can be amended.");
        }
        var entries = new ArrayList<Entry>();
        var amended = subscription.with(subscription.terms().renewing(autoRenew));
        entries.add(new Entry.SubscriptionStored(amended));
        queue(product, amended, List.of(NotificationKind.AGREEMENT_AMENDED), now(), 1, entries);
        commit(entries);
        return amended;
    }

    /**
     * The buyer agrees on other entitlements, and the seller is told at once that they changed.
     *
     * @throws IllegalStateException if the subscription does not hold, or is none by contract
     */
    public synchronized Subscription entitle(String subscriptionId, List<Entitlement> entitlements) {
        letRunOut();
        var subscription = getHolding(subscriptionId);
        var product = productOf(subscription);
        if (!product.isContract()) {
            throw new IllegalStateException("A subscription by usage entitles to nothing.");
        }
        var entries = new ArrayList<Entry>();
        var changed = subscription.with(subscription.terms().entitling(entitlements));
        entries.add(new Entry.SubscriptionStored(changed));
        var kinds = product.sendsEvents()
                ? List.of(NotificationKind.AGREEMENT_AMENDED, NotificationKind.LICENSE_UPDATED)
                : List.of(NotificationKind.ENTITLEMENT_UPDATED);
        queue(product, changed, kinds, now(), 1, entries);
        commit(entries);
        return changed;
    }

    private Subscription getHolding(String subscriptionId) {
        var subscription = get(subscriptionId);
        if (subscription.endsAt() != null || subscription.failPayment()) {
            throw new IllegalStateException("The subscription does not hold.");
        }
        return subscription;
    }

    /** Ends or renews what ran out by now. Each as of the instant it ran out, the oldest first. */
    private void letRunOut() {
        var now = now();
        Predicate<Subscription> sold = s -> findProduct(s.productId()).isPresent();
        for (var over = state.runOut(now, sold); over.isPresent(); over = state.runOut(now, sold)) {
            var subscription = over.get();
            var at = Objects.requireNonNull(subscription.terms().expiresAt());
            var entries = new ArrayList<Entry>();
            if (subscription.terms().autoRenew() && !subscription.freeTrial()) {
                succeed(subscription, Terms.Intent.RENEW, at, entries);
            } else {
                var delay = usualDelay(productOf(subscription));
                end(subscription, new End(at, End.Reason.EXPIRED), delay, true, entries);
            }
            commit(entries);
        }
    }

    /** @param licenceEnds false where a successor has the same licence */
    private Subscription end(
            Subscription subscription, End end, Duration delay, boolean licenceEnds, List<Entry> entries) {
        var product = productOf(subscription);
        var last = end.at().plus(delay);
        var ending = subscription.ending(end, last);
        entries.add(new Entry.SubscriptionStored(ending));
        if (!product.sendsEvents()) {
            queue(product, ending, List.of(NotificationKind.UNSUBSCRIBE_PENDING), end.at(), 1, entries);
            queue(product, ending, List.of(NotificationKind.UNSUBSCRIBE_SUCCESS), last, 1, entries);
            return ending;
        }
        queue(product, ending, List.of(NotificationKind.AGREEMENT_ENDED), end.at(), 1, entries);
        if (licenceEnds) {
            queue(product, ending, List.of(NotificationKind.LICENSE_DEPROVISIONED), last, 1, entries);
        }
        return ending;
    }

    private synchronized Duration usualDelay(String subscriptionId) {
        return usualDelay(productOf(get(subscriptionId)));
    }

    /** From the first notification of an end to the last. */
    public Duration usualDelay(Product product) {
        return product.sendsEvents() ? delays.licenceEnd() : delays.legacyEnd();
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
            if (kind.isEvent() != product.sendsEvents()) {
                throw new IllegalArgumentException("%s is not sent for product %s".formatted(kind, product.id()));
            }
        }
        var entries = new ArrayList<Entry>();
        queue(product, subscription, kinds, now(), copies, entries);
        commit(entries);
    }

    /** What tells the seller that a purchase holds, in the dialect of its product. */
    public List<NotificationKind> success(Subscription subscription) {
        var product = productOf(subscription);
        if (product.sendsEvents()) {
            return List.of(NotificationKind.AGREEMENT_CREATED, NotificationKind.LICENSE_UPDATED);
        }
        return product.isContract()
                ? List.of(NotificationKind.SUBSCRIBE_SUCCESS, NotificationKind.ENTITLEMENT_UPDATED)
                : List.of(NotificationKind.SUBSCRIBE_SUCCESS);
    }

    /** What tells the seller that the payment failed; where there are agreements, no licence follows. */
    public List<NotificationKind> failure(Subscription subscription) {
        return productOf(subscription).sendsEvents()
                ? List.of(NotificationKind.AGREEMENT_CREATED)
                : List.of(NotificationKind.SUBSCRIBE_FAIL);
    }

    /** Tells the seller that the purchase holds, or that its payment failed and, a while later, that it is over. */
    private Subscription begin(Product product, Subscription subscription, Instant at, List<Entry> entries) {
        if (!subscription.failPayment()) {
            queue(product, subscription, success(subscription), at, 1, entries);
            return subscription;
        }
        queue(product, subscription, failure(subscription), at, 1, entries);
        if (!product.sendsEvents()) {
            return subscription;
        }
        var over = at.plus(delays.licenceEnd());
        var terminated = subscription.failed(new End(over, End.Reason.TERMINATED));
        entries.add(new Entry.SubscriptionStored(terminated));
        queue(product, terminated, List.of(NotificationKind.AGREEMENT_ENDED), over, 1, entries);
        return terminated;
    }

    private void queue(
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
                    kind.wireName(subscription.terms()),
                    NotificationBody.of(kind, product, subscription, dueAt, quirks),
                    copies,
                    dueAt,
                    null)));
        }
    }

    /**
     * AWS never sends what is overtaken: the end of a subscription that was taken up again before it, the success of one
     * whose payment failed.
     */
    private void withdrawUnsent(String subscriptionId, NotificationKind kind, List<Entry> entries) {
        state.unsent().stream()
                .filter(n -> n.subscriptionId().equals(subscriptionId))
                .filter(n -> n.kind().equals(kind.wireName(get(subscriptionId).terms())))
                .forEach(n -> entries.add(new Entry.Withdrawn(n.id())));
    }

    /** From now on no notification goes out until it is released. For AWS itself everything is as if it had. */
    public synchronized void hold() {
        commit(List.of(new Entry.Held(null)));
    }

    /** The same for the notifications of one subscription. */
    public synchronized void hold(String subscriptionId) {
        commit(List.of(new Entry.Held(get(subscriptionId).id())));
    }

    public synchronized boolean isHolding() {
        return state.isAllHeld();
    }

    public synchronized boolean isHolding(String subscriptionId) {
        return state.isHeld(subscriptionId);
    }

    /** What waits to be released, in the order it was queued; what is due later belongs to it. */
    public synchronized List<Notification> held() {
        return state.held();
    }

    public synchronized List<Notification> held(String subscriptionId) {
        return state.held().stream()
                .filter(n -> n.subscriptionId().equals(subscriptionId))
                .toList();
    }

    /** Nothing is held any more: what is due goes out in the order it was queued. */
    public synchronized void release() {
        commit(List.of(new Entry.Freed(null)));
    }

    /** The notifications of this subscription are held no more, if it was them that were held. */
    public synchronized void release(String subscriptionId) {
        commit(List.of(new Entry.Freed(get(subscriptionId).id())));
    }

    /**
     * These go out now, in this order, whatever they were due; others are held as before.
     *
     * @throws IllegalArgumentException for a notification that is unknown or was sent
     */
    public synchronized void release(List<String> notificationIds) {
        var entries = new ArrayList<Entry>();
        notificationIds.forEach(id -> entries.add(new Entry.Released(unsent(id).id())));
        commit(entries);
    }

    /** The same message goes out now once more, or several times, as at-least-once delivery may; held or not. */
    public synchronized void sendAgain(String notificationId, int copies) {
        var original = notification(notificationId);
        var again = new Notification(
                UUID.randomUUID().toString(),
                original.subscriptionId(),
                original.productId(),
                original.kind(),
                original.body(),
                copies,
                now(),
                null);
        commit(List.of(new Entry.Queued(again), new Entry.Released(again.id())));
    }

    /**
     * It goes out that much later, by business time; what it says stays.
     *
     * @throws IllegalArgumentException for a notification that is unknown or was sent
     */
    public synchronized void delay(String notificationId, Duration by) {
        var waiting = unsent(notificationId);
        var from = waiting.dueAt().isAfter(now()) ? waiting.dueAt() : now();
        commit(List.of(new Entry.Delayed(waiting.id(), from.plus(by))));
    }

    /**
     * It never arrives.
     *
     * @throws IllegalArgumentException for a notification that is unknown or was sent
     */
    public synchronized void drop(String notificationId) {
        commit(List.of(new Entry.Withdrawn(unsent(notificationId).id())));
    }

    private Notification notification(String id) {
        return state.findNotification(id)
                .orElseThrow(() -> new IllegalArgumentException("No such notification: " + id));
    }

    private Notification unsent(String id) {
        var notification = notification(id);
        if (notification.sentAt() != null) {
            throw new IllegalArgumentException("The notification was sent: " + id);
        }
        return notification;
    }

    public synchronized Optional<Notification> findNotification(String id) {
        return state.findNotification(id);
    }

    /** All of them, newest first. */
    public synchronized List<Notification> notifications() {
        return state.notifications();
    }

    /** Whether AWS takes records for it: from the success on, and for a while after the end. */
    public synchronized boolean takesUsage(Subscription known, Instant now) {
        letRunOut();
        var subscription = get(known.id());
        var from = state.liveFrom(subscription.id());
        if (subscription.failPayment() || from.isEmpty() || from.get().isAfter(now)) {
            return false;
        }
        if (subscription.endsAt() == null) {
            return true;
        }
        var last = productOf(subscription).sendsEvents() ? LAST_RECORDS : Duration.ZERO;
        return now.isBefore(subscription.endsAt().plus(last));
    }

    public synchronized Optional<Subscription> findLicence(String licenseArn) {
        return state.findLicence(licenseArn);
    }

    /** The account that made the offer: the seller's, or a channel partner's. */
    public String proposerOf(Subscription subscription) {
        return subscription.terms().resold()
                ? AwsAccounts.CHANNEL_PARTNER
                : productOf(subscription).sellerAccount();
    }

    /** An agreement, as it is now. */
    public synchronized Optional<Subscription> findAgreement(String agreementId) {
        letRunOut();
        return state.findAgreement(agreementId);
    }

    /** All that a seller's buyers agreed to, oldest first. */
    public synchronized List<Subscription> agreementsOf(String sellerAccount) {
        letRunOut();
        return state.subscriptions().stream()
                .filter(s -> s.agreementId() != null)
                .filter(s -> findProduct(s.productId())
                        .filter(p -> p.sellerAccount().equals(sellerAccount))
                        .isPresent())
                .toList();
    }

    /** Whether the seller could know by now that it holds: AWS has provisioned it. */
    public synchronized boolean isProvisioned(Subscription subscription) {
        return !subscription.failPayment()
                && state.liveFrom(subscription.id())
                        .filter(from -> !from.isAfter(now()))
                        .isPresent();
    }

    /** An entitlement and the subscription that has it. */
    public record Entitled(Subscription subscription, Entitlement entitlement, Instant expiresAt) {}

    /** What all contracts of a product entitle to now, oldest contract first. */
    public synchronized List<Entitled> entitlementsOf(Product product) {
        letRunOut();
        var now = now();
        return state.subscriptions().stream()
                .filter(s -> s.productId().equals(product.id()))
                .flatMap(s -> s.entitlementsAt(now).stream().map(e -> new Entitled(s, e, expiry(s, e))))
                .toList();
    }

    private static Instant expiry(Subscription subscription, Entitlement entitlement) {
        var contract = Objects.requireNonNullElse(subscription.terms().expiresAt(), Instant.MAX);
        return Objects.requireNonNullElse(entitlement.expiresAt(), contract);
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

    /** What is to be sent by now, in the order in which it is to be sent. */
    public synchronized List<Notification> due() {
        letRunOut();
        return state.due(now());
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
