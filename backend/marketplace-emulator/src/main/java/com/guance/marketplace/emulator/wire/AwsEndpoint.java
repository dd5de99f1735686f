package com.guance.marketplace.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.guance.marketplace.emulator.calls.CallLog;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.http.Routes;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.metering.Metering;
import com.guance.marketplace.emulator.wire.Operation.Service;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.UUID;

/**
 * AWS for sellers: JSON with the operation in {@code X-Amz-Target}, or CBOR with the operation in the path. Errors,
 * statuses and the two kinds of answer follow the services' models; each call is logged without its secrets.
 */
public final class AwsEndpoint {
    private static final System.Logger LOG = System.getLogger(AwsEndpoint.class.getName());
    private static final int BODY_LIMIT = (1 << 20) - 1; // under 1 MB

    private final Market market;
    private final Metering metering;
    private final MeteringCalls meteringCalls;
    private final EntitlementCalls entitlementCalls;
    private final AgreementCalls agreementCalls;
    private final Faults faults;
    private final CallLog calls;
    private final Clock wireClock;

    /** @param wireClock the time signatures are held against */
    public AwsEndpoint(Market market, Metering metering, Faults faults, CallLog calls, Clock wireClock) {
        this.market = market;
        this.metering = metering;
        this.meteringCalls = new MeteringCalls(market, metering);
        this.entitlementCalls = new EntitlementCalls(market);
        this.agreementCalls = new AgreementCalls(market);
        this.faults = faults;
        this.calls = calls;
        this.wireClock = wireClock;
    }

    public void addTo(Routes routes) {
        routes.part(BODY_LIMIT, (status, sentence) -> tooLarge(Wire.JSON_1_1, status, sentence))
                .post("/", this::handle);
        routes.part(BODY_LIMIT, (status, sentence) -> tooLarge(Wire.CBOR, status, sentence))
                .post("/service/{service}/operation/{operation}", this::handle);
    }

    /** Answers every request, the unreadable ones too. */
    private Response handle(Request request) {
        var at = market.now();
        long start = System.nanoTime();
        var requestId = UUID.randomUUID().toString();
        var wire = Wire.of(request);
        var error = "";
        Response response;
        try {
            response = perform(request, wire);
            if (response.isLost()) {
                error = "(answer lost)";
            }
        } catch (AwsError e) {
            error = e.type();
            response = wire.write(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A call failed: " + requestId, e);
            var service = Operation.of(request, wire).map(Operation::service).orElse(Service.METERING);
            error = service.internalError();
            response = wire.write(AwsError.server(error, "The emulator failed. Its log says why."));
        }
        response = response.with("x-amzn-RequestId", requestId);
        calls.add(request, response, error, requestId, at, (System.nanoTime() - start) / 1_000_000);
        return response;
    }

    /** What a request beyond the limit of this endpoint is answered. */
    private static Response tooLarge(Wire wire, int status, String sentence) {
        return wire.write(
                        status == 413
                                ? AwsError.client("SerializationException", sentence)
                                : AwsError.server("InternalServiceErrorException", sentence))
                .with("x-amzn-RequestId", UUID.randomUUID().toString());
    }

    private Response perform(Request request, Wire wire) throws AwsError {
        var operation = Operation.of(request, wire)
                .orElseThrow(() -> AwsError.client(
                        "UnknownOperationException", "This emulator has no such operation in this protocol."));
        var caller = SignatureV4.caller(request, market.products(), wireClock.instant());
        if (!operation.service().isOfferedIn(caller.region())) {
            throw AwsError.client("InvalidSignatureException", "Credential should be scoped to a valid region.");
        }
        // AWS publishes a quota for BatchMeterUsage that a seller may well reach.
        if (operation == Operation.BATCH_METER_USAGE && !metering.admit(caller.sellerAccount(), caller.region())) {
            throw throttled();
        }
        var fault = faults.take(operation);
        return switch (fault.fault()) {
            case THROTTLE -> throw throttled();
            case ERROR_500 ->
                throw AwsError.server(
                        operation.service().internalError(), "An internal error has occurred. Retry your request.");
            case DISABLED ->
                throw operation.service() == Service.METERING
                        ? AwsError.client("DisabledApiException", "The API is disabled in this region.")
                        : AwsError.client("AccessDeniedException", "You are not authorized to perform this action.");
            case GARBAGE -> wire.garbage();
            case SLOW -> {
                sleep(fault.slow().toMillis());
                yield answer(operation, request, wire, caller, false);
            }
            case LOST_ANSWER -> answer(operation, request, wire, caller, false).lost();
            case UNPROCESSED -> answer(operation, request, wire, caller, true);
            case NONE -> answer(operation, request, wire, caller, false);
        };
    }

    private static AwsError throttled() {
        return AwsError.client("ThrottlingException", "Rate exceeded");
    }

    private Response answer(Operation operation, Request request, Wire wire, SignatureV4.Caller caller, boolean half)
            throws AwsError {
        return wire.write(200, answer(operation, wire.read(request), caller, half));
    }

    private JsonNode answer(Operation operation, ObjectNode body, SignatureV4.Caller caller, boolean half)
            throws AwsError {
        return switch (operation) {
            case RESOLVE_CUSTOMER -> meteringCalls.resolveCustomer(body, caller);
            case BATCH_METER_USAGE -> meteringCalls.batchMeterUsage(body, caller, half);
            case GET_ENTITLEMENTS -> entitlementCalls.getEntitlements(body, caller);
            case SEARCH_AGREEMENTS -> agreementCalls.searchAgreements(body, caller);
            case DESCRIBE_AGREEMENT -> agreementCalls.describeAgreement(body, caller);
            case GET_AGREEMENT_TERMS -> agreementCalls.getAgreementTerms(body, caller);
            case GET_AGREEMENT_ENTITLEMENTS -> agreementCalls.getAgreementEntitlements(body, caller);
        };
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The emulator is stopping", e);
        }
    }
}
