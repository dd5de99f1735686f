package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who pays is chosen here, bound there, picked up, taken back and ended at the same moment. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PayerRaceTest {
    private static final int EACH = 6;

    @Test
    void of_all_who_choose_another_payer_at_once_one_does() {
        var customer = Given.aCustomer();
        var token = customer.token();
        var binder = Bind.aLiveBinder(customer);
        var other = Settle.id(Bind.aLiveBinder(customer).bought());
        var own = Settle.id(customer.buyer().bought());
        for (int round = 0; round < Integer.getInteger("race.rounds", 10); round++) {
            var workspace = Bind.aWorkspaceOf(customer);
            var path = Settle.path(workspace, "settlement-changes");

            var answers = Parallel.times(4 * EACH, i -> switch (i % 4) {
                case 0 -> Race.send(token, "POST", path, change(own));
                case 1 -> Race.send(token, "POST", path, change(other));
                case 2 -> Race.bind(binder, workspace);
                default -> Race.send(token, "POST", path, "{\"method\":\"ENTERPRISE_ACCOUNT\"}");
            });

            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201, 409);
            assertThat(answers.stream().filter(a -> a.statusCode() == 201))
                    .as("round %d", round)
                    .hasSize(1);
            assertThat(Race.payers(workspace)).containsExactly("ENTERPRISE_ACCOUNT", "SUBSCRIPTION");
        }
    }

    /** Whatever wins: nothing is left to a subscription that has ended, and the chain is one. */
    @Test
    void nobody_is_left_to_a_subscription_that_ends_at_the_same_moment() {
        var customer = Given.aCustomer();
        var token = customer.token();
        var other = Settle.id(Bind.aLiveBinder(customer).bought());
        for (int round = 0; round < 3; round++) {
            var ends = Bind.aLiveBinder(customer);
            var id = Settle.id(ends.bought());
            var workspaces = new ArrayList<String>();
            IntStream.range(0, 8).forEach(i -> workspaces.add(Bind.aWorkspaceOf(customer)));
            workspaces
                    .subList(0, 4)
                    .forEach(w -> Race.send(token, "POST", Settle.path(w, "settlement-changes"), change(id)));
            var works = new ArrayList<Supplier<HttpResponse<String>>>();
            works.add(() -> {
                Market.notify(ends.bought(), "CANCEL");
                return null;
            });
            for (var workspace : workspaces) {
                var path = Settle.path(workspace, "settlement-changes");
                works.add(() -> Race.send(token, "POST", path, change(id)));
                works.add(() -> Race.send(token, "DELETE", path, null));
                works.add(() -> Race.bind(ends, workspace));
                works.add(() -> Race.send(token, "POST", path, change(other)));
            }

            var answers = Parallel.times(works.size(), i -> works.get(i).get());

            assertThat(answers.stream().filter(a -> a != null))
                    .allSatisfy(a -> assertThat(a.statusCode()).as(a.body()).isIn(200, 201, 409, 503));
            Awaitility.await("no chain ends with who has ended").untilAsserted(() -> {
                assertThat(Database.count("subscriptions WHERE id = ?::uuid AND state <> 'LIVE'", id))
                        .isEqualTo(1);
                assertThat(Database.count(
                                "settlement_bindings b WHERE b.subscription_id = ?::uuid AND NOT EXISTS"
                                        + " (SELECT 1 FROM settlement_bindings s WHERE s.predecessor_id = b.id)",
                                id))
                        .isZero();
            });
            for (var workspace : workspaces) {
                assertThat(Database.count(
                                "settlement_bindings b WHERE b.workspace_id = ?::uuid AND NOT EXISTS"
                                        + " (SELECT 1 FROM settlement_bindings s WHERE s.predecessor_id = b.id)",
                                workspace))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void of_two_purchases_that_pick_up_the_same_workspaces_each_gets_its_own() {
        var customer = Given.aCustomer();
        var ended = Bind.aLiveBinder(customer);
        Market.notify(ended.bought(), "CANCEL");
        Events.awaitState(ended, "ENDED");
        var buyers = List.of(Bind.aLiveBinder(customer), Bind.aLiveBinder(customer));
        var ids = buyers.stream().map(b -> Settle.id(b.bought())).toList();
        var token = customer.token();
        Settle.bufferedOf(customer, ended.bought(), 40);

        var answers = Parallel.times(
                8, i -> Race.send(token, "POST", "/api/v1/subscriptions/" + ids.get(i % 2) + "/pick-ups", "{}"));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201);
        assertThat(answers.stream()
                        .mapToInt(a -> JsonPath.from(a.body()).getInt("pickedUp"))
                        .sum())
                .isEqualTo(40);
        assertThat(Database.count(
                        "settlement_bindings WHERE subscription_id = ANY (?::uuid[]) AND reason = 'picked up'",
                        "{" + String.join(",", ids) + "}"))
                .isEqualTo(40);
    }

    private static String change(String subscription) {
        return "{\"method\":\"SUBSCRIPTION\",\"subscriptionId\":\"" + subscription + "\"}";
    }
}
