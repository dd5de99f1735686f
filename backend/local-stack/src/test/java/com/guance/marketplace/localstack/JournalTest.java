package com.guance.marketplace.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("test.journal");
    }

    @Test
    void what_was_appended_is_there_after_opening_again_in_order() throws IOException {
        append("one", "2", "three");

        assertEquals(List.of("one", "2", "three"), records());
    }

    @Test
    void a_record_that_was_cut_off_anywhere_is_dropped_and_the_next_one_is_kept() throws IOException {
        append("one", "two");
        var whole = Files.readAllBytes(file);
        int second = whole.length / 2;
        for (int length = second; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));

            assertEquals(List.of("one"), records(), "cut after byte " + length);
            append("new");
            assertEquals(List.of("one", "new"), records(), "cut after byte " + length);
        }
    }

    @Test
    void a_damaged_record_ends_the_journal() throws IOException {
        append("one", "two", "three");
        var content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);

        assertEquals(List.of("one"), records());
    }

    @Test
    void zeros_at_the_end_are_not_records() throws IOException {
        append("one");
        Files.write(file, new byte[4096], StandardOpenOption.APPEND);

        // An empty record has the checksum 0 as well; blocks that a crash left unwritten must not be taken for such.
        assertEquals(List.of("one"), records());
    }

    @Test
    void rewriting_replaces_everything_and_appending_goes_on() throws IOException {
        append("one", "two");
        try (var journal = Journal.open(file, record -> {})) {
            journal.rewrite(List.of("two".getBytes(UTF_8)));
            journal.append("three".getBytes(UTF_8));
        }

        assertEquals(List.of("two", "three"), records());
    }

    private void append(String... records) throws IOException {
        try (var journal = Journal.open(file, record -> {})) {
            for (var record : records) {
                journal.append(record.getBytes(UTF_8));
            }
        }
    }

    private List<String> records() throws IOException {
        var records = new ArrayList<String>();
        Journal.open(file, record -> records.add(new String(record, UTF_8))).close();
        return records;
    }
}
