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

    /** Serialization failure, deadlock, and the server going away or coming up: the same request may succeed soon. */
    private static final Set<String> PASSING = Set.of("40001", "40P01", "57P01", "57P02", "57P03", "53300", "53100");

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
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
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

    private static boolean isPassing(SQLException sql) {
        var state = sql.getSQLState();
        return state == null || state.startsWith("08") || PASSING.contains(state);
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
