package com.guance.marketplace.portal.marketplace;

import java.time.Instant;
import java.util.UUID;

/** AWS says that the subscription is live. Fired in the transaction that records it, at {@code at} by our clock. */
public record SubscriptionWentLive(UUID subscriptionId, Instant at) {}
