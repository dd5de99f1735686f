package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faults.AwsMarketplace.Bought;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Where buyers go. */
enum Way {
    /** Registers an enterprise account, and makes a second workspace. */
    REGISTRATION(EnumSet.range(Step.LAND, Step.CREATE_WORKSPACE)),
    /** Binds the purchase to an enterprise account that is there, a workspace for a while, and a new one. */
    BINDING(EnumSet.range(Step.SEND_BINDING_CODE, Step.COMPLETE));

    /** Those of binding without the landing, which is the same. */
    final Set<Step> steps;

    Way(Set<Step> steps) {
        this.steps = steps;
    }

    List<Step> all() {
        var all = new ArrayList<>(steps);
        if (this == BINDING) {
            all.addFirst(Step.LAND);
        }
        return all;
    }

    Buyer buyer(Kind kind, ShippedPortal portal, Bought bought) {
        if (this == REGISTRATION) {
            return kind.buys(portal, bought);
        }
        var customer = kind.buys(portal, AwsMarketplace.buyConfirmed());
        customer.finish();
        return kind.binds(bought, customer);
    }
}
