package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Metered.quantities;
import static com.guance.marketplace.portal.Metered.report;
import static com.guance.marketplace.portal.Metered.theHour;
import static com.guance.marketplace.portal.Metered.told;
import static com.guance.marketplace.portal.Metered.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.emulator.market.Entitlement;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.wire.Faults.Fault;
import com.guance.marketplace.emulator.wire.Faults.Setting;
import com.guance.marketplace.emulator.wire.Operation;
import com.guance.marketplace.portal.Given.Customer;
import com.guance.marketplace.portal.Market.Bought;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a contract has paid for in advance AWS is told nothing of; what is above, by the hour. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
@TestProfile(ContractSettlementTest.ContractIsSold.class)
class ContractSettlementTest {
    /** A portal that serves the listing by contract too. */
    public static class ContractIsSold implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("PORTAL_CONTRACT_PRODUCT_CODE", Product.CONTRACT.productCode());
        }
    }

    /** Of logs; they cost a dollar, which are 100 units. */
    private static final Map<String, Integer> A_DOLLAR = Map.of("logs@7d", 2_500_000);

    @AfterEach
    void awsAnswers() {
        entitlementsFail(Fault.NONE);
    }

    @Test
    void only_what_is_above_the_contract_is_metered() {
        var first = Metered.openHour(3);
        var customer = aCustomer(150);
        var workspace = workspace(customer);

        useADollar(customer, workspace, first);
        var covered = theHour(customer, workspace, first, "COVERED");
        assertThat(covered.<List<?>>get("records")).isEmpty();
        assertThat(covered.<List<Map<String, String>>>get("amounts"))
                .containsExactly(Map.of("amount", "1", "currency", "USD"));
        assertThat(quantities(customer)).isEmpty();

        var second = first.plus(Duration.ofHours(1));
        useADollar(customer, workspace, second);
        theHour(customer, workspace, second, "ACCEPTED");
        assertThat(quantities(customer)).containsExactly(50);

        var third = second.plus(Duration.ofHours(1));
        useADollar(customer, workspace, third);
        theHour(customer, workspace, third, "ACCEPTED");
        assertThat(quantities(customer)).containsExactly(50, 100);
        // what went with none of the later records stays so
        theHour(customer, workspace, first, "COVERED");
        paysOnlyWhatIsAbove(customer, third);
    }

    @Test
    void a_contract_that_grows_covers_more_of_the_same_month() {
        var first = Metered.openHour(2);
        var customer = aCustomer(100);
        var workspace = workspace(customer);
        useADollar(customer, workspace, first);
        theHour(customer, workspace, first, "COVERED");

        LocalStackResource.market()
                .entitle(customer.buyer().bought().id(), List.of(Entitlement.of("monthly_cents", 260)));
        awaitEntitled(customer.buyer().bought(), 260);
        var second = first.plus(Duration.ofHours(1));
        useADollar(customer, workspace, second);

        theHour(customer, workspace, second, "COVERED");
        assertThat(quantities(customer)).isEmpty();
    }

    @Test
    void hours_wait_while_aws_does_not_say_what_the_contract_covers() {
        entitlementsFail(Fault.THROTTLE);
        var hour = Metered.openHour(2);
        var customer = aCustomer(30);
        var workspace = workspace(customer);
        useADollar(customer, workspace, hour);
        theHour(customer, workspace, hour, "PRICED");
        BusinessTime.advance(Duration.ofMinutes(2)); // it was looked at, and waits
        theHour(customer, workspace, hour, "PRICED");
        assertThat(quantities(customer)).isEmpty();

        entitlementsFail(Fault.NONE);
        BusinessTime.advance(Duration.ofMinutes(20)); // longer than a reading waits after failures
        awaitEntitled(customer.buyer().bought(), 30);
        BusinessTime.advance(Duration.ofMinutes(2)); // and than its hours wait for it

        theHour(customer, workspace, hour, "ACCEPTED");
        assertThat(quantities(customer)).containsExactly(70);
    }

    private static Customer aCustomer(int cents) {
        var bought = Market.buy("contract", Notify.BEFORE);
        LocalStackResource.market().entitle(bought.id(), List.of(Entitlement.of("monthly_cents", cents)));
        return Metered.aCustomer(bought);
    }

    private static void useADollar(Customer customer, String workspace, Instant hour) {
        report(customer, workspace, hour, A_DOLLAR);
        BusinessTime.advanceTo(told(hour));
    }

    private static void paysOnlyWhatIsAbove(Customer customer, Instant hour) {
        var bill = Market.bill(customer.buyer().bought(), hour.toString().substring(0, 7));
        assertThat(bill.findValuesAsText("quantity").stream()
                        .mapToInt(Integer::parseInt)
                        .sum())
                .isEqualTo(150);
    }

    private static void awaitEntitled(Bought bought, int cents) {
        Awaitility.await("AWS's word on the contract")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Database.rows(
                                "SELECT e.value FROM entitlements e JOIN subscriptions s ON s.id = e.subscription_id"
                                        + " WHERE s.aws_account_id = ? AND e.dimension = 'monthly_cents'",
                                bought.awsAccountId()))
                        .containsExactly(List.of("" + cents)));
    }

    private static void entitlementsFail(Fault fault) {
        LocalStackResource.stack()
                .emulator()
                .faults()
                .set(Operation.GET_ENTITLEMENTS, new Setting(fault, Setting.DEFAULT_SLOW, null));
    }
}
