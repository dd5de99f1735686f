package com.guance.marketplace.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/** Prints the code that the authenticator of an operator of this machine shows now, for whoever has no authenticator. */
public final class OperatorCode {

    private OperatorCode() {}

    public static void main(String[] arguments) throws IOException {
        var username = arguments.length == 0 ? "admin" : arguments[0];
        var folder = Path.of(System.getenv().getOrDefault("LOCAL_STACK_DATA_DIR", "data/local-stack"));
        System.out.println(of(folder, username, Instant.now()));
    }

    static String of(Path folder, String username, Instant at) throws IOException {
        var secret = Pattern.compile(username.toUpperCase(Locale.ROOT) + "_TOTP_SECRET='([A-Z2-7]+)'")
                .matcher(Files.readString(folder.resolve(OperatorAccounts.CREDENTIALS_FILE)));
        if (!secret.find()) {
            throw new IllegalArgumentException("There is no operator " + username);
        }
        return new OperatorAccount("", username, "", secret.group(1)).code(at);
    }
}
