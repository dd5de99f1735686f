package com.guance.marketplace.emulator.sending;

import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.Notification;
import com.guance.marketplace.emulator.market.Product;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Sends what is due, one after the other per product, and tries again until the queue took it. A kill between the
 * queue's answer and the note of it sends a message twice, as AWS does now and then.
 */
public final class Sender implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sender.class.getName());
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

    private final Market market;
    private final Queues queues;
    private final Map<String, SqsClient> clients;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** A queue that did not take a message. */
    private record Failure(int times, long retryAtNanos, String reason) {}

    /** Starts to send in the background. */
    public Sender(Market market, Queues queues) {
        this.market = market;
        this.queues = queues;
        this.clients = market.products().stream()
                .filter(p -> queues.has(p.id()))
                .collect(Collectors.toMap(Product::id, client(queues)));
        this.thread = Thread.ofVirtual().name("notification-sender").start(this::run);
    }

    private static Function<Product, SqsClient> client(Queues queues) {
        return product -> {
            var builder = SqsClient.builder()
                    .region(Region.of(product.region()))
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(Duration.ofSeconds(2))
                            .socketTimeout(Duration.ofSeconds(5)))
                    // Retrying is done here, from what is on the disk.
                    .overrideConfiguration(
                            o -> o.retryStrategy(RetryMode.STANDARD).retryStrategy(s -> s.maxAttempts(1)));
            if (queues.endpoint() != null) {
                builder.endpointOverride(queues.endpoint())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
            }
            return builder.build();
        };
    }

    public boolean hasQueue(String productId) {
        return queues.has(productId);
    }

    /** Why the product's queue took nothing the last time; empty when it did, or was never tried. */
    public String trouble(String productId) {
        var failure = failures.get(productId);
        return failure == null ? "" : failure.reason();
    }

    private void run() {
        var wait = LOOK;
        while (!isClosed(wait)) {
            try {
                sendDue();
                wait = LOOK;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "Notifications could not be read or noted; trying again", e);
                wait = AFTER_TROUBLE;
            }
        }
    }

    private boolean isClosed(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void sendDue() {
        var stuck = new HashSet<String>();
        for (var notification : market.due()) {
            var product = notification.productId();
            var failure = failures.get(product);
            boolean tooEarly = failure != null && System.nanoTime() - failure.retryAtNanos() < 0;
            if (!clients.containsKey(product) || tooEarly || stuck.contains(product) || closing.getCount() == 0) {
                continue;
            }
            try {
                send(notification);
                failures.remove(product);
            } catch (SdkException e) {
                stuck.add(product);
                failed(product, failure, e);
                continue;
            }
            market.sent(notification);
        }
    }

    private void send(Notification notification) {
        var client = clients.get(notification.productId());
        URI queue = queues.urls().get(notification.productId());
        for (int i = 0; i < notification.copies(); i++) {
            client.sendMessage(m -> m.queueUrl(queue.toString()).messageBody(notification.body()));
        }
    }

    private void failed(String product, Failure before, SdkException e) {
        int times = before == null ? 1 : before.times() + 1;
        long wait = Math.min(LONGEST_RETRY.toNanos(), FIRST_RETRY.toNanos() << Math.min(times - 1, 10));
        failures.put(product, new Failure(times, System.nanoTime() + wait, String.valueOf(e.getMessage())));
        if (times == 1) {
            LOG.log(Level.WARNING, "The queue of product {0} does not answer; notifications are kept: {1}", product, e);
        }
    }

    @Override
    public void close() {
        closing.countDown(); // and no interrupt: a message that was taken is noted, or it would be sent again
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.values().forEach(SqsClient::close);
    }
}
