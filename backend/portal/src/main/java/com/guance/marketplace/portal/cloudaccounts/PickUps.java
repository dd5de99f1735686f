package com.guance.marketplace.portal.cloudaccounts;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.marketplace.Product;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.settlement.SettlementChanges;
import com.guance.marketplace.portal.settlement.SettlementChanges.Bidder;
import com.guance.marketplace.portal.settlement.SettlementChanges.Candidate;
import com.guance.marketplace.portal.settlement.SettlementChanges.PickedUp;
import com.guance.marketplace.portal.workspaces.PayerMails;
import com.guance.marketplace.portal.workspaces.WorkspaceSites;
import com.guance.marketplace.portal.workspaces.WorkspaceView;
import com.guance.marketplace.portal.workspaces.Workspaces;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Workspaces that nobody pays for since their subscription ended, and a subscription that may come to pay for them. Works
 * within the caller's transaction.
 */
@ApplicationScoped
class PickUps {
    /** How many workspaces are picked up at once. */
    static final int MOST = 1_000;

    /** A workspace that waits for a payer, and the subscription that paid last. */
    record Waiting(Candidate candidate, Subscription endedPayer) {
        UUID id() {
            return candidate.workspaceId();
        }
    }

    /** One of the list of a subscription: those of the same AWS account come first, then the newest. */
    record Place(boolean isSameAwsAccount, UUID workspaceId) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::isSameAwsAccount)
                .thenComparing(Place::workspaceId)
                .reversed();

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    record PickUpView(WorkspaceView workspace, Payer endedPayer, boolean sameAwsAccount) {}

    private final Subscriptions subscriptions;
    private final Products products;
    private final Settlement settlement;
    private final SettlementChanges changes;
    private final Workspaces workspaces;
    private final WorkspaceSites places;
    private final Accounts accounts;
    private final PayerMails mails;

    PickUps(
            Subscriptions subscriptions,
            Products products,
            Settlement settlement,
            SettlementChanges changes,
            Workspaces workspaces,
            WorkspaceSites places,
            Accounts accounts,
            PayerMails mails) {
        this.subscriptions = subscriptions;
        this.products = products;
        this.settlement = settlement;
        this.changes = changes;
        this.workspaces = workspaces;
        this.places = places;
        this.accounts = accounts;
        this.mails = mails;
    }

    /** The workspaces of an enterprise account that wait for a payer; the same few queries for any number. */
    List<Waiting> waiting(UUID account) {
        var own = subscriptions.of(account).stream().collect(Collectors.toMap(Subscription::id, Function.identity()));
        var unpaid = settlement.unpaidSince(own.keySet());
        var payers = subscriptions.byId(new HashSet<>(unpaid.values()));
        return places.candidates(account, unpaid.keySet()).stream()
                .filter(candidate -> !candidate.isDissolved())
                .map(candidate ->
                        new Waiting(candidate, Objects.requireNonNull(payers.get(unpaid.get(candidate.workspaceId())))))
                .toList();
    }

    /** Those that a subscription may come to pay for, in the order of its list; none once it is over. */
    Map<Place, Waiting> open(Subscription subscription, List<Waiting> waiting) {
        if (subscription.isOver()) {
            return Map.of();
        }
        var product = products.get(subscription.product());
        return waiting.stream()
                .filter(w -> product.maySettle(w.candidate().siteId()))
                .map(w -> Map.entry(new Place(isSameAwsAccount(subscription, product, w), w.id()), w))
                .sorted(Map.Entry.comparingByKey())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one, LinkedHashMap::new));
    }

    /** The number of an AWS account names it within a partition only. */
    private boolean isSameAwsAccount(Subscription subscription, Product product, Waiting waiting) {
        var ended = waiting.endedPayer();
        return subscription.awsAccountId().equals(ended.awsAccountId())
                && product.partition().equals(products.get(ended.product()).partition());
    }

    /**
     * A page of the list, and one more where there is a next page.
     *
     * @param after the last of the page before
     */
    Map<Place, PickUpView> page(
            UUID account, Subscription subscription, @Nullable Place after, int limit, Language language) {
        var page = new LinkedHashMap<Place, Waiting>();
        open(subscription, waiting(account)).entrySet().stream()
                .filter(e -> after == null || e.getKey().compareTo(after) > 0)
                .limit(limit)
                .forEach(e -> page.put(e.getKey(), e.getValue()));
        var ids = page.values().stream().map(Waiting::id).toList();
        var shown = workspaces.among(account, ids, language).stream()
                .collect(Collectors.toMap(WorkspaceView::id, Function.identity()));
        var views = new LinkedHashMap<Place, PickUpView>();
        page.forEach((place, waiting) -> views.put(
                place,
                new PickUpView(
                        Objects.requireNonNull(shown.get(waiting.id())),
                        subscriptions.payer(waiting.endedPayer()),
                        place.isSameAwsAccount())));
        return views;
    }

    /**
     * One confirmation for all; one that is offered becomes the enterprise account's by it.
     *
     * @param named null: all of the list, as many as are picked up at once
     */
    PickedUp pickUp(UUID account, UUID subscriptionId, @Nullable List<UUID> named) {
        var subscription = subscriptions.confirmOffer(subscriptionId, account);
        if (subscription.isOver()) {
            throw Refusal.conflict("subscription-ended");
        }
        var candidates = named == null
                ? open(subscription, waiting(account)).values().stream()
                        .limit(MOST)
                        .map(Waiting::candidate)
                        .toList()
                : places.candidates(account, named);
        if (named != null && candidates.isEmpty()) {
            throw Refusal.invalid("workspaceIds", "unknown"); // and an offer stays one
        }
        var pickedUp = changes.pickUp(
                Bidder.here(account, subscription),
                candidates,
                accounts.get(account).username());
        mails.changed(account, pickedUp.workspaces());
        if (named == null) {
            return new PickedUp(pickedUp.workspaces(), pickedUp.from(), Map.of());
        }
        var leftOut = new LinkedHashMap<>(pickedUp.leftOut());
        var there = candidates.stream().map(Candidate::workspaceId).collect(Collectors.toSet());
        named.stream().filter(id -> !there.contains(id)).forEach(id -> leftOut.put(id, "not-found"));
        return new PickedUp(pickedUp.workspaces(), pickedUp.from(), leftOut);
    }
}
