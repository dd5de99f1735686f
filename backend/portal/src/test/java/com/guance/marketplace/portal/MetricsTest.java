package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What operators look at is what the portal tells: names and labels of the dashboard and the alerts are real. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class MetricsTest {
    private static final Path MONITORING = Path.of("../../docker/monitoring");
    private static final Pattern STEP = Pattern.compile("portal_onboarding_steps_total\\{step=\\\\?\"([a-z-]+)");
    private static final Pattern NAME = Pattern.compile("portal_[a-z_]+");
    /** Counts of what goes wrong are there from the first time that it does. */
    private static final Pattern OF_TROUBLE = Pattern.compile("portal_(queue_failures|rate_limited)_total");

    @Test
    void the_dashboard_and_the_alerts_ask_for_what_there_is() throws IOException {
        Given.aCustomer();
        Given.opened(
                Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(Market.buy("cn", Notify.NEVER))))));
        Bind.aLiveBinder(Given.aCustomer());
        Api.land("no token of anybody");
        anHourIsMetered();

        var told = Api.plain().get("/q/metrics").asString();

        for (var file : new String[] {"alerts.yaml", "dashboard.json"}) {
            var asked = Files.readString(MONITORING.resolve(file));
            var names = new TreeSet<String>();
            NAME.matcher(asked).results().forEach(name -> names.add(name.group()));
            names.removeIf(name -> OF_TROUBLE.matcher(name).matches());
            assertThat(names)
                    .as(file)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(told).containsPattern("(?m)^" + name + "(\\{| )"));
        }
        var steps = new TreeSet<String>();
        for (var file : new String[] {"alerts.yaml", "dashboard.json"}) {
            STEP.matcher(Files.readString(MONITORING.resolve(file)))
                    .results()
                    .forEach(step -> steps.add(step.group(1)));
        }
        assertThat(steps).contains("registered", "opened", "account-bound");
        var counted = new TreeSet<String>();
        Pattern.compile("portal_onboarding_steps_total\\{step=\"([a-z-]+)\"")
                .matcher(told)
                .results()
                .forEach(step -> counted.add(step.group(1)));
        assertThat(counted).contains("email-proved", "basic-info", "registered", "opened", "waiting-for-aws");
        steps.removeAll(counted);
        assertThat(steps).as("steps that nothing counts").isSubsetOf("confirmed-by-aws", "bound");
    }

    private static void anHourIsMetered() {
        var hour = BusinessTime.openHour();
        var customer = Given.aCustomer();
        Metered.report(customer, Metered.workspace(customer), hour, Map.of("triggers", 10_000));
        BusinessTime.advanceTo(hour.plus(Duration.ofMinutes(71)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !Metered.ledger(customer).isEmpty());
    }
}
