package com.guance.marketplace.emulator.pages;

import com.guance.marketplace.emulator.calls.CallLog;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.mail.Mailbox;
import com.guance.marketplace.emulator.market.Buyer;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.metering.Bill;
import com.guance.marketplace.emulator.sending.Sender;
import com.guance.marketplace.emulator.wire.Faults;
import java.net.URI;
import java.util.List;

/**
 * All pages.
 *
 * @param landing where Set up your Account posts to
 */
public record BuyerSite(
        Market market,
        Bill bill,
        Sender sender,
        Mailbox mailbox,
        Faults faults,
        CallLog calls,
        List<Buyer> buyers,
        URI landing) {

    public void addTo(Routes routes) {
        var sessions = new Sessions();
        var shell = new Shell(sessions);
        new ProductPages(shell, sessions, market, buyers, landing).addTo(routes);
        new SignInPages(shell, sessions, buyers).addTo(routes);
        new SubscriptionPages(shell, sessions, market, sender).addTo(routes);
        new MessagePages(shell, market).addTo(routes);
        new BillPages(shell, sessions, market, bill).addTo(routes);
        new InboxPages(shell, mailbox).addTo(routes);
        new TimePages(shell, market).addTo(routes);
        new ToolPages(shell, calls, faults).addTo(routes);
        Assets.addTo(shell, routes);
    }
}
