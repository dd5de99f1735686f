package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A Python client that was generated from the contract, as it came out of the generator. */
class GeneratedPythonClientTest {
    private static final Path CLIENT = Path.of("target/generated-clients/python/guance_marketplace");

    @Test
    void a_generated_python_client_byte_compiles() throws Exception {
        assertThat(count(".py")).as("generated modules").isGreaterThan(20);
        if (!hasPython()) {
            var message = "There is no python3 here: the Python client was generated, but NOT byte-compiled.";
            System.err.println(message);
            Assumptions.abort(message);
        }

        var compiled = start("python3", "-m", "compileall", "-q", "-f", CLIENT.toString());
        var output = new String(compiled.getInputStream().readAllBytes());

        assertThat(compiled.waitFor()).as(output).isZero();
        assertThat(count(".pyc")).isEqualTo(count(".py"));
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            var version = start("python3", "--version");
            return version.waitFor(20, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static long count(String suffix) throws IOException {
        try (var files = Files.walk(CLIENT)) {
            return files.filter(file -> file.toString().endsWith(suffix)).count();
        }
    }
}
