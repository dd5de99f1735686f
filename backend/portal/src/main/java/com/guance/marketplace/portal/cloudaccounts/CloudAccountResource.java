package com.guance.marketplace.portal.cloudaccounts;

import com.guance.marketplace.portal.accounts.CurrentSession;
import com.guance.marketplace.portal.accounts.SignedIn;
import com.guance.marketplace.portal.cloudaccounts.SubscriptionViews.SubscriptionView;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.metering.Money;
import com.guance.marketplace.portal.metering.SubscriptionCharges;
import com.guance.marketplace.portal.metering.SubscriptionCharges.Owed;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.settlement.Settlement;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The AWS accounts of the enterprise account that is signed in. They are few, so a page is cut from all of them. */
@Path("/api/v1/cloud-accounts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SignedIn
class CloudAccountResource {
    /** Subscriptions that are shown of each. */
    private static final int MOST = 100;

    record CloudAccountView(
            String awsAccount,
            String partition,
            Instant knownSince,
            List<Money> paidThisMonth,
            List<SubscriptionView> subscriptions) {}

    record CloudAccountPage(
            List<CloudAccountView> items, @Nullable String nextPageToken) {}

    /** What names an AWS account: its number does within a partition only. */
    private record Name(String partition, String awsAccountId) {}

    /** An AWS account and its subscriptions, the one known longest first. */
    private record CloudAccount(Name name, List<Subscription> subscriptions) {
        Subscription first() {
            return subscriptions.getFirst();
        }

        private Stream<Subscription> shown() {
            return subscriptions.reversed().stream().limit(MOST);
        }
    }

    private static final Comparator<Subscription> KNOWN =
            Comparator.comparing(Subscription::knownSince).thenComparing(Subscription::id);

    private final Subscriptions subscriptions;
    private final Products products;
    private final SubscriptionViews views;
    private final Settlement settlement;
    private final SubscriptionCharges charges;
    private final CurrentSession session;

    CloudAccountResource(
            Subscriptions subscriptions,
            Products products,
            SubscriptionViews views,
            Settlement settlement,
            SubscriptionCharges charges,
            CurrentSession session) {
        this.subscriptions = subscriptions;
        this.products = products;
        this.views = views;
        this.settlement = settlement;
        this.charges = charges;
        this.session = session;
    }

    @GET
    @Transactional
    public CloudAccountPage list(
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        var paging = Paging.of(pageSize, pageToken);
        var account = session.enterpriseAccountId();
        var found = cloudAccounts(account).stream()
                .dropWhile(cloud -> paging.before() != null && !isNamed(cloud, paging.before()))
                .skip(paging.before() == null ? 0 : 1)
                .limit(paging.size() + 1L)
                .toList();
        return new CloudAccountPage(
                views(account, paging.page(found)),
                paging.next(found, cloud -> cloud.first().id()));
    }

    /** By any of its subscriptions: which of them is the oldest does not change, but an offer may become one's own. */
    private static boolean isNamed(CloudAccount cloud, UUID id) {
        return cloud.subscriptions().stream().anyMatch(s -> s.id().equals(id));
    }

    private List<CloudAccount> cloudAccounts(UUID account) {
        return Stream.concat(subscriptions.of(account).stream(), subscriptions.offeredTo(account).stream())
                .sorted(KNOWN)
                .collect(Collectors.groupingBy(this::name))
                .entrySet()
                .stream()
                .map(e -> new CloudAccount(e.getKey(), e.getValue()))
                .sorted(Comparator.comparing(CloudAccount::first, KNOWN))
                .toList();
    }

    private Name name(Subscription subscription) {
        return new Name(products.get(subscription.product()).partition(), subscription.awsAccountId());
    }

    /** The same few queries for any number. */
    private List<CloudAccountView> views(UUID account, List<CloudAccount> page) {
        var all = page.stream().flatMap(cloud -> cloud.subscriptions().stream()).toList();
        var ids = all.stream().map(Subscription::id).toList();
        var owed = charges.thisMonth(ids, settlement.everPaidBy(ids)).stream()
                .collect(Collectors.groupingBy(Owed::subscriptionId));
        var shown = views.of(account, page.stream().flatMap(CloudAccount::shown).toList());
        return page.stream()
                .map(cloud -> new CloudAccountView(
                        Subscriptions.mask(cloud.name().awsAccountId()),
                        cloud.name().partition(),
                        cloud.first().knownSince(),
                        paid(cloud, owed),
                        cloud.shown().map(s -> shown.get(s.id())).toList()))
                .toList();
    }

    /** By currency. */
    private static List<Money> paid(CloudAccount cloud, Map<UUID, List<Owed>> owed) {
        var sums = new TreeMap<String, BigDecimal>();
        cloud.subscriptions().stream()
                .flatMap(s -> owed.getOrDefault(s.id(), List.of()).stream())
                .forEach(o -> sums.merge(o.currency(), o.amount(), BigDecimal::add));
        return sums.entrySet().stream()
                .map(e -> Money.of(e.getValue(), e.getKey()))
                .toList();
    }
}
