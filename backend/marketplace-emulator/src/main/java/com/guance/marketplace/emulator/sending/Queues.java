package com.guance.marketplace.emulator.sending;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the sellers' queues are.
 *
 * @param endpoint of a local SQS server; null is the SDK's own resolution, with the SDK's own credentials
 * @param urls the queue's URL per product id; a product without one keeps its notifications unsent
 */
public record Queues(@Nullable URI endpoint, Map<String, URI> urls) {
    public Queues {
        urls = Map.copyOf(urls);
    }

    public boolean has(String productId) {
        return urls.containsKey(productId);
    }
}
