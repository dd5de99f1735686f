package com.guance.marketplace.portal.marketplace;

import com.guance.marketplace.portal.platform.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What contracts entitle to, as AWS said last: access goes on while AWS does not answer, and for how long is known. */
@ApplicationScoped
public class Entitlements {
    /**
     * @param value a whole number, a decimal, {@code true} or {@code false}, or a text
     * @param expiresAt the earliest instant at which it may lapse; null where AWS names none
     */
    public record Entitlement(
            String dimension, String value, @Nullable Instant expiresAt) {
        /** Something, and not nothing of it. */
        boolean isGranted() {
            return !value.equals("0") && !value.equals("0.0") && !value.equals("false");
        }
    }

    /**
     * What a subscription entitles to.
     *
     * @param readAt when AWS said so; null where it has not yet
     * @param age of the answer
     * @param entitled whether access is to be given
     */
    public record Held(
            List<Entitlement> entitlements,
            @Nullable Instant readAt,
            @Nullable Duration age,
            boolean entitled) {}

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}([.][0-9]{1,18})?");

    private final Sql sql;
    private final Subscriptions subscriptions;
    private final Products products;
    private final MarketplaceConfig config;
    private final Clock clock;

    Entitlements(Sql sql, Subscriptions subscriptions, Products products, MarketplaceConfig config, Clock clock) {
        this.sql = sql;
        this.subscriptions = subscriptions;
        this.products = products;
        this.config = config;
        this.clock = clock;
    }

    /** Empty where the listing sells no contracts. */
    public Optional<Held> of(UUID subscriptionId) {
        if (!products.get(subscriptions.get(subscriptionId).product).isContract()) {
            return Optional.empty();
        }
        var readAt = sql.row(
                        "SELECT read_at FROM entitlement_readings WHERE subscription_id = ?",
                        row -> Optional.ofNullable(Sql.instant(row, "read_at")),
                        subscriptionId)
                .flatMap(it -> it)
                .orElse(null);
        return Optional.of(held(
                kept(subscriptionId),
                readAt,
                clock.instant(),
                config.entitlements().readEvery(),
                config.entitlements().grace()));
    }

    /**
     * How much of each dimension purchases entitle to now, where that is a number; those of which AWS has not told yet are left
     * out. Two queries for any number.
     */
    public Map<UUID, Map<String, BigDecimal>> quantities(Collection<UUID> subscriptionIds) {
        var ids = subscriptionIds.toArray(UUID[]::new);
        var now = clock.instant();
        var stale = new HashMap<UUID, Boolean>();
        sql.rows(
                        "SELECT subscription_id, read_at FROM entitlement_readings"
                                + " WHERE subscription_id = ANY (?) AND read_at IS NOT NULL",
                        row -> Map.entry(
                                Sql.uuid(row, "subscription_id"), Objects.requireNonNull(Sql.instant(row, "read_at"))),
                        (Object) ids)
                .forEach(e -> stale.put(
                        e.getKey(),
                        isStale(e.getValue(), now, config.entitlements().readEvery())));
        var quantities = new HashMap<UUID, Map<String, BigDecimal>>();
        stale.keySet().forEach(id -> quantities.put(id, new HashMap<>()));
        sql
                .rows(
                        "SELECT subscription_id, dimension, value, expires_at FROM entitlements WHERE subscription_id = ANY (?)",
                        row -> Map.entry(
                                Sql.uuid(row, "subscription_id"),
                                new Entitlement(
                                        row.getString("dimension"),
                                        row.getString("value"),
                                        Sql.instant(row, "expires_at"))),
                        (Object) ids)
                .stream()
                .filter(e -> quantities.containsKey(e.getKey())
                        && NUMBER.matcher(e.getValue().value()).matches())
                .filter(e -> holds(
                        e.getValue(),
                        stale.get(e.getKey()),
                        now,
                        config.entitlements().grace()))
                .forEach(e -> quantities
                        .get(e.getKey())
                        .put(
                                e.getValue().dimension(),
                                new BigDecimal(e.getValue().value())));
        return quantities;
    }

    List<Entitlement> kept(UUID subscriptionId) {
        return sql.rows(
                "SELECT dimension, value, expires_at FROM entitlements WHERE subscription_id = ? ORDER BY dimension",
                row -> new Entitlement(
                        row.getString("dimension"), row.getString("value"), Sql.instant(row, "expires_at")),
                subscriptionId);
    }

    /**
     * An answer holds until the end that it names. While it is fresh that end is AWS's word; where AWS has not answered since,
     * it may have been renewed, and access goes on for the grace.
     */
    static Held held(
            List<Entitlement> entitlements, @Nullable Instant readAt, Instant now, Duration readEvery, Duration grace) {
        if (readAt == null) {
            return new Held(List.of(), null, null, false);
        }
        var age = Duration.between(readAt, now);
        boolean isStale = isStale(readAt, now, readEvery);
        boolean isEntitled = entitlements.stream()
                .anyMatch(entitlement -> entitlement.isGranted() && holds(entitlement, isStale, now, grace));
        return new Held(entitlements, readAt, age, isEntitled);
    }

    private static boolean isStale(Instant readAt, Instant now, Duration readEvery) {
        return Duration.between(readAt, now).compareTo(readEvery.multipliedBy(2)) > 0;
    }

    private static boolean holds(Entitlement entitlement, boolean isStale, Instant now, Duration grace) {
        var expiresAt = entitlement.expiresAt();
        return expiresAt == null || now.isBefore(isStale ? expiresAt.plus(grace) : expiresAt);
    }

    /** AWS's whole answer, in the caller's transaction: what it does not name is entitled to no more. */
    void keep(UUID subscriptionId, List<Entitlement> entitlements) {
        sql.update("DELETE FROM entitlements WHERE subscription_id = ?", subscriptionId);
        sql.update(
                """
                INSERT INTO entitlements (subscription_id, dimension, value, expires_at)
                SELECT DISTINCT ON (dimension) ?, dimension, value, expires_at FROM unnest(?, ?, ?) AS e (dimension, value, expires_at)
                ORDER BY dimension, expires_at DESC NULLS FIRST""",
                subscriptionId,
                entitlements.stream().map(Entitlement::dimension).toArray(String[]::new),
                entitlements.stream().map(Entitlement::value).toArray(String[]::new),
                entitlements.stream().map(Entitlement::expiresAt).toArray(Instant[]::new));
    }
}
