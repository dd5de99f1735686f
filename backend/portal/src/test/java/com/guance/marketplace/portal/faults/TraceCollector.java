package com.guance.marketplace.portal.faults;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What collects traces in production, as far as a portal sees it: OTLP over gRPC, without TLS. */
final class TraceCollector implements AutoCloseable {
    /** Of a gRPC message: whether it is compressed, and its length. */
    private static final int PREFIX = 5;

    private static final byte[] NOTHING_TO_SAY = new byte[PREFIX];

    /** @param attributes their names */
    record Span(String traceId, String name, List<String> attributes) {
        boolean has(String attribute) {
            return attributes.contains(attribute);
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();

    TraceCollector() {
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            requests.add(body.getBytes());
            request.response()
                    .putHeader("Content-Type", "application/grpc")
                    .putTrailer("grpc-status", "0")
                    .end(Buffer.buffer(NOTHING_TO_SAY));
        });
    }

    String address() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** All that came, byte for byte. */
    String text() {
        var text = new StringBuilder();
        requests.forEach(request -> text.append(new String(request, StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    /** Numbers of fields are those of opentelemetry/proto. */
    List<Span> spans() {
        return requests.stream()
                .map(request -> ByteString.copyFrom(request, PREFIX, request.length - PREFIX))
                .flatMap(request -> in(request, 1)) // of each resource
                .flatMap(ofResource -> in(ofResource, 2)) // of each instrumentation
                .flatMap(ofScope -> in(ofScope, 2))
                .map(TraceCollector::span)
                .toList();
    }

    private static Span span(ByteString span) {
        var traceId = HexFormat.of().formatHex(first(span, 1).toByteArray());
        var attributes = in(span, 9).map(a -> first(a, 1).toStringUtf8()).toList();
        return new Span(traceId, first(span, 5).toStringUtf8(), attributes);
    }

    private static ByteString first(ByteString message, int field) {
        return in(message, field).findFirst().orElse(ByteString.EMPTY);
    }

    private static Stream<ByteString> in(ByteString message, int field) {
        try {
            return UnknownFieldSet.parseFrom(message).getField(field).getLengthDelimitedList().stream();
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
