package com.guance.marketplace.portal.workspaces;

import com.guance.marketplace.portal.accounts.Accounts;
import com.guance.marketplace.portal.marketplace.Product;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.marketplace.Subscriptions.Payer;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.settlement.Prospect;
import com.guance.marketplace.portal.settlement.RefusedView;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.settlement.SettlementChanges;
import com.guance.marketplace.portal.settlement.SettlementChanges.Bidder;
import com.guance.marketplace.portal.settlement.SettlementChanges.Candidate;
import com.guance.marketplace.portal.settlement.SettlementMethod;
import com.guance.marketplace.portal.workspaces.SettlementResource.Dissolution;
import com.guance.marketplace.portal.workspaces.SettlementResource.SettlementChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for a workspace, as its enterprise account chooses in the Billing Center, and the end of one that nobody pays for.
 * Works within the caller's transaction. Locks go from the subscription to who pays to the workspace.
 */
@ApplicationScoped
class PayerChoice {
    enum Status {
        POSSIBLE,
        PAYS,
        REFUSED
    }

    record SettlementOptions(
            List<SettlementOption> items,
            List<SiteMarketplaceLink> marketplaceUrls,
            @Nullable Instant changeableAt) {}

    record SettlementOption(
            SettlementMethod method,
            @Nullable UUID subscriptionId,
            @Nullable Payer payer,
            @Nullable Integer workspaces,
            Status status,
            @Nullable Instant effectiveFrom,
            @Nullable Instant changeableAgainAt,
            @Nullable Instant undoUntil,
            @Nullable RefusedView refusal) {}

    record SiteMarketplaceLink(String product, String productName, String url) {}

    private final Workspaces workspaces;
    private final WorkspaceSites places;
    private final Settlement settlement;
    private final SettlementChanges changes;
    private final Subscriptions subscriptions;
    private final Products products;
    private final Accounts accounts;
    private final PayerMails mails;

    PayerChoice(
            Workspaces workspaces,
            WorkspaceSites places,
            Settlement settlement,
            SettlementChanges changes,
            Subscriptions subscriptions,
            Products products,
            Accounts accounts,
            PayerMails mails) {
        this.workspaces = workspaces;
        this.places = places;
        this.settlement = settlement;
        this.changes = changes;
        this.subscriptions = subscriptions;
        this.products = products;
        this.accounts = accounts;
        this.mails = mails;
    }

    /** The same few queries for any number of subscriptions. */
    SettlementOptions options(UUID account, UUID workspaceId, Language language) {
        var candidate = candidate(account, workspaceId);
        var bidders = new ArrayList<Bidder>();
        bidders.add(Bidder.here(account, null));
        subscriptions.of(account).stream()
                .filter(subscription -> !subscription.isOver())
                .forEach(subscription -> bidders.add(Bidder.here(account, subscription)));
        var options = changes.options(candidate, bidders);
        var paid = settlement.countPaidBy(bidders.stream()
                .map(Bidder::subscription)
                .filter(Objects::nonNull)
                .map(Subscription::id)
                .toList());
        var chosen = subscriptions.byId(options.prospects().stream()
                .flatMap(PayerChoice::chosen)
                .distinct()
                .toList());
        var items = new ArrayList<SettlementOption>();
        for (int i = 0; i < bidders.size(); i++) {
            items.add(option(bidders.get(i).subscription(), options.prospects().get(i), paid, chosen, language));
        }
        return new SettlementOptions(items, listings(candidate.siteId()), options.changeableAt());
    }

    private static Stream<UUID> chosen(Prospect prospect) {
        return prospect instanceof Prospect.Refused refused && refused.change() != null
                ? Stream.ofNullable(refused.change().subscriptionId())
                : Stream.empty();
    }

    private SettlementOption option(
            @Nullable Subscription subscription,
            Prospect prospect,
            Map<UUID, Integer> paid,
            Map<UUID, Subscription> chosen,
            Language language) {
        var method = subscription == null ? SettlementMethod.ENTERPRISE_ACCOUNT : SettlementMethod.SUBSCRIPTION;
        var id = subscription == null ? null : subscription.id();
        var payer = subscription == null ? null : subscriptions.payer(subscription);
        var count = id == null ? null : paid.getOrDefault(id, 0);
        return switch (prospect) {
            case Prospect.Bindable b ->
                new SettlementOption(
                        method, id, payer, count, Status.POSSIBLE, b.from(), b.changeableAgainAt(), null, null);
            case Prospect.Bound b ->
                new SettlementOption(method, id, payer, count, Status.PAYS, b.from(), null, b.undoUntil(), null);
            case Prospect.Refused r ->
                new SettlementOption(
                        method,
                        id,
                        payer,
                        count,
                        Status.REFUSED,
                        null,
                        null,
                        null,
                        RefusedView.of(r, chosen, language));
        };
    }

    private List<SiteMarketplaceLink> listings(String siteId) {
        return products.all().stream()
                .filter(product -> product.maySettle(siteId))
                .flatMap(product -> product.listingUrl().stream().map(url -> listing(product, url.toString())))
                .toList();
    }

    private static SiteMarketplaceLink listing(Product product, String url) {
        return new SiteMarketplaceLink(product.key(), product.name(), url);
    }

    WorkspaceView change(UUID account, UUID workspaceId, SettlementChange form, Language language) {
        var candidate = candidate(account, workspaceId); // 404 for those of others, whatever is sent
        var fields = new Fields();
        if (form.method() == null) {
            fields.refuse("method", "required");
        } else if (form.method() == SettlementMethod.UNSETTLED) {
            fields.refuse("method", "unknown");
        } else if (form.method() == SettlementMethod.SUBSCRIPTION && form.subscriptionId() == null) {
            fields.refuse("subscriptionId", "required");
        }
        fields.check();
        var subscription = form.method() == SettlementMethod.SUBSCRIPTION
                ? subscriptions.getForUpdate(account, Objects.requireNonNull(form.subscriptionId()))
                : null;
        if (changes.bind(Bidder.here(account, subscription), candidate, madeBy(account))) {
            workspaces.open(workspaceId);
        }
        return told(account, workspaceId, language);
    }

    WorkspaceView undo(UUID account, UUID workspaceId, Language language) {
        candidate(account, workspaceId); // 404 for those of others
        changes.undo(null, workspaceId, madeBy(account));
        return told(account, workspaceId, language);
    }

    private WorkspaceView told(UUID account, UUID workspaceId, Language language) {
        workspaces.flush();
        mails.changed(account, List.of(workspaceId));
        return workspaces.view(account, workspaceId, language);
    }

    WorkspaceView dissolve(UUID account, UUID workspaceId, Dissolution form, Language language) {
        var workspace = workspaces.view(account, workspaceId, language); // 404 for those of others, whatever is sent
        var fields = new Fields();
        var name = fields.line("name", form.name(), 1, NewWorkspace.LONGEST_NAME);
        fields.check();
        if (workspace.isDissolved()) {
            throw Refusal.conflict("workspace-dissolved");
        }
        if (!workspace.isUnpaid() && !workspace.isPending()) {
            throw Refusal.conflict("workspace-in-use");
        }
        if (!name.equals(workspace.name())) {
            throw Refusal.invalid("name", "name-differs");
        }
        changes.dissolve(workspaceId, madeBy(account));
        workspaces.dissolve(workspaceId);
        return workspaces.view(account, workspaceId, language);
    }

    private Candidate candidate(UUID account, UUID workspaceId) {
        return places.candidates(account, List.of(workspaceId)).stream()
                .findFirst()
                .orElseThrow(Refusal::notFound);
    }

    private String madeBy(UUID account) {
        return accounts.get(account).username();
    }
}
