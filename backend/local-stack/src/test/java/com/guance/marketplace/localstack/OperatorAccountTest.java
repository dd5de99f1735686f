package com.guance.marketplace.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorAccountTest {

    /** RFC 6238, appendix B, its last six digits. */
    @Test
    void codes_are_those_of_the_standard() {
        var secret = OperatorAccount.base32("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
        var operator = new OperatorAccount("SUPPORT", "x", "", secret);

        assertEquals("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", secret);
        assertEquals("287082", operator.code(Instant.ofEpochSecond(59)));
        assertEquals("081804", operator.code(Instant.ofEpochSecond(1_111_111_109)));
        assertEquals("005924", operator.code(Instant.ofEpochSecond(1_234_567_890)));
    }

    /** RFC 4648, section 10. */
    @Test
    void secrets_are_written_as_the_standard_says() {
        assertEquals("MY", OperatorAccount.base32("f".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("MZXW6YTB", OperatorAccount.base32("fooba".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("MZXW6YTBOI", OperatorAccount.base32("foobar".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void the_code_of_an_operator_of_this_machine_can_be_printed(@TempDir Path folder) throws Exception {
        var operator = OperatorAccounts.in(folder).of("ADMINISTRATOR");
        var at = Instant.parse("2026-11-25T12:00:00Z");

        assertEquals(operator.code(at), OperatorCode.of(folder, "admin", at));
        assertTrue(Files.readString(folder.resolve("operators.json")).contains("\"passwordHash\": \"$argon2id$"));
    }
}
