package com.guance.marketplace.portal.metering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The reviewed price list, as it is shipped. */
class PriceList {
    static final String JSON = read();
    static final RateCard CARD = RateCard.parse(JSON);

    private PriceList() {}

    private static String read() {
        try (var file = RateCard.class.getResourceAsStream("/rate-cards/2024-06.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ItemCode code(String code) {
        return ItemCode.parse(code).orElseThrow();
    }
}
