package com.guance.marketplace.portal.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.marketplace.AwsAnswer.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of AWS's answers is news, and from when on. */
class AwsAnswerTest {
    private static final Instant START = Instant.parse("2026-08-20T14:23:22Z");
    private static final Instant SINCE = Instant.parse("2026-08-20T14:24:23Z");
    private static final Instant NOW = Instant.parse("2026-08-21T10:00:00Z");

    @Test
    void a_confirmation_that_never_came_counts_from_the_start_of_the_agreement() {
        var said = news(SubscriptionState.PENDING, answer("ACTIVE", "PROVISIONED", null))
                .getFirst();
        assertThat(said.says()).isEqualTo(SubscriptionState.LIVE);
        assertThat(said.notification().occurredAt()).isEqualTo(START);
        assertThat(said.notification().details().agreementId()).isEqualTo("agmt-a");
    }

    @Test
    void what_is_not_provisioned_is_not_live() {
        for (var provisioning : new String[] {null, "PENDING", "SCHEDULED", "SOMETHING_NEW"}) {
            assertThat(news(SubscriptionState.PENDING, answer("ACTIVE", provisioning, null)))
                    .isEmpty();
        }
        var future = new AwsAnswer("agmt-a", "ACTIVE", NOW.plusSeconds(1), null, null, "PROVISIONED", false);
        assertThat(news(SubscriptionState.PENDING, future)).isEmpty();
    }

    @Test
    void a_payment_that_failed_is_told_by_its_provisioning() {
        assertThat(news(SubscriptionState.PENDING, answer("ACTIVE", "FAILED", null)))
                .extracting(Said::says)
                .containsExactly(SubscriptionState.FAILED);
    }

    @Test
    void an_agreement_that_is_over_before_it_was_confirmed_has_failed() {
        assertThat(news(SubscriptionState.PENDING, answer("TERMINATED", null, null)))
                .extracting(Said::says)
                .containsExactly(SubscriptionState.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED, ENDED",
        "EXPIRED, ENDED",
        "TERMINATED, ENDED",
        "ARCHIVED, ENDED",
        "ROLLED_BACK, ENDED",
        "RENEWED, ENDING",
        "REPLACED, ENDING",
        "SUPERSEDED, ENDING"
    })
    void an_end_that_nobody_told_of_counts_from_awss_own_time(String status, SubscriptionState says) {
        var end = NOW.minus(Duration.ofHours(3));
        var said = news(SubscriptionState.LIVE, answer(status, null, end)).getFirst();
        assertThat(said.says()).isEqualTo(says);
        assertThat(said.notification().occurredAt()).isEqualTo(end);
        // where AWS names no time that has been, it is that of the answer
        assertThat(at(answer(status, null, null))).isEqualTo(NOW);
        assertThat(at(answer(status, null, Instant.parse("9999-01-01T00:00:00Z"))))
                .isEqualTo(NOW);
        // and never before what it has said already
        assertThat(at(answer(status, null, START))).isEqualTo(SINCE);
    }

    private static Instant at(AwsAnswer answer) {
        return news(SubscriptionState.LIVE, answer).getFirst().notification().occurredAt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACTIVE", "CANCELLED", "RENEWED", "SOMETHING_NEW"})
    void what_has_ended_stays_ended(String status) {
        assertThat(news(SubscriptionState.ENDED, answer(status, "PROVISIONED", null)))
                .isEmpty();
        assertThat(news(SubscriptionState.FAILED, answer(status, "PROVISIONED", null)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_status_that_aws_has_added_since_says_nothing(SubscriptionState state) {
        assertThat(news(state, answer("SOMETHING_NEW", "PROVISIONED", null))).isEmpty();
    }

    @Test
    void an_end_that_was_announced_in_error_is_taken_back_when_aws_agrees_with_itself() {
        var subscription = subscription(SubscriptionState.ENDING);
        assertThat(answer("ACTIVE", null, null)
                        .news(subscription, Listings.GLOBAL, "l-1", SINCE.plus(Duration.ofMinutes(5))))
                .isEmpty();
        var said = answer("ACTIVE", null, null).news(subscription, Listings.GLOBAL, "l-1", NOW);
        assertThat(said).extracting(Said::says).containsExactly(SubscriptionState.LIVE);
        assertThat(said.getFirst().notification().occurredAt()).isEqualTo(NOW);
    }

    @Test
    void a_trial_is_noted_and_moves_nothing() {
        var trial = new AwsAnswer("agmt-a", "ACTIVE", START, null, "agmt-a", null, true);
        var said = news(SubscriptionState.LIVE, trial).getFirst();
        assertThat(said.notification().details().freeTrial()).isTrue();
        assertThat(said.notification().details().previousAgreementId()).isNull();
        assertThat(said.notification().occurredAt()).isEqualTo(SINCE);
        assertThat(news(SubscriptionState.LIVE, answer("ACTIVE", null, null))).isEmpty();
    }

    @Test
    void the_first_agreement_of_a_chain_is_the_one_before() {
        var renewed = new AwsAnswer("agmt-a", "ACTIVE", START, null, "agmt-0", null, false);
        assertThat(news(SubscriptionState.LIVE, renewed)
                        .getFirst()
                        .notification()
                        .details()
                        .previousAgreementId())
                .isEqualTo("agmt-0");
    }

    private static List<Said> news(SubscriptionState state, AwsAnswer answer) {
        return answer.news(subscription(state), Listings.GLOBAL, "l-1", NOW);
    }

    private static AwsAnswer answer(String status, String provisioning, Instant end) {
        return new AwsAnswer("agmt-a", status, START, end, "agmt-a", provisioning, false);
    }

    private static Subscription subscription(SubscriptionState state) {
        var subscription = new Subscription();
        subscription.state = state;
        subscription.stateSince = SINCE;
        subscription.agreementId = "agmt-a";
        subscription.awsAccountId = "111122223333";
        return subscription;
    }
}
