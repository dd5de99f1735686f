package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Notify;
import com.guance.marketplace.portal.fuzz.Fuzzer;
import com.guance.marketplace.portal.fuzz.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Requests made from the contract by chance: never a 5xx, every refusal a problem document, every answer as the contract
 * says. {@code -Dfuzz.requests} and {@code -Dfuzz.seed} repeat and lengthen a run.
 */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ContractFuzzTest {
    @Test
    void whatever_is_asked_the_contract_holds() {
        int requests = Integer.getInteger("fuzz.requests", 10_000);
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.printf("Fuzzing: %d requests, -Dfuzz.seed=%d%n", requests, seed);

        var result = new Fuzzer(Contract.DOCUMENT, Api.CONTRACT, "http://localhost:" + RestAssured.port, people(), seed)
                .run(requests);

        System.out.println(result.summary());
        assertThat(result.findings()).as("seed %d", seed).isEmpty();
        assertThat(result.operationsAnsweredWell())
                .as("the fuzzer gets somewhere: at least half of the operations answered 2xx or 3xx")
                .hasSizeGreaterThan(Contract.operations().size() / 2);
    }

    /** Buyers at every step of both ways, and signed-in customers. */
    private static People people() {
        var refused = Desk.aParkedRecord(); // first, since time passes
        var buyers = new ArrayList<Buyer>();
        for (int i = 0; i < 3; i++) {
            buyers.add(Given.aLandedBuyer());
            buyers.add(Given.aVerifiedBuyer());
            buyers.add(Given.aBuyerAtStep2());
            buyers.add(Given.aRegisteredBuyer());
        }
        var customers = List.of(Given.aCustomer(), Given.aCustomer());
        customers.forEach(customer -> buyers.add(customer.buyer()));
        var people =
                new ArrayList<>(buyers.stream().map(b -> person(b, List.of())).toList());
        for (var customer :
                customers) { // both ways: with enterprise accounts that were there before, and their workspaces
            var session = SessionTest.signIn(customer.buyer()).cookie("guance_session");
            var first = Bind.aLiveBinder(customer);
            var workspaces = new ArrayList<String>();
            for (int i = 0; i < 8; i++) {
                workspaces.add(Bind.aWorkspaceOf(customer));
            }
            people.add(person(as(customer, first), workspaces));
            for (int i = 0; i < 5; i++) { // several: some complete early
                var bought = Market.buy("global", first.bought().awsAccountId(), Notify.BEFORE);
                people.add(person(as(customer, Bind.boundBySession(bought, session)), workspaces));
            }
        }
        return new People(
                people,
                customers.stream().map(Given.Customer::token).toList(),
                new People.Program(
                        Partner.of("us1").id(),
                        Partner.of("us1").secret(),
                        Partner.newToken(Partner.of("us1")),
                        TestClock.now()),
                desk(refused),
                Market.token(Market.buy("global", Notify.BEFORE)),
                Given.PASSWORD,
                Given.AGREEMENTS,
                LocalStackResource.PUBLIC_URL);
    }

    /** Many sessions, since some are signed out by chance. */
    private static People.Desk desk(Desk.Refused refused) {
        var tokens = new ArrayList<String>();
        for (int i = 0; i < 24; i++) {
            TestClock.advance(Duration.ofMinutes(1)); // what one takes of the budget of its name and of this address
            tokens.add(Desk.newToken(Desk.of(
                    List.of(Desk.SUPPORT, Desk.FINANCE, Desk.ADMINISTRATOR).get(i % 3))));
        }
        return new People.Desk(
                tokens,
                Map.of(
                        "subscriptionId", List.of(refused.subscription()),
                        "recordId", List.of(refused.record()),
                        "eventId", List.of(Desk.aParkedEvent(), Desk.aParkedEvent(), Desk.aParkedEvent())));
    }

    private static People.Buyer person(Buyer buyer, List<String> workspaces) {
        return new People.Buyer(
                buyer.id(),
                buyer.secret(),
                buyer.username(),
                buyer.email(),
                buyer.site(),
                Settle.id(buyer.bought()),
                workspaces);
    }

    private static Buyer as(Customer customer, Buyer binder) {
        return new Buyer(
                binder.bought(),
                binder.id(),
                binder.secret(),
                customer.buyer().username(),
                customer.buyer().email());
    }
}
