package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.RateCard.Unusable;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.util.ClassPathUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The versions of the price list that come with the portal, and those of a folder. A portal does not start with one that is
 * not as it was: bills were made by it.
 */
@ApplicationScoped
class PriceLists {
    private static final String FOLDER = "rate-cards";

    /** No place on earth begins a day earlier. */
    private static final ZoneOffset FIRST_TO_BEGIN = ZoneOffset.ofHours(14);

    private final RateCards cards;
    private final AgroalDataSource dataSource;
    private final Clock clock;

    PriceLists(MeteringConfig config, AgroalDataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
        var files = new ArrayList<String>();
        try {
            ClassPathUtils.consumeAsPaths(FOLDER, folder -> files.addAll(read(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config.rateCardsDir().ifPresent(folder -> files.addAll(read(folder)));
        cards = of(files);
    }

    /** @param files their contents, in whatever order */
    static RateCards of(List<String> files) {
        return new RateCards(files.stream()
                .map(RateCard::parse)
                .sorted(Comparator.comparing(RateCard::effectiveFrom))
                .toList());
    }

    static List<String> read(Path folder) {
        var contents = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (var file : files) {
                contents.add(Files.readString(file));
            }
            return contents;
        } catch (IOException e) {
            throw new Unusable("The rate cards in " + folder + " cannot be read: " + e);
        }
    }

    @Produces
    @Singleton
    RateCards cards() {
        return cards;
    }

    void check(@Observes StartupEvent started) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (var connection = dataSource.getConnection()) {
                remember(connection, cards, Timestamp.from(clock.instant()));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Notes cards that are new, and refuses one that another portal, or this one before, knows otherwise. */
    static void remember(Connection connection, RateCards cards, Timestamp now) throws SQLException {
        requireToCome(cards, seen(connection), now.toInstant());
        var sql = """
                INSERT INTO rate_cards (version, effective_from, digest, first_seen_at) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING""";
        try (var statement = connection.prepareStatement(sql)) {
            for (var card : cards.versions()) {
                statement.setString(1, card.version());
                statement.setDate(2, Date.valueOf(card.effectiveFrom()));
                statement.setString(3, card.digest());
                statement.setTimestamp(4, now);
                statement.executeUpdate();
            }
        }
        cards.requireUnchanged(seen(connection));
    }

    /** Days that have begun are charged by the card that they began with: a new one comes before its first day does. */
    private static void requireToCome(RateCards cards, Map<String, String> seen, Instant now) {
        var latestToday = LocalDate.ofInstant(now, FIRST_TO_BEGIN);
        for (var card : cards.versions()) {
            boolean isNew = !seen.isEmpty() && !seen.containsKey(card.version());
            if (isNew && !card.effectiveFrom().isAfter(latestToday)) {
                throw new Unusable("Card %s is new, but its first day, %s, has begun"
                        .formatted(card.version(), card.effectiveFrom()));
            }
        }
    }

    private static Map<String, String> seen(Connection connection) throws SQLException {
        var seen = new HashMap<String, String>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT version, digest FROM rate_cards")) {
            while (row.next()) {
                seen.put(row.getString(1), row.getString(2));
            }
        }
        return seen;
    }
}
