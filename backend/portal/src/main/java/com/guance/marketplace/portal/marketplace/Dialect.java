package com.guance.marketplace.portal.marketplace;

/**
 * What AWS means by the end of a subscription.
 *
 * @param endIsFinal a licence that has ended stays ended; a customer may subscribe again
 * @param endCloses with the last notification AWS takes no more usage; else it opens the last hour
 */
record Dialect(boolean endIsFinal, boolean endCloses) {}
