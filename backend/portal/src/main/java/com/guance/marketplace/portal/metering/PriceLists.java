package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.PriceChanges.PriceChange;
import com.guance.marketplace.portal.metering.RateCard.Unusable;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Sql;
import com.guance.marketplace.portal.platform.TransactionLocks;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.util.ClassPathUtils;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the price list that come with the portal, those of a folder, and those that were uploaded. A portal does not
 * start with one that is not as it was: bills were made by it. What is uploaded to one portal all others take up, long before
 * its first day begins.
 */
@ApplicationScoped
public class PriceLists {
    /** A version, as operators see it. */
    public record PriceList(
            String version,
            LocalDate effectiveFrom,
            int items,
            Instant loadedAt,
            @Nullable String uploadedBy) {}

    /** @param against the version that is in force on the day before */
    public record Preview(String version, LocalDate effectiveFrom, String against, List<PriceChange> changes) {}

    private record Noted(
            String version,
            LocalDate effectiveFrom,
            Instant loadedAt,
            @Nullable String uploadedBy) {}

    private static final String FOLDER = "rate-cards";

    /** No place on earth begins a day earlier. */
    private static final ZoneOffset FIRST_TO_BEGIN = ZoneOffset.ofHours(14);

    /** A first day further ahead is a slip of the pen. */
    private static final int YEARS_AHEAD = 10;

    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

    private final List<RateCard> reviewed;
    private final AgroalDataSource dataSource;
    private final Sql sql;
    private final TransactionLocks locks;
    private final Clock clock;
    private volatile @Nullable RateCards cards;

    PriceLists(MeteringConfig config, AgroalDataSource dataSource, Sql sql, TransactionLocks locks, Clock clock) {
        this.dataSource = dataSource;
        this.sql = sql;
        this.locks = locks;
        this.clock = clock;
        var files = new ArrayList<String>();
        try {
            ClassPathUtils.consumeAsPaths(FOLDER, folder -> files.addAll(read(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config.rateCardsDir().ifPresent(folder -> files.addAll(read(folder)));
        reviewed = of(files).versions();
    }

    /** @param files their contents, in whatever order */
    static RateCards of(List<String> files) {
        return inOrder(files.stream().map(RateCard::parse).toList());
    }

    private static RateCards inOrder(List<RateCard> cards) {
        return new RateCards(cards.stream()
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

    /** All versions that hold now. */
    RateCards cards() {
        var known = cards;
        return known == null ? reread() : known; // somebody asks before the start is over
    }

    @Scheduled(every = "{metering.price-lists.every}", delayed = "{metering.price-lists.every}")
    void takeUp() {
        reread();
    }

    private RateCards reread() {
        var read = QuarkusTransaction.requiringNew().call(this::readAll);
        cards = read;
        return read;
    }

    /** A card that was uploaded may come with a later portal, too. */
    private RateCards readAll() {
        var byVersion = reviewed.stream().collect(Collectors.toMap(RateCard::version, Function.identity()));
        var all = new ArrayList<>(reviewed);
        for (var card : sql.rows(
                "SELECT card FROM rate_cards WHERE card IS NOT NULL", row -> RateCard.parse(row.getString("card")))) {
            var same = byVersion.get(card.version());
            if (same == null) {
                all.add(card);
            } else if (!same.digest().equals(card.digest())) {
                throw new Unusable("Card " + card.version() + " was uploaded, and is another in its file");
            }
        }
        return inOrder(all);
    }

    void check(@Observes StartupEvent started) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (var connection = dataSource.getConnection()) {
                remember(connection, readAll(), Timestamp.from(clock.instant()));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Latest first. Works within the caller's transaction, as do the next two. */
    public List<PriceList> all() {
        var known = readAll();
        return sql
                .rows(
                        "SELECT version, effective_from, first_seen_at, uploaded_by FROM rate_cards ORDER BY effective_from DESC",
                        row -> new Noted(
                                row.getString("version"),
                                row.getObject("effective_from", LocalDate.class),
                                Objects.requireNonNull(Sql.instant(row, "first_seen_at")),
                                row.getString("uploaded_by")))
                .stream()
                .map(noted -> new PriceList(
                        noted.version,
                        noted.effectiveFrom,
                        items(known, noted.version),
                        noted.loadedAt,
                        noted.uploadedBy))
                .toList();
    }

    /** None where only a later portal knows the list. */
    private static int items(RateCards known, String version) {
        return known.versions().stream()
                .filter(card -> card.version().equals(version))
                .mapToInt(card -> card.items().size())
                .sum();
    }

    /** What a price list would change, where it could be uploaded. */
    public Preview preview(String json) {
        var known = readAll();
        var card = parse(json, known);
        var before = before(card, known);
        return new Preview(card.version(), card.effectiveFrom(), before.version(), PriceChanges.between(before, card));
    }

    /** Puts a price list into force from its first day on. It is never edited: bills will be made by it. */
    public PriceList upload(String json, String by) {
        locks.hold("rate-cards");
        var card = parse(json, readAll());
        var now = clock.instant();
        int added = sql.update("""
                INSERT INTO rate_cards (version, effective_from, digest, first_seen_at, card, uploaded_by)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""", card.version(), card.effectiveFrom(), card.digest(), now, json, by);
        if (added == 0) { // another portal has come with it at this moment
            throw Refusal.conflict("rate-card-known", card.version());
        }
        return new PriceList(card.version(), card.effectiveFrom(), card.items().size(), now, by);
    }

    private RateCard parse(String json, RateCards known) {
        RateCard card;
        try {
            card = RateCard.parse(json);
        } catch (Unusable reason) {
            throw Refusal.invalid("card", "rate-card-unusable", String.valueOf(reason.getMessage()));
        }
        if (!VERSION.matcher(card.version()).matches()) {
            throw Refusal.invalid("card", "rate-card-version");
        }
        if (known.versions().stream().anyMatch(c -> c.version().equals(card.version()))) {
            throw Refusal.conflict("rate-card-known", card.version());
        }
        var today = latestToday(clock.instant());
        if (!card.effectiveFrom().isAfter(today)) {
            throw Refusal.invalid("card", "rate-card-begun", today.plusDays(1));
        }
        if (card.effectiveFrom().isAfter(today.plusYears(YEARS_AHEAD))) {
            throw Refusal.invalid("card", "rate-card-far", today.plusYears(YEARS_AHEAD));
        }
        if (known.versions().stream().anyMatch(c -> c.effectiveFrom().equals(card.effectiveFrom()))) {
            throw Refusal.invalid("card", "rate-card-same-day", card.effectiveFrom());
        }
        return card;
    }

    private static RateCard before(RateCard card, RateCards known) {
        return known.find(new BillingDay(card.effectiveFrom().minusDays(1), ZoneOffset.UTC))
                .orElseThrow(() -> new IllegalStateException("No rate card holds before " + card.effectiveFrom()));
    }

    /** Notes cards that are new, and refuses one that another portal, or this one before, knows otherwise. */
    static void remember(Connection connection, RateCards cards, Timestamp now) throws SQLException {
        requireToCome(cards, seen(connection, "true"), now.toInstant());
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
        cards.requireUnchanged(seen(connection, "card IS NULL")); // what was uploaded is kept word for word
    }

    /** Days that have begun are charged by the card that they began with: a new one comes before its first day does. */
    private static void requireToCome(RateCards cards, Map<String, String> seen, Instant now) {
        for (var card : cards.versions()) {
            boolean isNew = !seen.isEmpty() && !seen.containsKey(card.version());
            if (isNew && !card.effectiveFrom().isAfter(latestToday(now))) {
                throw new Unusable("Card %s is new, but its first day, %s, has begun"
                        .formatted(card.version(), card.effectiveFrom()));
            }
        }
    }

    private static LocalDate latestToday(Instant now) {
        return LocalDate.ofInstant(now, FIRST_TO_BEGIN);
    }

    private static Map<String, String> seen(Connection connection, String which) throws SQLException {
        var seen = new HashMap<String, String>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT version, digest FROM rate_cards WHERE " + which)) {
            while (row.next()) {
                seen.put(row.getString(1), row.getString(2));
            }
        }
        return seen;
    }
}
