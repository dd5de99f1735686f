package com.guance.marketplace.localstack;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Operators who may sign in, one per role. The portal is given a file that holds what it needs to know them; beside it lies
 * one with their passwords and the secrets of their authenticators, for whoever tries the portal out. Both are made once: they
 * may be edited.
 */
final class OperatorAccounts {

    static final String CREDENTIALS_FILE = "operators.env";

    private static final Map<String, String> NAMES_BY_ROLE = new LinkedHashMap<>();

    static {
        NAMES_BY_ROLE.put("SUPPORT", "support");
        NAMES_BY_ROLE.put("FINANCE", "finance");
        NAMES_BY_ROLE.put("ADMINISTRATOR", "admin");
    }

    private static final int SECRET_BYTES = 20; // as long as what SHA-1 gives: RFC 4226

    private final Path file;
    private final Map<String, OperatorAccount> byRole;

    private OperatorAccounts(Path file, Map<String, OperatorAccount> byRole) {
        this.file = file;
        this.byRole = byRole;
    }

    static OperatorAccounts in(Path folder) throws IOException {
        var byRole = new LinkedHashMap<String, OperatorAccount>();
        for (var entry : NAMES_BY_ROLE.entrySet()) {
            var name = entry.getValue();
            var password = Secrets.key(folder.resolve("operator-" + name + ".key"));
            var secret = Base64.getDecoder().decode(Secrets.key(folder.resolve("operator-" + name + "-totp.key")));
            byRole.put(
                    entry.getKey(),
                    new OperatorAccount(
                            entry.getKey(),
                            name,
                            password.replaceAll("[^A-Za-z0-9]", ""),
                            OperatorAccount.base32(Arrays.copyOf(secret, SECRET_BYTES))));
        }
        var accounts = new OperatorAccounts(folder.resolve("operators.json"), byRole);
        if (!Files.exists(accounts.file)) {
            Secrets.write(accounts.file, accounts.asJson());
        }
        Secrets.write(folder.resolve(CREDENTIALS_FILE), accounts.asShell());
        return accounts;
    }

    Path file() {
        return file;
    }

    OperatorAccount of(String role) {
        return byRole.get(role);
    }

    private String asJson() {
        return byRole.values().stream()
                .map(it -> """
                        {
                          "username": "%s",
                          "name": "The operator %s on this machine",
                          "role": "%s",
                          "passwordHash": "%s",
                          "totpSecret": "%s"
                        }""".formatted(it.username(), it.username(), it.role(), hash(it.password()), it.totpSecret()))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private String asShell() {
        return byRole.values().stream()
                .map(it -> "# %2$s\n%1$s_USERNAME='%3$s'\n%1$s_PASSWORD='%4$s'\n%1$s_TOTP_SECRET='%5$s'\n"
                        .formatted(
                                it.username().toUpperCase(Locale.ROOT),
                                it.otpauth(),
                                it.username(),
                                it.password(),
                                it.totpSecret()))
                .collect(Collectors.joining());
    }

    /** As the portal hashes passwords. */
    private static String hash(String password) {
        return Password.hash(password)
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(19456, 2, 1, 32, Argon2.ID))
                .getResult();
    }
}
