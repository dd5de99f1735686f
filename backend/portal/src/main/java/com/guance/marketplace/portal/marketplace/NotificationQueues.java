package com.guance.marketplace.portal.marketplace;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Listens to each product's SQS queue by long polling. A message is deleted only after what it says is committed; one that
 * fails comes again, and after the queue's own limit goes to its dead-letter queue, so that it blocks no other.
 */
@ApplicationScoped
class NotificationQueues {
    private static final Logger LOG = Logger.getLogger(NotificationQueues.class);
    private static final Duration LONG_POLL = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    private final Products products;
    private final NotificationIntake intake;
    private final MeterRegistry metrics;
    private final List<Thread> listeners = new ArrayList<>();
    private final List<SqsClient> clients = new ArrayList<>();
    private volatile boolean open = true;

    NotificationQueues(Products products, NotificationIntake intake, MeterRegistry metrics) {
        this.products = products;
        this.intake = intake;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent started) {
        var heard = new HashSet<URI>();
        for (var product : products.all()) {
            if (product.queueUrl().isPresent() && product.notificationsFrom().isEmpty()) {
                LOG.warnf(
                        "listing %s takes notifications by any AWS account that its queue's policy lets in: name the one they"
                                + " must come by",
                        product.key());
            }
            product.queueUrl().filter(heard::add).ifPresent(queue -> {
                var sqs = SqsClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(LONG_POLL.plusSeconds(10)))
                        .region(Region.of(product.region()))
                        .credentialsProvider(products.credentials(product))
                        .build();
                clients.add(sqs);
                listeners.add(Thread.ofVirtual()
                        .name("notifications-" + product.key())
                        .start(() -> listen(product, queue.toString(), sqs)));
            });
        }
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        open = false;
        listeners.forEach(Thread::interrupt);
        for (var listener : listeners) {
            listener.join(Duration.ofSeconds(5));
        }
        clients.forEach(SqsClient::close);
    }

    private void listen(Product product, String queue, SqsClient sqs) {
        while (open) {
            try {
                var messages = sqs.receiveMessage(r ->
                                r.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds((int) LONG_POLL.toSeconds()))
                        .messages();
                messages.forEach(message -> take(product, queue, sqs, message));
            } catch (Exception unreachable) {
                if (open) {
                    LOG.warnf("queue of %s: %s", product.key(), unreachable.getMessage());
                    metrics.counter("portal.queue.failures", "product", product.key())
                            .increment();
                    pause();
                }
            }
        }
    }

    private void take(Product product, String queue, SqsClient sqs, Message message) {
        try {
            intake.take(product, message.body());
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "a notification of %s could not be taken in; it comes again", product.key());
            return;
        }
        try {
            sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(message.receiptHandle()));
        } catch (SdkException unreachable) {
            LOG.warnf("a notification of %s comes once more: %s", product.key(), unreachable.getMessage());
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
