package com.guance.marketplace.emulator.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a contract entitles to in one dimension. It has exactly one value.
 *
 * @param expiresAt null where it ends with the contract
 */
public record Entitlement(
        String dimension,
        @Nullable Integer integerValue,
        @Nullable BigDecimal doubleValue,
        @Nullable Boolean booleanValue,
        @Nullable String stringValue,
        @Nullable Instant expiresAt) {

    /** @throws IllegalArgumentException for no value, or more than one */
    public Entitlement {
        if (Stream.of(integerValue, doubleValue, booleanValue, stringValue)
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw new IllegalArgumentException("An entitlement has exactly one value.");
        }
    }

    public static Entitlement of(String dimension, int quantity) {
        return new Entitlement(dimension, quantity, null, null, null, null);
    }

    public static Entitlement of(String dimension, int quantity, Instant expiresAt) {
        return new Entitlement(dimension, quantity, null, null, null, expiresAt);
    }

    /** Its one value, as text. */
    public String value() {
        return Stream.of(integerValue, doubleValue, booleanValue, stringValue)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .findFirst()
                .orElseThrow();
    }
}
