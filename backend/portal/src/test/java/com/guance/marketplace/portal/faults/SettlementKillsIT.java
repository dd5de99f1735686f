package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.emulator.metering.MeteredRecord;
import com.guance.marketplace.emulator.wire.Faults.Fault;
import com.guance.marketplace.emulator.wire.Faults.Setting;
import com.guance.marketplace.emulator.wire.Operation;
import com.guance.marketplace.portal.faultproxy.PostgresProxy;
import com.guance.marketplace.portal.faults.Fleet.Member;
import com.guance.marketplace.portal.faults.Killer.Point;
import com.guance.marketplace.portal.faults.Killer.Side;
import com.guance.marketplace.portal.faults.Killer.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two portals settle usage on one database, and are killed at random and at chosen moments of it, while AWS loses some of its
 * answers and PostgreSQL stops without a word. AWS's own ledger is the judge: every unit that was reported is there, once.
 */
@Tag("prove")
@ExtendWith(MoneyAddsUp.class)
class SettlementKillsIT {
    private static final int KILLS = Integer.getInteger("settlement.kills", 25);
    private static final int CRASHES = Integer.getInteger("settlement.crashes", 5);
    private static final long SEED = Long.getLong("settlement.seed", System.nanoTime());

    /** Subscriptions of a round; so many have closed hours that a call holds only some of their records. */
    private static final int FLEET = 8;

    private static final int HOURS = 10;

    /** Of a subscription's hour. */
    private static final int REPORTS = 10;

    /** Of a trigger each; they cost 0.003 dollars, so that many make whole units. */
    private static final int TRIGGERS = 1_000;

    private static final int UNITS = 3;

    private static ShippedPortal first;
    private static ShippedPortal second;
    private static Buyer buyer;

    private final Random random = new Random(SEED);
    /** What AWS has to have in the end, by licence. */
    private final Map<String, Integer> expected = new HashMap<>();

    private final List<Member> members = new ArrayList<>();
    private int reports;

    @BeforeAll
    static void start() {
        Stack.endPortal();
        var quick = Map.of("METERING_EVERY", "1s");
        first = Stack.get().newPortal("first", quick);
        second = Stack.get().newPortal("second", quick);
        first.start();
        second.start();
        buyer = Kind.PROGRAM.buys(first, AwsMarketplace.buyConfirmed());
        buyer.finish();
    }

    @AfterAll
    static void end() {
        answers(Fault.NONE, null);
        first.close();
        second.close();
    }

    @Test
    void nothing_is_lost_and_nothing_billed_twice_though_portals_are_killed_at_any_moment() {
        for (int kill = 0; kill < KILLS; kill++) {
            answers(kill % 3 == 0 ? Fault.LOST_ANSWER : Fault.NONE, 2);
            settleThrough(kill % 2 == 0 ? this::killAtACommit : this::killSometime);
        }
        answers(Fault.NONE, null);
        awaitDrained();
        System.out.printf(
                "Settlement: %d kills over %,d reports and %,d records, seed %d%n",
                KILLS, reports, ledger().size(), SEED);
        judge();
    }

    @Test
    void nothing_is_lost_and_nothing_billed_twice_though_postgresql_stops_without_a_word() {
        for (int crash = 0; crash < CRASHES; crash++) {
            settleThrough(() -> {
                Waiting.pause(Duration.ofMillis(random.nextInt(3_000)));
                Stack.get().local.crashPostgres();
                Waiting.pause(Duration.ofMillis(random.nextInt(1_000)));
                Stack.get().local.startPostgres();
            });
        }
        awaitDrained();
        System.out.printf("Settlement: %d stops of PostgreSQL over %,d reports, seed %d%n", CRASHES, reports, SEED);
        judge();
    }

    /** It comes back when its claims are another's already, and goes on with what it was about to do. */
    @Test
    void a_portal_that_stands_still_in_the_middle_of_a_call_bills_nothing_twice() throws Exception {
        var fleet = Fleet.of(FLEET, buyer);
        report(fleet);
        awaitCharged();
        second.aws.hang();
        first.aws.hang();
        fleet.closesHours();
        Waiting.until(
                "records are under way",
                Duration.ofSeconds(30),
                () -> Database.count(
                                "metering_records WHERE outcome = 'SENT_UNKNOWN' AND subscription_id = ANY (?)",
                                ids(fleet))
                        > 0);
        signal("STOP", first);
        second.aws.pass();
        awaitTaken(fleet);
        signal("CONT", first);
        first.aws.pass();
        awaitDrained();
        judge();
    }

    private static void awaitTaken(Fleet fleet) {
        // the lease of a call that nobody answers ends after a minute or so
        Waiting.until(
                "the other has taken over",
                Duration.ofSeconds(150),
                () -> Database.count(
                                "metering_records WHERE outcome = 'ACCEPTED' AND subscription_id = ANY (?)", ids(fleet))
                        > 0);
    }

    private static UUID[] ids(Fleet fleet) {
        return fleet.members.stream().map(Member::subscription).toArray(UUID[]::new);
    }

    private static void signal(String name, ShippedPortal portal) throws Exception {
        var sent = new ProcessBuilder("kill", "-" + name, String.valueOf(portal.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(sent).isZero();
    }

    /** Reports come in, their hours close and are told to AWS, and somewhere on this way harm is done. */
    private void settleThrough(Runnable harm) {
        var fleet = Fleet.of(FLEET, buyer);
        int when = random.nextInt(3);
        if (when == 0) {
            inParallel(harm, () -> report(fleet));
            awaitCharged();
            fleet.closesHours();
        } else if (when == 1) {
            report(fleet);
            harm.run();
            awaitCharged();
            fleet.closesHours();
        } else {
            report(fleet);
            awaitCharged();
            fleet.closesHours();
            harm.run();
        }
    }

    private static void inParallel(Runnable harm, Runnable work) {
        var working = Thread.ofVirtual().start(work);
        harm.run();
        try {
            working.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void killSometime() {
        var victim = random.nextBoolean() ? first : second;
        Waiting.pause(Duration.ofMillis(random.nextInt(3_000)));
        victim.kill();
        if (random.nextInt(5) == 0) {
            other(victim).kill();
            other(victim).start();
        }
        victim.start();
    }

    private void killAtACommit() {
        var victim = random.nextBoolean() ? first : second;
        var point = new Point(Work.SETTLEMENT, 1 + random.nextInt(4), random.nextBoolean() ? Side.BEFORE : Side.AFTER);
        var killer = new Killer(point, victim::kill);
        victim.postgres.listen(killer);
        for (int i = 0; i < 100 && !killer.hasStruck(); i++) {
            Waiting.pause(Duration.ofMillis(100));
        }
        victim.postgres.listen(PostgresProxy.Listener.NONE);
        victim.kill(); // where the other did all there was to do
        victim.start();
    }

    private static ShippedPortal other(ShippedPortal portal) {
        return portal == first ? second : first;
    }

    /** A data plane reports all hours in two batches, and repeats each until it is answered. */
    private void report(Fleet fleet) {
        var open = Instant.now().truncatedTo(ChronoUnit.HOURS);
        var all = new ArrayList<Map<String, Object>>();
        for (var member : fleet.members) {
            for (int hour = 1; hour <= HOURS; hour++) {
                var begin = open.minus(hour, ChronoUnit.HOURS);
                for (int i = 0; i < REPORTS; i++) {
                    all.add(Map.of(
                            "reportId",
                            "r-" + i,
                            "workspaceId",
                            member.workspace(),
                            "from",
                            begin.toString(),
                            "to",
                            begin.plus(1, ChronoUnit.HOURS).toString(),
                            "usage",
                            Map.of("triggers", TRIGGERS)));
                }
            }
            expected.merge(member.licenseArn(), HOURS * REPORTS * UNITS, Integer::sum);
        }
        members.addAll(fleet.members);
        reports += all.size();
        for (int i = 0; i < all.size(); i += 400) {
            send(all.subList(i, Math.min(all.size(), i + 400)));
        }
    }

    private void send(List<Map<String, Object>> batch) {
        var portal = random.nextBoolean() ? first : second;
        for (int tries = 0; tries < 200; tries++) {
            try {
                var answer = portal.client()
                        .send(
                                "POST",
                                "/api/v1/usage-reports",
                                Map.of("reports", batch),
                                "Authorization",
                                "Bearer " + token(portal))
                        .must(200);
                var said = new ArrayList<String>();
                answer.json()
                        .path("reports")
                        .forEach(report -> said.add(report.path("status").asText()));
                assertThat(said).hasSize(batch.size()).containsAnyOf("ACCEPTED", "DUPLICATE");
                assertThat(said).isSubsetOf("ACCEPTED", "DUPLICATE");
                return;
            } catch (NoAnswer unknown) {
                Waiting.pause(Duration.ofMillis(200));
                portal = other(portal);
            }
        }
        throw new AssertionError("a batch was never answered");
    }

    private static String token(ShippedPortal portal) {
        var client = Stack.get().local.partnerClient("us1");
        return portal.client()
                .form(
                        "/api/v1/oauth2/token",
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                client.id(),
                                "client_secret",
                                client.secret()))
                .must(200)
                .text("/access_token");
    }

    private void awaitCharged() {
        Waiting.until(
                "all reports are charged",
                Duration.ofSeconds(90),
                () -> isKnown("usage_reports WHERE accrued_at IS NULL"));
    }

    private void awaitDrained() {
        Waiting.until(
                "everything is told to AWS",
                Duration.ofSeconds(240),
                () -> isKnown("metering_progress WHERE due_at <= now()")
                        && isKnown("metering_records WHERE outcome IN ('FROZEN', 'SENT_UNKNOWN')"));
    }

    private static boolean isKnown(String nothingOf) {
        try {
            return Database.count(nothingOf) == 0;
        } catch (IllegalStateException databaseIsAway) {
            return false;
        }
    }

    private void judge() {
        var metered = new HashMap<String, Integer>();
        ledger().forEach(record -> metered.merge(
                String.valueOf(record.usage().licenseArn()), record.usage().quantity(), Integer::sum));
        assertThat(metered).as("seed " + SEED).isEqualTo(expected);
        assertThat(Database.count("metering_records WHERE outcome <> 'ACCEPTED' AND subscription_id = ANY (?)", (Object)
                        members.stream().map(Member::subscription).toArray(UUID[]::new)))
                .isZero();
    }

    /** AWS's, of the licences that are settled here; hours in which nothing was used aside. */
    private List<MeteredRecord> ledger() {
        var licences = members.stream().map(Member::licenseArn).collect(Collectors.toSet());
        return Stack.get().local.emulator().ledger().records().stream()
                .filter(record ->
                        licences.contains(String.valueOf(record.usage().licenseArn())))
                .toList();
    }

    private static void answers(Fault fault, Integer times) {
        Stack.get()
                .local
                .emulator()
                .faults()
                .set(
                        Operation.BATCH_METER_USAGE,
                        new Setting(fault, Setting.DEFAULT_SLOW, fault == Fault.NONE ? null : times));
    }
}
