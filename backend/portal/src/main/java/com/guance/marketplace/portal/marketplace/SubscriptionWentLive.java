package com.guance.marketplace.portal.marketplace;

import java.util.UUID;

/** AWS says that the subscription is live. Fired in the transaction that records it. */
public record SubscriptionWentLive(UUID subscriptionId) {}
