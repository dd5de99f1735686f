package com.guance.marketplace.portal.metering;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of a record's quantity, and the tags that the buyer's cost report shows for it.
 *
 * @param tags none for what is not told apart
 */
record Allocation(int quantity, SortedMap<String, String> tags) {
    static final int MOST = 2_500;

    Allocation {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /**
     * Tells the units of each share apart, as far as AWS takes it: where there are too many, the items of a workspace
     * are told as one, and where there are still too many, the smallest workspaces are told together, without tags.
     *
     * @param maxBytes for all of them, as they are sent
     */
    static List<Allocation> of(Map<Share, Integer> units, int maxBytes) {
        var byItem = tagged(units);
        if (fits(byItem, maxBytes)) {
            return byItem;
        }
        var byWorkspace = units.entrySet().stream()
                .collect(toMap(e -> e.getKey().ofAllItems(), Map.Entry::getValue, Math::addExact, TreeMap::new));
        var all = tagged(byWorkspace);
        return fits(all, maxBytes) ? all : largest(byWorkspace, maxBytes);
    }

    private static List<Allocation> largest(SortedMap<Share, Integer> byWorkspace, int maxBytes) {
        var told = new TreeMap<Share, Integer>();
        int untold = byWorkspace.values().stream().reduce(0, Math::addExact);
        int bytes = new Allocation(Residual.MOST, new TreeMap<>()).bytes();
        var bySize = byWorkspace.entrySet().stream()
                .sorted(Map.Entry.<Share, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        for (var workspace : bySize) {
            bytes += new Allocation(workspace.getValue(), workspace.getKey().tags()).bytes();
            if (told.size() + 1 == MOST || bytes > maxBytes) {
                break;
            }
            told.put(workspace.getKey(), workspace.getValue());
            untold -= workspace.getValue();
        }
        var allocations = new ArrayList<>(tagged(told));
        allocations.add(new Allocation(untold, new TreeMap<>()));
        return allocations;
    }

    private static List<Allocation> tagged(Map<Share, Integer> units) {
        return new TreeMap<>(units)
                .entrySet().stream()
                        .map(e -> new Allocation(e.getValue(), e.getKey().tags()))
                        .toList();
    }

    private static boolean fits(List<Allocation> allocations, int maxBytes) {
        return allocations.size() <= MOST
                && allocations.stream().mapToInt(Allocation::bytes).sum() <= maxBytes;
    }

    /** With the comma after it. Tags are ASCII: a character is a byte. */
    private int bytes() {
        return json().length() + 1;
    }

    /** As AWS is sent it; neither keys nor values of tags need escapes. */
    String json() {
        var json = new StringBuilder("{\"AllocatedUsageQuantity\":").append(quantity);
        if (!tags.isEmpty()) {
            json.append(",\"Tags\":[");
            tags.forEach((key, value) -> json.append("{\"Key\":\"" + key + "\",\"Value\":\"" + value + "\"},"));
            json.setCharAt(json.length() - 1, ']');
        }
        return json.append('}').toString();
    }
}
