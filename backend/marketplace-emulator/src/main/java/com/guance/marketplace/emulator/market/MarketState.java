package com.guance.marketplace.emulator.market;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            }
            case Entry.Withdrawn w -> {
                notifications.remove(w.notificationId());
                unsent.remove(w.notificationId());
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
                subscriptionOfLicence.put(subscription.licenseArn(), subscription.id());
            }
        }
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
}
