package com.guance.marketplace.emulator.control;

import static com.guance.marketplace.emulator.control.ControlApi.json;
import static com.guance.marketplace.emulator.control.ControlApi.limit;
import static com.guance.marketplace.emulator.control.ControlApi.read;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.guance.marketplace.emulator.control.ControlApi.SubscriptionView;
import com.guance.marketplace.emulator.http.Handler;
import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Entitlement;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Notification;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Quirks;
import com.guance.marketplace.emulator.market.Subscription;
import com.guance.marketplace.emulator.sending.Queues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /_emulator}, the part about what becomes of a purchase, and about the order in which its seller is told. */
public final class LifeApi {
    private static final int MOST_COPIES = 100;

    private final Market market;
    private final Queues queues;

    public LifeApi(Market market, Queues queues) {
        this.market = market;
        this.queues = queues;
    }

    public void addTo(Routes routes) {
        routes.part(ControlApi.BODY_LIMIT, (status, sentence) -> json(status, Map.of("error", sentence)))
                .post("/_emulator/subscriptions/{id}/unsubscribe", when(this::unsubscribe))
                .post("/_emulator/subscriptions/{id}/resubscribe", when(this::resubscribe))
                .post("/_emulator/subscriptions/{id}/renew", when(r -> made(market.renew(id(r, Nothing.class)))))
                .post("/_emulator/subscriptions/{id}/replace", when(r -> made(market.replace(id(r, Nothing.class)))))
                .post(
                        "/_emulator/subscriptions/{id}/fail-payment",
                        when(r -> view(200, market.failPayment(id(r, Nothing.class)))))
                .post("/_emulator/subscriptions/{id}/amend", when(this::amend))
                .get("/_emulator/subscriptions/{id}/entitlements", r -> entitlements(subscription(r)))
                .put("/_emulator/subscriptions/{id}/entitlements", when(this::entitle))
                .get("/_emulator/notifications", this::notifications)
                .put("/_emulator/notifications/hold", when(this::hold))
                .post("/_emulator/notifications/release", when(this::release))
                .post("/_emulator/notifications/{id}/send-again", when(this::sendAgain))
                .post("/_emulator/notifications/{id}/delay", when(this::delay))
                .post("/_emulator/notifications/{id}/drop", when(this::drop))
                .get("/_emulator/queues", r -> json(200, queues))
                .get("/_emulator/quirks", r -> json(200, market.quirks()))
                .put("/_emulator/quirks", when(this::setQuirks));
    }

    /** What the market refuses is told: 409 where the state forbids it, 400 where the request is wrong. */
    private static Handler when(Handler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (IllegalStateException e) {
                throw new Refused(409, String.valueOf(e.getMessage()));
            } catch (IllegalArgumentException e) {
                throw new Refused(400, String.valueOf(e.getMessage()));
            }
        };
    }

    private record Nothing() {}

    private Subscription subscription(Request request) {
        return ControlApi.subscription(market, request);
    }

    /** The subscription of the path; the body may be missing, and is nothing from another site's page. */
    private String id(Request request, Class<?> body) {
        optional(request, body);
        return subscription(request).id();
    }

    private static <T> @Nullable T optional(Request request, Class<T> type) {
        if (request.body().length == 0 && !request.isCrossSite()) {
            return null;
        }
        return read(request, type);
    }

    private Response made(Subscription subscription) {
        return view(201, subscription);
    }

    private Response view(int status, Subscription subscription) {
        return json(status, SubscriptionView.of(subscription, market.now()));
    }

    private record End(@Nullable Duration delay) {}

    private Response unsubscribe(Request request) {
        var wanted = optional(request, End.class);
        var id = subscription(request).id();
        if (wanted == null || wanted.delay() == null) {
            return view(200, market.unsubscribe(id));
        }
        return view(200, market.unsubscribe(id, sensible(wanted.delay())));
    }

    private static Duration sensible(@Nullable Duration delay) {
        if (delay == null || delay.isNegative() || delay.compareTo(Duration.ofDays(365)) > 0) {
            throw new Refused(400, "Say an ISO-8601 duration between PT0S and P365D.");
        }
        return delay;
    }

    private record Again(@JsonProperty("notify") @Nullable NotifyWhen notifyWhen) {}

    private Response resubscribe(Request request) {
        var wanted = optional(request, Again.class);
        var id = subscription(request).id();
        return made(
                wanted == null || wanted.notifyWhen() == null
                        ? market.resubscribe(id)
                        : market.resubscribe(id, wanted.notifyWhen()));
    }

    private record Amendment(boolean autoRenew) {}

    private Response amend(Request request) {
        return view(
                200,
                market.amend(
                        subscription(request).id(),
                        read(request, Amendment.class).autoRenew()));
    }

    private record NewEntitlements(@Nullable List<Entitlement> items) {}

    private Response entitlements(Subscription subscription) {
        return json(200, Map.of("items", subscription.terms().entitlements()));
    }

    private Response entitle(Request request) {
        var wanted = read(request, NewEntitlements.class);
        if (wanted.items() == null) {
            throw new Refused(400, "Say which entitlements there are, as items.");
        }
        return entitlements(market.entitle(subscription(request).id(), wanted.items()));
    }

    /** One notification, and whether it is held: it then waits to be released, whatever it is due. */
    private record Told(Notification notification, boolean held) {}

    private Response notifications(Request request) {
        var subscription = request.parameter("subscription");
        var held = market.held().stream().map(Notification::id).toList();
        boolean heldOnly = request.parameter("held").filter("true"::equals).isPresent();
        var found = (heldOnly ? market.held() : market.notifications())
                .stream()
                        .filter(n ->
                                subscription.isEmpty() || n.subscriptionId().equals(subscription.get()))
                        .limit(limit(request))
                        .map(n -> new Told(n, held.contains(n.id())))
                        .toList();
        return json(200, Map.of("holding", market.isHolding(), "items", found));
    }

    private record Hold(@Nullable Boolean held, @Nullable String subscription) {}

    private Response hold(Request request) {
        var wanted = read(request, Hold.class);
        boolean held = wanted.held() == null || wanted.held();
        if (wanted.subscription() != null) {
            if (held) {
                market.hold(wanted.subscription());
            } else {
                market.release(wanted.subscription());
            }
        } else if (held) {
            market.hold();
        } else {
            market.release();
        }
        return json(200, Map.of("holding", market.isHolding()));
    }

    private record Order(@Nullable List<String> ids) {}

    private Response release(Request request) {
        var wanted = read(request, Order.class);
        if (wanted.ids() == null) {
            throw new Refused(400, "Say which notifications go out, as ids, in their order.");
        }
        market.release(wanted.ids());
        return json(202, Map.of());
    }

    private record Copies(@Nullable Integer copies) {}

    private Response sendAgain(Request request) {
        var wanted = optional(request, Copies.class);
        int copies = wanted == null || wanted.copies() == null ? 1 : wanted.copies();
        if (copies < 1 || copies > MOST_COPIES) {
            throw new Refused(400, "copies must be 1 to %d.".formatted(MOST_COPIES));
        }
        market.sendAgain(notification(request), copies);
        return json(202, Map.of());
    }

    private record Delay(@Nullable Duration by) {}

    private Response delay(Request request) {
        market.delay(notification(request), sensible(read(request, Delay.class).by()));
        return json(202, Map.of());
    }

    private Response drop(Request request) {
        optional(request, Nothing.class);
        market.drop(notification(request));
        return json(202, Map.of());
    }

    private String notification(Request request) {
        return market.findNotification(request.pathValue("id"))
                .orElseThrow(() -> new Refused(404, "There is no such notification."))
                .id();
    }

    private record NewQuirks(
            @Nullable Boolean emptyPages,
            @Nullable Boolean documentedSamples,
            @Nullable Boolean successorKeepsLicence,
            @Nullable Boolean successorNamesPrevious) {}

    /** What is left out stays as it is. */
    private Response setQuirks(Request request) {
        var wanted = read(request, NewQuirks.class);
        var now = market.quirks();
        market.setQuirks(new Quirks(
                or(wanted.emptyPages(), now.emptyPages()),
                or(wanted.documentedSamples(), now.documentedSamples()),
                or(wanted.successorKeepsLicence(), now.successorKeepsLicence()),
                or(wanted.successorNamesPrevious(), now.successorNamesPrevious())));
        return json(200, market.quirks());
    }

    private static boolean or(@Nullable Boolean wanted, boolean now) {
        return wanted == null ? now : wanted;
    }
}
