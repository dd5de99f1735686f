package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Handler;
import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The messages to sellers, and in which order, how late and how often they arrive. */
final class MessagePages {
    private static final int SHOWN = 100;
    private static final Duration DELAY = Duration.ofHours(1);

    /** A message as it is shown, with what can be done to it. */
    record Message(
            String id,
            String subscription,
            String kind,
            String due,
            String state,
            boolean unsent,
            String back,
            String body) {
        static Message of(Notification n, Market market, String back) {
            return new Message(
                    n.id(),
                    n.subscriptionId(),
                    n.kind(),
                    Show.second(n.dueAt()),
                    state(n, market),
                    n.sentAt() == null,
                    back,
                    n.body());
        }

        private static String state(Notification n, Market market) {
            if (n.sentAt() != null) {
                return "Sent " + Show.second(n.sentAt());
            }
            if (market.held(n.subscriptionId()).stream().anyMatch(h -> h.id().equals(n.id()))) {
                return "Held";
            }
            return n.dueAt().isAfter(market.now()) ? "Waiting" : "Unsent";
        }
    }

    private final Shell shell;
    private final Market market;

    MessagePages(Shell shell, Market market) {
        this.shell = shell;
        this.market = market;
    }

    void addTo(Routes routes) {
        shell.part(routes)
                .get("/messages", this::messages)
                .post("/messages/hold", act(r -> hold(r, Shell.form(r))))
                .post("/messages/{id}/release", act(r -> {
                    market.release(List.of(r.pathValue("id")));
                    return back(r);
                }))
                .post("/messages/{id}/send-again", act(r -> {
                    market.sendAgain(r.pathValue("id"), 1);
                    return back(r);
                }))
                .post("/messages/{id}/delay", act(r -> {
                    market.delay(r.pathValue("id"), DELAY);
                    return back(r);
                }))
                .post("/messages/{id}/drop", act(r -> {
                    market.drop(r.pathValue("id"));
                    return back(r);
                }));
    }

    /** Only for forms of this site; a message that was sent meanwhile is told so. */
    private static Handler act(Handler handler) {
        return request -> {
            Shell.form(request);
            try {
                return handler.handle(request);
            } catch (IllegalArgumentException e) {
                throw new Refused(409, "The message is gone or was sent meanwhile. Go back and look again.");
            }
        };
    }

    private Response messages(Request request) {
        var all = market.notifications().stream()
                .limit(SHOWN)
                .map(n -> Message.of(n, market, ""))
                .toList();
        return shell.page(
                request,
                Shell.Section.MESSAGES,
                "messages",
                "Messages",
                Map.of("messages", all, "none", all.isEmpty(), "holding", market.isHolding()));
    }

    private Response hold(Request request, Map<String, String> form) {
        var subscription = form.getOrDefault("back", "");
        boolean held = form.containsKey("held");
        if (subscription.isEmpty()) {
            if (held) {
                market.hold();
            } else {
                market.release();
            }
        } else if (held) {
            market.hold(subscription);
        } else {
            market.release(subscription);
        }
        return back(request);
    }

    /** To where the form was: the messages, or one subscription. */
    private Response back(Request request) {
        var subscription = request.form().getOrDefault("back", "");
        return market.findSubscription(subscription)
                .map(s -> Response.seeOther("/marketplace/subscriptions/" + s.id()))
                .orElseGet(() -> Response.seeOther("/messages"));
    }
}
