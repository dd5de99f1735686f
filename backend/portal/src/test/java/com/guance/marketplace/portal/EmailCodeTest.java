package com.guance.marketplace.portal;

import static com.guance.marketplace.portal.Codes.awaitOther;
import static com.guance.marketplace.portal.Codes.sentCode;
import static com.guance.marketplace.portal.Codes.verify;
import static com.guance.marketplace.portal.Codes.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A code is for one onboarding and one address, for ten minutes, five tries, and one use. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class EmailCodeTest {
    @Test
    void the_code_proves_the_address_and_the_old_secret_is_worthless_afterwards() {
        var buyer = Given.aLandedBuyer();

        var verified = Given.verified(buyer);

        assertThat(verified.secret()).isNotEqualTo(buyer.secret());
        Api.program(buyer.secret()).get(buyer.path("")).then().spec(Api.problem(401, "onboarding-not-proved"));
        Api.program(verified.secret()).get(buyer.path("")).then().body("email.verified", equalTo(true));
    }

    @Test
    void spaces_around_and_upper_case_of_the_address_and_spaces_in_the_code_do_not_matter() {
        var buyer = Given.aLandedBuyer();
        Api.program(buyer.secret())
                .body(Map.of("email", "  " + buyer.email().toUpperCase() + " "))
                .post(buyer.path("email-codes"))
                .then()
                .statusCode(202)
                .body("address", equalTo(buyer.email()));
        var code = Market.mail(buyer.email(), "code").code();

        verify(buyer, buyer.email().toUpperCase() + " ", " " + code.substring(0, 3) + " " + code.substring(3))
                .then()
                .statusCode(200);
    }

    @Test
    void a_wrong_code_counts_down_and_the_sixth_try_is_too_many_even_with_the_right_one() {
        var buyer = Given.aLandedBuyer();
        var code = sentCode(buyer);
        for (int left = 4; left >= 1; left--) {
            verify(buyer, buyer.email(), wrong(code))
                    .then()
                    .spec(Api.problem(422, "code-mismatch"))
                    .body("triesLeft", equalTo(left));
        }
        verify(buyer, buyer.email(), wrong(code)).then().spec(Api.problem(422, "code-exhausted"));

        verify(buyer, buyer.email(), code).then().spec(Api.problem(422, "code-exhausted"));
    }

    @Test
    void a_hundred_guesses_at_once_are_compared_five_times_at_most() {
        var buyer = Given.aLandedBuyer();
        var code = sentCode(buyer);

        var answers = Parallel.times(100, i -> verify(buyer, buyer.email(), wrong(code)));

        assertThat(answers).extracting(Response::statusCode).allMatch(s -> s == 422 || s == 429);
        var tries = Database.rows("SELECT tries FROM verification_codes WHERE target = ?::uuid", buyer.id());
        assertThat(tries).containsExactly(List.of("5"));
        assertThat(answers.stream()
                        .filter(a -> a.statusCode() == 422)
                        .map(a -> a.path("type").toString()))
                .hasSizeLessThanOrEqualTo(10)
                .allMatch(type -> type.equals("code-mismatch") || type.equals("code-exhausted"));
        assertThat(verify(buyer, buyer.email(), code).statusCode()).isIn(422, 429);
    }

    @Test
    void valid_submits_at_once_use_the_code_once_and_get_one_answer() {
        var buyer = Given.aLandedBuyer();
        var code = sentCode(buyer);

        var answers = Parallel.times(4, i -> verify(buyer, buyer.email(), code));

        var secrets = answers.stream()
                .filter(a -> a.statusCode() == 200)
                .map(a -> a.path("secret").toString())
                .distinct()
                .toList();
        assertThat(secrets).hasSize(1);
        assertThat(answers).allMatch(a -> a.statusCode() == 200 || a.statusCode() == 422);
        Api.program(secrets.getFirst()).get(buyer.path("")).then().body("email.verified", equalTo(true));
    }

    @Test
    void whoever_lost_the_answer_gets_it_again_for_a_minute_with_the_right_code_only() {
        var buyer = Given.aLandedBuyer();
        var code = sentCode(buyer);
        var first = verify(buyer, buyer.email(), code).path("secret").toString();

        assertThat(verify(buyer, buyer.email(), code).path("secret").toString()).isEqualTo(first);
        verify(buyer, buyer.email(), other(code)).then().spec(Api.problem(422, "code-exhausted"));
        TestClock.advance(Duration.ofSeconds(61));
        verify(buyer, buyer.email(), code).then().spec(Api.problem(422, "code-exhausted"));
    }

    @Test
    void six_sendings_at_once_send_one_mail() {
        var buyer = Given.aLandedBuyer();

        var answers = Parallel.times(
                6,
                i -> Api.hostile()
                        .header("Authorization", "Bearer " + buyer.secret())
                        .body(Map.of("email", buyer.email()))
                        .post(buyer.path("email-codes"))
                        .statusCode());

        assertThat(answers.stream().filter(status -> status == 202)).hasSize(1);
        assertThat(answers).allMatch(status -> status == 202 || status == 429);
    }

    private static String other(String code) {
        return (code.charAt(0) == '9' ? '0' : '9') + code.substring(1);
    }

    @Test
    void a_used_code_is_used_up() {
        var buyer = Given.aLandedBuyer();
        var code = sentCode(buyer);
        var secret = verify(buyer, buyer.email(), code).path("secret").toString();

        verify(buyer.with(secret), buyer.email(), code).then().spec(Api.problem(422, "code-exhausted"));
    }

    @Test
    void a_new_code_replaces_the_old_one_and_buys_no_new_tries() {
        var buyer = Given.aLandedBuyer();
        var first = sentCode(buyer);
        for (int i = 0; i < 5; i++) {
            verify(buyer, buyer.email(), wrong(first));
        }
        TestClock.advance(Duration.ofSeconds(61));
        Given.sendCode(buyer);
        var second = awaitOther(buyer, first);

        verify(buyer, buyer.email(), first).then().spec(Api.problem(422, "code-mismatch"));
        for (int i = 0; i < 4; i++) {
            verify(buyer, buyer.email(), wrong(second));
        }
        verify(buyer, buyer.email(), second).then().spec(Api.problem(429, "too-many-requests"));
    }

    @Test
    void a_code_expires_ten_minutes_after_its_mail() {
        var buyer = Given.aLandedBuyer();
        var code = sentCode(buyer);
        TestClock.advance(Duration.ofMinutes(10));

        verify(buyer, buyer.email(), code).then().spec(Api.problem(422, "code-expired"));
        Api.program(buyer.secret()).get(buyer.path("")).then().body("email.verified", equalTo(false));
    }

    @Test
    void a_code_of_one_onboarding_does_not_fit_another() {
        var one = Given.aLandedBuyer();
        var other = Given.aLandedBuyer();
        var code = sentCode(one);

        verify(other, one.email(), code).then().spec(Api.problem(422, "code-missing"));

        Api.program(other.secret())
                .body(Map.of("email", one.email()))
                .post(other.path("email-codes"))
                .then()
                .statusCode(202);
        verify(other, one.email(), code).then().spec(Api.problem(422, "code-mismatch"));
        verify(one, one.email(), code).then().statusCode(200);
    }

    @Test
    void a_code_of_one_address_does_not_fit_another() {
        var buyer = Given.aLandedBuyer();
        var code = sentCode(buyer);

        verify(buyer, "other-" + buyer.email(), code).then().spec(Api.problem(422, "code-missing"));
    }

    @Test
    void without_a_code_sent_there_is_nothing_to_verify() {
        var buyer = Given.aLandedBuyer();

        verify(buyer, buyer.email(), "123456").then().spec(Api.problem(422, "code-missing"));
    }
}
