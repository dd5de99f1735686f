package com.guance.marketplace.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One kept HTTP/1.1 connection to the portal, plain and blocking: little of the driver is to be in the figures. */
final class Connection implements AutoCloseable {
    record Answer(int status, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    Connection(int port) throws IOException {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setSoTimeout(20_000);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static byte[] get(String path, String cookie) {
        var cookies = cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
        return ascii("GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(path, cookies));
    }

    static byte[] form(String path, String client, String body) {
        return ascii(("POST %s HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: %s\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s")
                .formatted(path, client, body.length(), body));
    }

    static byte[] json(String path, Map<String, String> headers, byte[] body) {
        var head = new StringBuilder("POST %s HTTP/1.1\r\nHost: localhost\r\n".formatted(path));
        headers.forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
        head.append("Content-Type: application/json\r\nContent-Length: %d\r\n\r\n".formatted(body.length));
        var start = ascii(head.toString());
        var request = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    Answer send(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        var status = Integer.parseInt(line().split(" ")[1]);
        var headers = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        skipBody(headers);
        return new Answer(status, headers);
    }

    private void skipBody(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            int length;
            do {
                length = Integer.parseInt(line(), 16);
                in.skipNBytes(length + 2L);
            } while (length > 0);
        } else {
            in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The portal closed the connection");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
