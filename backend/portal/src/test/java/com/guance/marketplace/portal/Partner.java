package com.guance.marketplace.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.guance.marketplace.localstack.PartnerClient;
import com.guance.marketplace.portal.platform.Vault;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Programs of data planes and partners. */
final class Partner {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Held(String token, Instant until) {}

    private static final Map<PartnerClient, Held> TOKENS = new ConcurrentHashMap<>();

    private Partner() {}

    /** The data plane of a site, as the local stack has it. */
    static PartnerClient of(String site) {
        return LocalStackResource.stack().partnerClient(site);
    }

    /** A client that was just written into the file. */
    static PartnerClient aClient(List<String> scopes, List<String> sites) {
        var client = new PartnerClient("client-" + UUID.randomUUID(), Vault.newSecret());
        edit(clients -> clients.add(JSON.createObjectNode()
                .put("id", client.id())
                .put("name", "A client of a test")
                .<ObjectNode>set("scopes", JSON.valueToTree(scopes))
                .<ObjectNode>set("sites", JSON.valueToTree(sites))
                .set("secretHashes", JSON.valueToTree(List.of(hash(client.secret()))))));
        return client;
    }

    static String hash(String secret) {
        return "sha256:" + HexFormat.of().formatHex(Vault.sha256(secret));
    }

    /** A token of the data plane of a site, good for a while. */
    static String token(String site) {
        return token(of(site));
    }

    static String token(PartnerClient client) {
        return TOKENS.compute(
                        client,
                        (c, held) -> held != null && TestClock.now().isBefore(held.until)
                                ? held
                                : new Held(newToken(c), TestClock.now().plus(Duration.ofMinutes(5))))
                .token;
    }

    static String newToken(PartnerClient client) {
        return signIn(client).then().statusCode(200).extract().path("access_token");
    }

    static Response signIn(PartnerClient client) {
        return asking(client).formParam("grant_type", "client_credentials").post("/api/v1/oauth2/token");
    }

    static RequestSpecification asking(PartnerClient client) {
        return Api.form().auth().preemptive().basic(client.id(), client.secret());
    }

    static ObjectNode entry(ArrayNode clients, PartnerClient client) {
        for (var entry : clients) {
            if (entry.get("id").asText().equals(client.id())) {
                return (ObjectNode) entry;
            }
        }
        throw new AssertionError(client.id() + " is not in the file");
    }

    /** Changes the list of clients in one step, as an operator should. */
    static void edit(UnaryOperator<ArrayNode> change) {
        try {
            write(JSON.writeValueAsString(change.apply((ArrayNode) JSON.readTree(read()))));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read() {
        try {
            return Files.readString(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(String content) {
        try {
            var next = Files.writeString(file().resolveSibling("partner-clients.next"), content);
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() {
        return Path.of(LocalStackResource.stack().portalEnvironment().get("PORTAL_PARTNER_CLIENTS_FILE"));
    }
}
