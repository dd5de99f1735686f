package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faults.AwsMarketplace.Bought;

/** How buyers come. */
enum Kind {
    PROGRAM,
    BROWSER;

    Buyer buys(ShippedPortal portal, Bought bought) {
        return this == PROGRAM ? new ProgramBuyer(portal, bought) : new BrowserBuyer(portal, bought);
    }
}
