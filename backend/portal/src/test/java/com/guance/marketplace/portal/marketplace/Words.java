package com.guance.marketplace.portal.marketplace;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** AWS's messages in both dialects, as they come out of a queue. */
final class Words {
    private Words() {}

    static String sns(Product product, String customer, String action, Instant at, @Nullable String trial) {
        var message =
                "{\\\"action\\\":\\\"%s\\\",\\\"customer-identifier\\\":\\\"%s\\\",\\\"product-code\\\":\\\"%s\\\"%s}"
                        .formatted(
                                action,
                                customer,
                                product.code(),
                                trial == null ? "" : ",\\\"isFreeTrialTermPresent\\\":\\\"" + trial + "\\\"");
        return """
                {"Type":"Notification","MessageId":"%s",
                 "TopicArn":"arn:%s:sns:%s:287250355862:aws-mp-subscription-notification-%s",
                 "Message":"%s","Timestamp":"%s"}""".formatted(UUID.randomUUID(), product.partition(), product.region(), product.code(), message, at);
    }

    /** An event of an agreement: it names neither product nor licence. */
    static String agreement(
            String kind,
            String account,
            String agreement,
            Instant at,
            @Nullable String intent,
            @Nullable String previous) {
        return """
                {"version":"0","id":"%s","detail-type":"%s","source":"aws.agreement-marketplace","account":"555500001111",
                 "time":"%s","detail":{"agreement":{"id":"%s"%s%s},"acceptor":{"accountId":"%s"},
                 "resaleAuthorization":{"id":null}}}""".formatted(
                        UUID.randomUUID(),
                        kind,
                        at,
                        agreement,
                        intent == null ? "" : ",\"intent\":\"" + intent + "\"",
                        previous == null ? "" : ",\"previousAgreementId\":\"" + previous + "\"",
                        account);
    }

    static String licence(String kind, Product product, String account, String agreement, String licence, Instant at) {
        return """
                {"version":"0","id":"%s","detail-type":"%s - Manufacturer","source":"aws.agreement-marketplace",
                 "account":"555500001111","time":"%s","detail":{"agreement":{"id":"%s"},
                 "product":{"id":"prod-1","code":"%s"},"license":{"arn":"%s"},"acceptor":{"accountId":"%s"}}}""".formatted(UUID.randomUUID(), kind, at, agreement, product.code(), arn(licence), account);
    }

    static String arn(String licence) {
        return "arn:aws:license-manager::294406891311:license:" + licence;
    }

    static Instant minutes(Instant start, int minutes) {
        return start.plus(Duration.ofMinutes(minutes));
    }
}
