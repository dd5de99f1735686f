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
 * Every operation of the contract, asked by everybody who should not get it and by everybody who should. An operation that
 * names no security there is public and must be listed here; a new one is in the matrix by itself. Each is asked where it is
 * the next step: what is refused there was refused by the guard, as its slug says.
 */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class AuthorisationTest {
    /** Open to everyone, on purpose. */
    private static final Set<String> PUBLIC = Set.of(
            "landFromMarketplace",
            "getSettings",
            "createOnboarding",
            "createSession",
            "listOnboardings",
            "createAccessToken",
            "createOperatorSession");

    /** What the guards say. */
    private static final Set<String> REFUSALS =
            Set.of("onboarding-not-proved", "other-onboarding", "not-signed-in", "scope-missing", "role-missing");

    /** A kind of caller, and what it is told; null: whatever comes behind the guard. */
    private record Caller(String name, RequestSpecification request, String slug) {}

    /** Onboardings of one customer at different steps, a workspace of it, and a stranger. */
    private static final class Scene {
        final Desk.Refused refused = Desk.aParkedRecord(); // first, since time passes
        final String event = Desk.aParkedEvent();
        final Customer owner = Given.aCustomer();
        final Customer stranger = Given.aCustomer();
        final Buyer landed = Given.aLandedBuyer();
        final Buyer binder = Bind.aLiveBinder(owner);
        final String workspace =
                Api.program(owner.token()).get("/api/v1/workspaces").path("items[0].id");
        final String subscription = Settle.id(owner.buyer().bought());

        /** The onboarding that an operation is the next step of. */
        Buyer onboardingFor(Operation operation) {
            if (!operation.security().contains("sessionToken")) {
                return landed;
            }
            return isOfBinding(operation) ? binder : owner.buyer();
        }

        Response ask(RequestSpecification request, Operation operation, Buyer onboarding) {
            if (operation.changesSomething() && !operation.method().equals("DELETE")) {
                // binding without a name asks for a session
                request.body(
                        operation.path().contains("/binding") && onboarding == landed
                                ? Map.of("username", "")
                                : Map.of());
            }
            var path = operation
                    .pathOf(onboarding.id(), workspace)
                    .replace("{subscriptionId}", isOfOperators(operation) ? refused.subscription() : subscription)
                    .replace("{recordId}", refused.record())
                    .replace("{eventId}", event);
            return request.request(operation.method(), path);
        }
    }

    private static boolean isOfOnboardings(Operation operation) {
        return operation.path().startsWith("/api/v1/onboardings");
    }

    private static boolean isOfPartners(Operation operation) {
        return operation.security().contains("partnerToken");
    }

    private static boolean isOfOperators(Operation operation) {
        return operation.security().contains("operatorToken");
    }

    private static boolean isOfBinding(Operation operation) {
        return operation.path().matches(".*/(workspaces.*|owner-codes|guance-accounts|completion)");
    }

    @TestFactory
    List<DynamicTest> nobody_gets_what_is_not_theirs() {
        var scene = new Scene();
        var tests = new ArrayList<DynamicTest>();
        for (var operation : guarded()) {
            var onboarding = scene.onboardingFor(operation);
            for (var caller : strangers(operation, scene)) {
                tests.add(DynamicTest.dynamicTest(operation.id() + " by " + caller.name(), () -> {
                    var answer = scene.ask(caller.request(), operation, onboarding);
                    assertThat(answer.<String>path("type")).isEqualTo(caller.slug());
                }));
            }
            if (isOfOnboardings(operation) && !operation.security().contains("sessionToken")) {
                tests.add(DynamicTest.dynamicTest(operation.id() + " by the session of its account", () -> {
                    var answer = scene.ask(bearer(scene.owner.token()), operation, scene.binder);
                    assertThat(answer.<String>path("type")).isEqualTo("onboarding-not-proved");
                }));
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> whoever_may_gets_past_the_guard() {
        var scene = new Scene();
        var session = SessionTest.signIn(scene.owner.buyer()).cookie("guance_session");
        var tests = new ArrayList<DynamicTest>();
        var last = Set.of("completeOnboarding", "deleteSession"); // what ends the scene
        var operations = new ArrayList<>(guarded());
        operations.sort((a, b) -> Boolean.compare(last.contains(a.id()), last.contains(b.id())));
        for (var operation : operations) {
            var onboarding = scene.onboardingFor(operation);
            for (var proof : operation.security()) {
                tests.add(DynamicTest.dynamicTest(operation.id() + " by " + proof, () -> {
                    var request = switch (proof) {
                        case "onboardingSecret" -> bearer(onboarding.secret());
                        case "onboardingCookie" -> browser("guance_onboarding", onboarding.secret());
                        case "sessionToken" -> bearer(scene.owner.token());
                        case "partnerToken" -> bearer(Partner.token("us1"));
                        case "sessionCookie" -> browser("guance_session", session);
                        case "operatorToken" -> bearer(operator(operation));
                        case "operatorCookie" -> browser("guance_operator", operator(operation));
                        default -> throw new AssertionError("a new proof: " + proof);
                    };
                    var answer = scene.ask(request, operation, onboarding);
                    assertThat(answer.statusCode()).as(answer.asString()).isNotIn(403, 404, 405);
                    if (answer.statusCode() >= 400) {
                        assertThat(answer.<String>path("type")).isNotIn(REFUSALS);
                    }
                }));
            }
        }
        return tests;
    }

    /** Who may do all; signing out is done with a session of its own. */
    private static String operator(Operation operation) {
        return operation.id().equals("deleteOperatorSession")
                ? Desk.newToken(Desk.of(Desk.ADMINISTRATOR))
                : Desk.token(Desk.ADMINISTRATOR);
    }

    private static List<Operation> guarded() {
        return Contract.operations().stream()
                .filter(operation -> !PUBLIC.contains(operation.id()))
                .toList();
    }

    @TestFactory
    List<DynamicTest> what_is_public_is_so_in_the_contract_and_nothing_else_is() {
        return Contract.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(
                        operation.id(),
                        () -> assertThat(operation.security().isEmpty()).isEqualTo(PUBLIC.contains(operation.id()))))
                .toList();
    }

    private static List<Caller> strangers(Operation operation, Scene scene) {
        boolean isOnboarding = isOfOnboardings(operation);
        var unknown = isOnboarding ? "onboarding-not-proved" : "not-signed-in";
        var callers = new ArrayList<Caller>();
        callers.add(new Caller("nobody", Api.hostile(), unknown));
        callers.add(new Caller("a false token", bearer("x.y.z"), unknown));
        callers.add(new Caller(
                "another buyer's secret",
                bearer(scene.stranger.buyer().secret()),
                isOnboarding ? "other-onboarding" : unknown));
        if (operation.path().contains("{")) {
            callers.add(new Caller(
                    "another customer's token",
                    bearer(scene.stranger.token()),
                    isOnboarding || isOfOperators(operation) ? unknown : "not-found"));
        }
        if (isOfOperators(operation)) {
            callers.add(new Caller("a customer's token", bearer(scene.owner.token()), unknown));
            callers.add(new Caller("a customer's cookie", browser("guance_operator", scene.owner.token()), unknown));
        } else {
            callers.add(new Caller("an operator's token", bearer(Desk.token(Desk.ADMINISTRATOR)), unknown));
        }
        if (isOfPartners(operation)) {
            callers.add(new Caller("a customer's token", bearer(scene.owner.token()), unknown));
            var others = new ArrayList<>(Contract.scopes());
            others.removeAll(operation.scopes());
            var other = Partner.aClient(others, List.of("us1"));
            callers.add(new Caller("a client without the scope", bearer(Partner.token(other)), "scope-missing"));
        } else {
            callers.add(new Caller("a partner's token", bearer(Partner.token("us1")), unknown));
        }
        if (!isOnboarding) {
            callers.add(new Caller(
                    "the buyer's own secret", bearer(scene.owner.buyer().secret()), unknown));
        }
        return callers;
    }

    private static RequestSpecification bearer(String token) {
        return Api.hostile().header("Authorization", "Bearer " + token).header("Idempotency-Key", UUID.randomUUID());
    }

    private static RequestSpecification browser(String cookie, String value) {
        return Api.hostile().header("Origin", LocalStackResource.PUBLIC_URL).cookie(cookie, value);
    }
}
