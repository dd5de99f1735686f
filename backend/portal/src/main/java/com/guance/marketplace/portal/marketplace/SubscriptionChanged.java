package com.guance.marketplace.portal.marketplace;

import java.util.UUID;

/** AWS has said something new of a subscription's state or life. Fired in the transaction that records it. */
public record SubscriptionChanged(UUID subscriptionId) {}
