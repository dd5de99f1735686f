package com.guance.marketplace.localstack;

import com.guance.marketplace.localstack.QueueJournal.MessageKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.MessageAttribute;
import org.elasticmq.MessageContent;
import org.elasticmq.NeverReceived$;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.OnDateTimeReceived;
import org.elasticmq.Received;
import org.elasticmq.StringMessageAttribute;
import org.elasticmq.actor.queue.InternalMessage;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** How a message of a standard queue, or its removal, is written into the journal. */
final class MessageRecord {

    private static final byte MESSAGE = 1;
    private static final byte REMOVAL = 2;

    private MessageRecord() {}

    static byte[] removal(MessageKey key) throws IOException {
        return record(REMOVAL, key, out -> {});
    }

    static byte[] of(String queue, InternalMessage message) throws IOException {
        return record(MESSAGE, new MessageKey(queue, message.id()), out -> {
            var receipts = receipts(message);
            out.writeInt(receipts.size());
            for (var receipt : receipts) {
                text(out, receipt);
            }
            out.writeLong(message.nextDelivery());
            text(out, message.content().value());
            var attributes = CollectionConverters.asJava(message.messageAttributes());
            out.writeInt(attributes.size());
            for (var attribute : attributes.entrySet()) {
                text(out, attribute.getKey());
                attribute(out, attribute.getValue());
            }
            out.writeLong(message.created().toInstant().toEpochMilli());
            out.writeInt(message.orderIndex());
            out.writeLong(
                    message.firstReceive() instanceof OnDateTimeReceived first
                            ? first.when().toInstant().toEpochMilli()
                            : 0);
            out.writeInt(message.receiveCount());
            optional(out, message.deadLetterSourceQueueName());
        });
    }

    /**
     * By index, and without what is not there yet: the queue adds a receipt while we read, which an iterator would not stand,
     * and its count grows before its content. A receipt that is missed is noted with the next change.
     */
    private static List<String> receipts(InternalMessage message) {
        var receipts = message.deliveryReceipts();
        var noted = new ArrayList<String>();
        int count = receipts.size();
        for (int i = 0; i < count; i++) {
            String receipt = receipts.apply(i);
            if (receipt != null) {
                noted.add(receipt);
            }
        }
        return noted;
    }

    static boolean isRemoval(byte[] record) {
        return record[0] == REMOVAL;
    }

    static MessageKey key(byte[] record) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(record));
        in.readByte();
        return new MessageKey(text(in), text(in));
    }

    static InternalMessage message(byte[] record) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(record));
        in.readByte();
        text(in);
        var id = text(in);
        var receipts = new ArrayList<String>();
        for (int left = in.readInt(); left > 0; left--) {
            receipts.add(text(in));
        }
        long nextDelivery = in.readLong();
        var content = new MessageContent(text(in));
        var attributes = new LinkedHashMap<String, MessageAttribute>();
        for (int left = in.readInt(); left > 0; left--) {
            attributes.put(text(in), attribute(in));
        }
        var created = time(in.readLong());
        int orderIndex = in.readInt();
        long first = in.readLong();
        Received received = first == 0 ? NeverReceived$.MODULE$ : new OnDateTimeReceived(time(first));
        int receiveCount = in.readInt();
        return new InternalMessage(
                id,
                CollectionConverters.asScala(receipts),
                nextDelivery,
                content,
                scala.collection.immutable.Map.from(CollectionConverters.asScala(attributes)),
                created,
                orderIndex,
                received,
                receiveCount,
                false,
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                optional(in));
    }

    private static void attribute(DataOutputStream out, MessageAttribute attribute) throws IOException {
        switch (attribute) {
            case StringMessageAttribute it -> {
                out.writeByte('S');
                text(out, it.stringValue());
            }
            case NumberMessageAttribute it -> {
                out.writeByte('N');
                text(out, it.stringValue());
            }
            case BinaryMessageAttribute it -> {
                out.writeByte('B');
                var bytes = it.binaryValue();
                out.writeInt(bytes.length());
                for (int i = 0; i < bytes.length(); i++) {
                    out.writeByte((Byte) bytes.apply(i));
                }
            }
            default -> throw new IOException("A message attribute of an unknown kind: " + attribute);
        }
        optional(out, attribute.customType());
    }

    private static MessageAttribute attribute(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case 'S' -> new StringMessageAttribute(text(in), optional(in));
            case 'N' -> new NumberMessageAttribute(text(in), optional(in));
            case 'B' -> {
                var bytes = new ArrayList<Object>();
                for (byte each : in.readNBytes(in.readInt())) {
                    bytes.add(each);
                }
                yield new BinaryMessageAttribute(
                        CollectionConverters.asScala(bytes).toList(), optional(in));
            }
            default -> throw new IOException("A message attribute of an unknown kind: " + kind);
        };
    }

    private static OffsetDateTime time(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }

    /** Not writeUTF, which ends at 64 KB. */
    private static void text(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void optional(DataOutputStream out, Option<String> text) throws IOException {
        out.writeBoolean(text.isDefined());
        if (text.isDefined()) {
            text(out, text.get());
        }
    }

    private static Option<String> optional(DataInputStream in) throws IOException {
        return in.readBoolean() ? Option.apply(text(in)) : Option.empty();
    }

    private static byte[] record(byte kind, MessageKey key, Body body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(kind);
        text(out, key.queue());
        text(out, key.id());
        body.write(out);
        return bytes.toByteArray();
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }
}
