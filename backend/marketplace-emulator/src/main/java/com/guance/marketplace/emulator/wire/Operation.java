package com.guance.marketplace.emulator.wire;

import com.guance.marketplace.emulator.http.Request;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What this emulator offers of AWS's services for sellers. */
public enum Operation {
    RESOLVE_CUSTOMER(Service.METERING, "ResolveCustomer"),
    BATCH_METER_USAGE(Service.METERING, "BatchMeterUsage"),
    GET_ENTITLEMENTS(Service.ENTITLEMENT, "GetEntitlements"),
    SEARCH_AGREEMENTS(Service.AGREEMENT, "SearchAgreements"),
    DESCRIBE_AGREEMENT(Service.AGREEMENT, "DescribeAgreement"),
    GET_AGREEMENT_TERMS(Service.AGREEMENT, "GetAgreementTerms"),
    GET_AGREEMENT_ENTITLEMENTS(Service.AGREEMENT, "GetAgreementEntitlements");

    /** One of AWS's services: its name on the wire, its protocols, its own word for an internal error. */
    enum Service {
        METERING("AWSMPMeteringService", Set.of(Wire.JSON_1_1), "InternalServiceErrorException", Set.of()),
        ENTITLEMENT(
                "AWSMPEntitlementService",
                Set.of(Wire.JSON_1_1, Wire.CBOR),
                "InternalServiceErrorException",
                Set.of("us-east-1", "cn-northwest-1")),
        AGREEMENT(
                "AWSMPCommerceService_v20200301",
                Set.of(Wire.JSON_1_0),
                "InternalServerException",
                Set.of("us-east-1"));

        private final String wireName;
        private final Set<Wire> wires;
        private final String internalError;
        private final Set<String> regions;

        Service(String wireName, Set<Wire> wires, String internalError, Set<String> regions) {
            this.wireName = wireName;
            this.wires = wires;
            this.internalError = internalError;
            this.regions = regions;
        }

        String internalError() {
            return internalError;
        }

        /** Metering is offered in every region that a seller may have; the others are in few. */
        boolean isOfferedIn(String region) {
            return regions.isEmpty() || regions.contains(region);
        }
    }

    private final Service service;
    private final String wireName;

    Operation(Service service, String wireName) {
        this.service = service;
        this.wireName = wireName;
    }

    /** The name in the service's model. */
    public String wireName() {
        return wireName;
    }

    Service service() {
        return service;
    }

    public static Optional<Operation> named(String wireName) {
        return Arrays.stream(values()).filter(o -> o.wireName.equals(wireName)).findFirst();
    }

    /** What a request calls in that protocol; nothing if it is written in another one than it says. */
    static Optional<Operation> of(Request request, Wire wire) {
        var target = wire == Wire.CBOR
                ? request.pathValue("service") + "." + request.pathValue("operation")
                : request.header("X-Amz-Target").orElse("");
        return Arrays.stream(values())
                .filter(o -> target.equals(o.service.wireName + "." + o.wireName))
                .filter(o -> o.service.wires.contains(wire) && wire.isSpokenIn(request))
                .findFirst();
    }
}
