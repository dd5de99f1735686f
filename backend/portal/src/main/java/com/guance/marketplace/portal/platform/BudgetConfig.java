package com.guance.marketplace.portal.platform;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Map;

/** How often things may happen, by name. The names end in what is counted: {@code landings-per-client}. */
@ConfigMapping(prefix = "rate-limits")
interface BudgetConfig {
    Map<String, Limit> budgets();

    interface Limit {
        int times();

        Duration per();
    }
}
