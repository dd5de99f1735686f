package com.guance.marketplace.portal.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Identity;
import com.guance.marketplace.portal.marketplace.MarketplaceConfig.Notifications;
import com.guance.marketplace.portal.marketplace.Notification.Details;
import com.guance.marketplace.portal.marketplace.Notification.Unusable;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS's messages in both dialects, as documented and as they are. */
class NotificationTest {
    private static final Product GLOBAL = Listings.GLOBAL;
    private static final Product CN = Listings.CN;

    private static final String EVENT = """
            {"version":"0","id":"6c53798d-1","detail-type":"License Updated - Manufacturer",
             "source":"aws.agreement-marketplace","account":"555500001111","time":"2026-08-20T14:24:23Z",
             "region":"us-east-1","resources":["arn:aws:aws-marketplace::aws:agreement:agmt-2nehi"],
             "detail":{"requestId":"9838714e","catalog":"AWSMarketplace","agreement":{"id":"agmt-2nehi"},
              "product":{"id":"prod-k35y","code":"code-of-global"},
              "license":{"arn":"arn:aws:license-manager::294406891311:license:l-9d01"},
              "acceptor":{"accountId":"782858285006"},"offer":{"id":"offer-uovn"}}}""";

    @Test
    void an_event_of_a_licence_is_read() throws Unusable {
        var read = Notification.parse(GLOBAL, EVENT);

        assertThat(read)
                .isEqualTo(new Notification(
                        "6c53798d-1",
                        "License Updated - Manufacturer",
                        "code-of-global",
                        "l-9d01",
                        Instant.parse("2026-08-20T14:24:23Z"),
                        new Details(
                                "agmt-2nehi",
                                null,
                                "782858285006",
                                "arn:aws:license-manager::294406891311:license:l-9d01",
                                null)));
    }

    @Test
    void a_renewal_names_the_agreement_before_it_and_an_amendment_does_not() throws Unusable {
        var at = Instant.parse("2026-08-20T14:24:23Z");
        for (var intent : new String[] {"RENEW", "REPLACE"}) {
            var read = Notification.parse(
                    GLOBAL,
                    Words.agreement("Purchase Agreement Created - Proposer", "1", "agmt-b", at, intent, "agmt-a"));
            assertThat(read.details()).isEqualTo(new Details("agmt-b", "agmt-a", "1", null, null));
            assertThat(read.name()).isNull();
            assertThat(read.productCode()).isNull();
        }
        for (var intent : new String[] {"NEW", "AMEND", "SOMETHING_NEW"}) {
            var read = Notification.parse(
                    GLOBAL,
                    Words.agreement("Purchase Agreement Amended - Proposer", "1", "agmt-b", at, intent, "agmt-a"));
            assertThat(read.details().previousAgreementId()).isNull();
        }
    }

    @Test
    void whether_it_is_a_trial_is_a_text() throws Unusable {
        var at = Instant.parse("2026-08-20T14:24:23Z");
        assertThat(trial(Words.sns(CN, "X01", "subscribe-success", at, "true"))).isTrue();
        assertThat(trial(Words.sns(CN, "X01", "subscribe-success", at, "false")))
                .isFalse();
        assertThat(trial(Words.sns(CN, "X01", "subscribe-success", at, null))).isFalse();
        assertThat(trial(Words.sns(CN, "X01", "unsubscribe-pending", at, null))).isNull();
    }

    private static Boolean trial(String body) throws Unusable {
        return Notification.parse(CN, body).details().freeTrial();
    }

    @Test
    void each_listing_finds_in_a_message_what_names_its_subscription() throws Unusable {
        var at = Instant.parse("2026-08-20T14:24:23Z");
        var event = Words.licence("License Updated", Listings.MIX, "782858285006", "agmt-a", "l-9d01", at);
        assertThat(Notification.parse(GLOBAL, event).name()).isEqualTo("l-9d01");
        assertThat(Notification.parse(Listings.MIX, event).name()).isEqualTo("782858285006");
        var message = Words.sns(Listings.RENAMED, "X01", "subscribe-success", at, null);
        assertThat(Notification.parse(Listings.RENAMED, message).name()).isEqualTo("X01");
    }

    @Test
    void a_message_of_another_account_than_configured_is_refused() throws Unusable {
        var at = Instant.parse("2026-08-20T14:24:23Z");
        var owned = Listings.listing(
                "cn", Identity.CUSTOMER_IDENTIFIER, Notifications.SNS, "cn-northwest-1", "287250355862");
        var forged = Words.sns(CN, "X01", "subscribe-success", at, null).replace("287250355862", "666666666666");
        assertThat(Notification.parse(CN, forged).name()).isEqualTo("X01"); // nothing is configured
        assertThatThrownBy(() -> Notification.parse(owned, forged))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("666666666666");
        var ours = Listings.listing(
                "global", Identity.LICENSE_ARN, Notifications.EVENT_BRIDGE, "us-east-1", "555500001111");
        assertThat(Notification.parse(ours, EVENT).name()).isEqualTo("l-9d01");
        assertThatThrownBy(() -> Notification.parse(ours, EVENT.replace("555500001111", "666666666666")))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("666666666666");
    }

    @Test
    void a_topic_of_another_partition_is_refused() {
        var at = Instant.parse("2026-08-20T14:24:23Z");
        var forged = Words.sns(CN, "X01", "subscribe-success", at, null).replace("arn:aws-cn:", "arn:aws:");
        assertThatThrownBy(() -> Notification.parse(CN, forged))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("topic");
    }

    @Test
    void a_text_that_no_index_takes_is_refused() {
        assertThatThrownBy(() -> Notification.parse(GLOBAL, EVENT.replace("l-9d01", "l-" + "9".repeat(3000))))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("characters");
    }

    @Test
    void a_licence_is_the_same_with_and_without_its_prefix() throws Unusable {
        var without =
                EVENT.replace("arn:aws:license-manager::294406891311:license:", "aws:license-manager::1:license:");

        assertThat(Notification.parse(GLOBAL, without).name()).isEqualTo("l-9d01");
    }

    @Test
    void an_event_without_a_licence_names_nobody() throws Unusable {
        var created = EVENT.replaceAll("\"license\":\\{[^}]*},", "").replaceAll("\"product\":\\{[^}]*},", "");

        var read = Notification.parse(GLOBAL, created);

        assertThat(read.name()).isNull();
        assertThat(read.productCode()).isNull();
    }

    @Test
    void a_message_of_sns_is_read() throws Unusable {
        var read = Notification.parse(CN, sns("subscribe-success", "X01", "code-of-cn", topic("code-of-cn")));

        assertThat(read)
                .isEqualTo(new Notification(
                        "m-1",
                        "subscribe-success",
                        "code-of-cn",
                        "X01",
                        Instant.parse("2026-08-20T14:24:23.123Z"),
                        new Details(null, null, null, null, false)));
    }

    @Test
    void a_message_on_several_lines_is_read_as_one_on_a_single_line() throws Unusable {
        var lines =
                "{\\n    \\\"action\\\": \\\"subscribe-success\\\",\\n    \\\"customer-identifier\\\": \\\"X01\\\",\\n"
                        + "    \\\"product-code\\\": \\\"code-of-cn\\\"\\n}";

        assertThat(Notification.parse(CN, envelope(lines, topic("code-of-cn"))))
                .isEqualTo(Notification.parse(CN, sns("subscribe-success", "X01", "code-of-cn", topic("code-of-cn"))));
    }

    @Test
    void trailing_commas_and_stray_spaces_of_the_documented_samples_are_forgiven() throws Unusable {
        var message = "{\\\"action\\\": \\\"entitlement-updated\\\",\\\"customer-identifier\\\": \\\" X01EXAMPLEX \\\","
                + "\\\"product-code\\\":\\\"code-of-cn \\\",}";

        var read = Notification.parse(CN, envelope(message, topic("code-of-cn")));

        assertThat(read.kind()).isEqualTo("entitlement-updated");
        assertThat(read.name()).isEqualTo("X01EXAMPLEX");
        assertThat(read.productCode()).isEqualTo("code-of-cn");
    }

    @Test
    void unknown_kinds_are_kept_as_they_are_and_say_nothing_of_the_state() throws Unusable {
        var read = Notification.parse(CN, sns("subscribe-maybe", "X01", "code-of-cn", topic("code-of-cn")));

        assertThat(read.kind()).isEqualTo("subscribe-maybe");
        assertThat(Notification.stateSaidBy(read.kind())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "subscribe-success, LIVE",
        "subscribe-fail, FAILED",
        "unsubscribe-pending, ENDING",
        "unsubscribe-success, ENDED",
        "License Updated - Manufacturer, LIVE",
        "License Deprovisioned - Manufacturer, ENDED",
        "Purchase Agreement Created - Proposer,",
        "Purchase Agreement Ended - Proposer, ENDING",
        "Purchase Agreement Ended - Manufacturer, ENDING",
        "License Updated - Proposer, LIVE",
        "Purchase Agreement Amended - Manufacturer,",
        "entitlement-updated,"
    })
    void each_documented_kind_says_its_state(String kind, SubscriptionState state) {
        assertThat(Notification.stateSaidBy(kind)).isEqualTo(state);
    }

    @Test
    void a_topic_that_is_not_the_products_is_refused() {
        assertThatThrownBy(() -> Notification.parse(
                        CN, sns("subscribe-success", "X01", "code-of-cn", "arn:aws:sns:us-east-1:666:mine")))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("topic");
        assertThatThrownBy(() ->
                        Notification.parse(CN, sns("subscribe-success", "X01", "code-of-cn", topic("another-code"))))
                .isInstanceOf(Unusable.class);
    }

    @Test
    void an_event_of_another_source_is_refused() {
        assertThatThrownBy(() -> Notification.parse(GLOBAL, EVENT.replace("aws.agreement-marketplace", "my.app")))
                .isInstanceOf(Unusable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{",
                "{}",
                "not json",
                "{\"id\":\"x\"}",
                "\u0000",
                "{\"source\":\"aws.agreement-marketplace\",\"id\":\"x\",\"detail-type\":\"t\",\"time\":\"yesterday\"}",
                "{\"source\":\"aws.agreement-marketplace\",\"id\":\"x\",\"detail-type\":\"t\",\"time\":\"+999999999-12-31T23:59:59Z\"}",
                "{\"source\":\"aws.agreement-marketplace\",\"id\":\"\\u0000\",\"detail-type\":\"t\",\"time\":\"2026-08-20T14:24:23Z\"}",
                "{\"source\":{},\"id\":[],\"detail-type\":null,\"time\":1}"
            })
    void what_cannot_be_used_is_refused_with_a_reason(String body) {
        assertThatThrownBy(() -> Notification.parse(GLOBAL, body))
                .isInstanceOf(Unusable.class)
                .hasMessageMatching(".+");
        assertThatThrownBy(() -> Notification.parse(CN, body))
                .isInstanceOf(Unusable.class)
                .hasMessageMatching(".+");
    }

    @Test
    void nesting_without_end_is_refused() {
        assertThatThrownBy(() -> Notification.parse(GLOBAL, "[".repeat(100_000)))
                .isInstanceOf(Unusable.class);
    }

    private static String topic(String code) {
        return "arn:aws-cn:sns:cn-northwest-1:287250355862:aws-mp-subscription-notification-" + code;
    }

    private static String sns(String action, String customer, String code, String topic) {
        return envelope(
                "{\\\"action\\\":\\\"%s\\\",\\\"customer-identifier\\\":\\\"%s\\\",\\\"product-code\\\":\\\"%s\\\"}"
                        .formatted(action, customer, code),
                topic);
    }

    private static String envelope(String message, String topic) {
        return """
                {"Type":"Notification","MessageId":"m-1","TopicArn":"%s","Message":"%s",
                 "Timestamp":"2026-08-20T14:24:23.123Z"}""".formatted(topic, message);
    }
}
