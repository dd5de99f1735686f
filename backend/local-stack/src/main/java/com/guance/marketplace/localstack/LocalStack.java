package com.guance.marketplace.localstack;

import com.guance.marketplace.emulator.EmulatorSettings;
import com.guance.marketplace.emulator.MarketplaceEmulator;
import com.guance.marketplace.emulator.mail.ImapAccount;
import com.guance.marketplace.emulator.market.Product;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * PostgreSQL, a mail server, queues and AWS Marketplace, for a portal on this machine. All state lies in one folder, lasts
 * over restarts, and survives the death of this process.
 */
public final class LocalStack implements AutoCloseable {

    private static final String GLOBAL_QUEUE = "marketplace-global";
    private static final String CN_QUEUE = "marketplace-cn";
    /** Of a listing that the portal does not serve: nobody empties it but a test. */
    private static final String CONTRACT_QUEUE = "marketplace-contract";

    private final Closing closing;
    private final PostgresServer postgres;
    private final MailServer mail;
    private final QueueServer queues;
    private final MarketplaceEmulator emulator;
    private final PartnerClients partners;
    private final OperatorAccounts operators;
    private final Map<String, String> secrets;
    private final String inboxPassword;

    private LocalStack(
            Closing closing,
            PostgresServer postgres,
            MailServer mail,
            QueueServer queues,
            MarketplaceEmulator emulator,
            PartnerClients partners,
            OperatorAccounts operators,
            Map<String, String> secrets,
            String inboxPassword) {
        this.closing = closing;
        this.postgres = postgres;
        this.mail = mail;
        this.queues = queues;
        this.emulator = emulator;
        this.partners = partners;
        this.operators = operators;
        this.secrets = secrets;
        this.inboxPassword = inboxPassword;
    }

    /** Returns when everything answers. */
    public static LocalStack start(LocalStackSettings settings) {
        return start(settings, Clock.systemUTC());
    }

    /** As {@link #start(LocalStackSettings)}, with the time that AWS Marketplace goes by. */
    public static LocalStack start(LocalStackSettings settings, Clock clock) {
        var closing = new Closing();
        try {
            return start(settings, clock, closing);
        } catch (Throwable e) { // an Error too would leave servers behind
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            var cause = e instanceof ExecutionException ? e.getCause() : e;
            var failure = new IllegalStateException("The local stack did not start: " + cause.getMessage(), cause);
            try {
                closing.close();
            } catch (RuntimeException another) {
                failure.addSuppressed(another);
            }
            throw failure;
        }
    }

    private static LocalStack start(LocalStackSettings settings, Clock clock, Closing closing) throws Exception {
        var folder = settings.dataDir().toAbsolutePath().normalize();
        Secrets.createFolder(folder);
        closing.add(FolderLock.take(folder));
        var secrets = Map.of(
                "PORTAL_MASTER_KEY", Secrets.key(folder.resolve("master.key")),
                "PORTAL_DATABASE_PASSWORD", Secrets.key(folder.resolve("database.key")));
        var inboxPassword = Secrets.key(folder.resolve("inbox.key"));
        var partners = PartnerClients.in(folder);
        var operators = OperatorAccounts.in(folder);

        Future<PostgresServer> postgres;
        Future<QueueServer> queues;
        Future<MailServer> mail;
        // Side by side, since each takes a second or more; closing the executor waits for all, also when one fails.
        try (var starting = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("start-", 0).factory())) {
            postgres = starting.submit(() -> {
                var server = new PostgresServer(folder.resolve("postgres"), secrets.get("PORTAL_DATABASE_PASSWORD"));
                server.start();
                return closing.add(server);
            });
            queues = starting.submit(() -> closing.add(
                    QueueServer.start(folder.resolve("queues"), List.of(GLOBAL_QUEUE, CN_QUEUE, CONTRACT_QUEUE))));
            mail = starting.submit(() -> {
                var server = closing.add(new MailServer(folder.resolve("mail"), inboxPassword));
                server.start();
                return server;
            });
        }
        var emulator = closing.add(MarketplaceEmulator.start(
                settings.emulator()
                        .apply(EmulatorSettings.defaults()
                                .withPort(settings.emulatorPort())
                                .withDataDir(folder.resolve("emulator"))
                                .withLandingUrl(settings.landingUrl())
                                .withSqsEndpoint(queues.get().address())
                                .withQueueUrl(
                                        EmulatorSettings.GLOBAL.id(),
                                        URI.create(queues.get().queueUrl(GLOBAL_QUEUE)))
                                .withQueueUrl(
                                        EmulatorSettings.CN.id(),
                                        URI.create(queues.get().queueUrl(CN_QUEUE)))
                                .withQueueUrl(
                                        Product.CONTRACT.id(),
                                        URI.create(queues.get().queueUrl(CONTRACT_QUEUE)))
                                .withProducts(List.of(EmulatorSettings.GLOBAL, EmulatorSettings.CN, Product.CONTRACT))
                                .withImap(new ImapAccount(
                                        LoopbackPorts.HOST,
                                        mail.get().imapPort(),
                                        MailServer.INBOX_USER,
                                        inboxPassword))),
                clock));
        return new LocalStack(
                closing,
                postgres.get(),
                mail.get(),
                queues.get(),
                emulator,
                partners,
                operators,
                secrets,
                inboxPassword);
    }

    /** Where AWS Marketplace is, as AWS and as a web site. */
    public URI emulatorAddress() {
        return emulator.address();
    }

    /** AWS Marketplace itself, for tests that move its time, make it fail or read what was metered. */
    public MarketplaceEmulator emulator() {
        return emulator;
    }

    /** Everything the portal needs to know of its surroundings, as environment variables. */
    public Map<String, String> portalEnvironment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PORTAL_DATABASE_URL", postgres.jdbcUrl());
        environment.put("PORTAL_DATABASE_USER", PostgresServer.USER);
        environment.putAll(secrets);
        environment.put("PORTAL_SMTP_HOST", LoopbackPorts.HOST);
        environment.put("PORTAL_SMTP_PORT", Integer.toString(mail.smtpPort()));
        environment.put(
                "AWS_ENDPOINT_URL_MARKETPLACE_METERING", emulatorAddress().toString());
        environment.put(
                "AWS_ENDPOINT_URL_MARKETPLACE_ENTITLEMENT_SERVICE",
                emulatorAddress().toString());
        environment.put(
                "AWS_ENDPOINT_URL_MARKETPLACE_AGREEMENT", emulatorAddress().toString());
        environment.put("AWS_ENDPOINT_URL_SQS", queues.address().toString());
        environment.put("PORTAL_PARTNER_CLIENTS_FILE", partners.clientsFile().toString());
        environment.put("PORTAL_OPERATORS_FILE", operators.file().toString());
        addProduct(environment, "GLOBAL", EmulatorSettings.GLOBAL, GLOBAL_QUEUE);
        addProduct(environment, "CN", EmulatorSettings.CN, CN_QUEUE);
        return environment;
    }

    /** The same for the listing by contract, which a portal serves where it is told of it besides. */
    public Map<String, String> contractEnvironment() {
        var environment = new LinkedHashMap<String, String>();
        addProduct(environment, "CONTRACT", Product.CONTRACT, CONTRACT_QUEUE);
        return environment;
    }

    private void addProduct(Map<String, String> environment, String name, Product product, String queue) {
        environment.put("PORTAL_%s_PRODUCT_CODE".formatted(name), product.productCode());
        environment.put("PORTAL_%s_REGION".formatted(name), product.region());
        environment.put("PORTAL_%s_ACCESS_KEY_ID".formatted(name), product.accessKeyId());
        environment.put("PORTAL_%s_SECRET_ACCESS_KEY".formatted(name), product.secretAccessKey());
        environment.put("PORTAL_%s_QUEUE_URL".formatted(name), queues.queueUrl(queue));
        environment.put("PORTAL_%s_NOTIFICATIONS_FROM".formatted(name), product.notificationsFrom());
        environment.put("PORTAL_MARKETPLACE_URL_" + name, emulatorAddress() + "/marketplace/products/" + product.id());
    }

    /** The same endpoints as system properties of the AWS SDK, for a portal that runs inside this JVM. */
    public Map<String, String> sdkSystemProperties() {
        return Map.of(
                "aws.endpointUrlMarketplaceMetering", emulatorAddress().toString(),
                "aws.endpointUrlMarketplaceEntitlement", emulatorAddress().toString(),
                "aws.endpointUrlMarketplaceAgreement", emulatorAddress().toString(),
                "aws.endpointUrlSqs", queues.address().toString());
    }

    /** The program that may report usage of a site, {@code us1} or {@code cn2}. */
    public PartnerClient partnerClient(String site) {
        return partners.of(site);
    }

    /** The operator of a role: {@code SUPPORT}, {@code FINANCE} or {@code ADMINISTRATOR}. */
    public OperatorAccount operator(String role) {
        return operators.of(role);
    }

    /** Where all mails can be read over IMAP. */
    public String imapHost() {
        return LoopbackPorts.HOST;
    }

    public int imapPort() {
        return mail.imapPort();
    }

    public String imapUser() {
        return MailServer.INBOX_USER;
    }

    public String imapPassword() {
        return inboxPassword;
    }

    /** Stops the database in good order: the next start is on the same port, with the same data. */
    public void stopPostgres() {
        postgres.stop();
    }

    /** Stops the database as a crash would. */
    public void crashPostgres() {
        postgres.stopImmediately();
    }

    public void startPostgres() {
        postgres.start();
    }

    /** Mails are refused until {@link #startSmtp}, which is on the same port. */
    public void stopSmtp() {
        mail.stopSmtp();
    }

    public void startSmtp() {
        mail.startSmtp();
    }

    @Override
    public void close() {
        closing.close();
    }
}
