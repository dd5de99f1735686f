package com.guance.marketplace.portal.marketplace;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.marketplaceagreement.model.AgreementEntitlement;
import software.amazon.awssdk.services.marketplaceagreement.model.AgreementViewSummary;
import software.amazon.awssdk.services.marketplaceagreement.model.Filter;
import software.amazon.awssdk.services.marketplaceagreement.model.ResourceNotFoundException;

/** What AWS says of agreements when it is asked, at a pace that leaves its quota to others. */
@ApplicationScoped
class AwsAgreements {
    private static final String CATALOG = "AWSMarketplace";
    private static final int PAGE = 50;
    private static final int TRIES = 6;

    /** For how long somebody who waits for the answer does. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A token that leads nowhere ends here. */
    private static final int MOST_PAGES = 10_000;

    /** When a product's next call may be made. */
    private static final class Pace {
        private long nextAt = System.nanoTime();

        synchronized long take(Duration between) {
            long now = System.nanoTime();
            long at = Math.max(now, nextAt);
            nextAt = at + between.toNanos();
            return at - now;
        }
    }

    private final AskingClients clients;
    private final MarketplaceConfig config;
    private final Map<String, Pace> paces;
    /** Null where nobody waits: a throttled call then goes again for as long as it takes. */
    private final @Nullable Long giveUpAt;

    @Inject
    AwsAgreements(AskingClients clients, MarketplaceConfig config) {
        this(clients, config, new ConcurrentHashMap<>(), null);
    }

    private AwsAgreements(
            AskingClients clients, MarketplaceConfig config, Map<String, Pace> paces, @Nullable Long giveUpAt) {
        this.clients = clients;
        this.config = config;
        this.paces = paces;
        this.giveUpAt = giveUpAt;
    }

    /** The same for somebody who waits, from now on: within seconds there is an answer, or there is none. */
    AwsAgreements hurried() {
        return new AwsAgreements(clients, config, paces, System.nanoTime() + PATIENCE.toNanos());
    }

    /** The agreement that a subscription stands under, and what became of it; empty where AWS knows none. */
    Optional<AwsAnswer> ask(Product product, Subscription subscription) {
        var agreement = subscription.agreementId == null
                ? ofLicence(product, subscription)
                : Optional.of(subscription.agreementId);
        return agreement.flatMap(id -> ask(product, subscription, id)).map(answer -> {
            boolean hasGoneOn = List.of("RENEWED", "REPLACED", "SUPERSEDED").contains(answer.status());
            return hasGoneOn
                    ? ofLicence(product, subscription)
                            .filter(newer -> !newer.equals(answer.agreementId()))
                            .flatMap(newer -> ask(product, subscription, newer))
                            .filter(newer -> newer.status().equals("ACTIVE"))
                            .orElse(answer)
                    : answer;
        });
    }

    private Optional<AwsAnswer> ask(Product product, Subscription subscription, String agreementId) {
        try {
            var found = paced(
                    product, () -> clients.agreements(product).describeAgreement(r -> r.agreementId(agreementId)));
            var status = String.valueOf(found.statusAsString());
            boolean isActive = status.equals("ACTIVE");
            return Optional.of(new AwsAnswer(
                    agreementId,
                    status,
                    found.startTime(),
                    found.endTime(),
                    found.initialAgreementId(),
                    isActive && !subscription.isLive()
                            ? provisioning(product, agreementId, subscription.identity)
                            : null,
                    isActive ? (Boolean) hasFreeTrial(product, agreementId) : null));
        } catch (ResourceNotFoundException unknown) {
            return Optional.empty();
        }
    }

    /** The newest agreement of a licence. */
    private Optional<String> ofLicence(Product product, Subscription subscription) {
        if (subscription.licenseArn == null) {
            return Optional.empty();
        }
        return search(product, List.of(filter("LicenseArn", subscription.licenseArn)))
                .max(Comparator.comparing(
                        AgreementViewSummary::acceptanceTime, Comparator.nullsFirst(Comparator.naturalOrder())))
                .map(AgreementViewSummary::agreementId);
    }

    private @Nullable String provisioning(Product product, String agreementId, String licenceId) {
        return entitlements(product, agreementId).stream()
                .filter(it -> it.licenseArn() != null
                        && Purchase.licenceId(it.licenseArn()).equals(licenceId))
                .map(AgreementEntitlement::statusAsString)
                .findFirst()
                .orElse(null);
    }

    /** What an agreement gave, all pages. */
    List<AgreementEntitlement> entitlements(Product product, String agreementId) {
        return pages(token -> {
                    var page = paced(
                            product,
                            () -> clients.agreements(product)
                                    .getAgreementEntitlements(
                                            r -> r.agreementId(agreementId).nextToken(token)));
                    return new Page<>(page.agreementEntitlements(), page.nextToken());
                })
                .toList();
    }

    private boolean hasFreeTrial(Product product, String agreementId) {
        return pages(token -> {
                    var page = paced(
                            product,
                            () -> clients.agreements(product)
                                    .getAgreementTerms(
                                            r -> r.agreementId(agreementId).nextToken(token)));
                    return new Page<>(page.acceptedTerms(), page.nextToken());
                })
                .anyMatch(term -> term.freeTrialPricingTerm() != null);
    }

    /** All live agreements of a product, page by page. */
    void live(Product product, Consumer<AgreementViewSummary> found) {
        var resource = product.productId()
                .map(id -> filter("ResourceIdentifier", id))
                .orElseGet(() -> filter("ResourceType", "SaaSProduct"));
        search(product, List.of(filter("Status", "ACTIVE"), resource)).forEach(found);
    }

    private Stream<AgreementViewSummary> search(Product product, List<Filter> filters) {
        var all = Stream.concat(
                        Stream.of(filter("PartyType", "Proposer"), filter("AgreementType", "PurchaseAgreement")),
                        filters.stream())
                .toList();
        return pages(token -> {
            var page = paced(
                    product,
                    () -> clients.agreements(product)
                            .searchAgreements(r -> r.catalog(CATALOG)
                                    .filters(all)
                                    .maxResults(PAGE)
                                    .nextToken(token)));
            return new Page<>(page.agreementViewSummaries(), page.nextToken());
        });
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private record Page<T>(List<T> items, @Nullable String next) {}

    private interface Pages<T> {
        Page<T> page(@Nullable String token);
    }

    /** Read as far as somebody looks. */
    private static <T> Stream<T> pages(Pages<T> pages) {
        return Stream.iterate(
                        pages.page(null), page -> page != null, page -> hasNext(page) ? pages.page(page.next()) : null)
                .limit(MOST_PAGES)
                .flatMap(page -> page.items().stream());
    }

    private static boolean hasNext(Page<?> page) {
        return page.next() != null && !page.next().isEmpty();
    }

    /** A throttled call goes again, later and later; what fails otherwise is the caller's. */
    private <T> T paced(Product product, Supplier<T> call) {
        var pace = paces.computeIfAbsent(product.key(), key -> new Pace());
        var between = Duration.ofSeconds(1).dividedBy(config.asking().callsPerSecond());
        for (int tries = 1; ; tries++) {
            sleep(Duration.ofNanos(pace.take(between)));
            if (giveUpAt != null && System.nanoTime() - giveUpAt > 0) {
                throw SdkClientException.create("no answer in time");
            }
            try {
                return call.get();
            } catch (AwsServiceException failed) {
                if (!failed.isThrottlingException() || tries == TRIES || giveUpAt != null) {
                    throw failed;
                }
                sleep(Duration.ofSeconds(1L << tries));
            }
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The portal stops", stopping);
        }
    }
}
