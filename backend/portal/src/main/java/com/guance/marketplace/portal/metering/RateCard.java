package com.guance.marketplace.portal.metering;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A version of the price list. It is reviewed as a file and never edited once it was in force: its {@link #digest} says so.
 *
 * @param effectiveFrom the first billing day that it prices
 * @param source where the list was published
 * @param items by their code, as reports name them before the {@code @}
 */
record RateCard(
        @JsonProperty(required = true) String version,
        @JsonProperty(required = true) LocalDate effectiveFrom,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) Map<String, Item> items) {
    enum SiteGroup {
        /** Sites in mainland China. */
        CN,
        /** Hong Kong and overseas. */
        INTL
    }

    enum Currency {
        CNY,
        USD
    }

    /**
     * @param unit as the price list words it
     * @param counted what a value of a report counts
     * @param per how many of those make a unit
     * @param group what the buyer's cost report tells this item by
     * @param retentions days of storage that have prices of their own; none where storage does not matter
     * @param prices a unit's, one per retention in the same order; null, and never left out, where it is not sold
     * @param note for the reader: how data planes count what is special
     */
    record Item(
            @JsonProperty(required = true) String unit,
            @JsonProperty(required = true) String counted,
            @JsonProperty(required = true) BigDecimal per,
            @JsonProperty(required = true) Statistic statistic,
            @JsonProperty(required = true) String group,
            @JsonProperty(required = true) List<Integer> retentions,
            @JsonProperty(required = true) Map<SiteGroup, Map<Currency, @Nullable List<String>>> prices,
            @Nullable String note) {}

    /** The file cannot be used; the reason is for those who review it. */
    static class Unusable extends RuntimeException {
        Unusable(String reason) {
            super(reason);
        }
    }

    private static final JsonMapper STRICT = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // tiers and the like, too: prices are linear
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Of a unit, before and after the point. */
    private static final int DIGITS = 15;

    private static final int PLACES = 9;

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    /** What AWS takes as the value of a tag, short of the odd ones. */
    static final Pattern TAG = Pattern.compile("[a-zA-Z0-9._@-]{1,100}");

    static RateCard parse(String json) {
        RateCard card;
        try {
            card = STRICT.readValue(json, RateCard.class);
        } catch (JsonProcessingException e) {
            throw new Unusable("Not a rate card: " + e.getOriginalMessage());
        }
        if (card == null) {
            throw new Unusable("Not a rate card: null");
        }
        card.validate();
        return card;
    }

    private void validate() {
        require(version != null && !version.isBlank(), "The card has no version");
        require(effectiveFrom != null, "Card %s does not say from when on it holds", version);
        require(source != null && !source.isBlank(), "Card %s has no source", version);
        require(items != null && !items.isEmpty(), "Card %s has no items", version);
        items.forEach((code, item) -> {
            require(ItemCode.ITEM.matcher(code).matches(), "%s is no code of an item", code);
            require(item != null, "%s has no prices", code);
            validate(code, item);
        });
    }

    private static void validate(String code, Item item) {
        require(item.unit != null && !item.unit.isBlank(), "%s has no unit", code);
        require(item.counted != null && !item.counted.isBlank(), "%s does not say what is counted", code);
        require(item.statistic != null, "%s has no statistic", code);
        require(item.per != null && item.per.signum() > 0, "The unit of %s is not positive", code);
        require(
                item.per.scale() <= PLACES && item.per.precision() - item.per.scale() <= DIGITS,
                "The unit of %s is out of reach",
                code);
        require(isDecimal(item.per), "A share of a unit of %s is no decimal", code);
        require(item.group != null && TAG.matcher(item.group).matches(), "The group of %s is no tag of AWS", code);
        require(item.retentions != null && item.prices != null, "%s has no prices", code);
        require(
                item.retentions.stream().allMatch(days -> days != null && days > 0 && days <= 9999)
                        && List.copyOf(new TreeSet<>(item.retentions)).equals(item.retentions),
                "The retentions of %s do not increase",
                code);
        require(item.prices.keySet().equals(Set.of(SiteGroup.values())), "%s does not name every site group", code);
        item.prices.forEach((siteGroup, byCurrency) -> {
            require(
                    byCurrency != null && byCurrency.keySet().equals(Set.of(Currency.values())),
                    "%s does not name every currency in %s",
                    code,
                    siteGroup);
            byCurrency.forEach((currency, prices) -> require(
                    prices == null || arePrices(prices, Math.max(1, item.retentions.size())),
                    "%s in %s and %s: one positive decimal per retention, or null",
                    code,
                    siteGroup,
                    currency));
        });
    }

    private static boolean arePrices(List<String> prices, int count) {
        return prices.size() == count
                && prices.stream()
                        .allMatch(p -> p != null && DECIMAL.matcher(p).matches() && new BigDecimal(p).signum() > 0);
    }

    private static boolean isDecimal(BigDecimal per) {
        try {
            return BigDecimal.ONE.divide(per).signum() > 0;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static void require(boolean holds, String reason, Object... arguments) {
        if (!holds) {
            throw new Unusable(reason.formatted(arguments));
        }
    }

    /** Empty for what this card does not know; what it knows may still not be sold everywhere. */
    Optional<Item> item(ItemCode code) {
        return Optional.ofNullable(items.get(code.item()))
                .filter(item -> code.days() == 0 ? item.retentions.isEmpty() : item.retentions.contains(code.days()));
    }

    /** All codes, spelled out with each storage that has a price of its own. */
    List<ItemCode> codes() {
        return items.entrySet().stream()
                .flatMap(item -> item.getValue().retentions().isEmpty()
                        ? Stream.of(new ItemCode(item.getKey(), 0))
                        : item.getValue().retentions().stream().map(days -> new ItemCode(item.getKey(), days)))
                .toList();
    }

    Optional<Price> price(ItemCode code, SiteGroup siteGroup, Currency currency) {
        return item(code)
                .flatMap(item -> Optional.ofNullable(item.prices.get(siteGroup).get(currency))
                        .map(prices -> prices.get(Math.max(0, item.retentions.indexOf(code.days()))))
                        .map(price -> new Price(new BigDecimal(price), item.per, currency)));
    }

    /** Of all that money depends on. A better wording of a unit, a note or a source leaves it as it was. */
    String digest() {
        var lines = new StringBuilder(version + "|" + effectiveFrom + "\n");
        new TreeMap<>(items).forEach((code, item) -> {
            lines.append(code + "|" + plain(item.per) + "|" + item.statistic + "|" + item.group + "|");
            lines.append(item.retentions + "\n");
            for (var siteGroup : SiteGroup.values()) {
                for (var currency : Currency.values()) {
                    var prices = item.prices.get(siteGroup).get(currency);
                    lines.append(siteGroup + "|" + currency + "|");
                    lines.append(
                            prices == null
                                    ? "-"
                                    : prices.stream()
                                            .map(p -> plain(new BigDecimal(p)))
                                            .toList());
                    lines.append('\n');
                }
            }
        });
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
