package com.guance.marketplace.portal;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP by hand, for what no client library would send. */
final class RawHttp {
    /** An answer as it came over the wire. */
    record Answer(int status, String head, String body) {
        boolean isProblem() {
            return head.toLowerCase(java.util.Locale.ROOT).contains("content-type: application/problem+json");
        }
    }

    private RawHttp() {}

    /** Sends a head and any number of bytes of body, whether the portal wants to read them or not. */
    static Answer send(String head, Body body) {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(15_000);
            var out = socket.getOutputStream();
            out.write((head.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            var writer = Thread.ofVirtual().start(() -> {
                try {
                    body.writeTo(out);
                    out.flush();
                } catch (IOException portalHungUp) {
                    // it may: the answer tells
                }
            });
            var answer = read(socket);
            writer.interrupt();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a body. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static Body nothing() {
        return out -> {};
    }

    private static Answer read(Socket socket) throws IOException {
        var all = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try {
            int length;
            while ((length = socket.getInputStream().read(buffer)) >= 0) {
                all.write(buffer, 0, length);
                if (isWhole(all.toString(StandardCharsets.UTF_8))) {
                    break;
                }
            }
        } catch (IOException reset) {
            // what came before counts
        }
        var text = all.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
    }

    private static boolean isWhole(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        var length =
                java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(text.substring(0, end));
        return length.find()
                && text.substring(end + 4).getBytes(StandardCharsets.UTF_8).length >= Integer.parseInt(length.group(1));
    }
}
