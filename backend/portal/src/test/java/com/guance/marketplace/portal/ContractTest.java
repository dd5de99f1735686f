package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contract is served as it is, and all of it can be used. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ContractTest {
    @Test
    void the_contract_is_served_byte_for_byte() throws IOException {
        var served = Api.plain().get("/openapi.yaml");

        served.then().statusCode(200).contentType("application/yaml; charset=utf-8");
        assertThat(served.asByteArray()).isEqualTo(Files.readAllBytes(Path.of(Api.CONTRACT)));
    }

    @Test
    void one_way_through_the_portal_uses_every_operation() {
        operators(); // first, since time passes
        Api.program().get("/api/v1/settings").then().statusCode(200);
        Given.aVisitor();
        var customer = Given.signedIn(Given.opened(Given.registered(
                Given.atStep2(Given.verified(Given.aLandedBuyer(Market.buy("global", Notify.BEFORE)))))));
        var buyer = customer.buyer();
        Api.program(buyer.secret()).get("/api/v1/onboardings").then().statusCode(200);
        Api.program(buyer.secret()).get(buyer.path("")).then().statusCode(200);
        Api.program(buyer.secret()).get(buyer.path("datakit")).then().statusCode(200);
        Api.program(customer.token()).get("/api/v1/session").then().statusCode(200);
        var created = Api.program(customer.token())
                .body(Map.of("name", "Staging", "language", "EN", "siteId", "us1"))
                .post("/api/v1/workspaces");
        Api.program(customer.token()).get("/api/v1/workspaces").then().body("items", hasSize(2));
        Api.program(customer.token()).get(created.header("Location")).then().statusCode(200);
        Api.program(customer.token())
                .get(created.header("Location") + "/datakit")
                .then()
                .statusCode(200);
        theOtherWay(customer);
        usage(created.path("id"));
        for (var what : List.of("/usage-hours", "/charges", "/charges.csv")) {
            Api.program(customer.token())
                    .accept("*/*")
                    .get(created.header("Location") + what)
                    .then()
                    .statusCode(200);
        }
        Api.program(customer.token()).delete("/api/v1/session").then().statusCode(204);
        payers();

        assertThat(Contract.answered())
                .containsAll(Contract.operations().stream()
                        .map(Contract.Operation::id)
                        .collect(Collectors.toSet()));
    }

    /** A subscription ends: who pays instead is chosen, and data planes are told. */
    private static void payers() {
        var customer = Given.aCustomer();
        var bought = customer.buyer().bought();
        var workspace = Metered.workspace(customer);
        var next = Bind.aLiveBinder(customer).bought();
        Api.program(customer.token())
                .post(Settle.path(workspace, "token-replacements"))
                .then()
                .statusCode(201);
        Market.notify(bought, "CANCEL");
        var name = Unpaid.awaitState(customer, workspace, "BUFFER").getString("name");
        Settle.options(customer, workspace);
        Settle.by(customer, workspace, next).then().statusCode(201);
        Settle.undo(customer, workspace).then().statusCode(200);
        Metered.asked(customer, "/api/v1/cloud-accounts").then().statusCode(200);
        for (var what : List.of("", "/workspaces", "/pick-ups")) {
            Settle.subscription(customer, next, what).then().statusCode(200);
        }
        Settle.pickUp(customer, next).then().statusCode(201);
        Settle.undo(customer, workspace).then().statusCode(200);
        Settle.dissolve(customer, workspace, name).then().statusCode(201);
        var offered = Given.aLandedBuyer(Market.buy("global", bought.awsAccountId(), Notify.BEFORE));
        Given.awaitLive(offered);
        Api.program(customer.token())
                .post("/api/v1/subscriptions/" + Settle.id(offered.bought()) + "/confirmation")
                .then()
                .statusCode(201);
        Unpaid.cursor(customer.buyer().site());
    }

    private static void operators() {
        var refused = Desk.aParkedRecord();
        Desk.mend(refused);
        var subscription = "subscriptions/" + refused.subscription();
        var unregistered = Desk.subscription(Given.aVerifiedBuyer().bought().awsAccountId());
        var token = Desk.newToken(Desk.of(Desk.ADMINISTRATOR));
        for (var path : List.of(
                "session",
                "overview",
                "subscriptions",
                subscription,
                subscription + "/timeline",
                "unregistered-buyers",
                "unlanded-purchases",
                "parked-events",
                "parked-records",
                "parked-records/" + refused.record(),
                "lost-hours",
                "rate-cards",
                "audit")) {
            Api.program(token).get("/api/v1/operators/" + path).then().statusCode(200);
        }
        for (var path : List.of(
                subscription + "/aws-inquiries",
                subscription + "/notes",
                "unregistered-buyers/" + unregistered + "/reminders",
                "parked-events/" + Desk.aParkedEvent() + "/replays",
                "parked-events/" + Desk.aParkedEvent() + "/closings",
                "parked-records/" + refused.record() + "/resends")) {
            Desk.act(Desk.ADMINISTRATOR, path).then().statusCode(201);
        }
        var card = Map.of("card", Desk.aRateCard("contract-" + TestClock.now().toEpochMilli()), "note", Desk.NOTE);
        Api.program(token)
                .body(card)
                .post("/api/v1/operators/rate-card-previews")
                .then()
                .statusCode(200);
        Api.program(token)
                .body(card)
                .post("/api/v1/operators/rate-cards")
                .then()
                .statusCode(201);
        Api.program(token).delete("/api/v1/operators/session").then().statusCode(204);
    }

    private static void usage(String workspace) {
        var report = UsageIntakeTest.aReport(workspace);
        var token = Partner.newToken(Partner.of("us1"));
        Api.program(token)
                .body(Map.of("reports", List.of(report)))
                .post("/api/v1/usage-reports")
                .then()
                .statusCode(200);
        Api.program(token)
                .body(Map.of(
                        "workspaceId",
                        workspace,
                        "hour",
                        Instant.parse(report.get("from").toString())
                                .truncatedTo(ChronoUnit.HOURS)
                                .toString(),
                        "reportId",
                        report.get("reportId"),
                        "item",
                        "logs@7d",
                        "value",
                        2,
                        "reason",
                        "Counted twice"))
                .post("/api/v1/usage-corrections")
                .then()
                .statusCode(201);
    }

    private static void theOtherWay(Given.Customer customer) {
        var binder = Bind.aLiveBinder(customer);
        var workspace = Bind.aWorkspaceOf(customer);
        Bind.list(binder).then().statusCode(200);
        Bind.preview(binder, workspace).then().statusCode(200);
        Bind.workspace(binder, workspace).then().statusCode(201);
        Bind.undo(binder, workspace).then().statusCode(200);
        var email = customer.buyer().email();
        Bind.create(binder, Bind.newWorkspace(binder, email, Bind.ownerCode(binder, email, "EXISTING")))
                .then()
                .statusCode(201);
        var name = Given.aName();
        var address = name + "@example.com";
        Bind.register(binder, Bind.newOwner(binder, name, address, Bind.ownerCode(binder, address, "NEW")))
                .then()
                .statusCode(201);
        Bind.complete(binder).then().statusCode(201);
        Api.program(customer.token())
                .get("/api/v1/workspaces/" + workspace + "/settlement-bindings")
                .then()
                .statusCode(200);
    }

    @Test
    void the_settings_say_what_the_portal_enforces() {
        Api.program()
                .get("/api/v1/settings")
                .then()
                .statusCode(200)
                .body("sites.id", equalTo(java.util.List.of("us1", "cn2")))
                .body("username.min", equalTo(3))
                .body("username.max", equalTo(32))
                .body("password.min", equalTo(15))
                .body("password.max", equalTo(128))
                .body("workspaceName.max", equalTo(64))
                .body("companyName.max", equalTo(128))
                .body("code.digits", equalTo(6))
                .body("code.lifetimeSeconds", equalTo(600))
                .body("code.resendSeconds", equalTo(60))
                .body("agreements.version", equalTo(Given.AGREEMENTS))
                .body("marketplaceUrls.product", equalTo(java.util.List.of("global", "cn")));
    }

    @Test
    void the_portal_says_that_it_is_well() {
        Api.plain().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }
}
