package com.guance.marketplace.emulator.market;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The fold of the journal. Knows nothing of files, clocks or threads; {@link Market} guards it. */
final class MarketState {
    record Token(String subscriptionId, Instant expiresAt) {}

    private record CustomerKey(String sellerAccount, String awsAccountId) {}

    private record AccountKey(String sellerAccount, String customerIdentifier) {}

    private final Map<CustomerKey, String> customers = new HashMap<>();
    private final Map<AccountKey, String> accounts = new HashMap<>();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Map<String, List<String>> subscriptionsOfAccount = new HashMap<>();
    private final Map<String, String> subscriptionOfLicence = new HashMap<>();
    private final Map<String, Instant> liveFrom = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<String, Notification> notifications = new LinkedHashMap<>();
    private final Map<String, Notification> unsent = new LinkedHashMap<>();
    private final Set<String> released = new LinkedHashSet<>();
    private final Set<String> heldSubscriptions = new HashSet<>();
    private boolean allHeld;
    private final Map<String, String> subscriptionOfAgreement = new HashMap<>();
    private final Map<String, Instant> runningOut = new LinkedHashMap<>();
    private Duration offset = Duration.ZERO;

    void apply(Entry entry) {
        switch (entry) {
            case Entry.CustomerNamed c -> {
                customers.put(new CustomerKey(c.sellerAccount(), c.awsAccountId()), c.customerIdentifier());
                accounts.put(new AccountKey(c.sellerAccount(), c.customerIdentifier()), c.awsAccountId());
            }
            case Entry.SubscriptionStored s -> store(s.subscription());
            case Entry.TokenIssued t -> tokens.put(t.hash(), new Token(t.subscriptionId(), t.expiresAt()));
            case Entry.Queued q -> {
                notifications.put(q.notification().id(), q.notification());
                unsent.put(q.notification().id(), q.notification());
                if (NotificationKind.BEGINNINGS.contains(q.notification().kind())) {
                    liveFrom.merge(
                            q.notification().subscriptionId(),
                            q.notification().dueAt(),
                            (a, b) -> a.isBefore(b) ? a : b);
                }
            }
            case Entry.Sent s -> {
                notifications.computeIfPresent(s.notificationId(), (id, n) -> n.sent(s.at()));
                unsent.remove(s.notificationId());
                released.remove(s.notificationId());
            }
            case Entry.Withdrawn w -> {
                notifications.remove(w.notificationId());
                unsent.remove(w.notificationId());
                released.remove(w.notificationId());
            }
            case Entry.Held h -> {
                if (h.subscriptionId() == null) {
                    allHeld = true;
                } else {
                    heldSubscriptions.add(h.subscriptionId());
                }
            }
            case Entry.Freed f -> {
                if (f.subscriptionId() == null) {
                    allHeld = false;
                    heldSubscriptions.clear();
                } else {
                    heldSubscriptions.remove(f.subscriptionId());
                }
            }
            case Entry.Released r -> released.add(r.notificationId());
            case Entry.Delayed d -> {
                notifications.computeIfPresent(d.notificationId(), (id, n) -> n.due(d.dueAt()));
                unsent.computeIfPresent(d.notificationId(), (id, n) -> n.due(d.dueAt()));
            }
            case Entry.TimeMoved t -> offset = t.offset();
        }
    }

    private void store(Subscription subscription) {
        if (subscriptions.put(subscription.id(), subscription) == null) {
            subscriptionsOfAccount
                    .computeIfAbsent(subscription.awsAccountId(), a -> new ArrayList<>())
                    .add(subscription.id());
            if (subscription.licenseArn() != null) {
                // The newest one, where a successor has the licence of its predecessor.
                subscriptionOfLicence.put(subscription.licenseArn(), subscription.id());
            }
            if (subscription.agreementId() != null) {
                subscriptionOfAgreement.put(subscription.agreementId(), subscription.id());
            }
        }
        if (subscription.terms().expiresAt() == null
                || subscription.end() != null
                || subscription.endsAt() != null
                || subscription.failPayment()) {
            runningOut.remove(subscription.id());
        } else {
            runningOut.put(subscription.id(), subscription.terms().expiresAt());
        }
    }

    /** What holds although its trial or its contract is over; the longest over first. */
    Optional<Subscription> runOut(Instant now, Predicate<Subscription> wanted) {
        return runningOut.entrySet().stream()
                .filter(e -> !now.isBefore(e.getValue()))
                .sorted(Map.Entry.comparingByValue())
                .map(e -> subscriptions.get(e.getKey()))
                .filter(wanted)
                .findFirst();
    }

    Optional<String> findCustomer(String sellerAccount, String awsAccountId) {
        return Optional.ofNullable(customers.get(new CustomerKey(sellerAccount, awsAccountId)));
    }

    Optional<String> findAccount(String sellerAccount, String customerIdentifier) {
        return Optional.ofNullable(accounts.get(new AccountKey(sellerAccount, customerIdentifier)));
    }

    Optional<Subscription> findLicence(String licenseArn) {
        return Optional.ofNullable(subscriptionOfLicence.get(licenseArn)).map(subscriptions::get);
    }

    Optional<Subscription> findAgreement(String agreementId) {
        return Optional.ofNullable(subscriptionOfAgreement.get(agreementId)).map(subscriptions::get);
    }

    /** Oldest first. */
    List<Subscription> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    /** When the seller is first told that the purchase holds, whether or not a queue takes it. */
    Optional<Instant> liveFrom(String subscriptionId) {
        return Optional.ofNullable(liveFrom.get(subscriptionId));
    }

    Duration offset() {
        return offset;
    }

    Optional<Subscription> findSubscription(String id) {
        return Optional.ofNullable(subscriptions.get(id));
    }

    /** Oldest first. */
    List<Subscription> subscriptionsOf(String awsAccountId) {
        return subscriptionsOfAccount.getOrDefault(awsAccountId, List.of()).stream()
                .map(subscriptions::get)
                .toList();
    }

    Optional<Token> findToken(String hash) {
        return Optional.ofNullable(tokens.get(hash));
    }

    /** Oldest first. */
    List<Notification> notificationsOf(String subscriptionId) {
        return notifications.values().stream()
                .filter(n -> n.subscriptionId().equals(subscriptionId))
                .toList();
    }

    /** In the order they were queued. */
    List<Notification> unsent() {
        return List.copyOf(unsent.values());
    }

    /** Newest first. */
    List<Notification> notifications() {
        return List.copyOf(notifications.values()).reversed();
    }

    Optional<Notification> findNotification(String id) {
        return Optional.ofNullable(notifications.get(id));
    }

    /** Those that were released, in the order of that; then those that are due and not held, as they were queued. */
    List<Notification> due(Instant now) {
        return Stream.concat(
                        released.stream().map(unsent::get),
                        unsent.values().stream()
                                .filter(n -> !released.contains(n.id()))
                                .filter(n -> !isHeld(n) && !n.dueAt().isAfter(now)))
                .toList();
    }

    boolean isHeld(Notification notification) {
        return allHeld || heldSubscriptions.contains(notification.subscriptionId());
    }

    /** Unsent, and not released either; in the order they were queued. */
    List<Notification> held() {
        return unsent.values().stream()
                .filter(n -> isHeld(n) && !released.contains(n.id()))
                .toList();
    }

    boolean isAllHeld() {
        return allHeld;
    }

    boolean isHeld(String subscriptionId) {
        return allHeld || heldSubscriptions.contains(subscriptionId);
    }
}
