package com.guance.marketplace.emulator.metering;

import java.util.List;

/**
 * A part of a record's quantity.
 *
 * @param tags empty for the part that has none
 */
public record Allocation(int quantity, List<Tag> tags) {
    public Allocation {
        tags = List.copyOf(tags);
    }
}
