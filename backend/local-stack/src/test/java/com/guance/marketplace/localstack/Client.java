package com.guance.marketplace.localstack;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Uses a stack as a portal does: with nothing but the environment it is given. */
record Client(Map<String, String> environment) {

    /** From the file that a shell would read. */
    static Client of(Path environmentFile) throws IOException {
        var environment = new TreeMap<String, String>();
        for (var line : Files.readAllLines(environmentFile)) {
            var parts = line.split("=", 2);
            environment.put(parts[0], parts[1].substring(1, parts[1].length() - 1));
        }
        return new Client(environment);
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                environment.get("PORTAL_DATABASE_URL"),
                environment.get("PORTAL_DATABASE_USER"),
                environment.get("PORTAL_DATABASE_PASSWORD"));
    }

    void execute(String sql) throws SQLException {
        try (var connection = database();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String query(String sql) throws SQLException {
        try (var connection = database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    void send(String subject, String content, String... recipients) throws MessagingException {
        var properties = new Properties();
        properties.put("mail.smtp.host", environment.get("PORTAL_SMTP_HOST"));
        properties.put("mail.smtp.port", environment.get("PORTAL_SMTP_PORT"));
        var message = new MimeMessage(Session.getInstance(properties));
        message.setFrom("portal@example.com");
        for (var recipient : recipients) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        message.setSubject(subject, "UTF-8");
        message.setText(content, "UTF-8");
        Transport.send(message);
    }

    void enqueue(String body) {
        try (var sqs = sqs()) {
            sqs.sendMessage(it -> it.queueUrl(environment.get("PORTAL_GLOBAL_QUEUE_URL"))
                    .messageBody(body)
                    .messageAttributes(Map.of(
                            "kind",
                            MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue("测试")
                                    .build())));
        }
    }

    /** Received, and left in the queue without being invisible to others. */
    List<software.amazon.awssdk.services.sqs.model.Message> receive(String queueUrl) {
        try (var sqs = sqs()) {
            return sqs.receiveMessage(it -> it.queueUrl(queueUrl)
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(0)
                            .messageAttributeNames("All"))
                    .messages();
        }
    }

    /** Waits for a message as a consumer does, and takes it as it comes when the server goes away. */
    void poll(String queueUrl) {
        try (var sqs = sqs()) {
            sqs.receiveMessage(it -> it.queueUrl(queueUrl).waitTimeSeconds(20));
        } catch (SdkException e) {
            // the server is gone
        }
    }

    void deleteAll(String queueUrl) {
        try (var sqs = sqs()) {
            for (var message : receive(queueUrl)) {
                sqs.deleteMessage(it -> it.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
            }
        }
    }

    private SqsClient sqs() {
        return SqsClient.builder()
                .endpointOverride(URI.create(environment.get("AWS_ENDPOINT_URL_SQS")))
                .region(Region.of(environment.get("PORTAL_GLOBAL_REGION")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        environment.get("PORTAL_GLOBAL_ACCESS_KEY_ID"),
                        environment.get("PORTAL_GLOBAL_SECRET_ACCESS_KEY"))))
                .build();
    }

    /** Subjects in the inbox that shows everybody's mail. */
    static List<String> subjects(LocalStack stack) throws MessagingException {
        var subjects = new ArrayList<String>();
        for (var message : inbox(stack)) {
            subjects.add(message.getSubject());
        }
        return subjects;
    }

    static Message[] inbox(LocalStack stack) throws MessagingException {
        var store = Session.getInstance(new Properties()).getStore("imap");
        store.connect(stack.imapHost(), stack.imapPort(), stack.imapUser(), stack.imapPassword());
        var folder = store.getFolder("INBOX");
        folder.open(jakarta.mail.Folder.READ_ONLY);
        return folder.getMessages();
    }
}
