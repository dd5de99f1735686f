package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.guance.marketplace.portal.Given.Buyer;
import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Mails in the language of the page, with what comes next, and never in the way of a request. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class MailTest {
    @Test
    void the_confirmation_says_what_is_open_who_pays_and_what_comes_next() {
        var buyer = Given.aBuyerWithWorkspace();

        var mail = Market.mail(
                buyer.email(),
                "Meridian Production is open, settled by AWS " + buyer.bought().masked());

        assertThat(mail.text())
                .contains("Next steps")
                .contains("1. Install DataKit")
                .contains("2. ")
                .contains("3. Find the charges on the bill of your AWS account")
                .contains("Overseas 1 (Oregon), English")
                .contains(buyer.username())
                .contains(LocalStackResource.PUBLIC_URL + "/billing/workspaces")
                .contains("support@guance.example")
                .doesNotContain(buyer.bought().awsAccountId(), Given.PASSWORD, "tkn_", "mail.", "{0}");
        assertThat(mail.html())
                .contains("<html lang=\"en\">")
                .contains("Next steps")
                .doesNotContain("<script");
    }

    @Test
    void all_mails_are_in_the_language_of_the_page() {
        var bought = Market.buy("cn", Notify.BEFORE);
        var buyer = Given.aLandedBuyer(bought);
        Api.program(buyer.secret())
                .header("Accept-Language", "zh-CN")
                .body(Map.of("email", buyer.email()))
                .post(buyer.path("email-codes"))
                .then()
                .statusCode(202);
        var code = Market.mail(buyer.email(), "是您的观测云验证码");
        assertThat(code.html()).contains("<html lang=\"zh-CN\">");
        var secret = Api.program(buyer.secret())
                .header("Accept-Language", "zh-CN")
                .body(Map.of("email", buyer.email(), "code", code.code()))
                .post(buyer.path("email-verifications"))
                .path("secret")
                .toString();
        chinese(buyer.with(secret), "basic-info", "PUT", Given.basicInfo(buyer));
        chinese(buyer.with(secret), "registration", "POST", Given.companyInfo());
        Market.mail(buyer.email(), "您的观测云账号已创建：" + buyer.username());
        chinese(buyer.with(secret), "workspace", "POST", Given.openingMethod());

        var opened = Market.mail(buyer.email(), "“Meridian Production”已开通，由 AWS " + bought.masked() + " 结算");
        assertThat(opened.text()).contains("后续步骤").contains("中国区 2（宁夏），英文");
    }

    @Test
    void a_confirmation_that_comes_later_speaks_the_language_of_the_registration() {
        var bought = Market.buy("global", Notify.NEVER);
        var buyer = Given.registered(Given.atStep2(Given.verified(Given.aLandedBuyer(bought))));
        chinese(buyer, "workspace", "POST", Given.openingMethod());
        var waiting = Market.mail(buyer.email(), "“Meridian Production”将在 AWS " + bought.masked() + " 确认后开通");
        assertThat(waiting.text()).contains("几分钟").contains("support@guance.example");

        Market.notify(bought, "SUCCESS");

        Market.mail(buyer.email(), "“Meridian Production”已开通");
    }

    @Test
    void a_dead_mail_server_delays_mails_and_fails_nothing() {
        var buyer = Given.aBuyerAtStep2();
        var stack = LocalStackResource.stack();
        stack.stopSmtp();
        try {
            long start = System.nanoTime();
            Given.opened(Given.registered(buyer));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            Awaitility.await()
                    .until(() -> Database.count(
                                    "outbox_mails WHERE recipient = ? AND state = 'WAITING' AND attempts > 0",
                                    buyer.email())
                            == 2);
        } finally {
            stack.startSmtp();
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            TestClock.advance(Duration.ofSeconds(10));
            return Database.count(
                            "outbox_mails WHERE recipient = ? AND template <> 'code' AND state = 'SENT'", buyer.email())
                    == 2;
        });
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> Market.countMails(buyer.email()) == 3);
    }

    @Test
    void a_code_that_could_not_be_mailed_within_an_hour_is_not_mailed_any_more() {
        var buyer = Given.aLandedBuyer();
        var stack = LocalStackResource.stack();
        stack.stopSmtp();
        try {
            Given.sendCode(buyer);
            TestClock.advance(Duration.ofMinutes(61));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Database.count(
                                    "outbox_mails WHERE recipient = ? AND state = 'EXPIRED' AND content IS NULL",
                                    buyer.email())
                            == 1);
        } finally {
            stack.startSmtp();
        }
        assertThat(Market.findMail(buyer.email())).isEqualTo(Optional.empty());
    }

    private static void chinese(Buyer buyer, String step, String method, Map<String, Object> body) {
        Api.program(buyer.secret())
                .header("Accept-Language", "zh-CN")
                .body(body)
                .request(method, buyer.path(step))
                .then()
                .statusCode(org.hamcrest.Matchers.anyOf(equalTo(200), equalTo(201)));
    }
}
