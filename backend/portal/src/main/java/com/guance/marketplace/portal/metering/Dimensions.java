package com.guance.marketplace.portal.metering;

import java.util.Map;

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

    Dimension of(ItemCode code) {
        return byItem.getOrDefault(code.item(), standard);
    }
}
