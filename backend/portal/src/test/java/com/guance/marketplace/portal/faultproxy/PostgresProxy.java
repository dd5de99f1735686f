package com.guance.marketplace.portal.faultproxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * A proxy that reads along with PostgreSQL's protocol (version 3, simple and extended queries, without TLS) and tells of
 * each commit: before the server hears of it, and after the server has done it but before the client knows.
 */
public final class PostgresProxy extends FaultProxy {
    /** What becomes of a commit, or of its answer. */
    public enum Verdict {
        CARRY,
        /** The connection breaks instead. */
        CUT
    }

    /** Told of commits, on the threads of their connections. */
    public interface Listener {
        Listener NONE = new Listener() {};

        default Verdict beforeCommit(Transaction transaction) {
            return Verdict.CARRY;
        }

        default Verdict afterCommit(Transaction transaction) {
            return Verdict.CARRY;
        }
    }

    private static final int TLS_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final int PROTOCOL_3 = 3;

    private final Map<Link, Session> sessions = new WeakHashMap<>();
    private volatile Listener listener = Listener.NONE;

    public PostgresProxy(String host, int serverPort) {
        super(host, serverPort);
    }

    public void listen(Listener next) {
        listener = next;
    }

    /** What one connection has prepared, and the transaction it is in. */
    private static final class Session {
        private final Map<String, String> statements = new HashMap<>();
        private final Map<String, String> portals = new HashMap<>();
        private volatile Transaction transaction = new Transaction();
    }

    private Session session(Link link) {
        synchronized (sessions) {
            return sessions.computeIfAbsent(link, l -> new Session());
        }
    }

    @Override
    void toServer(Link link, InputStream client) throws IOException {
        var in = new DataInputStream(client);
        begin(link, in);
        var session = session(link);
        while (true) {
            var message = Message.read(in);
            var sql = executed(session, message);
            if (sql != null) {
                if (isWord(sql, "BEGIN")) {
                    session.transaction = new Transaction();
                } else if (isWord(sql, "COMMIT")) {
                    obey(listener.beforeCommit(session.transaction));
                } else {
                    session.transaction.executed(sql);
                }
            }
            link.carry(Way.TO_SERVER, message.bytes(), message.bytes().length);
        }
    }

    /** What comes before the first message: offers of encryption, which are declined here, and the names. */
    private static void begin(Link link, DataInputStream in) throws IOException {
        while (true) {
            int length = in.readInt();
            var rest = in.readNBytes(length - 4);
            int code = ByteBuffer.wrap(rest).getInt();
            if (code == TLS_REQUEST || code == GSS_REQUEST) {
                link.carry(Way.TO_CLIENT, new byte[] {'N'}, 1);
                continue;
            }
            var whole = ByteBuffer.allocate(length).putInt(length).put(rest).array();
            link.carry(Way.TO_SERVER, whole, length);
            if (code >> 16 == PROTOCOL_3) {
                return;
            }
        }
    }

    /** The SQL that this message runs, or null. */
    private static String executed(Session session, Message message) {
        switch (message.type()) {
            case 'Q' -> {
                return message.text(0);
            }
            case 'P' -> session.statements.put(message.text(0), message.text(1));
            case 'B' -> session.portals.put(message.text(0), session.statements.getOrDefault(message.text(1), ""));
            case 'E' -> {
                return session.portals.getOrDefault(message.text(0), "");
            }
            default -> {}
        }
        return null;
    }

    @Override
    void toClient(Link link, InputStream server) throws IOException {
        var in = new DataInputStream(server);
        var session = session(link);
        while (true) {
            var message = Message.read(in);
            if (message.type() == 'C') {
                var tag = message.text(0);
                if (tag.equals("COMMIT")) {
                    obey(listener.afterCommit(session.transaction));
                } else {
                    session.transaction.done(tag);
                }
            }
            link.carry(Way.TO_CLIENT, message.bytes(), message.bytes().length);
        }
    }

    private static void obey(Verdict verdict) throws IOException {
        if (verdict == Verdict.CUT) {
            throw new IOException("cut at a commit");
        }
    }

    private static boolean isWord(String sql, String word) {
        return sql.strip().equalsIgnoreCase(word);
    }

    /** One message with its type and length, as it goes over the wire. */
    private record Message(char type, byte[] bytes) {
        static Message read(DataInputStream in) throws IOException {
            int type = in.read();
            if (type < 0) {
                throw new EOFException();
            }
            int length = in.readInt();
            var bytes = new ByteArrayOutputStream(length + 1);
            bytes.write(type);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
            bytes.writeBytes(in.readNBytes(length - 4));
            return new Message((char) type, bytes.toByteArray());
        }

        /** The n-th of the texts that the message begins with. */
        String text(int n) {
            int start = 5;
            for (int skipped = 0; skipped < n; skipped++) {
                start = end(start) + 1;
            }
            return new String(bytes, start, end(start) - start, StandardCharsets.UTF_8);
        }

        private int end(int start) {
            int end = start;
            while (bytes[end] != 0) {
                end++;
            }
            return end;
        }
    }
}
