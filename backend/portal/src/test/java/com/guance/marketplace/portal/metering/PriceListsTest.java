package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.portal.LocalStackResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which versions of the price list a portal starts with. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PriceListsTest {
    private static final String LATER =
            PriceList.JSON.replace("\"2024-06\"", "\"2030-01\"").replace("2024-06-26\",", "2030-01-01\",");

    @Inject
    PriceLists lists;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void the_portal_works_with_the_reviewed_list_and_has_noted_what_it_says() throws SQLException {
        assertThat(lists.cards().versions()).contains(PriceList.CARD);
        try (var connection = dataSource.getConnection();
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT digest, effective_from FROM rate_cards WHERE version = '2024-06'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo(PriceList.CARD.digest());
            assertThat(row.getString(2)).isEqualTo("2024-06-26");
        }
    }

    @Test
    void further_versions_come_from_a_folder_in_the_order_of_their_days(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.json"), LATER);
        Files.writeString(folder.resolve("notes.txt"), "no card");
        var files = new ArrayList<>(PriceLists.read(folder));
        files.add(PriceList.JSON);

        assertThat(PriceLists.of(files).versions().stream().map(RateCard::version))
                .containsExactly("2024-06", "2030-01");
    }

    @Test
    void a_folder_that_is_not_there_and_a_file_that_is_no_card_are_told(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> PriceLists.read(folder.resolve("missing"))).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> PriceLists.of(List.of("{}"))).hasMessageContaining("Not a rate card");
    }

    @Test
    void a_card_that_was_edited_or_taken_away_stops_the_start() throws SQLException {
        var edited = PriceLists.of(List.of(PriceList.JSON.replace("\"0.6\"", "\"0.61\"")));
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                assertThatThrownBy(() -> remember(connection, edited))
                        .hasMessage("Card 2024-06 was edited: make a new version instead");
                remember(connection, PriceLists.of(List.of(PriceList.JSON, LATER)));
                assertThatThrownBy(() -> remember(connection, PriceLists.of(List.of(PriceList.JSON))))
                        .hasMessage("Card 2030-01 was in force and is gone");
            } finally {
                connection.rollback();
            }
        }
    }

    @Test
    void a_new_card_whose_first_day_has_begun_stops_the_start() throws SQLException {
        var past = PriceList.JSON.replace("\"2024-06\"", "\"2026-01\"").replace("2024-06-26\",", "2026-01-01\",");
        try (var connection = dataSource.getConnection()) {
            assertThatThrownBy(() -> remember(connection, PriceLists.of(List.of(PriceList.JSON, past))))
                    .hasMessage("Card 2026-01 is new, but its first day, 2026-01-01, has begun");
        }
    }

    private static void remember(Connection connection, RateCards cards) throws SQLException {
        PriceLists.remember(connection, cards, Timestamp.from(Instant.now()));
    }
}
