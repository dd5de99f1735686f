package com.guance.marketplace.portal.marketplace;

import static com.guance.marketplace.portal.marketplace.Words.agreement;
import static com.guance.marketplace.portal.marketplace.Words.licence;
import static com.guance.marketplace.portal.marketplace.Words.sns;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.marketplace.Notification.Unusable;
import com.guance.marketplace.portal.marketplace.SubscriptionState.Since;
import com.guance.marketplace.portal.marketplace.SubscriptionState.Word;
import com.guance.marketplace.portal.marketplace.Succession.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** All messages of a life in every order, some of them twice: what comes out is one and the same. */
class LifePermutationTest {
    private static final Instant START = Instant.parse("2026-08-20T14:00:00Z");

    /** What a purchase has come to. */
    private record Fate(SubscriptionStanding standing, List<String> predecessors) {}

    @Test
    void a_licence_that_is_renewed_and_cancelled() throws Unusable {
        var fates = everyOrder(
                Listings.GLOBAL,
                agreement("Purchase Agreement Created - Proposer", "1", "agmt-a", at(0), "NEW", null),
                licence("License Updated", Listings.GLOBAL, "1", "agmt-a", "l-1", at(1)),
                agreement("Purchase Agreement Created - Proposer", "1", "agmt-b", at(10), "RENEW", "agmt-a"),
                licence("License Updated", Listings.GLOBAL, "1", "agmt-b", "l-2", at(11)),
                agreement("Purchase Agreement Ended - Proposer", "1", "agmt-a", at(12), null, null),
                licence("License Deprovisioned", Listings.GLOBAL, "1", "agmt-a", "l-1", at(13)),
                agreement("Purchase Agreement Ended - Manufacturer", "1", "agmt-b", at(20), null, null));

        assertThat(fates)
                .isEqualTo(Map.of(
                        "l-1",
                        new Fate(
                                new SubscriptionStanding(
                                        new Since(SubscriptionState.ENDED, at(13)),
                                        new SubscriptionLife(at(1), at(12), null),
                                        "agmt-a",
                                        false),
                                List.of()),
                        "l-2",
                        new Fate(
                                new SubscriptionStanding(
                                        new Since(SubscriptionState.ENDING, at(20)),
                                        new SubscriptionLife(at(11), at(20), null),
                                        "agmt-b",
                                        false),
                                List.of("l-1"))));
    }

    @Test
    void a_licence_that_goes_on_under_another_agreement_outlives_the_first() throws Unusable {
        var fates = everyOrder(
                Listings.GLOBAL,
                agreement("Purchase Agreement Created - Proposer", "1", "agmt-a", at(0), "NEW", null),
                licence("License Updated", Listings.GLOBAL, "1", "agmt-a", "l-1", at(1)),
                agreement("Purchase Agreement Created - Proposer", "1", "agmt-b", at(10), "REPLACE", "agmt-a"),
                licence("License Updated", Listings.GLOBAL, "1", "agmt-b", "l-1", at(11)),
                agreement("Purchase Agreement Ended - Proposer", "1", "agmt-a", at(12), null, null),
                agreement("Purchase Agreement Amended - Proposer", "1", "agmt-b", at(13), "AMEND", null));

        assertThat(fates)
                .isEqualTo(Map.of(
                        "l-1",
                        new Fate(
                                new SubscriptionStanding(
                                        new Since(SubscriptionState.LIVE, at(1)),
                                        new SubscriptionLife(at(1), null, null),
                                        "agmt-b",
                                        false),
                                List.of())));
    }

    @Test
    void the_end_of_the_agreement_and_that_of_the_licence_open_one_last_hour_whichever_comes_first() throws Unusable {
        for (int deprovisioned : new int[] {4, 6}) {
            var fates = everyOrder(
                    Listings.GLOBAL,
                    licence("License Updated", Listings.GLOBAL, "1", "agmt-a", "l-1", at(1)),
                    agreement("Purchase Agreement Ended - Proposer", "1", "agmt-a", at(5), null, null),
                    licence("License Deprovisioned", Listings.GLOBAL, "1", "agmt-a", "l-1", at(deprovisioned)));

            assertThat(fates.get("l-1").standing())
                    .isEqualTo(new SubscriptionStanding(
                            new Since(SubscriptionState.ENDED, at(deprovisioned)),
                            new SubscriptionLife(at(1), at(Math.min(5, deprovisioned)), null),
                            "agmt-a",
                            false));
        }
    }

    @Test
    void a_legacy_customer_with_a_trial_who_hesitates_leaves_and_comes_back() throws Unusable {
        var fates = everyOrder(
                Listings.CN,
                sns(Listings.CN, "X1", "subscribe-success", at(1), "true"),
                sns(Listings.CN, "X1", "unsubscribe-pending", at(2), null),
                sns(Listings.CN, "X1", "subscribe-success", at(3), "true"),
                sns(Listings.CN, "X1", "unsubscribe-pending", at(4), null),
                sns(Listings.CN, "X1", "unsubscribe-success", at(5), null),
                sns(Listings.CN, "X1", "subscribe-success", at(6), "false"),
                sns(Listings.CN, "X1", "unsubscribe-pending", at(7), null));

        assertThat(fates)
                .isEqualTo(Map.of(
                        "X1",
                        new Fate(
                                new SubscriptionStanding(
                                        new Since(SubscriptionState.ENDING, at(7)),
                                        new SubscriptionLife(at(6), at(7), null),
                                        null,
                                        false),
                                List.of())));
    }

    @Test
    void a_legacy_customer_whose_payment_fails_and_then_succeeds() throws Unusable {
        var fates = everyOrder(
                Listings.CN,
                sns(Listings.CN, "X1", "subscribe-fail", at(1), null),
                sns(Listings.CN, "X1", "subscribe-success", at(2), "true"),
                sns(Listings.CN, "X1", "subscribe-maybe", at(3), null));

        assertThat(fates.get("X1").standing())
                .isEqualTo(new SubscriptionStanding(
                        new Since(SubscriptionState.LIVE, at(2)), new SubscriptionLife(at(2), null, null), null, true));
    }

    @Test
    void a_customer_named_by_its_account_may_subscribe_again_and_its_end_opens_the_last_hour() throws Unusable {
        var mix = Listings.MIX;
        var fates = everyOrder(
                mix,
                licence("License Updated", mix, "1", "agmt-a", "l-1", at(1)),
                agreement("Purchase Agreement Ended - Proposer", "1", "agmt-a", at(5), null, null),
                licence("License Deprovisioned", mix, "1", "agmt-a", "l-1", at(6)),
                licence("License Updated", mix, "1", "agmt-b", "l-2", at(8)),
                agreement("Purchase Agreement Ended - Proposer", "1", "agmt-b", at(9), null, null),
                licence("License Deprovisioned", mix, "1", "agmt-b", "l-2", at(10)));

        assertThat(fates.get("1").standing())
                .isEqualTo(new SubscriptionStanding(
                        new Since(SubscriptionState.ENDED, at(10)),
                        new SubscriptionLife(at(8), at(9), null),
                        "agmt-b",
                        false));
    }

    /** @return what it comes to in every order alike */
    private static Map<String, Fate> everyOrder(Product product, String... bodies) throws Unusable {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var words = new ArrayList<Notification>();
        for (var body : bodies) {
            words.add(Notification.parse(product, body));
        }
        var expected = fates(product, words);
        int[] runs = {0};
        do {
            permute(new ArrayList<>(), words, order -> {
                var arrived = new ArrayList<>(order);
                for (int i = random.nextInt(4); i > 0; i--) {
                    arrived.add(random.nextInt(arrived.size() + 1), order.get(random.nextInt(order.size())));
                }
                assertThat(fates(product, arrived))
                        .as(() -> "seed %d, run %d: %s".formatted(seed, runs[0], arrived))
                        .isEqualTo(expected);
                runs[0]++;
            });
        } while (runs[0] < 5_000);
        System.out.printf("%s: %d runs, seed %d%n", product.key(), runs[0], seed);
        return expected;
    }

    private static void permute(List<Notification> head, List<Notification> rest, Consumer<List<Notification>> check) {
        if (rest.isEmpty()) {
            check.accept(List.copyOf(head));
        }
        for (int i = 0; i < rest.size(); i++) {
            var next = new ArrayList<>(rest);
            head.add(next.remove(i));
            permute(head, next, check);
            head.removeLast();
        }
    }

    /** As the inbox does it: each once, and what names a subscription, or an agreement that it stood under, is about it. */
    private static Map<String, Fate> fates(Product product, List<Notification> arrived) {
        var inbox = new LinkedHashMap<String, Notification>();
        arrived.forEach(notification -> inbox.putIfAbsent(notification.dedupId(), notification));
        var facts = inbox.values().stream()
                .filter(word -> word.details().agreementId() != null)
                .map(word -> new Fact(
                        word.name(),
                        Objects.requireNonNull(word.details().agreementId()),
                        word.details().previousAgreementId(),
                        word.occurredAt()))
                .toList();
        var fates = new TreeMap<String, Fate>();
        for (var named : inbox.values()) {
            var name = named.name();
            if (name != null) {
                var standing = SubscriptionStanding.of(wordsOn(name, inbox), START, product.dialect());
                var succession = product.isSoldByLicence() ? new Succession(facts) : Succession.NONE;
                fates.put(name, new Fate(standing, succession.predecessorsOf(name)));
            }
        }
        return fates;
    }

    private static List<Word> wordsOn(String name, Map<String, Notification> inbox) {
        Set<String> agreements = inbox.values().stream()
                .filter(word -> name.equals(word.name()) && Notification.stateSaidBy(word.kind()) != null)
                .map(word -> Optional.ofNullable(word.details().agreementId()))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return inbox.values().stream()
                .filter(word -> Notification.stateSaidBy(word.kind()) != null)
                .filter(word -> name.equals(word.name())
                        || word.name() == null
                                && word.details().agreementId() != null
                                && agreements.contains(word.details().agreementId()))
                .map(word -> new Word(
                        Objects.requireNonNull(Notification.stateSaidBy(word.kind())),
                        word.occurredAt(),
                        word.dedupId(),
                        word.details().agreementId(),
                        word.name() == null,
                        word.details().freeTrial()))
                .toList();
    }

    private static Instant at(int minute) {
        return Words.minutes(START, minute);
    }
}
