package com.guance.marketplace.portal;

import static org.hamcrest.Matchers.notNullValue;

import com.guance.marketplace.portal.Given.Buyer;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** Asks for codes, reads them in the mail, and tries them. */
final class Codes {
    private Codes() {}

    static String sentCode(Buyer buyer) {
        Given.sendCode(buyer);
        var code = Market.mail(buyer.email(), "code").code();
        Awaitility.await()
                .untilAsserted(() -> Api.program(buyer.secret())
                        .get(buyer.path(""))
                        .then()
                        .body("email.code.expiresAt", notNullValue()));
        return code;
    }

    static String awaitOther(Buyer buyer, String code) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Market.mail(buyer.email(), "code").code(), c -> !c.equals(code));
    }

    static Response send(Buyer buyer, String address) {
        return Api.program(buyer.secret()).body(Map.of("email", address)).post(buyer.path("email-codes"));
    }

    static Response verify(Buyer buyer, String address, String code) {
        return Api.program(buyer.secret())
                .body(Map.of("email", address, "code", code))
                .post(buyer.path("email-verifications"));
    }

    static String wrong(String code) {
        return "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
    }
}
