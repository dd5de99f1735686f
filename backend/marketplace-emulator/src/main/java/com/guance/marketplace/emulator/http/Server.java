package com.guance.marketplace.emulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves {@link Routes}, each request on a virtual thread. An error in one request is answered and harms no other. */
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());
    private static final int DRAINED = 8 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final URI address;
    private final Routes routes;

    /**
     * Starts to serve.
     *
     * @param port 0 takes a free one
     * @throws UncheckedIOException if the port is taken
     */
    public Server(String host, int port, Routes routes) {
        this.routes = routes;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The emulator cannot listen on %s:%d".formatted(host, port), e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        var literal = host.contains(":") ? "[" + host + "]" : host;
        address =
                URI.create("http://%s:%d".formatted(literal, server.getAddress().getPort()));
    }

    /** Scheme, host and port, without a path. */
    public URI address() {
        return address;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var path = uri.getRawPath() == null ? "" : uri.getRawPath();
            var match = routes.find(exchange.getRequestMethod(), path);
            if (match.isEmpty()) {
                send(exchange, Response.of(404, "text/plain; charset=utf-8", "There is no such page here.\n"));
                return;
            }
            var response = answer(exchange, match.get(), path, uri.getRawQuery() == null ? "" : uri.getRawQuery());
            if (response.isLost()) {
                return; // closing an exchange that has not been answered closes its connection
            }
            send(exchange, response);
        } catch (IOException e) {
            // The client went away; there is nobody left to tell.
            LOG.log(Level.DEBUG, "A client left before its answer", e);
        }
    }

    private static Response answer(HttpExchange exchange, Routes.Match match, String path, String query)
            throws IOException {
        var body = exchange.getRequestBody().readNBytes(match.bodyLimit() + 1);
        if (body.length > match.bodyLimit()) {
            exchange.getRequestBody().skip(DRAINED); // so that the client reads the answer and not a reset
            return match.errors().render(413, "The request is larger than %d bytes.".formatted(match.bodyLimit()));
        }
        try {
            return match.handler()
                    .handle(new Request(
                            exchange.getRequestMethod(),
                            path,
                            query,
                            exchange.getRequestHeaders(),
                            body,
                            match.values()));
        } catch (Refused e) {
            return match.errors().render(e.status(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A request failed: " + exchange.getRequestMethod() + " " + path, e);
            return match.errors().render(500, "The emulator failed. Its log says why.");
        }
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            exchange.getResponseHeaders().set(header.getKey(), header.getValue());
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(
                response.status(), head || response.body().length == 0 ? -1 : response.body().length);
        if (!head && response.body().length > 0) {
            exchange.getResponseBody().write(response.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
