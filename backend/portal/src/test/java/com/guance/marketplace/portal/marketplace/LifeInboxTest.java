package com.guance.marketplace.portal.marketplace;

import static com.guance.marketplace.portal.marketplace.Words.agreement;
import static com.guance.marketplace.portal.marketplace.Words.licence;
import static com.guance.marketplace.portal.marketplace.Words.sns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.portal.LocalStackResource;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Paging;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.Settlement;
import com.guance.marketplace.portal.workspaces.NewWorkspace;
import com.guance.marketplace.portal.workspaces.Workspaces;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What AWS says, through the inbox of the database: in any order, again and again, before and after the landing. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class LifeInboxTest {
    private static final int RUNS = 24;

    @Inject
    NotificationIntake intake;

    @Inject
    Subscriptions subscriptions;

    @Inject
    SubscriptionEvents timeline;

    @Inject
    ParkedEvents parked;

    @Inject
    Products products;

    @Inject
    Workspaces workspaces;

    @Inject
    Settlement settlement;

    @Inject
    Sql sql;

    @Inject
    Clock clock;

    @Inject
    Successors successors;

    /** Everybody who was told that a purchase goes on in place of another. */
    @ApplicationScoped
    static class Successors {
        private final List<SubscriptionSucceeded> told = new CopyOnWriteArrayList<>();

        void hear(@Observes SubscriptionSucceeded succeeded) {
            told.add(succeeded);
        }

        List<SubscriptionSucceeded> of(UUID successor) {
            return told.stream().filter(it -> it.successor().equals(successor)).toList();
        }
    }

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void a_renewed_licence_comes_to_the_same_in_every_order() {
        var global = products.get("global");
        for (int run = 0; run < RUNS; run++) {
            var life = new Licences(global);
            var messages = new ArrayList<>(List.of(
                    agreement("Purchase Agreement Created - Proposer", life.account, life.a, life.at(0), "NEW", null),
                    licence("License Updated", global, life.account, life.a, life.first, life.at(1)),
                    agreement(
                            "Purchase Agreement Created - Manufacturer",
                            life.account,
                            life.b,
                            life.at(10),
                            "RENEW",
                            life.a),
                    licence("License Updated", global, life.account, life.b, life.second, life.at(11))));
            var ends = new ArrayList<>(List.of(
                    agreement("Purchase Agreement Ended - Proposer", life.account, life.a, life.at(12), null, null),
                    licence("License Deprovisioned", global, life.account, life.a, life.first, life.at(13))));
            var acts = shuffled(messages, global);
            // who has landed and is bound is so before it hears of an end
            var landing = random.nextInt(acts.size() + 1);
            acts.add(landing, () -> life.land(life.first));
            var binding = landing + 1 + random.nextInt(acts.size() - landing);
            acts.add(binding, () -> life.bind(life.first));
            var after = shuffled(ends, global);
            for (var end : after) {
                acts.add(binding + 1 + random.nextInt(acts.size() - binding), end);
            }

            acts.forEach(Runnable::run);

            var what = "seed %d, run %d".formatted(seed, run);
            var first = life.get(life.first);
            var second = life.get(life.second);
            assertThat(first.state).as(what).isEqualTo(SubscriptionState.ENDED);
            assertThat(first.life()).as(what).isEqualTo(new SubscriptionLife(life.at(1), life.at(12), null));
            assertThat(first.agreementId).as(what).isEqualTo(life.a);
            assertThat(second.state).as(what).isEqualTo(SubscriptionState.LIVE);
            assertThat(second.life()).as(what).isEqualTo(new SubscriptionLife(life.at(11), null, null));
            assertThat(second.agreementId).as(what).isEqualTo(life.b);
            assertThat(second.enterpriseAccountId).as(what).isEqualTo(life.enterprise);
            assertThat(second.predecessorId).as(what).isEqualTo(first.id);
            assertThat(successors.of(second.id))
                    .as(what)
                    .containsExactly(new SubscriptionSucceeded(first.id, second.id));
        }
        System.out.printf("global: %d runs through the inbox, seed %d%n", RUNS, seed);
    }

    @Test
    void a_legacy_customer_comes_to_the_same_in_every_order() {
        var cn = products.get("cn");
        for (int run = 0; run < RUNS; run++) {
            var customer = "X" + text();
            var account = account();
            var start = start();
            var acts = shuffled(
                    List.of(
                            sns(cn, customer, "subscribe-success", Words.minutes(start, 1), "true"),
                            sns(cn, customer, "unsubscribe-pending", Words.minutes(start, 2), null),
                            sns(cn, customer, "subscribe-success", Words.minutes(start, 3), "true"),
                            sns(cn, customer, "unsubscribe-pending", Words.minutes(start, 4), null),
                            sns(cn, customer, "unsubscribe-success", Words.minutes(start, 5), null),
                            sns(cn, customer, "subscribe-success", Words.minutes(start, 6), "true"),
                            sns(cn, customer, "unsubscribe-pending", Words.minutes(start, 7), null)),
                    cn);
            acts.add(random.nextInt(acts.size() + 1), () -> land(new Purchase(cn, account, customer, null)));

            acts.forEach(Runnable::run);

            var found = get(cn, customer);
            var what = "seed %d, run %d".formatted(seed, run);
            assertThat(found.state).as(what).isEqualTo(SubscriptionState.ENDING);
            assertThat(found.life())
                    .as(what)
                    .isEqualTo(new SubscriptionLife(Words.minutes(start, 6), Words.minutes(start, 7), null));
            assertThat(found.freeTrial).as(what).isTrue();
            assertThat(timeline.timeline(found.id))
                    .as(what)
                    .hasSize(7)
                    .allSatisfy(event -> assertThat(event.status()).isEqualTo("APPLIED"));
        }
        System.out.printf("cn: %d runs through the inbox, seed %d%n", RUNS, seed);
    }

    /** The customer has confirmed before AWS did; the life that follows is heard of in every order, and some of it again. */
    @ParameterizedTest
    @ValueSource(strings = {"cn", "global"})
    void a_workspace_that_waited_comes_to_the_same_in_every_order_of_a_life_that_has_ended(String listing) {
        var product = products.get(listing);
        for (int run = 0; run < RUNS; run++) {
            var account = account();
            var start = start();
            var customer = "X" + text();
            var licence = "l-1" + text();
            var agreement = "agmt-a" + text();
            boolean isChinese = listing.equals("cn");
            var name = isChinese ? customer : licence;
            land(
                    isChinese
                            ? new Purchase(product, account, customer, null)
                            : new Purchase(product, account, null, Words.arn(licence)));
            var workspace = waiting(product, name, isChinese ? "cn2" : "us1");
            var messages = isChinese
                    ? List.of(
                            sns(product, customer, "subscribe-success", Words.minutes(start, 1), null),
                            sns(product, customer, "unsubscribe-pending", Words.minutes(start, 2), null),
                            sns(product, customer, "unsubscribe-success", Words.minutes(start, 3), null))
                    : List.of(
                            licence("License Updated", product, account, agreement, licence, Words.minutes(start, 1)),
                            agreement(
                                    "Purchase Agreement Ended - Proposer",
                                    account,
                                    agreement,
                                    Words.minutes(start, 2),
                                    null,
                                    null),
                            licence(
                                    "License Deprovisioned",
                                    product,
                                    account,
                                    agreement,
                                    licence,
                                    Words.minutes(start, 3)));

            shuffled(messages, product).forEach(Runnable::run);

            var what = "seed %d, %s, run %d".formatted(seed, listing, run);
            settled(what, workspace);
            if (isChinese) {
                // who comes back picks up the workspace after a confirmation, not by itself
                intake.take(product, sns(product, customer, "subscribe-success", Words.minutes(start, 9), null));
                assertThat(get(product, name).state).as(what).isEqualTo(SubscriptionState.LIVE);
                settled(what, workspace);
            }
        }
    }

    /** Open once, paid by the purchase, and in the buffer since that has ended. */
    private void settled(String what, UUID workspace) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(texts("SELECT state FROM workspaces WHERE id = ?", workspace))
                        .containsExactly("BUFFER"));
        assertThat(texts(
                        "SELECT reason FROM settlement_bindings WHERE workspace_id = ? ORDER BY effective_from, id",
                        workspace))
                .as(what)
                .containsExactly("opened", "confirmed by AWS", "ended");
        assertThat(texts("SELECT kind FROM workspace_changes WHERE workspace_id = ? ORDER BY number", workspace))
                .as(what)
                .containsExactly("OPENED", "MOVED");
        assertThat(texts("SELECT workspace_id FROM awaited_bindings WHERE workspace_id = ?", workspace))
                .as(what)
                .isEmpty();
    }

    private List<String> texts(String query, UUID id) {
        return sql.rows(query, row -> row.getString(1), id);
    }

    /** A workspace that opens once AWS confirms a purchase that has landed. */
    private UUID waiting(Product product, String identity, String site) {
        var enterprise = enterprise();
        var owner = Time.id(clock.instant());
        sql(() -> sql.update("""
                INSERT INTO guance_accounts (id, enterprise_account_id, site_id, username, email, password_hash, language, created_at)
                SELECT ?, id, ?, username, email, 'none', language, created_at FROM enterprise_accounts WHERE id = ?""", owner, site, enterprise));
        var id = get(product, identity).id;
        return QuarkusTransaction.requiringNew().call(() -> {
            var subscription = subscriptions.getForUpdate(id);
            subscriptions.bind(subscription, enterprise);
            var workspace =
                    workspaces.create(new NewWorkspace(enterprise, owner, site, "Waits " + text(), Language.EN, null));
            settlement.beginWithSubscription(workspace, subscription, Time.id(clock.instant()), "somebody");
            return workspace;
        });
    }

    @Test
    void a_purchase_of_the_same_aws_account_is_offered_and_taken_once() {
        var global = products.get("global");
        var life = new Licences(global);
        intake.take(global, licence("License Updated", global, life.account, life.a, life.first, life.at(1)));
        life.land(life.first);
        life.bind(life.first);

        intake.take(global, licence("License Updated", global, life.account, life.b, life.second, life.at(11)));

        var offered = QuarkusTransaction.requiringNew().call(() -> subscriptions.offeredTo(life.enterprise));
        assertThat(offered).extracting(s -> s.identity).containsExactly(life.second);
        var second = life.get(life.second);
        assertThat(second.enterpriseAccountId).isNull();
        assertThat(second.state).isEqualTo(SubscriptionState.LIVE);
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> subscriptions.confirmOffer(second.id, UUID.randomUUID())))
                .isInstanceOf(Refusal.class);
        for (int times = 0; times < 2; times++) {
            QuarkusTransaction.requiringNew().run(() -> subscriptions.confirmOffer(second.id, life.enterprise));
        }
        assertThat(life.get(life.second).enterpriseAccountId).isEqualTo(life.enterprise);
        assertThat(life.get(life.second).offeredTo).isNull();
        assertThat(successors.of(second.id)).isEmpty();
    }

    @Test
    void an_offer_is_withdrawn_when_another_comes_to_have_the_aws_account_too() {
        var global = products.get("global");
        var life = new Licences(global);
        intake.take(global, licence("License Updated", global, life.account, life.a, life.first, life.at(1)));
        life.land(life.first);
        life.bind(life.first);
        intake.take(global, licence("License Updated", global, life.account, life.b, life.second, life.at(11)));
        var second = life.get(life.second);

        var third = "l-3" + text();
        land(new Purchase(global, life.account, null, Words.arn(third)));
        var other = enterprise();
        var thirdId = life.get(third).id;
        sql(() -> subscriptions.bind(subscriptions.getForUpdate(thirdId), other));

        assertThat(QuarkusTransaction.requiringNew().call(() -> subscriptions.offeredTo(life.enterprise)))
                .isEmpty();
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> subscriptions.confirmOffer(second.id, life.enterprise)))
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.slug()).isEqualTo("offer-withdrawn"));
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> subscriptions.getOrOffered(life.enterprise, second.id)))
                .isInstanceOf(Refusal.class);
        assertThat(life.get(life.second).enterpriseAccountId).isNull();
    }

    @Test
    void a_purchase_of_an_aws_account_that_nobody_has_waits_for_its_landing() {
        var global = products.get("global");
        var life = new Licences(global);

        intake.take(global, licence("License Updated", global, life.account, life.a, life.first, life.at(1)));

        assertThat(sql.rows("SELECT id FROM subscriptions WHERE identity = ?", row -> Sql.uuid(row, "id"), life.first))
                .isEmpty();
    }

    @Test
    void who_is_told_to_be_not_subscribed_ends_there_until_aws_says_otherwise() {
        var cn = products.get("cn");
        var customer = "X" + text();
        var start = start();
        land(new Purchase(cn, account(), customer, null));
        intake.take(cn, sns(cn, customer, "subscribe-success", Words.minutes(start, 1), null));
        var id = get(cn, customer).id;

        subscriptions.notSubscribed(id, start); // usage of an earlier life
        assertThat(get(cn, customer).state).isEqualTo(SubscriptionState.LIVE);
        for (int times = 0; times < 3; times++) {
            subscriptions.notSubscribed(id, Words.minutes(start, 2 + times));
        }
        assertThat(get(cn, customer).life())
                .isEqualTo(new SubscriptionLife(Words.minutes(start, 1), Words.minutes(start, 2), null));
        assertThat(get(cn, customer).state).isEqualTo(SubscriptionState.ENDING);
        assertThat(timeline.timeline(id))
                .extracting(SubscriptionEvents.TimelineEvent::source)
                .containsExactly("QUEUE", "METERING");

        intake.take(cn, sns(cn, customer, "subscribe-success", Words.minutes(start, 9), null));
        assertThat(get(cn, customer).state).isEqualTo(SubscriptionState.LIVE);
        subscriptions.notSubscribed(id, Words.minutes(start, 10));
        assertThat(get(cn, customer).state).isEqualTo(SubscriptionState.ENDING);
    }

    @Test
    void a_listing_that_names_its_customers_otherwise_finds_those_that_it_had() {
        var cn = products.get("cn");
        var account = account();
        var customer = "X" + text();
        sql(() -> sql.update(
                "INSERT INTO subscriptions (id, product, product_code, identity, aws_account_id, state, state_since, created_at)"
                        + " VALUES (?, 'cn', ?, ?, ?, 'PENDING', ?, ?)",
                Time.id(clock.instant()),
                cn.code(),
                account,
                account,
                clock.instant(),
                clock.instant()));

        land(new Purchase(cn, account, customer, null));

        assertThat(sql.rows(
                        "SELECT identity FROM subscriptions WHERE aws_account_id = ?",
                        row -> row.getString(1),
                        account))
                .containsExactly(customer);
    }

    @Test
    void a_parked_event_is_looked_at_tried_again_and_closed() {
        var global = products.get("global");
        var life = new Licences(global);
        life.land(life.first);
        var good = licence("License Updated", global, life.account, life.a, life.first, life.at(1));
        intake.take(global, good.replace("aws.agreement-marketplace", "somebody." + text()));
        var event = newest(life.first);

        var still = QuarkusTransaction.requiringNew().call(() -> parked.replay(event.id()));
        assertThat(still.status()).isEqualTo("PARKED");
        assertThat(still.reason()).startsWith("not from AWS Marketplace");
        assertThat(parked.get(event.id()).replayedAt()).isNotNull();

        // what was wrong with it is right now
        sql(() -> sql.update("UPDATE marketplace_events SET payload = ? WHERE id = ?", good, event.id()));
        var applied = QuarkusTransaction.requiringNew().call(() -> parked.replay(event.id()));
        assertThat(applied).isEqualTo(new ParkedEvents.Replayed("APPLIED", null));
        assertThat(life.get(life.first).state).isEqualTo(SubscriptionState.LIVE);
        assertThat(timeline.timeline(life.get(life.first).id))
                .extracting(SubscriptionEvents.TimelineEvent::id)
                .containsExactly(event.id());
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> parked.replay(event.id())))
                .isInstanceOf(Refusal.class);

        var foreign = licence("License Updated", Listings.MIX, life.account, life.b, life.second, life.at(2));
        intake.take(global, foreign);
        intake.take(global, foreign);
        var another = newest(life.second);
        assertThat(another.reason()).isEqualTo("of another product");
        long before = parked.count();
        sql(() -> parked.close(another.id()));
        assertThat(parked.count()).isEqualTo(before - 1);
        assertThat(parked.get(another.id()).status()).isEqualTo("CLOSED");
    }

    @Test
    void a_parked_event_that_has_come_again_meanwhile_is_only_closed() {
        var global = products.get("global");
        var life = new Licences(global);
        life.land(life.first);
        var good = licence("License Updated", global, life.account, life.a, life.first, life.at(1));
        intake.take(global, good.replace("aws.agreement-marketplace", "somebody." + text()));
        var event = newest(life.first);
        intake.take(global, good);
        sql(() -> sql.update("UPDATE marketplace_events SET payload = ? WHERE id = ?", good, event.id()));

        var replayed = QuarkusTransaction.requiringNew().call(() -> parked.replay(event.id()));

        assertThat(replayed.status()).isEqualTo("CLOSED");
        assertThat(timeline.timeline(life.get(life.first).id)).hasSize(1);
    }

    /** The pages hold every parked event once. */
    @Test
    void parked_events_are_read_page_by_page() {
        var global = products.get("global");
        var mark = text();
        IntStream.range(0, 5).forEach(i -> intake.take(global, "no JSON " + mark + i));
        var seen = new ArrayList<String>();
        UUID before = null;
        do {
            var paging = new Paging(2, before);
            var found = parked.page(paging);
            paging.page(found).stream()
                    .map(ParkedEvents.ParkedEvent::payload)
                    .filter(payload -> payload.contains(mark))
                    .forEach(seen::add);
            var next = paging.next(found, ParkedEvents.ParkedEvent::id);
            before = next == null ? null : UUID.fromString(next);
        } while (before != null && seen.size() < 5);
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.iterate(4, i -> i >= 0, i -> i - 1)
                        .mapToObj(i -> "no JSON " + mark + i)
                        .toList());
    }

    private ParkedEvents.ParkedEvent newest(String licence) {
        return parked.page(new Paging(50, null)).stream()
                .filter(event -> event.payload().contains(licence))
                .findFirst()
                .orElseThrow();
    }

    /** Two licences of one AWS account, one after the other. */
    private final class Licences {
        final Product product;
        final String account = account();
        final String a = "agmt-a" + text();
        final String b = "agmt-b" + text();
        final String first = "l-1" + text();
        final String second = "l-2" + text();
        final UUID enterprise;
        final Instant start = start();

        Licences(Product product) {
            this.product = product;
            enterprise = enterprise();
        }

        Instant at(int minute) {
            return Words.minutes(start, minute);
        }

        void land(String licence) {
            LifeInboxTest.this.land(new Purchase(product, account, null, Words.arn(licence)));
        }

        void bind(String licence) {
            var id = get(licence).id;
            sql(() -> subscriptions.bind(subscriptions.getForUpdate(id), enterprise));
        }

        Subscription get(String licence) {
            return LifeInboxTest.this.get(product, licence);
        }
    }

    /** Each message, in some order, and some of them again. */
    private List<Runnable> shuffled(List<String> messages, Product product) {
        var order = new ArrayList<>(messages);
        for (int i = random.nextInt(3); i > 0; i--) {
            order.add(messages.get(random.nextInt(messages.size())));
        }
        Collections.shuffle(order, random);
        var acts = new ArrayList<Runnable>();
        order.forEach(message -> acts.add(() -> intake.take(product, message)));
        return acts;
    }

    private void land(Purchase purchase) {
        sql(() -> subscriptions.keep(purchase));
    }

    private Subscription get(Product product, String identity) {
        return QuarkusTransaction.requiringNew()
                .call(() -> subscriptions
                        .find("product = ?1 and identity = ?2", product.key(), identity)
                        .singleResult());
    }

    private UUID enterprise() {
        var id = Time.id(clock.instant());
        var name = text();
        sql(() -> sql.update("""
                INSERT INTO enterprise_accounts
                    (id, username, email, password_hash, company_name, language, agreements_version, created_at)
                VALUES (?, ?, ?, 'none', 'Meridian Freight', 'EN', '1', ?)""", id, name, name + "@example.com", clock.instant()));
        return id;
    }

    private static void sql(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }

    private String account() {
        return "%012d".formatted(random.nextLong(1_000_000_000_000L));
    }

    private String text() {
        return Long.toString(random.nextLong(Long.MAX_VALUE), 36);
    }

    private Instant start() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.HOURS);
    }
}
