package com.guance.marketplace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Buyers on AWS Marketplace, each with an AWS account and a subscription of their own. */
final class Buyers {
    private static final AtomicLong ACCOUNTS = new AtomicLong(100_000_000_000L);

    /** What a licence is told by. */
    record Licence(String subscription, String awsAccountId, String arn) {}

    private final Emulator emulator;

    Buyers(Emulator emulator) {
        this.emulator = emulator;
    }

    /** A token of each of so many new subscriptions, for which AWS has sent nothing yet. */
    List<String> tokens(int count) throws Exception {
        return each(count, () -> {
            var subscription = subscribe("NEVER").path("id").asText();
            return emulator.post("/_emulator/subscriptions/" + subscription + "/tokens", Map.of())
                    .path("token")
                    .asText();
        });
    }

    /** So many new subscriptions for which AWS takes usage from now on. */
    List<Licence> licences(int count) throws Exception {
        return each(count, () -> {
            var subscription = subscribe("BEFORE");
            return new Licence(
                    subscription.path("id").asText(),
                    subscription.path("awsAccountId").asText(),
                    subscription.path("licenseArn").asText());
        });
    }

    private JsonNode subscribe(String notifyWhen) throws Exception {
        var buyer = Long.toString(ACCOUNTS.incrementAndGet());
        return emulator.post(
                "/_emulator/subscriptions", Map.of("product", "global", "awsAccountId", buyer, "notify", notifyWhen));
    }

    private static <T> List<T> each(int count, Callable<T> buy) throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var all = threads.invokeAll(
                    IntStream.range(0, count).mapToObj(i -> buy).toList());
            return all.stream().map(Future::resultNow).toList();
        }
    }
}
