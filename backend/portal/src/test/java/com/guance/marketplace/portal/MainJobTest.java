package com.guance.marketplace.portal;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a purchase on AWS Marketplace to a workspace that AWS settles. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class MainJobTest {
    @ParameterizedTest
    @CsvSource({"global, us1, Overseas 1 (Oregon), USD", "cn, cn2, China 2 (Ningxia), CNY"})
    void a_purchase_becomes_a_workspace_settled_by_aws(String product, String site, String siteName, String currency) {
        var bought = Market.buy(product, Notify.BEFORE);
        var buyer = Given.opened(Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought)))));

        var customer = Given.signedIn(buyer);
        Api.program(customer.token())
                .get("/api/v1/workspaces")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].name", equalTo("Meridian Production"))
                .body("items[0].state", equalTo("NORMAL"))
                .body("items[0].site.id", equalTo(site))
                .body("items[0].site.name", equalTo(siteName))
                .body("items[0].settlement.method", equalTo("SUBSCRIPTION"))
                .body("items[0].settlement.payer.awsAccount", equalTo(bought.masked()))
                .body("items[0].settlement.payer.currency", equalTo(currency));
        Api.program(buyer.secret())
                .get(buyer.path("datakit"))
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("token", startsWith("tkn_"));
        Market.mail(buyer.email(), "Meridian Production is open, settled by AWS " + bought.masked());
    }

    @Test
    void a_workspace_waits_until_aws_confirms_and_then_opens_by_itself() {
        var bought = Market.buy("global", Notify.NEVER);
        var buyer = Given.opened(Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought)))));
        Api.program(buyer.secret())
                .get(buyer.path(""))
                .then()
                .body("workspace.state", equalTo("PENDING"))
                .body("workspace.settlement.method", equalTo("UNSETTLED"))
                .body("workspace.settlement.waitingFor.awsAccount", equalTo(bought.masked()));
        Api.program(buyer.secret()).get(buyer.path("datakit")).then().statusCode(409);

        Market.notify(bought, "SUCCESS");

        Market.mail(buyer.email(), "is open, settled by");
        Api.program(buyer.secret())
                .get(buyer.path(""))
                .then()
                .body("payer.subscriptionState", equalTo("LIVE"))
                .body("workspace.state", equalTo("NORMAL"))
                .body("workspace.settlement.method", equalTo("SUBSCRIPTION"));
    }
}
