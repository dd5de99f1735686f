package com.guance.marketplace.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.guance.marketplace.emulator.calls.CallLog;
import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import com.guance.marketplace.emulator.market.Json;
import com.guance.marketplace.emulator.market.Market;
import com.guance.marketplace.emulator.market.TokenRefused;
import com.guance.marketplace.emulator.metering.Metering;
import com.guance.marketplace.emulator.metering.UsageRefused;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /}: AWS JSON 1.1 with the operation in {@code X-Amz-Target}. Errors, statuses and the two kinds of
 * answer follow the service's model; each call is logged without its secrets.
 */
public final class MeteringEndpoint {
    private static final System.Logger LOG = System.getLogger(MeteringEndpoint.class.getName());
    private static final String JSON_1_1 = "application/x-amz-json-1.1";

    private final Market market;
    private final Metering metering;
    private final Faults faults;
    private final CallLog calls;
    private final Clock wireClock;

    /** @param wireClock the time signatures are held against */
    public MeteringEndpoint(Market market, Metering metering, Faults faults, CallLog calls, Clock wireClock) {
        this.market = market;
        this.metering = metering;
        this.faults = faults;
        this.calls = calls;
        this.wireClock = wireClock;
    }

    /** Answers every request, the unreadable ones too. */
    public Response handle(Request request) {
        var at = market.now();
        long start = System.nanoTime();
        var requestId = UUID.randomUUID().toString();
        var error = "";
        Response response;
        try {
            response = perform(request);
            if (response.isLost()) {
                error = "(answer lost)";
            }
        } catch (AwsError e) {
            error = e.type();
            response = render(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A call failed: " + requestId, e);
            error = "InternalServiceErrorException";
            response = render(AwsError.server(error, "The emulator failed. Its log says why."));
        }
        response = response.with("x-amzn-RequestId", requestId);
        calls.add(request, response, error, requestId, at, (System.nanoTime() - start) / 1_000_000);
        return response;
    }

    /** What a request beyond the limit of this endpoint is answered. */
    public static Response tooLarge(int status, String sentence) {
        return render(
                        status == 413
                                ? AwsError.client("SerializationException", sentence)
                                : AwsError.server("InternalServiceErrorException", sentence))
                .with("x-amzn-RequestId", UUID.randomUUID().toString());
    }

    private Response perform(Request request) throws AwsError {
        boolean json11 = request.header("Content-Type").orElse("").startsWith(JSON_1_1);
        var operation = Operation.of(request.header("X-Amz-Target").orElse(""))
                .filter(o -> json11)
                .orElseThrow(() -> AwsError.client(
                        "UnknownOperationException",
                        "This emulator offers ResolveCustomer and BatchMeterUsage of AWSMPMeteringService only."));
        var caller = SignatureV4.caller(request, market.products(), wireClock.instant());
        // AWS publishes a quota for BatchMeterUsage alone.
        if (operation == Operation.BATCH_METER_USAGE && !metering.admit(caller.sellerAccount(), caller.region())) {
            throw AwsError.client("ThrottlingException", "Rate exceeded");
        }
        var fault = faults.take(operation);
        return switch (fault.fault()) {
            case THROTTLE -> throw AwsError.client("ThrottlingException", "Rate exceeded");
            case ERROR_500 ->
                throw AwsError.server(
                        "InternalServiceErrorException", "An internal error has occurred. Retry your request.");
            case DISABLED -> throw AwsError.client("DisabledApiException", "The API is disabled in this region.");
            case GARBAGE -> Response.of(200, JSON_1_1, "<html>\u0000{\"CustomerAWSAccountId\":");
            case SLOW -> {
                sleep(fault.slow().toMillis());
                yield answer(operation, request, caller, false);
            }
            case LOST_ANSWER -> answer(operation, request, caller, false).lost();
            case UNPROCESSED -> answer(operation, request, caller, true);
            case NONE -> answer(operation, request, caller, false);
        };
    }

    private Response answer(Operation operation, Request request, SignatureV4.Caller caller, boolean half)
            throws AwsError {
        return switch (operation) {
            case RESOLVE_CUSTOMER -> resolveCustomer(request, caller.sellerAccount());
            case BATCH_METER_USAGE -> batchMeterUsage(request, caller, half);
        };
    }

    /** @param half the later half of the records, at least one, is given back undone */
    private Response batchMeterUsage(Request request, SignatureV4.Caller caller, boolean half) throws AwsError {
        var body = parse(request);
        var productCode = UsageJson.productCode(body);
        var records = UsageJson.records(body);
        int done = half ? records.size() / 2 : records.size();
        try {
            var results =
                    metering.meter(caller.sellerAccount(), caller.region(), productCode, records.subList(0, done));
            return Response.of(200, JSON_1_1, UsageJson.answer(results, records.subList(done, records.size())));
        } catch (UsageRefused e) {
            throw AwsError.client(e.type(), String.valueOf(e.getMessage()));
        }
    }

    private Response resolveCustomer(Request request, String seller) throws AwsError {
        var token = registrationToken(parse(request));
        try {
            var subscription = market.resolve(token, seller);
            var answer = Json.MAPPER.createObjectNode();
            answer.put("CustomerAWSAccountId", subscription.awsAccountId());
            putIfPresent(answer, "CustomerIdentifier", subscription.customerIdentifier());
            answer.put("ProductCode", market.productOf(subscription).productCode());
            putIfPresent(answer, "LicenseArn", subscription.licenseArn());
            return Response.of(200, JSON_1_1, answer.toString());
        } catch (TokenRefused e) {
            throw e.isExpired()
                    ? AwsError.client(
                            "ExpiredTokenException",
                            "The submitted registration token has expired. Your SaaS registration website should "
                                    + "redeem this token as soon as it is submitted by the buyer's browser.")
                    : AwsError.client("InvalidTokenException", "Registration token is invalid.");
        }
    }

    private static JsonNode parse(Request request) throws AwsError {
        try {
            var body = Json.MAPPER.readTree(request.body());
            if (body instanceof ObjectNode) {
                return body;
            }
        } catch (IOException e) {
            // told below, like any body that is no object
        }
        throw AwsError.client("SerializationException", "The request body is not a JSON object.");
    }

    private static String registrationToken(JsonNode body) throws AwsError {
        var token = body.get("RegistrationToken");
        if (token == null || token.isNull()) {
            throw AwsError.client(
                    "ValidationException",
                    "1 validation error detected: Value null at 'registrationToken' failed to satisfy constraint: "
                            + "Member must not be null");
        }
        if (!token.isTextual()) {
            throw AwsError.client("SerializationException", "RegistrationToken must be a string.");
        }
        return token.textValue();
    }

    private static void putIfPresent(ObjectNode answer, String name, @Nullable String value) {
        if (value != null) {
            answer.put(name, value);
        }
    }

    private static Response render(AwsError error) {
        var body = Json.MAPPER.createObjectNode().put("__type", error.type()).put("message", error.getMessage());
        return Response.of(error.status(), JSON_1_1, body.toString());
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
