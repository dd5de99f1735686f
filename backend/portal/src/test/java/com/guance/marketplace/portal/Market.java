package com.guance.marketplace.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The buyer's side: AWS Marketplace and the buyer's mailbox. */
final class Market {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    enum Notify {
        BEFORE,
        AFTER,
        NEVER
    }

    /** A subscription on AWS Marketplace. */
    record Bought(String id, String product, String awsAccountId, Notify when) {
        String masked() {
            return "····" + awsAccountId.substring(8);
        }
    }

    record Mail(String subject, String text, String html) {
        String code() {
            var matcher = CODE.matcher(subject);
            if (!matcher.find()) {
                throw new AssertionError("no code in: " + subject);
            }
            return matcher.group(1);
        }
    }

    private Market() {}

    static String newAwsAccount() {
        return "%012d".formatted(Math.floorMod(RANDOM.nextLong(), 1_000_000_000_000L));
    }

    static Bought buy(String product, Notify notify) {
        return buy(product, newAwsAccount(), notify);
    }

    static Bought buy(String product, String awsAccountId, Notify notify) {
        var body = JSON.createObjectNode()
                .put("product", product)
                .put("awsAccountId", awsAccountId)
                .put("notify", notify.name());
        return new Bought(post("/_emulator/subscriptions", body).path("id").asText(), product, awsAccountId, notify);
    }

    static String token(Bought bought) {
        return post("/_emulator/subscriptions/" + bought.id() + "/tokens", JSON.createObjectNode())
                .path("token")
                .asText();
    }

    static String token(Bought bought, Duration lifetime) {
        return post(
                        "/_emulator/subscriptions/" + bought.id() + "/tokens",
                        JSON.createObjectNode().put("lifetime", lifetime.toString()))
                .path("token")
                .asText();
    }

    /** @param type SUCCESS, FAIL or CANCEL */
    static void notify(Bought bought, String type) {
        post(
                "/_emulator/subscriptions/" + bought.id() + "/notifications",
                JSON.createObjectNode().put("type", type));
    }

    /** The buyer unsubscribes: AWS says so now, and takes word of it for another hour. A licence is told of only once. */
    static void cancel(Bought bought) {
        post(
                "/_emulator/subscriptions/" + bought.id() + "/notifications",
                JSON.createObjectNode()
                        .put("type", "CANCEL")
                        .put("atOnce", !bought.product().equals("cn")));
    }

    /** Sends the notification several times, as at-least-once delivery may. */
    static void notify(Bought bought, String type, int copies) {
        post(
                "/_emulator/subscriptions/" + bought.id() + "/notifications",
                JSON.createObjectNode().put("type", type).put("copies", copies));
    }

    /** What AWS knows of a subscription: {@code customerIdentifier}, {@code licenseArn}, {@code agreementId}. */
    static JsonNode facts(Bought bought) {
        return send("GET", "/_emulator/subscriptions/" + bought.id(), null);
    }

    /** The newest calls of the portal to AWS. */
    static JsonNode calls() {
        return send("GET", "/_emulator/calls?limit=1000", null).path("items");
    }

    /** The lines of a buyer's bill of a month of UTC. */
    static JsonNode bill(Bought bought, String month) {
        return send("GET", "/_emulator/bill?awsAccountId=" + bought.awsAccountId() + "&month=" + month, null)
                .path("items");
    }

    static void fault(String resolveCustomer) {
        send("PUT", "/_emulator/faults", JSON.createObjectNode().put("resolveCustomer", resolveCustomer));
    }

    /** The next call fails, those after it do not. */
    static void faultOnce(String resolveCustomer) {
        send(
                "PUT",
                "/_emulator/faults",
                JSON.createObjectNode().put("resolveCustomer", resolveCustomer).put("times", 1));
    }

    /** AWS answers rightly, but late. */
    static void slow(Duration duration) {
        send(
                "PUT",
                "/_emulator/faults",
                JSON.createObjectNode().put("resolveCustomer", "SLOW").put("slowMillis", duration.toMillis()));
    }

    /** Puts a message into the portal's queue of a product, as it is. */
    static void deliver(String product, String body) {
        var environment = LocalStackResource.stack().portalEnvironment();
        var name = product.toUpperCase(Locale.ROOT);
        var credentials = AwsBasicCredentials.create("test", "test");
        try (var sqs = SqsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.of(environment.get("PORTAL_" + name + "_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build()) {
            sqs.sendMessage(m ->
                    m.queueUrl(environment.get("PORTAL_" + name + "_QUEUE_URL")).messageBody(body));
        }
    }

    static Optional<Mail> findMail(String address) {
        var mails = send("GET", "/_emulator/mails?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8), null);
        var items = mails.path("items");
        return items.isEmpty() ? Optional.empty() : Optional.of(mail(items.get(0)));
    }

    /** All mails to an address, newest first. */
    static List<Mail> mails(String address) {
        var items = send("GET", "/_emulator/mails?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8), null)
                .path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(Market::mail)
                .toList();
    }

    static int countMails(String address) {
        return send("GET", "/_emulator/mails?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8), null)
                .path("items")
                .size();
    }

    /** Waits for the newest mail whose subject holds a text. */
    static Mail mail(String address, String subject) {
        return Awaitility.await("a mail to " + address + " about " + subject)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> mails(address).stream()
                                .filter(m -> m.subject().contains(subject))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Mail mail(JsonNode item) {
        return new Mail(
                item.path("subject").asText(),
                item.path("text").asText(),
                item.path("html").asText());
    }

    private static JsonNode post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    private static JsonNode send(String method, String path, JsonNode body) {
        var uri = URI.create(
                LocalStackResource.stack().emulatorAddress().toString().replaceAll("/$", "") + path);
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
