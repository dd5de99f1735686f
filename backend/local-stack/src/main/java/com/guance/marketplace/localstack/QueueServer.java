package com.guance.marketplace.localstack;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.CreateQueueData;
import org.elasticmq.DeadLettersQueueData;
import org.elasticmq.ElasticMQError;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.msg.CreateQueue;
import org.elasticmq.msg.RestoreMessages;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Either;

/**
 * An SQS with one queue per product and its dead letters. A message is acknowledged when it is on disk. ElasticMQ's own
 * storage is one per JVM; here every stack has its own, so that several can run in one test.
 */
final class QueueServer implements AutoCloseable {

    static final String ACCOUNT = "000000000000";

    private static final int MAX_RECEIVE_COUNT = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** As the jar's own settings, but quiet, and leaving the JVM's life to others. */
    private static final String ACTORS = """
            pekko.loglevel = WARNING
            pekko.daemonic = on
            pekko.jvm-exit-on-fatal-error = off
            pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
            """;

    private final ActorSystem actors;
    private final QueueJournal journal;
    private final SQSRestServer server;
    private final URI address;

    private QueueServer(ActorSystem actors, QueueJournal journal, SQSRestServer server, URI address) {
        this.actors = actors;
        this.journal = journal;
        this.server = server;
        this.address = address;
    }

    static QueueServer start(Path folder, List<String> queues) {
        ActorSystem actors = null;
        try {
            var journal = QueueJournal.open(folder);
            var loader = SQSRestServer.class.getClassLoader();
            var settings = ConfigFactory.parseString(ACTORS).withFallback(ConfigFactory.load(loader));
            actors = ActorSystem.create("local-stack", settings, loader);
            var listener = actors.actorOf(Props.create(QueueListener.class, () -> new QueueListener(journal)));
            var manager = actors.actorOf(Props.create(
                    QueueManagerActor.class,
                    () -> new QueueManagerActor(new NowProvider(), StrictSQSLimits$.MODULE$, Option.apply(listener))));
            for (var queue : queues) {
                var deadLetters = queue + "-dead-letters";
                create(manager, journal, deadLetters, Option.empty());
                create(manager, journal, queue, Option.apply(new DeadLettersQueueData(deadLetters, MAX_RECEIVE_COUNT)));
            }
            int port = LoopbackPorts.free();
            var server = SQSRestServerBuilder.withActorSystem(actors)
                    .withQueueManagerActor(manager)
                    .withQueueEventListener(listener)
                    .withInterface(LoopbackPorts.HOST)
                    .withPort(port)
                    .withServerAddress(new NodeAddress("http", LoopbackPorts.HOST, port, ""))
                    .withAWSAccountId(ACCOUNT)
                    .start();
            server.waitUntilStarted();
            var address = URI.create("http://%s:%d".formatted(LoopbackPorts.HOST, port));
            return new QueueServer(actors, journal, server, address);
        } catch (Exception e) {
            if (actors != null) {
                actors.terminate();
            }
            throw new IllegalStateException("The queue server did not start in " + folder, e);
        }
    }

    URI address() {
        return address;
    }

    String queueUrl(String queue) {
        return "%s/%s/%s".formatted(address, ACCOUNT, queue);
    }

    @Override
    public void close() throws IOException {
        // Not the server's own stop, which waits ten seconds for a long poll. What was acknowledged is on disk.
        server.waitUntilStarted().unbind();
        actors.terminate();
        try {
            actors.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException("The queue server did not stop", e);
        } finally {
            journal.close();
        }
    }

    private static void create(
            ActorRef manager, QueueJournal journal, String name, Option<DeadLettersQueueData> deadLetters)
            throws Exception {
        var queue = new CreateQueueData(
                name,
                Option.apply(new MillisVisibilityTimeout(30_000)),
                Option.apply(Duration.ZERO),
                Option.apply(Duration.ZERO),
                Option.empty(),
                Option.empty(),
                deadLetters,
                false,
                false,
                Option.empty(),
                Option.empty(),
                scala.collection.immutable.Map$.MODULE$.empty());
        @SuppressWarnings("unchecked")
        var created = (Either<ElasticMQError, ActorRef>) ask(manager, new CreateQueue(queue));
        if (created.isLeft()) {
            throw new IllegalStateException(
                    "Queue %s: %s".formatted(name, created.swap().toOption().get()));
        }
        var messages = CollectionConverters.asScala(journal.messages(name)).toList();
        ask(created.toOption().get(), new RestoreMessages(messages));
    }

    private static Object ask(ActorRef actor, Object question) throws Exception {
        return Patterns.ask(actor, question, PATIENCE).toCompletableFuture().get();
    }
}
