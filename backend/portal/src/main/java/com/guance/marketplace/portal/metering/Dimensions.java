package com.guance.marketplace.portal.metering;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which items a product meters in which dimension.
 *
 * @param standard of all items that have no other, and of the zero records of idle hours
 * @param byItem items with a dimension of their own, by their code without storage
 */
record Dimensions(Dimension standard, Map<String, Dimension> byItem) {
    Dimensions {
        byItem = Map.copyOf(byItem);
    }

    /** Empty for one that the listing had before. */
    Optional<Dimension> find(String name) {
        return Stream.concat(Stream.of(standard), byItem.values().stream())
                .filter(dimension -> dimension.name().equals(name))
                .findFirst();
    }

    Dimension of(ItemCode code) {
        return byItem.getOrDefault(code.item(), standard);
    }
}
