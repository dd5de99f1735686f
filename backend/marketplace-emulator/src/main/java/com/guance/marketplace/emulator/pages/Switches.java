package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.http.Refused;
import com.guance.marketplace.emulator.market.NotifyWhen;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The test switches of the product page, carried from Continue Subscription to Subscribe. */
record Switches(NotifyWhen notifyWhen, boolean failPayment, boolean freeTrial, boolean resold) {
    /** One choice of when to notify. */
    private record Choice(String value, String label, boolean chosen) {}

    /**
     * @param field the value of a form field or parameter, empty if it is missing
     * @param preset where the form says nothing
     */
    static Switches of(Function<String, String> field, NotifyWhen preset) {
        var notify = field.apply("notify");
        try {
            return new Switches(
                    notify.isEmpty() ? preset : NotifyWhen.valueOf(notify),
                    !field.apply("failPayment").isEmpty(),
                    !field.apply("freeTrial").isEmpty(),
                    !field.apply("resold").isEmpty());
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "The notification comes BEFORE, AFTER or NEVER.");
        }
    }

    String query() {
        return "notify=" + notifyWhen + (failPayment ? "&failPayment=on" : "") + (freeTrial ? "&freeTrial=on" : "")
                + (resold ? "&resold=on" : "");
    }

    Map<String, Object> model(Duration delay) {
        List<Choice> choices = Arrays.stream(NotifyWhen.values())
                .map(w -> new Choice(w.name(), label(w, delay), w == notifyWhen))
                .toList();
        return Map.of("choices", choices, "failPayment", failPayment, "freeTrial", freeTrial, "resold", resold);
    }

    private static String label(NotifyWhen when, Duration delay) {
        return switch (when) {
            case BEFORE -> "Before the landing";
            case AFTER -> "After the landing, %s late".formatted(Show.duration(delay));
            case NEVER -> "Never by itself";
        };
    }
}
