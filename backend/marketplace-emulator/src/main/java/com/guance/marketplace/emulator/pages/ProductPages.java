package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Buyer;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.market.Purchase;
import com.guance.marketplace.emulator.market.Subscription;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way to a purchase: Continue Subscription, sign-in, Subscribe, and the dialog with Set up your Account. */
final class ProductPages {
    private record Price(String dimension, String description, String price) {}

    private record Card(String id, String name, String catalogue, String currency, String kind) {}

    private final Shell shell;
    private final Sessions sessions;
    private final Market market;
    private final List<Buyer> buyers;
    private final URI landing;

    ProductPages(Shell shell, Sessions sessions, Market market, List<Buyer> buyers, URI landing) {
        this.shell = shell;
        this.sessions = sessions;
        this.market = market;
        this.buyers = buyers;
        this.landing = landing;
    }

    void addTo(Routes routes) {
        shell.part(routes)
                .get("/", r -> Response.seeOther("/marketplace"))
                .get("/marketplace", this::products)
                .get("/marketplace/products/{id}", this::product)
                .get("/marketplace/products/{id}/subscribe", this::review)
                .post("/marketplace/products/{id}/subscribe", this::subscribe)
                .get("/marketplace/subscriptions/{id}/set-up", this::setUp);
    }

    private Response products(Request request) {
        var cards = market.products().stream()
                .map(p -> new Card(p.id(), p.name(), Show.catalogue(p), p.currency(), Show.kind(p)))
                .toList();
        return shell.page(request, Shell.Section.PRODUCTS, "products", "Products", Map.of("products", cards));
    }

    private Response product(Request request) {
        var product = product(request.pathValue("id"));
        var model = model(request, product);
        model.put("mayContinue", true);
        return shell.page(request, Shell.Section.PRODUCTS, "product", product.name(), model);
    }

    private Response review(Request request) {
        var product = product(request.pathValue("id"));
        if (sessions.find(request).isEmpty()) {
            return toSignIn(product, switches(request));
        }
        var model = model(request, product);
        model.put("maySubscribe", true);
        return shell.page(request, Shell.Section.PRODUCTS, "product", "Subscribe to " + product.name(), model);
    }

    private Response subscribe(Request request) {
        var product = product(request.pathValue("id"));
        var form = Shell.form(request);
        var switches = Switches.of(name -> form.getOrDefault(name, ""), NotifyWhen.AFTER);
        var buyer = sessions.find(request);
        if (buyer.isEmpty()) {
            return toSignIn(product, switches);
        }
        var subscription = market.subscribe(new Purchase(
                product.id(),
                buyer.get().awsAccountId(),
                switches.notifyWhen(),
                switches.freeTrial(),
                switches.failPayment(),
                switches.resold()));
        return Response.seeOther("/marketplace/subscriptions/%s/set-up".formatted(subscription.id()));
    }

    /** Each view hands out a fresh token, as each click does at AWS. */
    private Response setUp(Request request) {
        var subscription = sessions.find(request)
                .flatMap(b -> market.findSubscription(request.pathValue("id"))
                        .filter(s -> s.awsAccountId().equals(b.awsAccountId())))
                .orElseThrow(() -> new Refused(404, "You have no such subscription. Are you signed in?"));
        if (subscription.endsAt() != null) {
            throw new Refused(409, "This subscription was cancelled. Subscribe again to set up your account.");
        }
        var product = market.productOf(subscription);
        var model = model(request, product);
        model.put("mayContinue", true);
        model.put("dialog", true);
        model.put("landing", landing.toString());
        model.put("token", market.issueToken(subscription, market.delays().tokenLifetime()));
        model.put("offerType", subscription.freeTrial() ? "free-trial" : "");
        return shell.page(request, Shell.Section.PRODUCTS, "product", "Set up your Account", model);
    }

    private Map<String, Object> model(Request request, Product product) {
        var switches = switches(request);
        var delays = market.delays();
        var model = new HashMap<String, Object>(switches.model(delays.notification()));
        model.put("product", product);
        model.put("kind", Show.kind(product));
        model.put("catalogue", Show.catalogue(product));
        model.put("notification", Show.notification(switches.notifyWhen(), delays.notification()));
        model.put("lifetime", Show.duration(delays.tokenLifetime()));
        model.put("prices", prices(product));
        model.put("events", product.sendsEvents());
        model.put("usage", !product.isContract());
        model.put("term", Show.days(product.contractTerm()));
        model.put("trialDays", Show.days(Market.TRIAL));
        model.put("mayContinue", false);
        model.put("maySubscribe", false);
        var live = live(request, product);
        model.put("live", live.isPresent());
        model.put("liveId", live.map(Subscription::id).orElse(""));
        model.put("since", live.map(s -> Show.minute(s.subscribedAt())).orElse(""));
        // A second purchase makes sense for concurrent agreements only.
        model.put("mayBuy", live.isEmpty() || product.hasConcurrentAgreements());
        return model;
    }

    private static List<Price> prices(Product product) {
        var prices = new ArrayList<Price>();
        product.dimensions()
                .forEach((dimension, price) -> prices.add(new Price(
                        dimension, "Usage, one unit is %s %s".formatted(price, product.currency()), price.toString())));
        product.contractDimensions()
                .forEach((dimension, price) -> prices.add(new Price(
                        dimension,
                        "Contract, one unit for %s".formatted(Show.days(product.contractTerm())),
                        price.toString())));
        return prices;
    }

    private Optional<Subscription> live(Request request, Product product) {
        return sessions.find(request).stream()
                .flatMap(b -> market.subscriptionsOf(b.awsAccountId()).stream())
                .filter(s -> s.productId().equals(product.id()) && s.isLive(market.now()))
                .findFirst();
    }

    private Switches switches(Request request) {
        var preset = sessions.find(request)
                .flatMap(b -> buyers.stream()
                        .filter(ready -> ready.awsAccountId().equals(b.awsAccountId()))
                        .findFirst())
                .map(Buyer::notifyWhen)
                .orElse(NotifyWhen.AFTER);
        return Switches.of(name -> request.parameter(name).orElse(""), preset);
    }

    private Product product(String id) {
        return market.findProduct(id).orElseThrow(() -> new Refused(404, "There is no such product."));
    }

    private static Response toSignIn(Product product, Switches switches) {
        var next = "/marketplace/products/%s/subscribe?%s".formatted(product.id(), switches.query());
        return Response.seeOther("/marketplace/sign-in?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }
}
