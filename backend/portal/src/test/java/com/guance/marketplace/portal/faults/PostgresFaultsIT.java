package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.guance.marketplace.portal.faultproxy.PostgresProxy;
import com.guance.marketplace.portal.faults.Killer.Point;
import com.guance.marketplace.portal.faults.Killer.Side;
import com.guance.marketplace.portal.faults.Killer.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL goes away in every way it can; the portal stays, says so, and is well as soon as PostgreSQL is. */
@ExtendWith(MoneyAddsUp.class)
class PostgresFaultsIT {
    private ShippedPortal portal;

    @BeforeEach
    void start() {
        portal = Stack.portal();
    }

    @AfterEach
    void mend() {
        Stack.get().local.startPostgres();
        portal.mend();
    }

    @Test
    void a_crash_of_the_database_during_requests_is_told_and_then_forgotten() throws Exception {
        var buyers = new ArrayList<Buyer>();
        for (int i = 0; i < 6; i++) {
            buyers.add(Kind.values()[i % 2].buys(portal, AwsMarketplace.buyConfirmed()));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            buyers.forEach(buyer -> running.add(threads.submit(() -> persist(buyer))));
            Waiting.pause(Duration.ofMillis(700));

            Stack.get().local.crashPostgres();
            Waiting.until("readiness goes down", Duration.ofSeconds(10), () -> !portal.isReady());
            saysThatItCannot();
            Stack.get().local.startPostgres();

            Waiting.until("readiness comes back", Duration.ofSeconds(20), portal::isReady);
            for (var run : running) {
                run.get();
            }
        }
        buyers.forEach(Ledger::check);
    }

    @Tag("prove")
    @Test
    void after_an_orderly_restart_of_the_database_the_first_request_succeeds() {
        var buyer = Kind.PROGRAM.buys(portal, AwsMarketplace.buyConfirmed());
        buyer.goTo(Step.SAVE_BASIC_INFO);

        Stack.get().local.stopPostgres();
        saysThatItCannot();
        Stack.get().local.startPostgres();
        Waiting.until("readiness comes back", Duration.ofSeconds(20), portal::isReady);

        for (int i = 0; i < 25; i++) { // more than there are connections
            buyer.read().must(200);
        }
        buyer.finish();
        Ledger.check(buyer);
    }

    /** The server's machine is gone without a word: nothing is refused, and nothing is answered. */
    @Tag("prove")
    @Test
    void a_database_that_hangs_is_given_up_in_time() {
        var buyer = Kind.PROGRAM.buys(portal, AwsMarketplace.buyConfirmed());
        buyer.goTo(Step.REGISTER);
        portal.postgres.hang();

        long start = System.nanoTime();
        saysThatItCannot();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(55));

        portal.postgres.pass();
        Waiting.until("readiness comes back", Duration.ofSeconds(40), portal::isReady);
        buyer.recover();
        buyer.finish();
        Ledger.check(buyer);
    }

    @Tag("prove")
    @Test
    void a_row_that_somebody_holds_too_long_is_told_as_busy() throws SQLException {
        var buyer = Kind.PROGRAM.buys(portal, AwsMarketplace.buyConfirmed());
        buyer.goTo(Step.REGISTER);
        try (var connection = Database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT 1 FROM onboardings WHERE id = '" + buyer.id + "' FOR UPDATE");

            assertThat(outcomeIsUnknown(buyer)).isTrue();
            connection.rollback();
        }

        buyer.recover();
        buyer.finish();
        Ledger.check(buyer);
    }

    @ParameterizedTest
    @CsvSource({"PROGRAM, AFTER", "BROWSER, BEFORE"})
    void one_buyer_survives_the_loss_of_the_connection_at_the_deciding_commit_of_every_step(Kind kind, Side side) {
        var commits = Commits.of(portal, kind, Way.REGISTRATION);
        var buyer = kind.buys(portal, AwsMarketplace.buyConfirmed());
        while (!buyer.isDone) {
            loseConnection(
                    buyer, new Point(Work.REQUEST, commits.get(buyer.step).deciding(), side));
        }
        Ledger.check(buyer);
    }

    @Tag("prove")
    @TestFactory
    Stream<DynamicTest> a_connection_lost_at_any_commit_is_no_server_error_and_nothing_is_lost_or_doubled() {
        var tests = new ArrayList<DynamicTest>();
        for (var kind : Kind.values()) {
            Commits.of(portal, kind, Way.REGISTRATION).forEach((step, counted) -> {
                for (int commit = 1; commit <= counted.all(); commit++) {
                    for (var side : Side.values()) {
                        var point = new Point(Work.REQUEST, commit, side);
                        var name = "%s, %s, %s: %s"
                                .formatted(kind, step, point, counted.what().get(commit - 1));
                        tests.add(dynamicTest(name, () -> losesConnection(kind, step, point)));
                    }
                }
            });
        }
        return tests.stream();
    }

    private void losesConnection(Kind kind, Step step, Point point) {
        var buyer = kind.buys(portal, AwsMarketplace.buyConfirmed());
        buyer.goTo(step);
        loseConnection(buyer, point);
        if (!buyer.isDone) {
            buyer.finish();
        }
        Ledger.check(buyer);
    }

    /** The connection breaks at this point of the buyer's step, and the buyer gets the step done all the same. */
    private void loseConnection(Buyer buyer, Point point) {
        var cut = new Killer(point, () -> {});
        portal.postgres.listen(cut);
        boolean isUnknown = outcomeIsUnknown(buyer);
        assertThat(cut.hasStruck()).as("the connection was lost").isTrue();
        portal.postgres.listen(PostgresProxy.Listener.NONE);
        if (isUnknown) {
            buyer.recover();
        }
    }

    /** Does the step once; true where it was answered by 503, or by the page that says to try again. */
    private static boolean outcomeIsUnknown(Buyer buyer) {
        try {
            buyer.perform();
            return false;
        } catch (NoAnswer unknown) {
            return true;
        }
    }

    /** Goes on as long as it takes. */
    private static void persist(Buyer buyer) {
        boolean isRecovering = false;
        for (int i = 0; i < 100 && !buyer.isDone; i++) {
            try {
                if (isRecovering) {
                    buyer.recover();
                    isRecovering = false;
                } else {
                    buyer.perform();
                }
            } catch (NoAnswer unknown) {
                isRecovering = true;
                Waiting.pause(Duration.ofMillis(500));
            }
        }
    }

    /** The landing by a page, the API by a problem that says when to come again ({@link Client} looks at it). */
    private void saysThatItCannot() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var landing = threads.submit(() -> portal.client().land("any-token"));
            var api = List.of(
                    threads.submit(() -> portal.client()
                            .send(
                                    "POST",
                                    "/api/v1/onboardings",
                                    java.util.Map.of("registrationToken", "any-token"),
                                    "Idempotency-Key",
                                    "any-key")),
                    threads.submit(() -> portal.client()
                            .send(
                                    "POST",
                                    "/api/v1/sessions",
                                    java.util.Map.of("login", "somebody", "password", "x", "delivery", "TOKEN"))),
                    threads.submit(
                            () -> portal.client().get("/api/v1/onboardings", "Authorization", "Bearer of-nobody")));
            assertThat(landing.get().must(303).header("Location")).startsWith("/marketplace/problem/try-again");
            for (var answer : api) {
                assertThat(answer.get().isProblem(503, "busy"))
                        .as(answer.get().body())
                        .isTrue();
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e.getCause() == null ? e : e.getCause());
        }
    }
}
