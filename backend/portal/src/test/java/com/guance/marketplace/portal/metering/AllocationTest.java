package com.guance.marketplace.portal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How far the buyer's cost report tells units apart. */
class AllocationTest {
    private static final int PLENTY = 990_000;

    @Test
    void each_share_is_told_apart_where_there_is_room() {
        var allocations = Allocation.of(Map.of(share(1, "logs"), 3, share(1, "apm"), 2, share(2, "logs"), 1), PLENTY);

        assertThat(allocations)
                .containsExactly(
                        new Allocation(2, share(1, "apm").tags()),
                        new Allocation(3, share(1, "logs").tags()),
                        new Allocation(1, share(2, "logs").tags()));
    }

    @Test
    void nothing_is_allocated_of_nothing() {
        assertThat(Allocation.of(Map.of(), PLENTY)).isEmpty();
    }

    @Test
    void up_to_2500_items_are_told_apart_and_above_that_they_are_pooled() {
        var units = new TreeMap<Share, Integer>();
        for (int i = 0; i < 1_250; i++) {
            units.put(share(i, "logs"), i + 1);
            units.put(share(i, "apm"), 1);
        }
        assertThat(Allocation.of(units, PLENTY))
                .hasSize(2_500)
                .allMatch(a -> a.tags().containsKey("item"));

        units.put(share(0, "rum"), 5);
        var pooled = Allocation.of(units, PLENTY);
        assertThat(pooled).hasSize(1_250).noneMatch(a -> a.tags().containsKey("item"));
        assertThat(pooled.getFirst())
                .isEqualTo(new Allocation(1 + 1 + 5, share(0, null).tags()));
        assertThat(sum(pooled)).isEqualTo(sum(units));
    }

    @Test
    void above_2500_workspaces_the_smallest_are_told_together_without_tags() {
        var units = new TreeMap<Share, Integer>();
        for (int i = 0; i < 2_500; i++) {
            units.put(share(i, "logs"), i + 10);
        }
        assertThat(Allocation.of(units, PLENTY))
                .hasSize(2_500)
                .noneMatch(a -> a.tags().isEmpty());

        units.put(share(9_999, "logs"), 1);
        var pooled = Allocation.of(units, PLENTY);
        assertThat(pooled).hasSize(2_500);
        assertThat(pooled.getLast()).isEqualTo(new Allocation(1 + 10, new TreeMap<>()));
        assertThat(pooled).filteredOn(a -> a.tags().isEmpty()).hasSize(1);
        assertThat(pooled.getFirst().tags()).isEqualTo(share(1, null).tags());
        assertThat(sum(pooled)).isEqualTo(sum(units));
    }

    @Test
    void bytes_limit_what_is_told_apart_just_as_numbers_do() {
        var units = Map.of(share(1, "logs"), 30, share(1, "apm"), 20, share(2, "logs"), 10);
        int byItem = bytes(Allocation.of(units, PLENTY));

        assertThat(Allocation.of(units, byItem)).hasSize(3);
        assertThat(Allocation.of(units, byItem - 1))
                .containsExactly(
                        new Allocation(50, share(1, null).tags()),
                        new Allocation(10, share(2, null).tags()));
        int byWorkspace = bytes(Allocation.of(units, byItem - 1));
        assertThat(Allocation.of(units, byWorkspace)).hasSize(2);
        assertThat(Allocation.of(units, byWorkspace - 1))
                .containsExactly(new Allocation(50, share(1, null).tags()), new Allocation(10, new TreeMap<>()));
        assertThat(Allocation.of(Map.of(share(1, "logs"), 30, share(2, "logs"), 10, share(3, "logs"), 5), byItem - 1))
                .containsExactly(
                        new Allocation(30, share(1, null).tags()),
                        new Allocation(10, share(2, null).tags()),
                        new Allocation(5, share(3, null).tags()));
        assertThat(Allocation.of(units, 50)).containsExactly(new Allocation(60, new TreeMap<>()));
    }

    @Test
    void allocations_are_the_quantity_and_fit_whatever_comes() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            var units = new TreeMap<Share, Integer>();
            int workspaces = 1 + random.nextInt(round % 10 == 0 ? 3_500 : 50);
            for (int i = 0; i < workspaces; i++) {
                for (var group : List.of("logs", "apm", "rum").subList(0, 1 + random.nextInt(3))) {
                    units.put(share(i, group), 1 + random.nextInt(100_000));
                }
            }
            int maxBytes = 100 + random.nextInt(random.nextBoolean() ? 10_000 : 600_000);

            var allocations = Allocation.of(units, maxBytes);

            var what = "seed %d, round %d".formatted(seed, round);
            assertThat(sum(allocations)).as(what).isEqualTo(sum(units));
            assertThat(bytes(allocations)).as(what).isLessThanOrEqualTo(maxBytes);
            assertThat(allocations).as(what).hasSizeLessThanOrEqualTo(2_500).allMatch(a -> a.quantity() > 0);
            assertThat(allocations.stream().map(Allocation::tags)).as(what).doesNotHaveDuplicates();
            int least = allocations.stream()
                    .filter(a -> !a.tags().isEmpty())
                    .mapToInt(Allocation::quantity)
                    .min()
                    .orElse(Integer.MAX_VALUE);
            if (allocations.stream().anyMatch(a -> a.tags().isEmpty())) {
                var told =
                        allocations.stream().map(a -> a.tags().get("workspace")).toList();
                var byWorkspace = new TreeMap<String, Integer>();
                units.forEach((s, u) -> byWorkspace.merge(s.workspaceId().toString(), u, Integer::sum));
                byWorkspace
                        .keySet()
                        .removeAll(told.stream().filter(w -> w != null).toList());
                assertThat(byWorkspace.values()).as(what).isNotEmpty().allMatch(u -> u <= least);
            }
        }
    }

    private static int bytes(List<Allocation> allocations) {
        return allocations.stream().mapToInt(a -> a.json().length() + 1).sum();
    }

    private static long sum(List<Allocation> allocations) {
        return allocations.stream().mapToLong(Allocation::quantity).sum();
    }

    private static long sum(Map<Share, Integer> units) {
        return units.values().stream().mapToLong(i -> i).sum();
    }

    private static Share share(int workspace, String group) {
        return new Share(new UUID(0, workspace), "us1", group);
    }
}
