package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.Given.Buyer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several register at once what only one can have. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class RegistrationRaceTest {
    @Test
    void a_double_click_makes_one_account() {
        var buyer = Given.aBuyerAtStep2();

        var answers = Parallel.times(8, i -> register(buyer, Given.companyInfo()));

        assertThat(answers.stream().filter(a -> a.statusCode() == 201)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.statusCode() != 201))
                .allSatisfy(a -> a.then().spec(Api.problem(409, "wrong-step")));
        assertThat(Database.count("enterprise_accounts WHERE username = ?", buyer.username()))
                .isEqualTo(1);
    }

    @Test
    void of_two_tabs_with_the_same_purchase_one_binds_it() {
        var one = Given.aBuyerAtStep2();
        var two = Given.atStep2(Given.verified(Given.aLandedBuyer(one.bought())));

        var answers = Parallel.times(2, i -> register(i == 0 ? one : two, Given.companyInfo()));

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 409);
        answers.stream()
                .filter(a -> a.statusCode() == 409)
                .forEach(a -> a.then().spec(Api.problem(409, "licence-already-bound")));
        assertThat(Database.count("enterprise_accounts WHERE username IN (?, ?)", one.username(), two.username()))
                .isEqualTo(1);
    }

    @Test
    void twenty_registrations_with_one_name_make_one_account() {
        var name = Given.aName();
        var buyers = new ArrayList<Buyer>();
        for (int i = 0; i < 20; i++) {
            var buyer = Given.aVerifiedBuyer();
            buyers.add(Given.atStep2(new Buyer(buyer.bought(), buyer.id(), buyer.secret(), name, buyer.email())));
        }

        var answers = Parallel.times(20, i -> register(buyers.get(i), Given.companyInfo()));

        assertThat(answers.stream().filter(a -> a.statusCode() == 201)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.statusCode() != 201))
                .hasSize(19)
                .allSatisfy(a -> a.then().spec(Api.field("username", "username-taken")));
        assertThat(Database.count("enterprise_accounts WHERE username = ?", name))
                .isEqualTo(1);
        assertThat(Database.count("guance_accounts WHERE username = ?", name)).isEqualTo(1);

        int loser = answers.indexOf(
                answers.stream().filter(a -> a.statusCode() != 201).findFirst().orElseThrow());
        var again = buyers.get(loser);
        Given.registered(
                Given.atStep2(new Buyer(again.bought(), again.id(), again.secret(), Given.aName(), again.email())));
    }

    @Test
    void an_address_that_was_taken_meanwhile_is_told_on_the_field() {
        var one = Given.aLandedBuyer();
        var two = Given.aLandedBuyer();
        var sharing = new Buyer(two.bought(), two.id(), two.secret(), two.username(), one.email());
        var first = Given.atStep2(Given.verified(one));
        var mailOfOne = Market.mail(one.email(), "code").code();
        Given.sendCode(sharing);
        var code = org.awaitility.Awaitility.await()
                .until(() -> Market.mail(one.email(), "code").code(), c -> !c.equals(mailOfOne));
        var secret = Api.program(sharing.secret())
                .body(Map.of("email", sharing.email(), "code", code))
                .post(sharing.path("email-verifications"))
                .then()
                .statusCode(200)
                .extract()
                .path("secret")
                .toString();
        var second = Given.atStep2(sharing.with(secret));
        Given.registered(first);

        register(second, Given.companyInfo()).then().spec(Api.field("email", "email-taken"));
        assertThat(Database.count("enterprise_accounts WHERE username = ?", second.username()))
                .isZero();
    }

    private static Response register(Buyer buyer, Map<String, Object> body) {
        return Api.program(buyer.secret()).body(body).post(buyer.path("registration"));
    }
}
