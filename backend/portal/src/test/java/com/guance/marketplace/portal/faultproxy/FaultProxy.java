package com.guance.marketplace.portal.faultproxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server on this machine, and fails when it is told to. */
public class FaultProxy implements AutoCloseable {
    /** Where bytes go. */
    public enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    private enum Mode {
        PASS,
        HANG,
        CUT,
        CUT_ANSWER,
        ANSWER,
        DELAY
    }

    private record Fault(Mode mode, Way way, long after, byte[] answer, Duration delay) {
        static final Fault NONE = new Fault(Mode.PASS, Way.TO_SERVER, 0, new byte[0], Duration.ZERO);
    }

    private final InetSocketAddress server;
    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile ServerSocket listening;
    private volatile Fault fault = Fault.NONE;

    public FaultProxy(String host, int serverPort) {
        server = new InetSocketAddress(host, serverPort);
        listening = listen(0);
        port = listening.getLocalPort();
    }

    public int port() {
        return port;
    }

    /** How many connections were accepted so far. */
    public int accepted() {
        return accepted.get();
    }

    /** All is well again, for new connections and for those that no fault has met. */
    public void pass() {
        fault = Fault.NONE;
        if (listening.isClosed()) {
            listening = listen(port);
        }
    }

    /** Nobody listens, and what was connected is broken. */
    public void refuse() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        breakAll();
    }

    /**
     * Takes connections and bytes, and never answers. A connection that this meets stays so, also after {@link #pass}, as
     * when the other machine is gone without a word.
     */
    public void hang() {
        fault = new Fault(Mode.HANG, Way.TO_SERVER, 0, new byte[0], Duration.ZERO);
    }

    /** Breaks each connection when it has carried this many bytes. */
    public void cut(Way way, long after) {
        fault = new Fault(Mode.CUT, way, after, new byte[0], Duration.ZERO);
    }

    /** Carries a request up to this ending, and breaks the connection instead of carrying the answer to it. */
    public void cutAnswerTo(String ending) {
        fault = new Fault(Mode.CUT_ANSWER, Way.TO_SERVER, 0, ending.getBytes(ISO_8859_1), Duration.ZERO);
    }

    /** Says this to whatever is asked, and hangs up. */
    public void answer(byte[] bytes) {
        fault = new Fault(Mode.ANSWER, Way.TO_SERVER, 0, bytes, Duration.ZERO);
    }

    /** Carries everything, each piece so much later. */
    public void delay(Duration duration) {
        fault = new Fault(Mode.DELAY, Way.TO_SERVER, 0, new byte[0], duration);
    }

    /** Breaks what is connected; new connections are as before. */
    public void breakAll() {
        links.forEach(Link::close);
    }

    @Override
    public void close() {
        refuse();
    }

    private ServerSocket listen(int wanted) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted));
            Thread.ofPlatform()
                    .daemon()
                    .name("fault-proxy-" + socket.getLocalPort())
                    .start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                accepted.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> connect(client));
            } catch (IOException closed) {
                // the loop ends
            }
        }
    }

    private void connect(Socket client) {
        var link = new Link(client);
        links.add(link);
        try {
            client.setTcpNoDelay(true);
            link.server.setTcpNoDelay(true);
            link.server.connect(server, 5_000);
        } catch (IOException serverIsGone) {
            link.close();
            return;
        }
        Thread.ofPlatform().daemon().start(() -> run(link, Way.TO_CLIENT));
        run(link, Way.TO_SERVER);
    }

    private void run(Link link, Way way) {
        try {
            if (way == Way.TO_SERVER) {
                toServer(link, link.client.getInputStream());
            } else {
                toClient(link, link.server.getInputStream());
            }
        } catch (IOException broken) {
            // so is the other side now
        } finally {
            link.close();
        }
    }

    /** Carries what the client says, until it hangs up. */
    void toServer(Link link, InputStream client) throws IOException {
        copy(link, client, Way.TO_SERVER);
    }

    /** Carries what the server says, until it hangs up. */
    void toClient(Link link, InputStream server) throws IOException {
        copy(link, server, Way.TO_CLIENT);
    }

    private static void copy(Link link, InputStream in, Way way) throws IOException {
        var buffer = new byte[8192];
        int length;
        while ((length = in.read(buffer)) >= 0) {
            link.carry(way, buffer, length);
        }
    }

    /** One connection, from the client through to the server. */
    final class Link {
        private final Socket client;
        private final Socket server = new Socket();
        private final long[] carried = new long[2];
        private volatile boolean stuck;
        private volatile String lastCarried = "";

        private Link(Socket client) {
            this.client = client;
        }

        void carry(Way way, byte[] bytes, int length) throws IOException {
            var now = fault;
            if (stuck || now.mode() == Mode.HANG) {
                stuck = true;
                return;
            }
            switch (now.mode()) {
                case ANSWER -> {
                    client.getOutputStream().write(now.answer());
                    client.getOutputStream().flush();
                    throw new IOException("answered, and hung up");
                }
                case DELAY -> pause(now.delay());
                case CUT -> {
                    long left = now.after() - carried[way.ordinal()];
                    if (way == now.way() && left <= length) {
                        write(way, bytes, (int) Math.max(0, left));
                        throw new IOException("cut");
                    }
                }
                case CUT_ANSWER -> {
                    if (way == Way.TO_CLIENT && lastCarried.endsWith(new String(now.answer(), ISO_8859_1))) {
                        throw new IOException("cut before the answer");
                    }
                }
                default -> {}
            }
            if (way == Way.TO_SERVER) {
                lastCarried = tail(lastCarried + new String(bytes, 0, length, ISO_8859_1));
            }
            write(way, bytes, length);
            carried[way.ordinal()] += length;
        }

        private void write(Way way, byte[] bytes, int length) throws IOException {
            OutputStream out = way == Way.TO_SERVER ? server.getOutputStream() : client.getOutputStream();
            out.write(bytes, 0, length);
            out.flush();
        }

        private static String tail(String text) {
            return text.substring(Math.max(0, text.length() - 64));
        }

        private static void pause(Duration duration) {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void close() {
            links.remove(this);
            for (var socket : new Socket[] {client, server}) {
                try {
                    socket.close();
                } catch (IOException closedAlready) {
                    // as wanted
                }
            }
        }
    }
}
