package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** The AWS accounts of a customer, what each pays for, and how a new purchase picks up what nobody pays for any more. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class CloudAccountsTest {
    private static final String CLOUD_ACCOUNTS = "/api/v1/cloud-accounts";

    /** Another purchase of the same AWS account; it knows the enterprise account, so its sign-in is enough. */
    private static Bought anotherOf(Customer customer) {
        var session = SessionTest.signIn(customer.buyer()).cookie("guance_session");
        var bought = Market.buy("global", customer.buyer().bought().awsAccountId(), Notify.BEFORE);
        var buyer = Bind.boundBySession(bought, session);
        Given.awaitLive(buyer);
        return bought;
    }

    private static Bought ended(Customer customer) {
        var buyer = Bind.aLiveBinder(customer);
        Market.notify(buyer.bought(), "CANCEL");
        Events.awaitState(buyer, "ENDED");
        return buyer.bought();
    }

    @Test
    void aws_accounts_are_listed_with_all_their_subscriptions_and_what_they_pay_for() {
        var customer = Given.aCustomer();
        var own = customer.buyer().bought();
        var second = anotherOf(customer);
        var foreign = Bind.aPendingBinder(customer).bought();
        Settle.by(customer, Bind.aWorkspaceOf(customer), own).then().statusCode(201);

        Metered.asked(customer, CLOUD_ACCOUNTS)
                .then()
                .statusCode(200)
                .body("items.awsAccount", equalTo(List.of(own.masked(), foreign.masked())))
                .body("items.partition", equalTo(List.of("aws", "aws")))
                .body("items[0].subscriptions.id", equalTo(List.of(Settle.id(second), Settle.id(own))))
                .body(
                        "items[0].subscriptions.workspaces",
                        equalTo(List.of(0, 1))) // the other one is paid from the next hour
                .body("items[0].subscriptions.offered", equalTo(List.of(false, false)))
                .body("items[0].subscriptions.state", equalTo(List.of("LIVE", "LIVE")))
                .body("items[0].paidThisMonth", hasSize(0))
                .body("items[1].subscriptions.state", equalTo(List.of("PENDING")))
                .body("nextPageToken", nullValue());

        var first = Metered.asked(customer, CLOUD_ACCOUNTS + "?pageSize=1")
                .then()
                .statusCode(200)
                .extract();
        assertThat(first.<String>path("items[0].awsAccount")).isEqualTo(own.masked());
        Metered.asked(customer, CLOUD_ACCOUNTS + "?pageSize=1&pageToken=" + first.path("nextPageToken"))
                .then()
                .statusCode(200)
                .body("items.awsAccount", equalTo(List.of(foreign.masked())))
                .body("nextPageToken", nullValue());
        Metered.asked(Given.aCustomer(), CLOUD_ACCOUNTS).then().body("items", hasSize(1));
    }

    @Test
    void what_a_subscription_owes_for_the_month_is_told_of_it_and_of_each_workspace() {
        var hour = Metered.openHour(2);
        var customer = Given.aCustomer();
        var workspace = Metered.workspace(customer);
        Metered.report(customer, workspace, hour, Map.of("logs@7d", 1_234_567));
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(61)));
        Metered.theHour(customer, workspace, hour, "PRICED");

        Metered.asked(customer, CLOUD_ACCOUNTS)
                .then()
                .body("items[0].paidThisMonth", equalTo(List.of(Map.of("amount", "0.4938268", "currency", "USD"))));
        Settle.subscription(customer, customer.buyer().bought(), "/workspaces")
                .then()
                .statusCode(200)
                .body("items.workspace.id", equalTo(List.of(workspace)))
                .body("items[0].since", notNullValue())
                .body("items[0].paidThisMonth.amount", equalTo("0.4938268"));
    }

    @Test
    void the_workspaces_of_a_subscription_are_those_that_it_pays_for_or_will() {
        var customer = Given.aCustomer();
        var own = customer.buyer().bought();
        var other = Bind.aPendingBinder(customer).bought();
        var all = new ArrayList<>(List.of(Metered.workspace(customer)));
        for (int i = 0; i < 3; i++) {
            var workspace = Bind.aWorkspaceOf(customer);
            Settle.by(customer, workspace, own).then().statusCode(201);
            all.add(workspace);
        }
        var waiting = Bind.aWorkspaceOf(customer);
        Settle.by(customer, waiting, other).then().statusCode(201);
        var left = Bind.aWorkspaceOf(customer);
        Settle.by(customer, left, own).then().statusCode(201);
        Settle.undo(customer, left).then().statusCode(200);

        var shown = new ArrayList<String>();
        var token = "";
        do {
            var page = Settle.subscription(customer, own, "/workspaces?pageSize=2" + token)
                    .then()
                    .statusCode(200)
                    .extract();
            shown.addAll(page.jsonPath().getList("items.workspace.id"));
            token = page.path("nextPageToken") == null ? null : "&pageToken=" + page.path("nextPageToken");
        } while (token != null);

        assertThat(shown).containsExactlyInAnyOrderElementsOf(all);
        Settle.subscription(customer, other, "/workspaces")
                .then()
                .body("items.workspace.id", equalTo(List.of(waiting)));
    }

    @Test
    void a_subscription_that_ends_shows_the_clock_of_its_last_hour() {
        Metered.openHour(2);
        var customer = Given.aCustomer();
        var bought = customer.buyer().bought();
        Settle.subscription(customer, bought, "")
                .then()
                .statusCode(200)
                .body("state", equalTo("LIVE"))
                .body("workspaces", equalTo(1))
                .body("liveAt", notNullValue())
                .body("finalHour", nullValue())
                .body("payer.awsAccount", equalTo(bought.masked()));

        Market.notify(bought, "CANCEL");
        Unpaid.awaitState(customer, Metered.workspace(customer), "BUFFER");

        Settle.subscription(customer, bought, "")
                .then()
                .statusCode(200)
                .body("workspaces", equalTo(0))
                .body("workspacesWaiting", equalTo(0)) // it is over itself
                .body("endsAt", notNullValue())
                .body("finalHour.freezesAt", notNullValue())
                .body("finalHour.acceptedUntil", notNullValue());
        var stranger = Given.aCustomer();
        for (var what : List.of("", "/workspaces", "/pick-ups")) {
            Settle.subscription(stranger, bought, what).then().spec(Api.problem(404, "not-found"));
        }
        Settle.pickUp(stranger, bought).then().spec(Api.problem(404, "not-found"));
        Api.program(stranger.token())
                .post("/api/v1/subscriptions/" + Settle.id(bought) + "/confirmation")
                .then()
                .spec(Api.problem(404, "not-found"));
        Settle.pickUp(customer, bought).then().spec(Api.problem(409, "subscription-ended"));
        Settle.subscription(customer, bought, "/pick-ups").then().body("items", hasSize(0));
    }

    @Test
    void a_new_purchase_picks_up_what_nobody_pays_for_those_of_its_own_aws_account_first() {
        Metered.openHour(3);
        var customer = Given.aCustomer();
        var own = Metered.workspace(customer);
        var next = anotherOf(customer);
        var others = Settle.bufferedOf(customer, ended(customer), 3);
        Market.notify(customer.buyer().bought(), "CANCEL");
        Unpaid.awaitState(customer, own, "BUFFER");
        Settle.subscription(customer, next, "").then().body("workspacesWaiting", equalTo(4));

        var first = Settle.subscription(customer, next, "/pick-ups?pageSize=1");
        first.then()
                .statusCode(200)
                .body("items.workspace.id", equalTo(List.of(own)))
                .body("items[0].sameAwsAccount", equalTo(true))
                .body(
                        "items[0].endedPayer.awsAccount",
                        equalTo(customer.buyer().bought().masked()));
        var second =
                Settle.subscription(customer, next, "/pick-ups?pageSize=2&pageToken=" + first.path("nextPageToken"));
        second.then().body("items", hasSize(2)).body("items.sameAwsAccount", equalTo(List.of(false, false)));
        var third =
                Settle.subscription(customer, next, "/pick-ups?pageSize=2&pageToken=" + second.path("nextPageToken"));
        third.then().body("items", hasSize(1)).body("nextPageToken", nullValue());
        var seen = new ArrayList<String>(second.path("items.workspace.id"));
        seen.addAll(third.path("items.workspace.id"));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(others);

        Settle.pickUp(customer, next)
                .then()
                .statusCode(201)
                .body("pickedUp", equalTo(4))
                .body("effectiveFrom", containsString(":00:00Z"))
                .body("leftOut", hasSize(0));

        var shown = Unpaid.shown(customer, own);
        assertThat(shown.getString("state")).isEqualTo("BUFFER");
        assertThat(shown.getString("settlement.upcoming.payer.licence")).isNotNull();
        assertThat(shown.getString("buffer.opensAt")).isEqualTo(shown.getString("settlement.upcoming.from"));
        assertThat(Unpaid.reasons(customer, own)).containsExactly("OPENED", "ENDED", "PICKED_UP");
        assertThat(Market.mail(customer.buyer().email(), "Who pays was changed: ")
                        .subject())
                .endsWith(" +3");
        Settle.pickUp(customer, next).then().statusCode(201).body("pickedUp", equalTo(0));
        BusinessTime.advance(Duration.ofHours(1));
        Unpaid.awaitState(customer, own, "NORMAL");
        others.forEach(workspace -> Unpaid.awaitState(customer, workspace, "NORMAL"));
    }

    @Test
    void what_cannot_be_picked_up_is_left_out_and_told() {
        var customer = Given.aCustomer();
        var next = anotherOf(customer);
        var buffered = Settle.bufferedOf(customer, ended(customer), 3);
        var paid = Bind.aWorkspaceOf(customer);
        var foreign = Bind.aWorkspaceOf(Given.aCustomer());
        var nobodys = UUID.randomUUID().toString();
        Settle.pickUp(customer, next, buffered.getFirst())
                .then()
                .statusCode(201)
                .body("pickedUp", equalTo(1));
        Settle.by(customer, buffered.get(1), customer.buyer().bought()).then().statusCode(201);

        var answer = Settle.pickUp(
                customer, next, buffered.get(0), buffered.get(1), buffered.get(2), paid, foreign, nobodys);

        answer.then().statusCode(201).body("pickedUp", equalTo(1));
        var reasons = new ArrayList<Map<String, String>>(answer.path("leftOut"));
        assertThat(reasons)
                .containsExactlyInAnyOrder(
                        Map.of("workspaceId", buffered.get(0), "reason", "bound-here"),
                        Map.of("workspaceId", buffered.get(1), "reason", "payer-changed"),
                        Map.of("workspaceId", paid, "reason", "payer-changed"),
                        Map.of("workspaceId", foreign, "reason", "not-found"),
                        Map.of("workspaceId", nobodys, "reason", "not-found"));
        assertThat(Unpaid.reasons(customer, paid)).containsExactly("OPENED");
        Settle.undo(customer, buffered.get(2)).then().statusCode(200).body("settlement.upcoming", nullValue());
        Settle.subscription(customer, next, "").then().body("workspacesWaiting", equalTo(1));
    }

    @Test
    void a_purchase_that_aws_has_not_confirmed_picks_up_when_it_has() {
        var customer = Given.aCustomer();
        var buffered = Settle.bufferedOf(customer, ended(customer), 2);
        var pending = Bind.aPendingBinder(customer);

        Settle.pickUp(customer, pending.bought())
                .then()
                .statusCode(201)
                .body("pickedUp", equalTo(2))
                .body("effectiveFrom", nullValue());
        assertThat(Unpaid.shown(customer, buffered.getFirst()).getString("settlement.waitingFor.awsAccount"))
                .isEqualTo(pending.bought().masked());
        Market.notify(pending.bought(), "SUCCESS");
        Given.awaitLive(pending);

        for (var workspace : buffered) {
            var shown = Unpaid.shown(customer, workspace);
            assertThat(shown.getString("settlement.upcoming.payer.awsAccount"))
                    .isEqualTo(pending.bought().masked());
            assertThat(shown.<Object>get("buffer.opensAt")).isNotNull();
            assertThat(Unpaid.reasons(customer, workspace)).endsWith("CONFIRMED");
        }
    }

    @Test
    void a_purchase_that_is_offered_becomes_ones_own_by_one_confirmation() {
        var customer = Given.aCustomer();
        var buffered = Settle.bufferedOf(customer, ended(customer), 1);
        var aws = customer.buyer().bought().awsAccountId();
        var offered = landedAgain(aws);
        Metered.asked(customer, CLOUD_ACCOUNTS)
                .then()
                .body(
                        "items[0].subscriptions.id",
                        equalTo(List.of(
                                Settle.id(offered.bought()),
                                Settle.id(customer.buyer().bought()))))
                .body("items[0].subscriptions.offered", equalTo(List.of(true, false)));
        Settle.by(customer, buffered.getFirst(), offered.bought()).then().spec(Api.problem(404, "not-found"));
        Settle.subscription(customer, offered.bought(), "/pick-ups").then().body("items", hasSize(1));

        // what is not there binds nothing, for good
        Settle.pickUp(customer, offered.bought(), UUID.randomUUID().toString())
                .then()
                .spec(Api.field("workspaceIds", "unknown"));
        Settle.subscription(customer, offered.bought(), "").then().body("offered", equalTo(true));

        Settle.pickUp(customer, offered.bought()).then().statusCode(201).body("pickedUp", equalTo(1));

        Settle.subscription(customer, offered.bought(), "").then().body("offered", equalTo(false));
        var another = landedAgain(aws);
        for (int i = 0; i < 2; i++) { // said twice it adds nothing
            Api.program(Metered.token(customer))
                    .post("/api/v1/subscriptions/" + Settle.id(another.bought()) + "/confirmation")
                    .then()
                    .statusCode(201)
                    .body("offered", equalTo(false));
        }
    }

    private static Buyer landedAgain(String aws) {
        var buyer = Given.aLandedBuyer(Market.buy("global", aws, Notify.BEFORE));
        Given.awaitLive(buyer);
        return buyer;
    }

    @Test
    void a_thousand_are_picked_up_at_once_and_told_in_one_mail() {
        var customer = Given.aCustomer();
        var next = anotherOf(customer);
        Settle.bufferedOf(customer, ended(customer), 1_001);

        Settle.pickUp(customer, next).then().statusCode(201).body("pickedUp", equalTo(1_000));

        Settle.subscription(customer, next, "").then().body("workspacesWaiting", equalTo(1));
        var mail = Unpaid.mails(customer, "Who pays was changed: ", 1).getFirst();
        assertThat(mail.text()).contains("And 990 more");
        Settle.pickUp(customer, next).then().statusCode(201).body("pickedUp", equalTo(1));
        assertThat(Database.count(
                        "settlement_bindings b WHERE b.subscription_id = ?::uuid AND b.reason = 'picked up'",
                        Settle.id(next)))
                .isEqualTo(1_001);
    }

    @Test
    void what_is_shown_takes_the_same_few_statements_for_any_number() {
        var customer = Given.aCustomer();
        var own = customer.buyer().bought();
        var ended = ended(customer);
        Settle.bufferedOf(customer, ended, 2);
        Settle.by(customer, Bind.aWorkspaceOf(customer), own).then().statusCode(201);
        var workspace = Metered.workspace(customer);
        List<Runnable> requests = List.of(
                () -> Settle.options(customer, workspace),
                () -> Metered.asked(customer, CLOUD_ACCOUNTS).then().statusCode(200),
                () -> Settle.subscription(customer, own, "").then().statusCode(200),
                () -> Settle.subscription(customer, own, "/workspaces").then().statusCode(200),
                () -> Settle.subscription(customer, own, "/pick-ups").then().statusCode(200));
        var few = requests.stream().map(CloudAccountsTest::statements).toList();

        anotherOf(customer);
        anotherOf(customer);
        Settle.bufferedOf(customer, ended, 60);
        for (int i = 0; i < 5; i++) {
            Settle.by(customer, Bind.aWorkspaceOf(customer), own).then().statusCode(201);
        }

        assertThat(requests.stream().map(CloudAccountsTest::statements).toList())
                .isEqualTo(few);
    }

    /** Of Hibernate; the fewest of some tries, since others work beside. */
    private static long statements(Runnable request) {
        var statistics = Arc.container()
                .instance(EntityManagerFactory.class)
                .get()
                .unwrap(SessionFactory.class)
                .getStatistics();
        statistics.setStatisticsEnabled(true);
        return LongStream.range(0, 8)
                .map(i -> {
                    long before = statistics.getPrepareStatementCount();
                    request.run();
                    return statistics.getPrepareStatementCount() - before;
                })
                .min()
                .orElseThrow();
    }
}
