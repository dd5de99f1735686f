package com.guance.marketplace.portal.fuzz;

import java.util.List;
import java.util.Random;

/** Chance from a seed: the same seed makes the same choices. */
final class Chance {
    private final Random random;

    Chance(long seed) {
        random = new Random(seed);
    }

    boolean in(int times) {
        return random.nextInt(times) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
