package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Many purchases, one workspace: one pays. {@code -Drace.rounds} sets how often; {@code make prove} does it 200 times. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class BindingRaceTest {
    private static final int BINDERS = 50;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void of_fifty_purchases_that_bind_one_workspace_at_once_one_pays() {
        int rounds = Integer.getInteger("race.rounds", 20);
        var customer = Given.aCustomer();
        var session = SessionTest.signIn(customer.buyer()).cookie("guance_session");
        var binders = new ArrayList<Buyer>();
        while (binders.size() < BINDERS) { // two AWS accounts, proved once each; then signing in is enough
            var first = binders.size() % 25 == 0;
            var aws =
                    first ? Market.newAwsAccount() : binders.getLast().bought().awsAccountId();
            var bought = Market.buy("global", aws, Notify.BEFORE);
            binders.add(
                    first ? Bind.bound(Given.aLandedBuyer(bought), customer) : Bind.boundBySession(bought, session));
        }
        binders.forEach(Given::awaitLive);
        long begun = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            var workspace = Bind.aWorkspaceOf(customer);

            var answers = Parallel.times(BINDERS, i -> bind(binders.get(i), workspace));

            assertThat(answers.stream().filter(a -> a.statusCode() == 201))
                    .as("round %d", round)
                    .hasSize(1);
            assertThat(answers.stream().filter(a -> a.statusCode() != 201)).allSatisfy(a -> {
                assertThat(a.statusCode()).as(a.body()).isEqualTo(409);
                assertThat(a.body()).contains("\"payer-changed\"");
            });
            assertThat(payers(workspace)).containsExactly("ENTERPRISE_ACCOUNT", "SUBSCRIPTION");
        }
        System.out.printf(
                "%d rounds of %d binders in %d s%n", rounds, BINDERS, (System.nanoTime() - begun) / 1_000_000_000);
    }

    private static HttpResponse<String> bind(Buyer buyer, String workspace) {
        var request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + RestAssured.port + buyer.path("workspaces/" + workspace + "/binding")))
                .header("Authorization", "Bearer " + buyer.secret())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"payerConfirmed\":true}"))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> payers(String workspace) {
        return Database.rows(
                        "SELECT method FROM settlement_bindings WHERE workspace_id = ?::uuid ORDER BY effective_from",
                        workspace)
                .stream()
                .map(List::getFirst)
                .toList();
    }
}
