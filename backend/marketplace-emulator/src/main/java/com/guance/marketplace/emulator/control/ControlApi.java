package com.guance.marketplace.emulator.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.guance.marketplace.emulator.calls.CallLog;
import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.mail.Mailbox;
import com.guance.marketplace.emulator.mail.MailboxUnavailable;
import com.guance.marketplace.emulator.market.Json;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.NotificationKind;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.emulator.market.Subscription;
import com.guance.marketplace.emulator.market.Terms;
import com.guance.marketplace.emulator.wire.Faults;
import com.guance.marketplace.emulator.wire.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /_emulator}: what the pages do, for programs. JSON in and out; an error is {@code {"error": sentence}}. */
public final class ControlApi {
    static final int BODY_LIMIT = 64 << 10;
    private static final int MOST_ITEMS = 1_000;
    private static final int MOST_COPIES = 100;

    /** Says null where it is null: the other kind of product has no such id. */
    private static final JsonMapper MAPPER = Json.MAPPER
            .rebuild()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
            .build();

    private final Market market;
    private final Faults faults;
    private final CallLog calls;
    private final Mailbox mailbox;

    public ControlApi(Market market, Faults faults, CallLog calls, Mailbox mailbox) {
        this.market = market;
        this.faults = faults;
        this.calls = calls;
        this.mailbox = mailbox;
    }

    public void addTo(Routes routes) {
        routes.part(BODY_LIMIT, (status, sentence) -> json(status, Map.of("error", sentence)))
                .post("/_emulator/subscriptions", this::subscribe)
                .get("/_emulator/subscriptions/{id}", r -> json(200, view(subscription(r))))
                .post("/_emulator/subscriptions/{id}/tokens", this::issueToken)
                .post("/_emulator/subscriptions/{id}/notifications", this::notifyNow)
                .get("/_emulator/subscriptions/{id}/notifications", this::notifications)
                .get("/_emulator/faults", r -> json(200, view(faults.get(Operation.RESOLVE_CUSTOMER))))
                .put("/_emulator/faults", this::setFaults)
                .get("/_emulator/faults/{operation}", r -> json(200, fault(operation(r))))
                .put("/_emulator/faults/{operation}", this::setFault)
                .get("/_emulator/calls", r -> json(200, Map.of("items", calls.newest(limit(r)))))
                .get("/_emulator/mails", this::mails)
                .get("/_emulator/health", r -> json(200, Map.of("status", "UP")));
    }

    private record NewSubscription(
            @Nullable String product,
            @Nullable String awsAccountId,
            @JsonProperty("notify") @Nullable NotifyWhen notifyWhen,
            boolean freeTrial,
            boolean failPayment,
            boolean resold) {}

    /**
     * @param agreementStatus as the Agreement API tells it; of a legacy product nobody does
     * @param endsAt when the last notification of the end is due
     */
    record SubscriptionView(
            String id,
            String product,
            String awsAccountId,
            @Nullable String customerIdentifier,
            @Nullable String licenseArn,
            @Nullable String agreementId,
            Subscription.State state,
            String offerId,
            boolean freeTrial,
            Terms.Intent intent,
            @Nullable String previousAgreementId,
            String agreementStatus,
            boolean autoRenew,
            @Nullable Instant expiresAt,
            @Nullable Instant endsAt) {
        static SubscriptionView of(Subscription s, Instant now) {
            var terms = s.terms();
            return new SubscriptionView(
                    s.id(),
                    s.productId(),
                    s.awsAccountId(),
                    s.customerIdentifier(),
                    s.licenseArn(),
                    s.agreementId(),
                    s.state(now),
                    s.offerId(),
                    s.freeTrial(),
                    terms.intent(),
                    terms.previousAgreementId(),
                    s.agreementStatus(),
                    terms.autoRenew(),
                    terms.expiresAt(),
                    s.endsAt());
        }
    }

    private Response subscribe(Request request) {
        var wanted = read(request, NewSubscription.class);
        if (wanted.awsAccountId() == null || !wanted.awsAccountId().matches("\\d{12}")) {
            throw new Refused(400, "awsAccountId must be 12 digits.");
        }
        var product = wanted.product() == null ? "" : wanted.product();
        if (market.findProduct(product).isEmpty()) {
            throw new Refused(400, "There is no product \"%s\".".formatted(product));
        }
        var notifyWhen = wanted.notifyWhen() == null ? NotifyWhen.AFTER : wanted.notifyWhen();
        return json(
                201,
                view(market.subscribe(new Purchase(
                        product,
                        wanted.awsAccountId(),
                        notifyWhen,
                        wanted.freeTrial(),
                        wanted.failPayment(),
                        wanted.resold()))));
    }

    private SubscriptionView view(Subscription s) {
        return SubscriptionView.of(s, market.now());
    }

    private record NewToken(@Nullable Duration lifetime) {}

    private Response issueToken(Request request) {
        var wanted = request.body().length == 0 ? new NewToken(null) : read(request, NewToken.class);
        var lifetime = wanted.lifetime() == null ? market.delays().tokenLifetime() : wanted.lifetime();
        if (lifetime.isNegative() || lifetime.compareTo(Duration.ofDays(365)) > 0) {
            throw new Refused(400, "lifetime must be an ISO-8601 duration between PT0S and P365D.");
        }
        return json(201, Map.of("token", market.issueToken(subscription(request), lifetime)));
    }

    private record NewNotification(
            @Nullable String type,
            @Nullable Integer copies,
            @Nullable Boolean atOnce) {}

    /** SUCCESS, FAIL and CANCEL in the words of either kind of product, or one {@link NotificationKind} by name. */
    private Response notifyNow(Request request) {
        var wanted = read(request, NewNotification.class);
        var subscription = subscription(request);
        int copies = wanted.copies() == null ? 1 : wanted.copies();
        if (copies < 1 || copies > MOST_COPIES) {
            throw new Refused(400, "copies must be 1 to %d.".formatted(MOST_COPIES));
        }
        var type = wanted.type() == null ? "" : wanted.type();
        if (type.equals("CANCEL")) {
            if (wanted.atOnce() == null || wanted.atOnce()) {
                market.unsubscribe(subscription.id(), Duration.ZERO);
            } else {
                market.unsubscribe(subscription.id());
            }
        } else {
            try {
                market.notifyNow(subscription.id(), kinds(type, subscription), copies);
            } catch (IllegalArgumentException e) {
                throw new Refused(400, "type %s: %s".formatted(type, e.getMessage()));
            }
        }
        return json(202, Map.of());
    }

    private List<NotificationKind> kinds(String type, Subscription subscription) {
        return switch (type) {
            case "SUCCESS" -> market.success(subscription);
            case "FAIL" -> market.failure(subscription);
            default -> List.of(NotificationKind.valueOf(type));
        };
    }

    private Response notifications(Request request) {
        return json(
                200,
                Map.of("items", market.notificationsOf(subscription(request).id())));
    }

    private record FaultsView(
            Faults.Fault resolveCustomer,
            long slowMillis,
            @Nullable Integer times) {}

    private static FaultsView view(Faults.Setting s) {
        return new FaultsView(s.fault(), s.slow().toMillis(), s.times());
    }

    private record NewFaults(
            Faults.@Nullable Fault resolveCustomer,
            @Nullable Long slowMillis,
            @Nullable Integer times) {}

    private Response setFaults(Request request) {
        var wanted = read(request, NewFaults.class);
        setFault(faults, Operation.RESOLVE_CUSTOMER, wanted.resolveCustomer(), wanted.slowMillis(), wanted.times());
        return json(200, view(faults.get(Operation.RESOLVE_CUSTOMER)));
    }

    private record FaultView(
            Faults.Fault fault, long slowMillis, @Nullable Integer times) {}

    private record NewFault(
            Faults.@Nullable Fault fault,
            @Nullable Long slowMillis,
            @Nullable Integer times) {}

    private FaultView fault(Operation operation) {
        var setting = faults.get(operation);
        return new FaultView(setting.fault(), setting.slow().toMillis(), setting.times());
    }

    private Response setFault(Request request) {
        var operation = operation(request);
        var wanted = read(request, NewFault.class);
        setFault(faults, operation, wanted.fault(), wanted.slowMillis(), wanted.times());
        return json(200, fault(operation));
    }

    private static Operation operation(Request request) {
        return Operation.named(request.pathValue("operation"))
                .orElseThrow(() -> new Refused(404, "AWS Marketplace has no such operation here."));
    }

    /** @throws Refused if one of the values is out of range */
    static void setFault(
            Faults faults,
            Operation operation,
            Faults.@Nullable Fault fault,
            @Nullable Long slowMillis,
            @Nullable Integer times) {
        if (times != null && times < 1) {
            throw new Refused(400, "times must be 1 or more, or null for every call.");
        }
        long slow = slowMillis == null ? Faults.Setting.DEFAULT_SLOW.toMillis() : slowMillis;
        if (slow < 0 || slow > 600_000) {
            throw new Refused(400, "slowMillis must be 0 to 600000.");
        }
        try {
            faults.set(
                    operation,
                    new Faults.Setting(fault == null ? Faults.Fault.NONE : fault, Duration.ofMillis(slow), times));
        } catch (IllegalArgumentException e) {
            throw new Refused(400, String.valueOf(e.getMessage()));
        }
    }

    private Response mails(Request request) {
        try {
            return json(
                    200, Map.of("items", mailbox.newest(request.parameter("to").orElse(""), limit(request))));
        } catch (MailboxUnavailable e) {
            throw new Refused(503, String.valueOf(e.getMessage()));
        }
    }

    private Subscription subscription(Request request) {
        return subscription(market, request);
    }

    static Subscription subscription(Market market, Request request) {
        return market.findSubscription(request.pathValue("id"))
                .orElseThrow(() -> new Refused(404, "There is no such subscription."));
    }

    static int limit(Request request) {
        try {
            int limit = Integer.parseInt(request.parameter("limit").orElse("100"));
            return Math.clamp(limit, 0, MOST_ITEMS);
        } catch (NumberFormatException e) {
            throw new Refused(400, "limit must be a number.");
        }
    }

    static <T> T read(Request request, Class<T> type) {
        if (request.isCrossSite()) {
            throw new Refused(403, "Another site's page may not drive the emulator.");
        }
        if (!request.header("Content-Type").orElse("").startsWith("application/json")) {
            throw new Refused(415, "The body must be application/json.");
        }
        try {
            var body = MAPPER.readValue(request.body(), type);
            if (body == null) {
                throw new Refused(400, "The body must be a JSON object.");
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new Refused(400, "The body cannot be read: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Refused(400, "The body cannot be read.");
        }
    }

    static Response json(int status, Object body) {
        try {
            return Response.of(status, "application/json", MAPPER.writeValueAsString(body))
                    .with("Cache-Control", "no-store");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // records of texts and numbers always have a JSON
        }
    }
}
