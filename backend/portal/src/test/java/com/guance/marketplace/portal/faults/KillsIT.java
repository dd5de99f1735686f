package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.guance.marketplace.portal.faultproxy.PostgresProxy;
import com.guance.marketplace.portal.faults.Commits.Counted;
import com.guance.marketplace.portal.faults.Killer.Point;
import com.guance.marketplace.portal.faults.Killer.Side;
import com.guance.marketplace.portal.faults.Killer.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The portal is killed with {@code kill -9} exactly before a commit reaches PostgreSQL, or exactly after PostgreSQL has done
 * it and before the portal knows. Then it is started again, and the client goes on as real ones do.
 */
@ExtendWith(MoneyAddsUp.class)
class KillsIT {
    private record Walk(Kind kind, Way way) {}

    private static final Map<Walk, Map<Step, Counted>> COMMITS = new HashMap<>();
    private static ShippedPortal portal;

    @BeforeAll
    static void start() {
        portal = Stack.portal();
    }

    private static Map<Step, Counted> commits(Kind kind, Way way) {
        return COMMITS.computeIfAbsent(new Walk(kind, way), w -> Commits.of(portal, kind, way));
    }

    @ParameterizedTest
    @CsvSource({"PROGRAM, BEFORE", "BROWSER, AFTER"})
    void one_buyer_survives_a_kill_at_the_deciding_commit_of_every_step(Kind kind, Side side) {
        survivesKills(kind, Way.REGISTRATION, side, Way.REGISTRATION.steps);
    }

    @ParameterizedTest
    @CsvSource({"BROWSER, BEFORE", "PROGRAM, AFTER"})
    void a_landing_survives_a_kill_on_its_other_side_too(Kind kind, Side side) {
        survivesKills(kind, Way.REGISTRATION, side, EnumSet.of(Step.LAND));
    }

    @Test
    void an_account_and_a_workspace_are_bound_once_though_the_portal_is_killed_after_it_bound_them() {
        var steps = EnumSet.of(Step.BIND_ACCOUNT, Step.BIND_WORKSPACE);
        survivesKills(Kind.PROGRAM, Way.BINDING, Side.AFTER, steps);
    }

    @Tag("prove")
    @ParameterizedTest
    @CsvSource({"PROGRAM, BEFORE", "PROGRAM, AFTER", "BROWSER, BEFORE", "BROWSER, AFTER"})
    void one_owner_survives_a_kill_at_the_deciding_commit_of_every_step_of_binding(Kind kind, Side side) {
        survivesKills(kind, Way.BINDING, side, Way.BINDING.steps);
    }

    @Tag("prove")
    @ParameterizedTest
    @CsvSource({"BROWSER, BEFORE", "PROGRAM, AFTER"})
    void one_buyer_survives_a_kill_on_the_other_side_of_every_step(Kind kind, Side side) {
        survivesKills(kind, Way.REGISTRATION, side, Way.REGISTRATION.steps);
    }

    private static void survivesKills(Kind kind, Way way, Side side, Set<Step> steps) {
        var commits = commits(kind, way);
        var buyer = way.buyer(kind, portal, AwsMarketplace.buyConfirmed());
        var killed = EnumSet.noneOf(Step.class);
        while (!buyer.isDone) {
            var step = buyer.step;
            if (steps.contains(step) && killed.add(step)) {
                kill(buyer, new Point(Work.REQUEST, commits.get(step).deciding(), side));
            } else {
                buyer.perform();
            }
        }
        assertThat(killed).isEqualTo(steps);
        Ledger.check(buyer);
    }

    @ParameterizedTest
    @EnumSource
    void a_mail_is_sent_though_the_portal_is_killed_before_or_after_it_notes_that_it_was(Side side) {
        survivesKillWhileSending(new Point(Work.MAIL, 2, side));
    }

    @Tag("prove")
    @ParameterizedTest
    @EnumSource
    void a_mail_is_sent_though_the_portal_is_killed_before_or_after_it_takes_the_mail_on(Side side) {
        survivesKillWhileSending(new Point(Work.MAIL, 1, side));
    }

    private static void survivesKillWhileSending(Point point) {
        var buyer = Kind.PROGRAM.buys(portal, AwsMarketplace.buyConfirmed());
        buyer.goTo(Step.SEND_CODE);

        kill(buyer, point);
        buyer.finish();

        Ledger.check(buyer);
    }

    @ParameterizedTest
    @EnumSource
    void a_notification_is_applied_once_though_the_portal_is_killed_while_taking_it_in(Side side) {
        var bought = AwsMarketplace.buyUnconfirmed();
        var buyer = Kind.PROGRAM.buys(portal, bought);
        buyer.goTo(Step.SIGN_IN);
        var killer = new Killer(new Point(Work.NOTIFICATION, 1, side), portal::kill);
        portal.postgres.listen(killer);

        AwsMarketplace.confirm(bought, 2);

        Waiting.until("the kill", Duration.ofSeconds(20), killer::hasStruck);
        rise();
        Waiting.until(
                "the workspace is open",
                Duration.ofSeconds(30),
                () -> buyer.read().text("/workspace/state").equals("NORMAL"));
        buyer.finish();
        Ledger.check(buyer);
        assertThat(Database.texts("""
                        SELECT b.method FROM settlement_bindings b JOIN onboardings o ON o.workspace_id = b.workspace_id
                        WHERE o.id = ?::uuid ORDER BY b.predecessor_id NULLS FIRST""", buyer.id)).containsExactly("UNSETTLED", "SUBSCRIPTION");
    }

    /** Between receiving and committing nothing is kept, between committing and deleting it comes once more. */
    @ParameterizedTest
    @EnumSource
    void every_event_of_a_life_counts_once_though_the_portal_is_killed_while_taking_each_in(Side side) {
        for (int commit = 1; commit <= 2; commit++) { // the agreement's, and the licence's
            var bought = AwsMarketplace.buyUnconfirmed();
            Kind.PROGRAM.buys(portal, bought).goTo(Step.SEND_CODE);
            var point = new Point(Work.NOTIFICATION, commit, side);
            dieTakingIn(point, () -> AwsMarketplace.confirm(bought, 1));
            awaitState(bought, "LIVE");
            dieTakingIn(point, () -> AwsMarketplace.end(bought));
            awaitState(bought, "ENDED");
            countsOnce(bought);
        }
    }

    private static void countsOnce(AwsMarketplace.Bought bought) {
        // AWS's ids are unique in the inbox: as many as were sent are each of them, once
        Waiting.until(
                "all are here",
                Duration.ofSeconds(30),
                () -> Database.count(
                                "marketplace_events WHERE aws_account_id = ? AND source = 'QUEUE'",
                                bought.awsAccountId())
                        == AwsMarketplace.sent(bought));
        assertThat(Database.texts(
                        "SELECT DISTINCT status FROM marketplace_events WHERE aws_account_id = ? AND kind LIKE 'License%'",
                        bought.awsAccountId()))
                .containsExactly("APPLIED");
        assertThat(Database.count("subscriptions WHERE aws_account_id = ?", bought.awsAccountId()))
                .isEqualTo(1);
    }

    private static void dieTakingIn(Point point, Runnable sending) {
        var killer = new Killer(point, portal::kill);
        portal.postgres.listen(killer);
        sending.run();
        Waiting.until("the kill " + point, Duration.ofSeconds(40), killer::hasStruck);
        portal.postgres.listen(PostgresProxy.Listener.NONE);
        rise();
    }

    private static void awaitState(AwsMarketplace.Bought bought, String state) {
        Waiting.until(
                "it is " + state,
                Duration.ofSeconds(30),
                () -> Database.texts("SELECT state FROM subscriptions WHERE aws_account_id = ?", bought.awsAccountId())
                        .equals(List.of(state)));
    }

    /** Nothing is helped along here: the claim of the dead portal and the lease of its mail run out by themselves. */
    @Tag("prove")
    @Test
    void what_a_dead_portal_held_is_free_after_a_minute() {
        var buyer = Kind.PROGRAM.buys(portal, AwsMarketplace.buyConfirmed());
        buyer.goTo(Step.SEND_CODE);
        strike(buyer, new Point(Work.MAIL, 1, Side.AFTER));
        portal.start();
        if (buyer.step == Step.SEND_CODE) {
            buyer.recover();
        }
        buyer.goTo(Step.REGISTER); // the code comes after a minute
        int deciding =
                commits(Kind.PROGRAM, Way.REGISTRATION).get(Step.REGISTER).deciding();
        strike(buyer, new Point(Work.REQUEST, deciding, Side.BEFORE));
        portal.start();

        Waiting.until("the key is free again", Duration.ofSeconds(75), () -> {
            try {
                buyer.perform();
                return true;
            } catch (AssertionError inProgress) {
                assertThat(inProgress).hasMessageContaining("request-in-progress");
                Waiting.pause(Duration.ofSeconds(2));
                return false;
            }
        });
        buyer.finish();

        Ledger.check(buyer);
    }

    @Tag("prove")
    @TestFactory
    Stream<DynamicTest> a_buyer_survives_a_kill_at_every_commit_on_either_side() {
        var tests = new ArrayList<DynamicTest>();
        for (var kind : Kind.values()) {
            for (var way : Way.values()) {
                var commits = commits(kind, way);
                way.steps.forEach(step -> tests.addAll(everyCommit(kind, way, step, commits.get(step))));
            }
        }
        System.out.printf("Kills one by one: %d%n", tests.size());
        return tests.stream();
    }

    private static List<DynamicTest> everyCommit(Kind kind, Way way, Step step, Counted counted) {
        var tests = new ArrayList<DynamicTest>();
        for (int commit = 1; commit <= counted.all(); commit++) {
            for (var side : Side.values()) {
                var point = new Point(Work.REQUEST, commit, side);
                var what = counted.what().get(commit - 1);
                tests.add(dynamicTest("%s, %s, %s: %s".formatted(kind, step, point, what), () -> {
                    var buyer = way.buyer(kind, portal, AwsMarketplace.buyConfirmed());
                    buyer.goTo(step);
                    kill(buyer, point);
                    if (!buyer.isDone) {
                        buyer.finish();
                    }
                    Ledger.check(buyer);
                }));
            }
        }
        return tests;
    }

    /** The portal dies at this point of the buyer's step, rises, and the buyer gets this step done all the same. */
    private static void kill(Buyer buyer, Point point) {
        var step = buyer.step;
        strike(buyer, point);
        rise();
        if (buyer.step == step && !buyer.isDone) {
            buyer.recover();
        }
    }

    private static void strike(Buyer buyer, Point point) {
        var killer = new Killer(point, portal::kill);
        portal.postgres.listen(killer);
        var asked = buyer.step + " " + point;
        try {
            buyer.perform();
        } catch (NoAnswer killed) {
            // as wanted
        }
        Waiting.until("the kill at " + asked, Duration.ofSeconds(40), killer::hasStruck);
        portal.postgres.listen(PostgresProxy.Listener.NONE);
    }

    private static void rise() {
        Database.aMailsLeaseEnds();
        portal.start();
    }
}
