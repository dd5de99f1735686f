package com.guance.marketplace.portal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.guance.marketplace.portal.faults.Killer.Point;
import com.guance.marketplace.portal.faults.Killer.Side;
import com.guance.marketplace.portal.faults.Killer.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two portals side by side on one database and the same queues; either may die. */
@ExtendWith(MoneyAddsUp.class)
class TwoPortalsIT {
    private static ShippedPortal first;
    private static ShippedPortal second;

    @BeforeAll
    static void start() {
        Stack.endPortal();
        first = Stack.get().newPortal("first");
        second = Stack.get().newPortal("second");
        first.start();
        second.start();
    }

    @AfterAll
    static void end() {
        first.close();
        second.close();
    }

    @Test
    void each_mail_is_sent_once_and_each_notification_is_applied_once() throws Exception {
        var buyers = buyers(8);
        inParallel(buyers, buyer -> buyer.goTo(Step.SIGN_IN));

        buyers.forEach(buyer -> AwsMarketplace.confirm(buyer.bought, 4));

        inParallel(buyers, buyer -> {
            awaitOpen(buyer);
            buyer.finish();
            Ledger.check(buyer);
        });
        for (var buyer : buyers) {
            var mails = Mailbox.to(buyer.email);
            assertThat(mails.stream().map(Mailbox.Mail::messageId)).doesNotHaveDuplicates();
            assertThat(mails).hasSize(4); // code, registered, waiting, opened
        }
    }

    @Test
    void one_that_dies_with_mails_and_notifications_in_its_hands_is_succeeded_by_the_other() throws Exception {
        var buyers = buyers(6);
        inParallel(buyers, buyer -> buyer.goTo(Step.SIGN_IN));
        var killer = new Killer(new Point(Work.MAIL, 2, Side.BEFORE), first::kill);
        first.postgres.listen(killer);

        buyers.forEach(buyer -> AwsMarketplace.confirm(buyer.bought, 2));
        for (int i = 0; i < 20 && !killer.hasStruck(); i++) { // until a mail is in the first portal's hands
            new ProgramBuyer(second, AwsMarketplace.buyConfirmed()).goTo(Step.VERIFY_EMAIL);
            Waiting.pause(Duration.ofMillis(500));
        }
        assertThat(killer.hasStruck()).isTrue();
        Database.aMailsLeaseEnds();

        for (var buyer : buyers) {
            buyer.moveTo(second);
            awaitOpen(buyer);
            buyer.finish();
            Ledger.check(buyer);
        }
        first.mend();
        first.start();
    }

    private static List<Buyer> buyers(int count) {
        var buyers = new ArrayList<Buyer>();
        for (int i = 0; i < count; i++) {
            buyers.add(Kind.PROGRAM.buys(i % 2 == 0 ? first : second, AwsMarketplace.buyUnconfirmed()));
        }
        return buyers;
    }

    private static void awaitOpen(Buyer buyer) {
        Waiting.until(
                "the workspace is open",
                Duration.ofSeconds(60),
                () -> buyer.read().text("/workspace/state").equals("NORMAL"));
    }

    private static void inParallel(List<Buyer> buyers, java.util.function.Consumer<Buyer> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var running = buyers.stream()
                    .map(buyer -> threads.submit(() -> work.accept(buyer)))
                    .toList();
            for (var run : running) {
                run.get();
            }
        }
    }
}
