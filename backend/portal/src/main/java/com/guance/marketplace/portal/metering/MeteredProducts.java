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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each listing is metered. A listing whose money would not come out right stops the start. */
@ApplicationScoped
class MeteredProducts {
    /**
     * @param lane whose quota the calls count against
     * @param coveredBy the dimension of the contract by the dimension whose first units of a month it pays for
     * @param idle the dimension of zero records; empty where the listing wants none
     */
    record Metered(
            Product product,
            Dimensions dimensions,
            Map<String, String> coveredBy,
            Window window,
            Optional<String> idle,
            String lane,
            int callsPerSecond,
            String endpoint) {
        /** Whether some of what is used is paid for by a contract already. */
        boolean isCovered() {
            return !coveredBy.isEmpty() || !product.isMetered();
        }
    }

    private final Map<String, Metered> byKey = new HashMap<>();

    MeteredProducts(Products products, Sites sites, MeteringConfig config, MeteringClients clients) {
        for (var product : products.all()) {
            var own = config.products().get(product.key());
            if (own == null) {
                throw new IllegalStateException("metering.products." + product.key() + " is not configured");
            }
            requireCurrency(product, sites);
            byKey.put(product.key(), metered(product, own, config.finalHour(), clients, products));
        }
    }

    /** Made when the portal starts, not when the first hour closes. */
    void start(@Observes StartupEvent started) {}

    private static Metered metered(
            Product product, ProductConfig config, Duration finalHour, MeteringClients clients, Products products) {
        var standard = new Dimension(config.dimension(), config.unitPrice());
        var byItem = config.items().entrySet().stream()
                .collect(toMap(
                        Map.Entry::getKey,
                        e -> new Dimension(
                                e.getValue().dimension(), e.getValue().unitPrice())));
        return new Metered(
                product,
                new Dimensions(standard, byItem),
                coveredBy(product, config),
                new Window(config.back(), config.afterEnd(), config.grace(), finalHour, clients.timeout()),
                config.idleRecords() && product.isMetered() ? Optional.of(standard.name()) : Optional.empty(),
                product.region() + "/" + config.seller().orElseGet(() -> products.seller(product)),
                config.callsPerSecond(),
                clients.endpoint(product).toString());
    }

    private static Map<String, String> coveredBy(Product product, ProductConfig config) {
        var coveredBy = new HashMap<String, String>();
        config.coveredBy().ifPresent(contract -> coveredBy.put(config.dimension(), contract));
        config.items()
                .values()
                .forEach(item -> item.coveredBy().ifPresent(contract -> coveredBy.put(item.dimension(), contract)));
        if (!coveredBy.isEmpty() && !product.isContract()) {
            throw new IllegalStateException(
                    "Listing %s sells no contract that could cover %s".formatted(product.key(), coveredBy.keySet()));
        }
        return Map.copyOf(coveredBy);
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
