package com.guance.marketplace.portal.metering;

import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a unit is told to be of, in the buyer's own cost report.
 *
 * @param itemGroup null where the items of a workspace are told as one
 */
record Share(UUID workspaceId, String siteId, @Nullable String itemGroup) implements Comparable<Share> {
    private static final Comparator<Share> ORDER = Comparator.comparing((Share share) -> share.workspaceId.toString())
            .thenComparing(Share::siteId)
            .thenComparing(Share::itemGroup, Comparator.nullsFirst(Comparator.naturalOrder()));

    Share {
        if (!RateCard.TAG.matcher(siteId).matches()
                || (itemGroup != null && !RateCard.TAG.matcher(itemGroup).matches())) {
            throw new IllegalArgumentException("No tags of AWS: " + siteId + ", " + itemGroup);
        }
    }

    Share ofAllItems() {
        return new Share(workspaceId, siteId, null);
    }

    SortedMap<String, String> tags() {
        var tags = new TreeMap<String, String>();
        tags.put("workspace", workspaceId.toString());
        tags.put("site", siteId);
        if (itemGroup != null) {
            tags.put("item", itemGroup);
        }
        return tags;
    }

    @Override
    public int compareTo(Share other) {
        return ORDER.compare(this, other);
    }
}
