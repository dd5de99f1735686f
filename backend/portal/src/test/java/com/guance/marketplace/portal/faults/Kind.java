package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faults.AwsMarketplace.Bought;

/** How buyers come. */
enum Kind {
    PROGRAM,
    BROWSER;

    Buyer buys(ShippedPortal portal, Bought bought) {
        return this == PROGRAM ? new ProgramBuyer(portal, bought) : new BrowserBuyer(portal, bought);
    }

    /** @param customer who has registered already, and to whose enterprise account the purchase goes */
    Buyer binds(Bought bought, Buyer customer) {
        return this == PROGRAM ? new ProgramBuyer(bought, customer) : new BrowserBuyer(bought, customer);
    }
}
