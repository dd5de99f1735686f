package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Contract.Operation;
import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Given.Customer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of the contract, asked by everybody who should not get it. An operation that names no security there is
 * public and must be listed here; a new one is in the matrix by itself.
 */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class AuthorisationTest {
    /** Open to everyone, on purpose. */
    private static final Set<String> PUBLIC =
            Set.of("landFromMarketplace", "getSettings", "createOnboarding", "createSession", "listOnboardings");

    /** A kind of caller. */
    private record Caller(String name, RequestSpecification request) {}

    @TestFactory
    List<DynamicTest> nobody_gets_what_is_not_theirs() {
        var owner = Given.aCustomer();
        var stranger = Given.aCustomer();
        var workspace = workspaceOf(owner);
        var tests = new ArrayList<DynamicTest>();
        for (var operation : Contract.operations()) {
            if (PUBLIC.contains(operation.id())) {
                continue;
            }
            boolean isOnboarding = operation.path().startsWith("/api/v1/onboardings");
            var id = isOnboarding ? owner.buyer().id() : workspace;
            for (var caller : strangers(operation, owner.buyer(), stranger)) {
                tests.add(DynamicTest.dynamicTest(operation.id() + " by " + caller.name(), () -> {
                    int status = ask(caller.request(), operation, id).statusCode();
                    assertThat(status).isIn(401, 403, 404, 409);
                }));
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> what_is_public_is_so_in_the_contract_and_nothing_else_is() {
        return Contract.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> {
                    var security = Contract.DOCUMENT.getPaths().get(operation.path()).readOperations().stream()
                            .filter(o -> operation.id().equals(o.getOperationId()))
                            .findFirst()
                            .orElseThrow()
                            .getSecurity();
                    boolean isPublic = security.isEmpty() || security.stream().anyMatch(Map::isEmpty);
                    assertThat(isPublic).isEqualTo(PUBLIC.contains(operation.id()));
                }))
                .toList();
    }

    private static List<Caller> strangers(Operation operation, Buyer owner, Customer stranger) {
        var callers = new ArrayList<Caller>();
        callers.add(new Caller("nobody", Api.hostile()));
        callers.add(new Caller("a false token", bearer("x.y.z")));
        callers.add(new Caller("another buyer's secret", bearer(stranger.buyer().secret())));
        if (operation.path().contains("{")) {
            callers.add(new Caller("another customer's token", bearer(stranger.token())));
        }
        if (!operation.path().startsWith("/api/v1/onboardings")) {
            callers.add(new Caller("the buyer's own secret", bearer(owner.secret())));
        }
        return callers;
    }

    private static RequestSpecification bearer(String token) {
        return Api.hostile().header("Authorization", "Bearer " + token).header("Idempotency-Key", UUID.randomUUID());
    }

    private static Response ask(RequestSpecification request, Operation operation, String id) {
        if (operation.changesSomething() && !operation.method().equals("DELETE")) {
            request.body(Map.of());
        }
        return request.request(operation.method(), operation.pathOf(id));
    }

    private static String workspaceOf(Customer customer) {
        return Api.program(customer.token())
                .get("/api/v1/workspaces")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("items[0].id");
    }
}
