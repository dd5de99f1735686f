package com.guance.marketplace.emulator;

import com.guance.marketplace.emulator.calls.CallLog;
import com.guance.marketplace.emulator.control.ControlApi;
import com.guance.marketplace.emulator.control.LifeApi;
import com.guance.marketplace.emulator.control.MeteringApi;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.http.Server;
import com.guance.marketplace.emulator.mail.Mailbox;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.metering.Bill;
import com.guance.marketplace.emulator.metering.Ledger;
import com.guance.marketplace.emulator.metering.Metering;
import com.guance.marketplace.emulator.pages.BuyerSite;
import com.guance.marketplace.emulator.sending.Queues;
import com.guance.marketplace.emulator.sending.Sender;
import com.guance.marketplace.emulator.wire.AwsEndpoint;
import com.guance.marketplace.emulator.wire.Faults;
import java.net.URI;
import java.time.Clock;

/** A running emulator: AWS endpoints, buyer's pages and control API on one port. */
public final class MarketplaceEmulator implements AutoCloseable {
    private final Market market;
    private final Ledger ledger;
    private final Metering metering;
    private final Faults faults;
    private final Mailbox mailbox;
    private final Sender sender;
    private final Server server;

    private MarketplaceEmulator(
            Market market,
            Ledger ledger,
            Metering metering,
            Faults faults,
            Mailbox mailbox,
            Sender sender,
            Server server) {
        this.market = market;
        this.ledger = ledger;
        this.metering = metering;
        this.faults = faults;
        this.mailbox = mailbox;
        this.sender = sender;
        this.server = server;
    }

    /**
     * Starts an emulator and answers when it serves.
     *
     * @param clock the time of purchases, tokens, notifications and metering, until it is moved. Signatures are held against the system's clock, by
     *     which the SDKs sign and which the {@code Date} header tells.
     * @throws java.io.UncheckedIOException if the port is taken, or the data folder is not writable or in use
     * @throws IllegalStateException if the journal in the data folder is damaged other than at its end
     */
    public static MarketplaceEmulator start(EmulatorSettings settings, Clock clock) {
        var market = new Market(settings.products(), settings.delays(), clock, settings.dataDir());
        var ledger = ledger(settings, market);
        var mailbox = new Mailbox(settings.imap(), clock);
        var queues = new Queues(settings.sqsEndpoint(), settings.queueUrls());
        var sender = new Sender(market, queues);
        try {
            var faults = new Faults();
            var calls = new CallLog();
            var metering = new Metering(market, ledger, settings.metering());
            var bill = new Bill(market, ledger);
            var routes = new Routes();
            new AwsEndpoint(market, metering, faults, calls, Clock.systemUTC()).addTo(routes);
            new ControlApi(market, faults, calls, mailbox).addTo(routes);
            new LifeApi(market, queues).addTo(routes);
            new MeteringApi(market, metering, ledger, bill, faults).addTo(routes);
            new BuyerSite(market, bill, sender, mailbox, faults, calls, settings.buyers(), settings.landingUrl())
                    .addTo(routes);
            var server = new Server(settings.host(), settings.port(), routes);
            return new MarketplaceEmulator(market, ledger, metering, faults, mailbox, sender, server);
        } catch (RuntimeException e) {
            sender.close();
            mailbox.close();
            ledger.close();
            market.close();
            throw e;
        }
    }

    private static Ledger ledger(EmulatorSettings settings, Market market) {
        try {
            return new Ledger(settings.dataDir());
        } catch (RuntimeException e) {
            market.close();
            throw e;
        }
    }

    /** Where it listens: scheme, host and port, without a path. */
    public URI address() {
        return server.address();
    }

    /** Who bought what, and business time: {@link Market#now} and {@link Market#moveTime}. */
    public Market market() {
        return market;
    }

    /** What was metered. */
    public Ledger ledger() {
        return ledger;
    }

    /** The quota, the open points of metering, and how many calls there were. */
    public Metering metering() {
        return metering;
    }

    /** How AWS fails. */
    public Faults faults() {
        return faults;
    }

    /** Stops at once. What was answered before is kept. */
    @Override
    public void close() {
        server.close();
        sender.close();
        mailbox.close();
        ledger.close();
        market.close();
    }
}
