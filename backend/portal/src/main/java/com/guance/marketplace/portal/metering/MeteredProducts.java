package com.guance.marketplace.portal.metering;

import static java.util.stream.Collectors.toMap;

import com.guance.marketplace.portal.marketplace.MeteringClients;
import com.guance.marketplace.portal.marketplace.Product;
import com.guance.marketplace.portal.marketplace.Products;
import com.guance.marketplace.portal.metering.MeteringConfig.ProductConfig;
import com.guance.marketplace.portal.platform.Sites;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each listing is metered. A listing whose money would not come out right stops the start. */
@ApplicationScoped
class MeteredProducts {
    /**
     * @param lane whose quota the calls count against
     * @param idle the dimension of zero records; empty where the listing wants none
     */
    record Metered(
            Product product,
            Dimensions dimensions,
            Window window,
            Optional<String> idle,
            String lane,
            int callsPerSecond,
            String endpoint) {}

    private final Map<String, Metered> byKey = new HashMap<>();

    MeteredProducts(Products products, Sites sites, MeteringConfig config, MeteringClients clients) {
        for (var product : products.all()) {
            var own = config.products().get(product.key());
            if (own == null) {
                throw new IllegalStateException("metering.products." + product.key() + " is not configured");
            }
            requireCurrency(product, sites);
            byKey.put(product.key(), metered(product, own, clients, products));
        }
    }

    /** Made when the portal starts, not when the first hour closes. */
    void start(@Observes StartupEvent started) {}

    private static Metered metered(Product product, ProductConfig config, MeteringClients clients, Products products) {
        var standard = new Dimension(config.dimension(), config.unitPrice());
        var byItem = config.items().entrySet().stream()
                .collect(toMap(
                        Map.Entry::getKey,
                        e -> new Dimension(
                                e.getValue().dimension(), e.getValue().unitPrice())));
        return new Metered(
                product,
                new Dimensions(standard, byItem),
                new Window(config.back(), config.afterEnd(), config.grace(), clients.timeout()),
                config.idleRecords() ? Optional.of(standard.name()) : Optional.empty(),
                product.region() + "/" + config.seller().orElseGet(() -> products.seller(product)),
                config.callsPerSecond(),
                clients.endpoint(product).toString());
    }

    /** What workspaces of a site use is priced in the site's currency, and told to AWS in the listing's. */
    private static void requireCurrency(Product product, Sites sites) {
        for (var site : product.sites()) {
            var currency = sites.get(site).currency();
            if (!currency.equals(product.currency())) {
                throw new IllegalStateException("Listing %s is in %s, but workspaces of its site %s are charged in %s"
                        .formatted(product.key(), product.currency(), site, currency));
            }
        }
    }

    Metered get(Product product) {
        var metered = byKey.get(product.key());
        if (metered == null) {
            throw new IllegalStateException("Listing " + product.key() + " is not configured");
        }
        return metered;
    }

    Optional<Metered> findByCode(String productCode) {
        return byKey.values().stream()
                .filter(metered -> metered.product().code().equals(productCode))
                .findFirst();
    }

    List<Metered> all() {
        return List.copyOf(byKey.values());
    }
}
