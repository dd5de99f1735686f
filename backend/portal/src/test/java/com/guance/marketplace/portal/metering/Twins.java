package com.guance.marketplace.portal.metering;

import static java.util.stream.Collectors.toSet;

import com.guance.marketplace.portal.metering.MeteredProducts.Metered;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** What every portal does by itself, for tests of other packages that have many do it at once. */
@ApplicationScoped
public class Twins {
    private final ClosingRun closing;
    private final MeteringRun metering;

    private final MeteredProducts products;

    Twins(ClosingRun closing, MeteringRun metering, MeteredProducts products) {
        this.closing = closing;
        this.metering = metering;
        this.products = products;
    }

    public Set<String> lanes() {
        return products.all().stream().map(Metered::lane).collect(toSet());
    }

    public void close() {
        closing.close();
    }

    public void meter() {
        metering.meter();
    }
}
