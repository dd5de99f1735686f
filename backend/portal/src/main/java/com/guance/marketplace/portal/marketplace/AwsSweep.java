package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.marketplace.MarketplaceEvents.Source;
import com.guance.marketplace.portal.marketplace.Notification.Details;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.marketplaceagreement.model.AgreementViewSummary;

/**
 * Finds what notifications missed: live agreements that nobody told of, and subscriptions whose agreement is not among the
 * live ones any more. One portal looks through a product; AWS that does not answer harms nobody, it is asked again.
 */
@ApplicationScoped
class AwsSweep {
    private static final Logger LOG = Logger.getLogger(AwsSweep.class);
    private static final int AT_ONCE = 5;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(5);

    /** AWS that has not confirmed a purchase for so long never will. */
    private static final Duration PENDING_AT_MOST = Duration.ofDays(30);

    private final AwsAgreements agreements;
    private final AwsInquiry inquiry;
    private final AwsInquiries inquiries;
    private final MarketplaceEvents events;
    private final Subscriptions subscriptions;
    private final Products products;
    private final MarketplaceConfig config;
    private final MeterRegistry metrics;
    private final Clock clock;

    AwsSweep(
            AwsAgreements agreements,
            AwsInquiry inquiry,
            AwsInquiries inquiries,
            MarketplaceEvents events,
            Subscriptions subscriptions,
            Products products,
            MarketplaceConfig config,
            MeterRegistry metrics,
            Clock clock) {
        this.agreements = agreements;
        this.inquiry = inquiry;
        this.inquiries = inquiries;
        this.events = events;
        this.subscriptions = subscriptions;
        this.products = products;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Scheduled(every = "{marketplace.asking.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        var askable = products.all().stream().filter(Product::agreements).toList();
        if (askable.isEmpty()) {
            return;
        }
        askable.forEach(this::sweepWhenDue);
        List<UUID> due;
        do {
            due = QuarkusTransaction.requiringNew().call(() -> inquiries.claim(AT_ONCE));
        } while (askAll(due) && due.size() == AT_ONCE);
    }

    /** False where AWS does not answer: the others are asked when their lease has ended. */
    private boolean askAll(List<UUID> ids) {
        for (var id : ids) {
            switch (inquiry.ask(id).outcome()) {
                case CHANGED -> found();
                case NO_ANSWER -> {
                    return false;
                }
                case UNCHANGED, NOT_ASKABLE -> {}
            }
        }
        return true;
    }

    private void sweepWhenDue(Product product) {
        boolean isMine = QuarkusTransaction.requiringNew()
                .call(() -> inquiries.claimSweep(product.key(), config.asking().sweepEvery()));
        if (!isMine) {
            return;
        }
        try {
            sweep(product);
        } catch (SdkException noAnswer) {
            LOG.warnf("the agreements of %s could not be looked through: %s", product.key(), noAnswer.getMessage());
            QuarkusTransaction.requiringNew()
                    .run(() ->
                            inquiries.sweepFailed(product.key(), clock.instant().plus(PAUSE_AFTER_FAILURE)));
        }
    }

    void sweep(Product product) {
        var began = clock.instant();
        var live = new HashSet<String>();
        agreements.live(product, agreement -> {
            live.add(agreement.agreementId());
            boolean isKnown = QuarkusTransaction.requiringNew()
                    .call(() -> !events.named(agreement.agreementId()).isEmpty());
            if (!isKnown && isOf(product, agreement)) {
                hear(product, agreement);
            }
        });
        // only those that were here when AWS was asked: what came since may be newer than its answer
        QuarkusTransaction.requiringNew().run(() -> {
            inquiries.soon(doubted(product, live, began));
            inquiries.swept(product.key());
        });
    }

    /** Without the product's id nobody knows whose an agreement is that no notification named. */
    private static boolean isOf(Product product, AgreementViewSummary agreement) {
        return product.isSoldByLicence()
                && product.productId()
                        .filter(id -> agreement.proposalSummary() == null
                                || agreement.proposalSummary().resources().stream()
                                        .anyMatch(resource -> id.equals(resource.id())))
                        .isPresent();
    }

    /** A live agreement that no notification named: its licence is as good as confirmed once it is provisioned. */
    private void hear(Product product, AgreementViewSummary agreement) {
        agreements.entitlements(product, agreement.agreementId()).stream()
                .filter(it -> it.licenseArn() != null && "PROVISIONED".equals(it.statusAsString()))
                .findFirst()
                .ifPresent(it -> {
                    var at = Objects.requireNonNullElse(agreement.startTime(), clock.instant());
                    var account = agreement.acceptor() == null
                            ? null
                            : agreement.acceptor().accountId();
                    var initial = agreement.initialAgreementId();
                    var name = Purchase.licenceId(it.licenseArn());
                    var word = new Notification(
                            "asked/" + agreement.agreementId() + "/found",
                            "SearchAgreements",
                            product.code(),
                            name,
                            at,
                            new Details(
                                    agreement.agreementId(),
                                    agreement.agreementId().equals(initial) ? null : initial,
                                    account,
                                    it.licenseArn(),
                                    null));
                    QuarkusTransaction.requiringNew().run(() -> {
                        subscriptions.lock(product, account, name);
                        if (events.keep(product.key(), word, Source.ASKED, SubscriptionState.LIVE)) {
                            found();
                        }
                        subscriptions.update(product, name);
                    });
                });
    }

    private List<UUID> doubted(Product product, Set<String> live, Instant began) {
        return subscriptions
                .list(
                        "product = ?1 and createdAt < ?2 and (state in ?3 or state = ?4 and createdAt > ?5)",
                        product.key(),
                        began,
                        List.of(SubscriptionState.LIVE, SubscriptionState.ENDING),
                        SubscriptionState.PENDING,
                        began.minus(PENDING_AT_MOST))
                .stream()
                .filter(subscription -> subscription.agreementId() == null
                        || !live.contains(subscription.agreementId())
                        // what AWS calls live and we do not
                        || !subscription.isLive())
                .map(Subscription::id)
                .toList();
    }

    private void found() {
        metrics.counter("portal.sweep.found").increment();
    }
}
