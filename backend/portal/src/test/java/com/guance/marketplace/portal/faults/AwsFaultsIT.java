package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.faultproxy.FaultProxy;
import com.guance.marketplace.portal.faultproxy.FaultProxy.Way;
import com.guance.marketplace.portal.faults.Client.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** AWS fails as networks do. (It answers with faults of its own in the tests of the landing.) */
@ExtendWith(MoneyAddsUp.class)
class AwsFaultsIT {
    /** Two listings are asked, each for five seconds at most. */
    private static final Duration BUDGET = Duration.ofSeconds(12);

    private ShippedPortal portal;

    @BeforeEach
    void start() {
        portal = Stack.portal();
    }

    @AfterEach
    void mend() {
        portal.mend();
    }

    enum Fault {
        REFUSING(FaultProxy::refuse),
        HANGING(FaultProxy::hang),
        CUT_IN_THE_HEAD(proxy -> proxy.cut(Way.TO_CLIENT, 10)),
        CUT_IN_THE_BODY(proxy -> proxy.cut(Way.TO_CLIENT, 350)),
        NOT_HTTP(proxy -> proxy.answer(bytes("\u0016\u0003\u0001\u0000 this is no answer\r\n\r\n"))),
        HTML(proxy -> proxy.answer(http("200 OK", "text/html", "<html>welcome to this hotel's network</html>"))),
        BROKEN_JSON(proxy -> proxy.answer(http("200 OK", "application/x-amz-json-1.1", "{\"ProductCode\": \"x"))),
        EMPTY_JSON(proxy -> proxy.answer(http("200 OK", "application/x-amz-json-1.1", "{}"))),
        BAD_GATEWAY(proxy -> proxy.answer(http("502 Bad Gateway", "text/html", "<html>bad gateway</html>")));

        private final Consumer<FaultProxy> make;

        Fault(Consumer<FaultProxy> make) {
            this.make = make;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aws_not_answering_is_a_page_in_time_and_the_same_token_works_afterwards(Fault fault) throws Exception {
        var bought = AwsMarketplace.buyConfirmed();
        var token = AwsMarketplace.token(bought);
        fault.make.accept(portal.aws);

        Answer landed;
        Answer twin;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var landing = threads.submit(inTime(() -> portal.client().land(token)));
            var posting = threads.submit(inTime(() -> portal.client()
                    .send(
                            "POST",
                            "/api/v1/onboardings",
                            Map.of("registrationToken", token),
                            "Idempotency-Key",
                            UUID.randomUUID().toString())));
            landed = landing.get();
            twin = posting.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }

        assertThat(landed.must(303).header("Location")).startsWith("/marketplace/problem/aws-not-answering");
        assertThat(twin.isProblem(503, "aws-not-answering")).as(twin.body()).isTrue();
        assertThat(Database.count("subscriptions WHERE aws_account_id = ?", bought.awsAccountId()))
                .isZero();
        portal.aws.pass();
        assertThat(portal.client().land(token).must(303).header("Location")).startsWith("/onboarding/");
    }

    private static Callable<Answer> inTime(Callable<Answer> request) {
        return () -> {
            long start = System.nanoTime();
            var answer = request.call();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BUDGET);
            return answer;
        };
    }

    enum QueueFault {
        REFUSING(FaultProxy::refuse),
        HANGING(FaultProxy::hang),
        CUT(proxy -> proxy.cut(Way.TO_CLIENT, 200)),
        NOT_HTTP(proxy -> proxy.answer(bytes("nothing of the kind\r\n\r\n"))),
        BROKEN_JSON(proxy -> proxy.answer(http("200 OK", "application/x-amz-json-1.0", "{\"Messages\": [{")));

        private final Consumer<FaultProxy> make;

        QueueFault(Consumer<FaultProxy> make) {
            this.make = make;
        }
    }

    @Test
    void a_queue_that_refused_is_heard_again_and_each_event_is_applied_once() {
        isHeardAgain(QueueFault.REFUSING);
    }

    @Tag("prove")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REFUSING")
    void a_queue_that_was_gone_is_heard_again_and_each_event_is_applied_once(QueueFault fault) {
        isHeardAgain(fault);
    }

    private void isHeardAgain(QueueFault fault) {
        var bought = AwsMarketplace.buyUnconfirmed();
        var buyer = Kind.PROGRAM.buys(portal, bought);
        buyer.goTo(Step.SIGN_IN);
        fault.make.accept(portal.sqs);
        portal.sqs.breakAll();
        AwsMarketplace.confirm(bought, 3);
        Waiting.pause(Duration.ofSeconds(4)); // the listener meets the fault
        assertThat(buyer.read().text("/workspace/state")).isEqualTo("PENDING");

        portal.sqs.pass();

        Waiting.until(
                "the workspace is open",
                Duration.ofSeconds(60),
                () -> buyer.read().text("/workspace/state").equals("NORMAL"));
        buyer.finish();
        Ledger.check(buyer);
    }

    private static byte[] http(String status, String type, String body) {
        return bytes("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, type, body.length(), body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
