package com.guance.marketplace.portal.marketplace;

import java.util.UUID;

/**
 * A purchase of the same customer, renewed or replaced, is live in place of another: both are one enterprise account's. Fired
 * once, in the transaction that records it.
 */
public record SubscriptionSucceeded(UUID predecessor, UUID successor) {}
