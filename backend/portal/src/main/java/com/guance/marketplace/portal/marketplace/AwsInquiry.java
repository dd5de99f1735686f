package com.guance.marketplace.portal.marketplace;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Asks AWS what became of one subscription: its answer settles what notifications left open. Not within a transaction. */
@ApplicationScoped
public class AwsInquiry {
    /** What came of asking. */
    public enum Outcome {
        CHANGED,
        UNCHANGED,
        /** AWS did not answer; it is asked again. */
        NO_ANSWER,
        /** The partition of the listing has nobody to ask. */
        NOT_ASKABLE
    }

    /** @param answer the status of the agreement, as AWS wrote it; null where it knows none */
    public record Asked(Outcome outcome, @Nullable String answer, SubscriptionState before, SubscriptionState after) {}

    /** What AWS said of a subscription as it was then. */
    public static final class Heard {
        private final Subscription subscription;
        private final Outcome outcome;
        private final Optional<AwsAnswer> answer;

        private Heard(Subscription subscription, Outcome outcome, Optional<AwsAnswer> answer) {
            this.subscription = subscription;
            this.outcome = outcome;
            this.answer = answer;
        }

        public boolean isAnswered() {
            return outcome != Outcome.NO_ANSWER;
        }
    }

    private static final Logger LOG = Logger.getLogger(AwsInquiry.class);

    private final AwsAgreements agreements;
    private final AwsInquiries inquiries;
    private final Subscriptions subscriptions;
    private final Products products;
    private final Clock clock;

    AwsInquiry(
            AwsAgreements agreements,
            AwsInquiries inquiries,
            Subscriptions subscriptions,
            Products products,
            Clock clock) {
        this.agreements = agreements;
        this.inquiries = inquiries;
        this.subscriptions = subscriptions;
        this.products = products;
        this.clock = clock;
    }

    public Asked ask(UUID subscriptionId) {
        var heard = hear(subscriptionId, agreements);
        return QuarkusTransaction.requiringNew().call(() -> apply(heard));
    }

    /** What AWS says within seconds, to be {@linkplain #apply applied} in a transaction that does more than that. */
    public Heard hear(UUID subscriptionId) {
        return hear(subscriptionId, agreements.hurried());
    }

    private Heard hear(UUID subscriptionId, AwsAgreements agreements) {
        var subscription = QuarkusTransaction.requiringNew().call(() -> {
            inquiries.begin(subscriptionId);
            return subscriptions.get(subscriptionId);
        });
        var product = products.get(subscription.product());
        if (!product.agreements()) {
            return new Heard(subscription, Outcome.NOT_ASKABLE, Optional.empty());
        }
        try {
            return new Heard(subscription, Outcome.UNCHANGED, agreements.ask(product, subscription));
        } catch (SdkException noAnswer) {
            LOG.warnf("AWS said nothing of subscription %s: %s", subscriptionId, noAnswer.getMessage());
            QuarkusTransaction.requiringNew().run(() -> inquiries.failed(subscriptionId));
            return new Heard(subscription, Outcome.NO_ANSWER, Optional.empty());
        }
    }

    /** Works within the caller's transaction. */
    public Asked apply(Heard heard) {
        var subscription = heard.subscription;
        var id = subscription.id();
        var before = subscription.state();
        if (heard.outcome != Outcome.UNCHANGED) {
            return new Asked(heard.outcome, null, before, before);
        }
        heard.answer.ifPresent(it -> subscriptions.hear(products.get(subscription.product()), id, it, clock.instant()));
        var status = heard.answer.map(AwsAnswer::status).orElse(null);
        inquiries.answered(id, status);
        var after = subscriptions.get(id);
        boolean isNews = after.state() != before
                || after.isFreeTrial() != subscription.isFreeTrial()
                || !Objects.equals(after.predecessorId(), subscription.predecessorId());
        return new Asked(isNews ? Outcome.CHANGED : Outcome.UNCHANGED, status, before, after.state());
    }
}
