package com.guance.marketplace.emulator;

import com.guance.marketplace.emulator.mail.ImapAccount;
import com.guance.marketplace.emulator.market.Buyer;
import com.guance.marketplace.emulator.market.Delays;
import com.guance.marketplace.emulator.market.NotifyWhen;
import com.guance.marketplace.emulator.market.Product;
import com.guance.marketplace.emulator.metering.MeteringRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an emulator is started with. Each {@code with...} answers a copy.
 *
 * @param host the address to listen on
 * @param port 0 takes a free one
 * @param dataDir where the state is kept; null keeps it in memory only
 * @param landingUrl the seller's registration page, where Set up your Account posts to
 * @param sqsEndpoint a local SQS server; null is AWS's own, with the SDK's own credentials
 * @param queueUrls the seller's queue per product id; notifications without a queue are kept unsent
 * @param imap the mailbox that /inbox shows; null if there is none
 * @param tokenLifetime how long a registration token is good
 * @param notificationDelay from the first ResolveCustomer to the success notification, where it comes after the landing
 * @param legacyEndDelay from unsubscribe-pending to unsubscribe-success
 * @param licenceEndDelay from Purchase Agreement Ended to License Deprovisioned
 */
public record EmulatorSettings(
        String host,
        int port,
        @Nullable Path dataDir,
        URI landingUrl,
        @Nullable URI sqsEndpoint,
        Map<String, URI> queueUrls,
        @Nullable ImapAccount imap,
        Duration tokenLifetime,
        Duration notificationDelay,
        Duration legacyEndDelay,
        Duration licenceEndDelay,
        List<Product> products,
        List<Buyer> buyers,
        MeteringRules metering) {

    /** The listing with concurrent agreements, in USD. */
    public static final Product GLOBAL = Product.GLOBAL;
    /** The listing of the China partition, legacy, in CNY. */
    public static final Product CN = Product.CN;

    public EmulatorSettings {
        queueUrls = Map.copyOf(queueUrls);
        products = List.copyOf(products);
        buyers = List.copyOf(buyers);
    }

    /** Loopback, port 8090, state in memory, no queue and no mail server, the two ready products. */
    public static EmulatorSettings defaults() {
        return new EmulatorSettings(
                "127.0.0.1",
                8090,
                null,
                URI.create("http://localhost:8080/marketplace/landing"),
                null,
                Map.of(),
                null,
                Duration.ofHours(4),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofSeconds(31),
                List.of(GLOBAL, CN),
                List.of(
                        new Buyer("alice", "123456784321", GLOBAL.id(), NotifyWhen.AFTER),
                        new Buyer("bob", "222233339075", GLOBAL.id(), NotifyWhen.BEFORE),
                        new Buyer("wei", "444455556610", CN.id(), NotifyWhen.AFTER)),
                MeteringRules.DEFAULT);
    }

    public EmulatorSettings withQueueUrl(String productId, URI url) {
        var urls = new HashMap<>(queueUrls);
        urls.put(productId, url);
        return withQueueUrls(urls);
    }

    /** What of this concerns the market. */
    Delays delays() {
        return new Delays(tokenLifetime, notificationDelay, legacyEndDelay, licenceEndDelay);
    }

    public EmulatorSettings withHost(String value) {
        return new EmulatorSettings(
                value,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withPort(int value) {
        return new EmulatorSettings(
                host,
                value,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withDataDir(@Nullable Path value) {
        return new EmulatorSettings(
                host,
                port,
                value,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withLandingUrl(URI value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                value,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withSqsEndpoint(@Nullable URI value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                value,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withQueueUrls(Map<String, URI> value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                value,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withImap(@Nullable ImapAccount value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                value,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withTokenLifetime(Duration value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                value,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withNotificationDelay(Duration value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                value,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withLegacyEndDelay(Duration value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                value,
                licenceEndDelay,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withLicenceEndDelay(Duration value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                value,
                products,
                buyers,
                metering);
    }

    public EmulatorSettings withProducts(List<Product> value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                value,
                buyers,
                metering);
    }

    public EmulatorSettings withBuyers(List<Buyer> value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                value,
                metering);
    }

    /** Quotas and open points of metering, until they are set otherwise at run time. */
    public EmulatorSettings withMetering(MeteringRules value) {
        return new EmulatorSettings(
                host,
                port,
                dataDir,
                landingUrl,
                sqsEndpoint,
                queueUrls,
                imap,
                tokenLifetime,
                notificationDelay,
                legacyEndDelay,
                licenceEndDelay,
                products,
                buyers,
                value);
    }
}
