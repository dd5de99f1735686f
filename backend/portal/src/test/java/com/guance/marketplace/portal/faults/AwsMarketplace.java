package com.guance.marketplace.portal.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.Map;

/** The buyer's side of AWS Marketplace. */
final class AwsMarketplace {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A subscription. */
    record Bought(String id, String awsAccountId) {}

    private AwsMarketplace() {}

    /** Confirmed by AWS before the buyer comes. */
    static Bought buyConfirmed() {
        return buy("BEFORE");
    }

    /** Confirmed only by {@link #confirm}. */
    static Bought buyUnconfirmed() {
        return buy("NEVER");
    }

    private static Bought buy(String notify) {
        var account = "%012d".formatted(Math.floorMod(RANDOM.nextLong(), 1_000_000_000_000L));
        var made = send(
                "/_emulator/subscriptions", Map.of("product", "global", "awsAccountId", account, "notify", notify));
        return new Bought(made.path("id").asText(), account);
    }

    static String token(Bought bought) {
        return send("/_emulator/subscriptions/" + bought.id() + "/tokens", Map.of())
                .path("token")
                .asText();
    }

    /** @param copies how often at-least-once delivery delivers it */
    static void confirm(Bought bought, int copies) {
        send("/_emulator/subscriptions/" + bought.id() + "/notifications", Map.of("type", "SUCCESS", "copies", copies));
    }

    /** The buyer cancels: the agreement ends, and its licence with it. */
    static void end(Bought bought) {
        send("/_emulator/subscriptions/" + bought.id() + "/notifications", Map.of("type", "CANCEL"));
    }

    /** How many messages AWS has sent of a purchase, copies aside. */
    static int sent(Bought bought) {
        return Stack.get()
                .local
                .emulator()
                .market()
                .notificationsOf(bought.id())
                .size();
    }

    private static JsonNode send(String path, Object body) {
        var uri = URI.create(Stack.get().local.emulatorAddress().toString().replaceAll("/$", "") + path);
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Client.write(body)))
                .build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
