package com.guance.marketplace.portal.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/** What lies around the API: request ids, headers, the limit on bodies, the contract, and the SPA. */
@ApplicationScoped
class WebRoutes {
    /** Bytes of a request's body; the largest form has no tenth of it. */
    private static final long LARGEST_BODY = 64 * 1024;

    /** Where a body is a batch: as much as the framework takes at all. */
    private static final String BATCHES = "/api/v1/usage-reports";

    private static final long LARGEST_BATCH = 2 * 1024 * 1024;

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'", // Mantine writes <style> at run time
            "img-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");

    /** Without I, L, O and U, so that a person can read an id out on the phone. */
    private static final char[] READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    /** Files that become smaller; what has no ending is a page. */
    private static final Pattern TEXT = Pattern.compile(".*(/[^/.]*|\\.(html|js|css|svg))");

    private final SecureRandom random = new SecureRandom();
    private final PortalConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    WebRoutes(PortalConfig config, ObjectMapper json, Clock clock) {
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    void routes(@Observes Router router) throws IOException {
        router.route().order(-1_000).handler(this::open);
        // The framework cuts a body that turns out too large while it is read, and says nothing: such bodies are read
        // first.
        var reader = BodyHandler.create(false).setBodyLimit(LARGEST_BODY);
        var batchReader = BodyHandler.create(false).setBodyLimit(LARGEST_BATCH);
        router.route("/api/*")
                .order(-999)
                .handler(context -> {
                    if (isOfUnknownLength(context)) {
                        (isBatch(context) ? batchReader : reader).handle(context);
                    } else {
                        context.next();
                    }
                })
                .failureHandler(context -> {
                    if (context.statusCode() == 413) {
                        tooLarge(context);
                    } else {
                        context.next();
                    }
                });
        // elsewhere the framework reads itself, up to what it was told just now, which is for batches
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1).handler(context -> {
            context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, largestBody(context));
            context.next();
        });
        router.errorHandler(413, this::tooLarge);
        router.errorHandler(400, context -> problem(context, Refusal.malformed()));
        router.errorHandler(404, context -> problem(context, Refusal.notFound()));
        router.errorHandler(405, context -> problem(context, Refusal.of(405, "method-not-allowed")));
        contract(router);
        spa(router);
    }

    private void open(RoutingContext context) {
        var id = requestId();
        context.put(RequestFacts.REQUEST_ID, id);
        MDC.put("requestId", id);
        var headers = context.response().headers();
        // browsers count down to times of ours, whatever their own clock says
        headers.set(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)))
                .set("X-Request-Id", id)
                .set("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
        if (config.isHttps()) {
            headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        if (isApi(context)) {
            headers.set("Cache-Control", "no-store");
        }
        if (declaredLength(context) > largestBody(context)) {
            if (context.normalizedPath().equals(CrossSiteGuard.LANDING)) {
                headers.set("Connection", "close");
                // a buyer's browser shows a page, whatever it was made to post
                context.response()
                        .setStatusCode(303)
                        .putHeader("Location", "/marketplace/problem/token-invalid?request=" + id)
                        .end();
            } else {
                tooLarge(context);
            }
            return;
        }
        context.next();
    }

    private static boolean isBatch(RoutingContext context) {
        return context.normalizedPath().equals(BATCHES);
    }

    private static long largestBody(RoutingContext context) {
        return isBatch(context) ? LARGEST_BATCH : LARGEST_BODY;
    }

    private static long declaredLength(RoutingContext context) {
        try {
            var length = context.request().getHeader("Content-Length");
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static boolean isOfUnknownLength(RoutingContext context) {
        return context.request().getHeader("Transfer-Encoding") != null;
    }

    private String requestId() {
        var id = new StringBuilder("req-");
        for (int i = 0; i < 12; i++) {
            id.append(i > 0 && i % 4 == 0 ? "-" : "").append(READABLE[random.nextInt(READABLE.length)]);
        }
        return id.toString();
    }

    private void contract(Router router) throws IOException {
        try (var contract = WebRoutes.class.getResourceAsStream("/openapi.yaml")) {
            var text = new String(contract.readAllBytes(), StandardCharsets.UTF_8);
            router.get("/openapi.yaml")
                    .handler(context -> context.response()
                            .putHeader("Content-Type", "application/yaml; charset=utf-8")
                            .putHeader("Cache-Control", "no-cache")
                            .end(text));
        }
    }

    private void spa(Router router) {
        if (config.spaDir().isEmpty()) {
            return;
        }
        var root = config.spaDir().get().toAbsolutePath().toString();
        var files = StaticHandler.create(FileSystemAccess.ROOT, root)
                .setCachingEnabled(true)
                .setIncludeHidden(false)
                .setDirectoryListing(false);
        router.route("/*").order(19_999).handler(context -> {
            if (isSpaRequest(context)) {
                compress(context);
            }
            context.next();
        });
        // File names under /assets hold a hash of the content.
        router.get("/assets/*").order(20_000).handler(context -> {
            // One that is missing may be there after the next deployment.
            context.addHeadersEndHandler(end -> context.response()
                    .putHeader(
                            "Cache-Control",
                            context.response().getStatusCode() < 400
                                    ? "public, max-age=31536000, immutable"
                                    : "no-store"));
            context.next();
        });
        router.route("/*").order(20_001).handler(context -> {
            if (isSpaRequest(context)) {
                if (!context.normalizedPath().startsWith("/assets/")) {
                    context.response().putHeader("Cache-Control", "no-cache");
                }
                files.handle(context);
            } else {
                context.next();
            }
        });
        router.route("/*").order(20_002).handler(context -> {
            if (isSpaRequest(context) && !context.normalizedPath().startsWith("/assets/")) {
                context.response().putHeader("Cache-Control", "no-cache");
                context.response()
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .sendFile(root + "/index.html");
            } else {
                context.next();
            }
        });
    }

    /**
     * Lets the framework compress, which it does where nothing says that the answer is encoded already, as itself. The pages
     * hold no secrets; the answers of the API do, beside what users typed, and travel as they are.
     */
    private static void compress(RoutingContext context) {
        if (TEXT.matcher(context.normalizedPath()).matches()
                && context.request().getHeader("Range") == null) {
            context.response().headers().remove("Content-Encoding").set("Vary", "Accept-Encoding");
        }
    }

    private static boolean isSpaRequest(RoutingContext context) {
        var method = context.request().method();
        return (method == HttpMethod.GET || method == HttpMethod.HEAD)
                && !isApi(context)
                && !context.normalizedPath().startsWith("/q/");
    }

    private static boolean isApi(RoutingContext context) {
        return context.normalizedPath().startsWith("/api/");
    }

    /** The rest of the body is not read: the connection is of no more use. */
    private void tooLarge(RoutingContext context) {
        context.response().headers().set("Connection", "close");
        problem(context, Refusal.of(413, "payload-too-large"));
    }

    private void problem(RoutingContext context, Refusal refusal) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        var language = Language.accepted(context.request().getHeader("Accept-Language"));
        try {
            var body = json.writeValueAsString(
                    Problem.of(refusal, language, context.get(RequestFacts.REQUEST_ID, "none")));
            context.response()
                    .setStatusCode(refusal.status())
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .putHeader("Content-Language", language.tag())
                    .end(body);
        } catch (JsonProcessingException e) {
            context.fail(500);
        }
    }
}
