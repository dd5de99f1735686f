package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.marketplace.MeteredSubscription;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What units that AWS is told, or should have been told, are worth: in the currency of the subscription's listing. */
@ApplicationScoped
class UnitPrices {
    private final Subscriptions subscriptions;
    private final MeteredProducts products;

    UnitPrices(Subscriptions subscriptions, MeteredProducts products) {
        this.subscriptions = subscriptions;
        this.products = products;
    }

    /** Of some subscriptions; one query. */
    Prices of(Collection<UUID> subscriptionIds) {
        return new Prices(subscriptions.metered(subscriptionIds));
    }

    final class Prices {
        private final Map<UUID, MeteredSubscription> metered;

        private Prices(Map<UUID, MeteredSubscription> metered) {
            this.metered = metered;
        }

        /** Null where the listing has no such dimension any more. */
        @Nullable BigDecimal amount(UUID subscriptionId, String dimension, BigDecimal units) {
            return products.get(metered.get(subscriptionId).product())
                    .dimensions()
                    .find(dimension)
                    .map(found -> found.money(units))
                    .orElse(null);
        }
    }
}
