package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Handler;
import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Notification;
import com.guance.marketplace.emulator.market.Subscription;
import com.guance.marketplace.emulator.sending.Sender;
import java.util.HashMap;
import java.util.Map;

/** Manage subscriptions: what the buyer holds, set up again, notify, cancel. Only the buyer's own are found. */
final class SubscriptionPages {
    private record Row(
            String id, String product, String catalogue, String key, String since, String state, boolean open) {}

    private record Sent(String kind, String due, String state, String body) {}

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
        var key = product.hasConcurrentAgreements() ? s.agreementId() : s.customerIdentifier();
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
        var sent = market.notificationsOf(s.id()).stream().map(this::sent).toList();
        model.put("notifications", sent);
        model.put("noNotifications", sent.isEmpty());
        model.put("noQueue", !sender.hasQueue(product.id()));
        model.put("trouble", sender.trouble(product.id()));
        return model;
    }

    private Sent sent(Notification n) {
        String state;
        if (n.sentAt() != null) {
            state = "Sent " + Show.second(n.sentAt());
        } else {
            state = n.dueAt().isAfter(market.now()) ? "Waiting" : "Unsent";
        }
        return new Sent(n.kind(), Show.second(n.dueAt()), state, n.body());
    }

    private Response askToCancel(Request request) {
        var subscription = own(request);
        var product = market.productOf(subscription);
        var delays = market.delays();
        var model = new HashMap<String, Object>(model(subscription));
        model.put("delay", Show.duration(product.hasConcurrentAgreements() ? delays.licenceEnd() : delays.legacyEnd()));
        return shell.page(request, Shell.Section.SUBSCRIPTIONS, "cancel", "Cancel subscription", model);
    }

    private Response cancel(Request request) {
        var form = Shell.form(request);
        var subscription = own(request);
        market.cancel(subscription.id(), form.containsKey("atOnce"));
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
