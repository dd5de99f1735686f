package com.guance.marketplace.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Programs that may report usage to the portal and follow what happens to workspaces, one per site. The portal is given a file that holds what it needs to know
 * them; beside it lies one with their secrets, for whoever tries the portal out. Both are made once: they may be edited.
 */
final class PartnerClients {

    static final String CREDENTIALS_FILE = "partners.env";

    private static final String[] SITES = {"us1", "cn2"};

    private final Path clientsFile;
    private final Map<String, PartnerClient> bySite;

    private PartnerClients(Path clientsFile, Map<String, PartnerClient> bySite) {
        this.clientsFile = clientsFile;
        this.bySite = bySite;
    }

    static PartnerClients in(Path folder) throws IOException {
        var bySite = new LinkedHashMap<String, PartnerClient>();
        for (var site : SITES) {
            var key = Secrets.key(folder.resolve("partner-" + site + ".key"));
            // in the letters that need no escape in forms and headers
            var secret = key.replace('+', '-').replace('/', '_').replace("=", "");
            bySite.put(site, new PartnerClient("data-plane-" + site, secret));
        }
        var clients = new PartnerClients(folder.resolve("partner-clients.json"), bySite);
        if (!Files.exists(clients.clientsFile)) {
            Secrets.write(clients.clientsFile, clients.asJson());
        }
        Secrets.write(folder.resolve(CREDENTIALS_FILE), clients.asShell());
        return clients;
    }

    Path clientsFile() {
        return clientsFile;
    }

    PartnerClient of(String site) {
        return bySite.get(site);
    }

    private String asJson() {
        return bySite.entrySet().stream()
                .map(it -> """
                        {
                          "id": "%s",
                          "name": "The data plane of %s on this machine",
                          "scopes": ["usage:write", "usage:correct", "workspaces:follow"],
                          "sites": ["%s"],
                          "secretHashes": ["sha256:%s"]
                        }""".formatted(
                                it.getValue().id(),
                                it.getKey(),
                                it.getKey(),
                                sha256(it.getValue().secret())))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private String asShell() {
        return bySite.entrySet().stream()
                .map(it -> "%1$s_CLIENT_ID='%2$s'\n%1$s_CLIENT_SECRET='%3$s'\n"
                        .formatted(
                                it.getKey().toUpperCase(Locale.ROOT),
                                it.getValue().id(),
                                it.getValue().secret()))
                .collect(Collectors.joining());
    }

    private static String sha256(String secret) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
