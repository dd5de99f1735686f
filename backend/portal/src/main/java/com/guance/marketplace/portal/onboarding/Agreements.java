package com.guance.marketplace.portal.onboarding;

import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.PortalConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** What is agreed to must be the present version. */
@ApplicationScoped
class Agreements {
    private static final int LONGEST = 64;

    private final String present;

    Agreements(PortalConfig config) {
        present = config.agreements().version().toString();
    }

    String read(Fields fields, @Nullable String version) {
        var agreed = fields.line("agreementsVersion", version, 1, LONGEST);
        if (!agreed.isEmpty() && !agreed.equals(present)) {
            fields.refuse("agreementsVersion", "agreements-outdated");
        }
        return agreed;
    }
}
