package com.guance.marketplace.emulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a request by method and path. A pattern's {@code {name}} stands for one path segment. */
public final class Routes {
    private record Route(String method, List<String> pattern, int bodyLimit, Handler handler, ErrorPage errors) {}

    /** How a part of the site says that something went wrong. */
    @FunctionalInterface
    public interface ErrorPage {
        Response render(int status, String sentence);
    }

    /** A route that was found, with the request's values for its placeholders. */
    record Match(int bodyLimit, Handler handler, ErrorPage errors, Map<String, String> values) {}

    private final List<Route> routes = new ArrayList<>();

    /**
     * Adds the routes of one part of the site.
     *
     * @param bodyLimit in bytes; a longer body is refused unread
     */
    public Part part(int bodyLimit, ErrorPage errors) {
        return new Part(bodyLimit, errors);
    }

    /** Routes that share a limit and a way to tell errors. */
    public final class Part {
        private final int bodyLimit;
        private final ErrorPage errors;

        private Part(int bodyLimit, ErrorPage errors) {
            this.bodyLimit = bodyLimit;
            this.errors = errors;
        }

        public Part get(String pattern, Handler handler) {
            return on("GET", pattern, handler);
        }

        public Part post(String pattern, Handler handler) {
            return on("POST", pattern, handler);
        }

        public Part put(String pattern, Handler handler) {
            return on("PUT", pattern, handler);
        }

        private Part on(String method, String pattern, Handler handler) {
            routes.add(new Route(method, segments(pattern), bodyLimit, handler, errors));
            return this;
        }
    }

    Optional<Match> find(String method, String path) {
        var wanted = method.equals("HEAD") ? "GET" : method;
        var segments = segments(path);
        for (var route : routes) {
            if (route.method().equals(wanted)) {
                var values = match(route.pattern(), segments);
                if (values != null) {
                    return Optional.of(new Match(route.bodyLimit(), route.handler(), route.errors(), values));
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Map<String, String> match(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size()) {
            return null;
        }
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < pattern.size(); i++) {
            var expected = pattern.get(i);
            if (expected.startsWith("{")) {
                try {
                    values.put(
                            expected.substring(1, expected.length() - 1),
                            URLDecoder.decode(segments.get(i).replace("+", "%2B"), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return null;
                }
            } else if (!expected.equals(segments.get(i))) {
                return null;
            }
        }
        return values;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
