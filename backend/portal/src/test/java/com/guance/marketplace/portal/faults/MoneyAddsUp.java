package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whatever was killed, stopped or full: after the tests of a class all of {@code invariants.sql} holds. */
final class MoneyAddsUp implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        for (var query : invariants()) {
            assertThat(Database.texts(query)).as(query).isEmpty();
        }
    }

    private static String[] invariants() throws IOException {
        try (var file = Objects.requireNonNull(MoneyAddsUp.class.getResourceAsStream("/db/invariants.sql"))) {
            var queries = Arrays.stream(new String(file.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\n"))
                    .map(String::strip)
                    .filter(query -> !query.isEmpty())
                    .toArray(String[]::new);
            assertThat(queries).hasSizeGreaterThan(8);
            return queries;
        }
    }
}
