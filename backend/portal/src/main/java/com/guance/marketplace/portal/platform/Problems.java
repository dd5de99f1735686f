package com.guance.marketplace.portal.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.CharConversionException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Renders every failure as a problem document. No exception text leaves the portal. */
@ApplicationScoped
class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final Map<Integer, String> SLUGS = Map.of(
            400, "malformed-request",
            401, "not-signed-in",
            403, "foreign-origin",
            404, "not-found",
            405, "method-not-allowed",
            406, "not-acceptable",
            413, "payload-too-large",
            415, "unsupported-media-type");

    /**
     * SQLSTATEs after which the same request may succeed soon, by their beginnings: connection lost (08), rolled back for
     * another (40), out of disk, memory or connections (53), cancelled or shutting down (57), trouble with files (58), locked
     * for too long (55P03), idle for too long (25P03), and read only while another server takes over (25006).
     */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58", "55P03", "25P03", "25006");

    private final RequestFacts facts;

    Problems(RequestFacts facts) {
        this.facts = facts;
    }

    @ServerExceptionMapper
    public RestResponse<Problem> refused(Refusal refusal) {
        return render(refusal);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> malformed(MismatchedInputException malformed) {
        return render(Refusal.malformed());
    }

    @ServerExceptionMapper
    public RestResponse<Problem> malformed(JsonProcessingException malformed) {
        return render(Refusal.malformed());
    }

    @ServerExceptionMapper
    public RestResponse<Problem> malformed(StreamConstraintsException malformed) {
        return render(Refusal.malformed());
    }

    /** Bytes that are no text in the encoding they pretend to be in. */
    @ServerExceptionMapper
    public RestResponse<Problem> malformed(CharConversionException malformed) {
        return render(Refusal.malformed());
    }

    /** Two changed the same thing at once, and one was first. */
    @ServerExceptionMapper({OptimisticLockException.class, ConstraintViolationException.class})
    public RestResponse<Problem> outrun(Exception outrun) {
        LOG.debug("outrun by another request", outrun);
        return render(Refusal.conflict("outrun"));
    }

    @ServerExceptionMapper
    public RestResponse<Problem> refusedByFramework(WebApplicationException failure) {
        if (failure.getCause() instanceof Refusal refusal) {
            return render(refusal);
        }
        int status = failure.getResponse().getStatus();
        var slug = SLUGS.get(status);
        if (slug == null) {
            return status < 500 ? render(Refusal.of(status, "malformed-request")) : failed(failure);
        }
        return render(Refusal.of(status, slug));
    }

    @ServerExceptionMapper
    public RestResponse<Problem> failed(Throwable failure) {
        for (var cause : causes(failure)) {
            switch (cause) {
                case Refusal refusal -> {
                    return render(refusal);
                }
                case ConstraintViolationException outrun -> {
                    return outrun(outrun);
                }
                case OptimisticLockException outrun -> {
                    return outrun(outrun);
                }
                case SQLException sql
                when isPassing(sql) -> {
                    LOG.warnf("database not available: %s", sql.getSQLState());
                    return render(Refusal.unavailable("busy", Duration.ofSeconds(3)));
                }
                default -> {}
            }
        }
        LOG.errorf(failure, "request %s failed", facts.requestId());
        return render(Refusal.of(500, "unexpected"));
    }

    /** The failure and all that led to it. A commit that failed keeps what the database said among the suppressed. */
    private static Set<Throwable> causes(Throwable failure) {
        var found = new LinkedHashSet<Throwable>();
        var next = new ArrayDeque<>(List.of(failure));
        while (!next.isEmpty()) {
            var one = next.remove();
            if (found.add(one)) {
                next.addAll(List.of(one.getSuppressed()));
                if (one.getCause() != null) {
                    next.add(one.getCause());
                }
            }
        }
        return found;
    }

    private static boolean isPassing(SQLException sql) {
        var state = sql.getSQLState();
        return state == null || PASSING.stream().anyMatch(state::startsWith);
    }

    private RestResponse<Problem> render(Refusal refusal) {
        var language = facts.language();
        var problem = Problem.of(refusal, language, facts.requestId());
        // by number: the list of names has no 422
        var builder =
                RestResponse.ResponseBuilder.<Problem>create(refusal.status()).entity(problem);
        builder.type(MediaType.valueOf(Problem.MEDIA_TYPE)).header(HttpHeaders.CONTENT_LANGUAGE, language.tag());
        if (refusal.status() == 401) {
            builder.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (refusal.retryAfter() != null) {
            builder.header(HttpHeaders.RETRY_AFTER, refusal.retryAfter().toSeconds());
        }
        return builder.build();
    }
}
