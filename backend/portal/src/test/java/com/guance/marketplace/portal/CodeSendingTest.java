package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Codes.send;
import static com.guance.marketplace.portal.Codes.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Codes are sent in bounds, and asking for one tells nothing about an address. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class CodeSendingTest {
    @Test
    void a_second_code_within_a_minute_is_told_to_wait() {
        var buyer = Given.aLandedBuyer();
        Given.sendCode(buyer);

        send(buyer, buyer.email())
                .then()
                .spec(Api.problem(429, "too-many-requests"))
                .header("Retry-After", Integer::parseInt, lessThanOrEqualTo(60));
    }

    @Test
    void one_address_gets_five_codes_an_hour_however_many_onboardings_ask() {
        var address = Given.aName() + "@example.com";
        for (int i = 0; i < 5; i++) {
            send(Given.aLandedBuyer(), address).then().statusCode(202);
        }

        send(Given.aLandedBuyer(), address).then().spec(Api.problem(429, "too-many-requests"));
    }

    @Test
    void one_aws_account_sends_ten_codes_an_hour_to_however_many_addresses() {
        var buyer = Given.aLandedBuyer();
        for (int i = 0; i < 10; i++) {
            send(buyer, Given.aName() + "@example.com").then().statusCode(202);
        }

        var again = Given.aLandedBuyer(buyer.bought());
        send(again, Given.aName() + "@example.com").then().spec(Api.problem(429, "too-many-requests"));
    }

    @Test
    void taken_and_free_addresses_are_answered_alike_and_the_mail_differs() {
        var taken = Given.aRegisteredBuyer().email();
        var asker = Given.aLandedBuyer();
        var other = Given.aLandedBuyer();

        var free = send(other, other.email());
        var known = send(asker, taken);

        free.then().statusCode(202);
        known.then().statusCode(202);
        assertThat(known.jsonPath().getMap("").keySet())
                .isEqualTo(free.jsonPath().getMap("").keySet());
        assertThat(known.jsonPath().getInt("triesLeft"))
                .isEqualTo(free.jsonPath().getInt("triesLeft"));
        var mail = Market.mail(taken, "You already have a Guance enterprise account");
        assertThat(mail.text())
                .doesNotContainPattern("\\b[0-9]{6}\\b")
                .contains(asker.bought().masked());
        // guessing tells nothing either
        Market.mail(other.email(), "code");
        verify(asker, taken, "000000")
                .then()
                .spec(Api.problem(422, "code-mismatch"))
                .body("triesLeft", equalTo(4));
    }

    @Test
    void free_mail_and_tagged_addresses_are_welcome() {
        var name = Given.aName();
        for (var address : List.of(name + "@gmail.com", name + "+aws@qq.com", name + "@sub.example.co.uk")) {
            send(Given.aLandedBuyer(), address).then().statusCode(202).body("address", equalTo(address));
        }
    }

    @Test
    void the_life_of_a_code_counts_from_its_sending_while_the_mail_server_is_away() {
        var buyer = Given.aLandedBuyer();
        var stack = LocalStackResource.stack();
        stack.stopSmtp();
        try {
            send(buyer, buyer.email()).then().statusCode(202).body("expiresAt", equalTo(null));
            TestClock.advance(Duration.ofMinutes(20));
        } finally {
            stack.startSmtp();
        }
        var code = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            TestClock.advance(Duration.ofSeconds(10)); // past the pause between two tries
                            return Market.findMail(buyer.email());
                        },
                        java.util.Optional::isPresent)
                .orElseThrow()
                .code();
        Awaitility.await()
                .untilAsserted(() -> Api.program(buyer.secret())
                        .get(buyer.path(""))
                        .then()
                        .body("email.code.expiresAt", notNullValue()));

        verify(buyer, buyer.email(), code).then().statusCode(200);
    }

    @Test
    void after_the_registration_no_code_is_sent_any_more() {
        var buyer = Given.aRegisteredBuyer();

        send(buyer, Given.aName() + "@example.com")
                .then()
                .spec(Api.problem(409, "wrong-step"))
                .body("step", equalTo("OPENING_METHOD"));
    }
}
