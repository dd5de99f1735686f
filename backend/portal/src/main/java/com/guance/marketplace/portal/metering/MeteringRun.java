package com.guance.marketplace.portal.metering;

import static java.util.stream.Collectors.toMap;

import com.guance.marketplace.portal.marketplace.MeteringClients;
import com.guance.marketplace.portal.marketplace.Subscriptions;
import com.guance.marketplace.portal.metering.MeteredProducts.Metered;
import com.guance.marketplace.portal.metering.MeteringCall.Failure;
import com.guance.marketplace.portal.metering.MeteringCaller.Answer;
import com.guance.marketplace.portal.metering.MeteringLanes.Claim;
import com.guance.marketplace.portal.metering.MeteringRecords.Kept;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * Sends frozen records to AWS, oldest first, at the pace of each lane. A call is claimed in one transaction, made in none,
 * and its outcome recorded in another; safe to run twice, beside its twins, and to die anywhere.
 */
@ApplicationScoped
class MeteringRun {
    private static final int PAST_AT_ONCE = 200;

    /** A lane that has no instant to give for longer than this is left until the next run. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final MeteringLanes lanes;
    private final MeteringCaller caller;
    private final MeteringAnswers answers;
    private final Subscriptions subscriptions;
    private final MeteringClients clients;
    private final MeteringConfig config;
    private final Backoff backoff;
    private final Clock clock;
    private final ExecutorService threads;
    private final Map<String, Integer> callsPerSecond;
    /** Lanes that are under way. */
    private final Set<String> driven = ConcurrentHashMap.newKeySet();

    MeteringRun(
            MeteringLanes lanes,
            MeteringCaller caller,
            MeteringAnswers answers,
            Subscriptions subscriptions,
            MeteringClients clients,
            MeteredProducts products,
            MeteringConfig config,
            Backoff backoff,
            Clock clock,
            @VirtualThreads ExecutorService threads) {
        this.lanes = lanes;
        this.caller = caller;
        this.answers = answers;
        this.subscriptions = subscriptions;
        this.clients = clients;
        this.config = config;
        this.backoff = backoff;
        this.clock = clock;
        this.threads = threads;
        // products that share a quota keep to the smaller budget
        callsPerSecond = new TreeMap<>(
                products.all().stream().collect(toMap(Metered::lane, Metered::callsPerSecond, Math::min)));
    }

    @Scheduled(every = "{metering.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void meter() {
        int ended;
        do {
            ended = QuarkusTransaction.requiringNew().call(() -> answers.endPast(PAST_AT_ONCE));
        } while (ended == PAST_AT_ONCE);
        // no lane waits for another: what is a backlog in one would be a lost hour in the next
        callsPerSecond.keySet().stream()
                .filter(driven::add)
                .forEach(lane -> threads.execute(() -> {
                    try {
                        drive(lane);
                    } finally {
                        driven.remove(lane);
                    }
                }));
    }

    private void drive(String lane) {
        var free = new Semaphore(config.callsAtOnce());
        try {
            while (true) {
                free.acquire();
                var claim = QuarkusTransaction.requiringNew()
                        .call(() -> lanes.claim(lane, callsPerSecond.get(lane), clients.timeout()));
                if (claim instanceof Claim.Call call) {
                    threads.execute(() -> {
                        try {
                            call(lane, call);
                        } finally {
                            free.release();
                        }
                    });
                    continue;
                }
                free.release();
                if (claim instanceof Claim.NotYet notYet && isSoon(notYet.at())) {
                    sleepUntil(notYet.at());
                    continue;
                }
                break;
            }
            free.acquire(config.callsAtOnce()); // until the last is answered
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(String lane, Claim.Call claim) {
        try {
            sleepUntil(claim.at());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return; // the lease ends, and it goes again
        }
        if (!claim.isInTime(clock.instant(), clients.timeout())) {
            // asleep for so long that somebody else may have it by now
            var unsent = claim.call().attempt(Failure.LATER, "not sent");
            QuarkusTransaction.requiringNew()
                    .run(() -> answers.recordFailure(claim.records(), unsent, MeteringCall.MOST));
            return;
        }
        var answer = caller.call(claim.call());
        QuarkusTransaction.requiringNew().run(() -> settle(lane, claim, answer));
        if (answer instanceof Answer.OfEach each) {
            tellOfEnds(claim.records(), each.attempts());
        }
    }

    /** AWS knows no subscription any more: where no notification said so, this is how we hear of it. */
    private void tellOfEnds(List<Kept> records, List<Attempt> attempts) {
        for (int i = 0; i < records.size(); i++) {
            if (attempts.get(i).equals(Attempt.NOT_SUBSCRIBED)) {
                subscriptions.notSubscribed(
                        records.get(i).subscriptionId(), records.get(i).record().timestamp());
            }
        }
    }

    private void settle(String lane, Claim.Call claim, Answer answer) {
        switch (answer) {
            case Answer.OfEach each -> {
                answers.record(claim.records(), each.attempts());
                lanes.succeeded(lane);
            }
            case Answer.Failed failed
            when failed.failure() == Failure.REFUSED -> {
                answers.recordFailure(
                        claim.records(), failed.attempt(), claim.call().smaller());
                lanes.succeeded(lane);
            }
            case Answer.Failed failed -> {
                answers.recordFailure(claim.records(), failed.attempt(), MeteringCall.MOST);
                lanes.failed(lane, backoff);
            }
        }
    }

    private boolean isSoon(Instant at) {
        return Duration.between(clock.instant(), at).compareTo(PATIENCE) < 0;
    }

    private void sleepUntil(Instant at) throws InterruptedException {
        var wait = Duration.between(clock.instant(), at);
        if (wait.isPositive()) {
            Thread.sleep(wait);
        }
    }
}
