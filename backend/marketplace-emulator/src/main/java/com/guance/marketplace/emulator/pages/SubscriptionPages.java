package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Handler;
import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Entitlement;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Subscription;
import com.guance.marketplace.emulator.sending.Sender;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Manage subscriptions: what the buyer holds, and all that may become of it. Only the buyer's own are found.
 */
final class SubscriptionPages {
    private record Row(
            String id, String product, String catalogue, String key, String since, String state, boolean open) {}

    private record Entitled(String dimension, String value, String expires) {}

    private final Shell shell;
    private final Sessions sessions;
    private final Market market;
    private final Sender sender;

    SubscriptionPages(Shell shell, Sessions sessions, Market market, Sender sender) {
        this.shell = shell;
        this.sessions = sessions;
        this.market = market;
        this.sender = sender;
    }

    void addTo(Routes routes) {
        shell.part(routes)
                .get("/marketplace/subscriptions", signedIn(this::list))
                .get("/marketplace/subscriptions/{id}", signedIn(this::one))
                .get("/marketplace/subscriptions/{id}/cancel", signedIn(this::askToCancel))
                .post("/marketplace/subscriptions/{id}/cancel", signedIn(this::cancel))
                .post("/marketplace/subscriptions/{id}/renew", become(s -> market.renew(s.id()), ""))
                .post("/marketplace/subscriptions/{id}/replace", become(s -> market.replace(s.id()), ""))
                .post("/marketplace/subscriptions/{id}/resubscribe", become(s -> market.resubscribe(s.id()), "/set-up"))
                .post("/marketplace/subscriptions/{id}/fail-payment", become(s -> market.failPayment(s.id()), ""))
                .post(
                        "/marketplace/subscriptions/{id}/amend",
                        become(s -> market.amend(s.id(), !s.terms().autoRenew()), ""))
                .post("/marketplace/subscriptions/{id}/entitlements", signedIn(this::entitle))
                .post("/marketplace/subscriptions/{id}/notify", signedIn(this::notifyNow));
    }

    private Handler signedIn(Handler handler) {
        return request -> sessions.find(request).isPresent()
                ? handler.handle(request)
                : Response.seeOther("/marketplace/sign-in?next=/marketplace/subscriptions");
    }

    private Response list(Request request) {
        var rows =
                market.subscriptionsOf(account(request)).stream().map(this::row).toList();
        return shell.page(
                request,
                Shell.Section.SUBSCRIPTIONS,
                "subscriptions",
                "Manage subscriptions",
                Map.of("subscriptions", rows, "none", rows.isEmpty()));
    }

    private Row row(Subscription s) {
        var product = market.productOf(s);
        var key = product.sendsEvents() ? s.agreementId() : s.customerIdentifier();
        return new Row(
                s.id(),
                product.name(),
                Show.catalogue(product),
                key == null ? "" : key,
                Show.minute(s.subscribedAt()),
                Show.state(s.state(market.now())),
                s.endsAt() == null);
    }

    private Response one(Request request) {
        var subscription = own(request);
        return shell.page(request, Shell.Section.SUBSCRIPTIONS, "subscription", "Subscription", model(subscription));
    }

    private Map<String, Object> model(Subscription s) {
        var product = market.productOf(s);
        var model = new HashMap<String, Object>();
        model.put("row", row(s));
        model.put("subscription", s);
        model.put("account", Show.account(s.awsAccountId()));
        model.put("productCode", product.productCode());
        model.put("ends", s.endsAt() == null ? "" : Show.second(s.endsAt()));
        model.put("resolved", s.resolvedAt() == null ? "Not yet" : Show.second(s.resolvedAt()));
        model.put(
                "notification",
                Show.notification(s.notifyWhen(), market.delays().notification()));
        model.put("trial", s.freeTrial() ? "Yes" : "No");
        model.put("status", s.agreementStatus());
        model.put("intent", s.terms().intent());
        model.put(
                "expires",
                s.terms().expiresAt() == null ? "" : Show.second(s.terms().expiresAt()));
        model.put("previous", s.terms().previousAgreementId());
        boolean holds = s.endsAt() == null && !s.failPayment();
        model.put("mayRenew", !s.failPayment() && (product.sendsEvents() || holds && product.isContract()));
        model.put("mayReplace", !s.failPayment() && (product.sendsEvents() || holds));
        model.put("mayBuy", !holds || product.hasConcurrentAgreements());
        model.put("mayAmend", holds && product.isContract() && product.sendsEvents());
        model.put("renews", s.terms().autoRenew());
        model.put("contract", product.isContract());
        model.put("holds", holds);
        model.put("dimensions", product.contractDimensions().keySet());
        model.put(
                "entitlements",
                s.terms().entitlements().stream()
                        .map(SubscriptionPages::entitled)
                        .toList());
        model.put("noEntitlements", s.terms().entitlements().isEmpty());
        model.put("holding", market.isHolding(s.id()));
        var sent = market.notificationsOf(s.id()).stream()
                .map(n -> MessagePages.Message.of(n, market, s.id()))
                .toList();
        model.put("notifications", sent);
        model.put("noNotifications", sent.isEmpty());
        model.put("noQueue", !sender.hasQueue(product.id()));
        model.put("trouble", sender.trouble(product.id()));
        return model;
    }

    private static Entitled entitled(Entitlement e) {
        return new Entitled(
                e.dimension(), e.value(), e.expiresAt() == null ? "With the contract" : Show.second(e.expiresAt()));
    }

    private Response askToCancel(Request request) {
        var subscription = own(request);
        var product = market.productOf(subscription);
        var model = new HashMap<String, Object>(model(subscription));
        model.put("delay", Show.duration(market.usualDelay(product)));
        return shell.page(request, Shell.Section.SUBSCRIPTIONS, "cancel", "Cancel subscription", model);
    }

    private Response cancel(Request request) {
        var form = Shell.form(request);
        var subscription = own(request);
        if (form.containsKey("atOnce")) {
            market.unsubscribe(subscription.id(), Duration.ZERO);
        } else {
            market.unsubscribe(subscription.id());
        }
        return Response.seeOther("/marketplace/subscriptions/" + subscription.id());
    }

    /** Leads to the subscription that comes of it; after subscribing again, to Set up your Account. */
    private Handler become(UnaryOperator<Subscription> change, String then) {
        return signedIn(request -> {
            Shell.form(request);
            try {
                var next = change.apply(own(request));
                return Response.seeOther("/marketplace/subscriptions/%s%s".formatted(next.id(), then));
            } catch (IllegalStateException e) {
                throw new Refused(409, String.valueOf(e.getMessage()));
            }
        });
    }

    /** Sets one entitlement, or takes it away where its quantity is empty. */
    private Response entitle(Request request) {
        var form = Shell.form(request);
        var subscription = own(request);
        var dimension = form.getOrDefault("dimension", "").strip();
        var quantity = form.getOrDefault("quantity", "").strip();
        var expires = form.getOrDefault("expires", "").strip();
        if (dimension.isEmpty()) {
            throw new Refused(422, "Say which dimension.");
        }
        try {
            var next = new ArrayList<>(subscription.terms().entitlements());
            next.removeIf(e -> e.dimension().equals(dimension));
            if (!quantity.isEmpty()) {
                next.add(new Entitlement(
                        dimension,
                        Integer.valueOf(quantity),
                        null,
                        null,
                        null,
                        expires.isEmpty() ? null : LocalDateTime.parse(expires).toInstant(ZoneOffset.UTC)));
            }
            market.entitle(subscription.id(), next);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Refused(422, "Enter a whole number, and a day and a time of UTC or none.");
        } catch (IllegalStateException e) {
            throw new Refused(409, String.valueOf(e.getMessage()));
        }
        return Response.seeOther("/marketplace/subscriptions/" + subscription.id());
    }

    private Response notifyNow(Request request) {
        Shell.form(request);
        var subscription = own(request);
        var kinds = subscription.failPayment() ? market.failure(subscription) : market.success(subscription);
        market.notifyNow(subscription.id(), kinds, 1);
        return Response.seeOther("/marketplace/subscriptions/" + subscription.id());
    }

    private Subscription own(Request request) {
        return market.findSubscription(request.pathValue("id"))
                .filter(s -> s.awsAccountId().equals(account(request)))
                .orElseThrow(() -> new Refused(404, "Your account has no such subscription."));
    }

    private String account(Request request) {
        return sessions.find(request)
                .map(Sessions.SignedIn::awsAccountId)
                .orElseThrow(() -> new Refused(401, "Sign in first."));
    }
}
