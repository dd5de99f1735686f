package com.guance.marketplace.portal.metering;

import static java.util.Comparator.comparing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records that go to AWS in one BatchMeterUsage: of one product, in one dialect, to one endpoint. */
record MeteringCall(List<MeteringRecord> records) {
    static final int MOST = 25;

    /** AWS takes less than 1 MB; which megabyte it means is not said, so the smaller. */
    static final int MAX_BYTES = 999_999;

    /** What a failure of the whole call says of its records. */
    enum Failure {
        /** They may have been metered. */
        UNCLEAR,
        /** None was metered, and none is to blame: all go again later. */
        LATER,
        /** None was metered, and at least one is to blame. */
        REFUSED;

        private static final Set<String> LATER_BY_NAME = Set.of(
                // the quota
                "ThrottlingException",
                "Throttling",
                "TooManyRequestsException",
                "RequestLimitExceeded",
                "SlowDown",
                // our keys, our clock, our product
                "AccessDeniedException",
                "AccessDenied",
                "DisabledApiException",
                "ExpiredToken",
                "ExpiredTokenException",
                "IncompleteSignature",
                "InvalidClientTokenId",
                "InvalidProductCodeException",
                "InvalidSignatureException",
                "MissingAuthenticationToken",
                "MissingAuthenticationTokenException",
                "OptInRequired",
                "RequestExpired",
                "RequestTimeTooSkewed",
                "SignatureDoesNotMatch",
                "UnknownOperationException",
                "UnrecognizedClientException");

        /**
         * @param status of HTTP; 0 where no answer came
         * @param error AWS's name for it
         */
        static Failure of(int status, String error) {
            if (LATER_BY_NAME.contains(error)) {
                return LATER;
            }
            if (status < 400 || status >= 500) {
                return UNCLEAR; // an error of the service says that nothing was metered, one of a proxy does not
            }
            return switch (status) {
                case 401, 403, 404, 429 -> LATER;
                case 408 -> UNCLEAR;
                default -> REFUSED;
            };
        }
    }

    /** A record as AWS echoes it, as far as it tells it from the others of a call. */
    record Echo(
            @Nullable String customerIdentifier,
            @Nullable String awsAccountId,
            @Nullable String licenseArn,
            String dimension,
            Instant timestamp) {}

    /** What AWS says of one record. */
    record Result(Echo record, String status, @Nullable String meteringRecordId) {}

    MeteringCall {
        records = List.copyOf(records);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("A call without records");
        }
    }

    /** As few calls as the order allows: the oldest records first, and calls in the order of their oldest. */
    static List<MeteringCall> pack(Collection<MeteringRecord> records) {
        var byTarget = records.stream()
                .sorted(comparing(MeteringRecord::timestamp).thenComparing(MeteringRecord::bucket))
                .collect(Collectors.groupingBy(MeteringRecord::target, LinkedHashMap::new, Collectors.toList()));
        return byTarget.values().stream()
                .flatMap(ofOne -> packed(ofOne).stream())
                .sorted(comparing(call -> call.records.getFirst().timestamp()))
                .toList();
    }

    private static List<MeteringCall> packed(List<MeteringRecord> records) {
        var calls = new ArrayList<MeteringCall>();
        var call = new ArrayList<MeteringRecord>();
        int bytes = 0;
        for (var record : records) {
            int weight = bytes(record.usageRecord()) + 1; // its comma, which the last has not
            if (!call.isEmpty() && (call.size() == MOST || bytes + weight > MAX_BYTES)) {
                calls.add(new MeteringCall(call));
                call.clear();
            }
            if (call.isEmpty()) {
                bytes = bytes(new MeteringCall(List.of(record)).frame("")) - 1;
            }
            call.add(record);
            bytes += weight;
        }
        if (!call.isEmpty()) {
            calls.add(new MeteringCall(call));
        }
        return calls;
    }

    /** The request as AWS is sent it, byte for byte. */
    String body() {
        return frame(records.stream().map(MeteringRecord::usageRecord).collect(Collectors.joining(",")));
    }

    private String frame(String usageRecords) {
        var first = records.getFirst();
        return "{\"UsageRecords\":[" + usageRecords + "]"
                + (first.namesProduct() ? ",\"ProductCode\":" + MeteringRecord.quoted(first.productCode()) : "")
                + "}";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** With how many others each record may go when this call was refused: halves, until the one to blame is alone. */
    int smaller() {
        return (records.size() + 1) / 2;
    }

    /**
     * What befell the records when the call was answered, in their order. One that AWS said nothing of, or two things, is
     * unclear.
     */
    List<Attempt> attempts(List<Result> results, List<Echo> unprocessed) {
        return records.stream()
                .map(record -> {
                    var said = Stream.concat(
                                    results.stream()
                                            .filter(r -> record.isEchoedBy(r.record))
                                            .map(r -> Attempt.of(r.status, r.meteringRecordId)),
                                    unprocessed.stream()
                                            .filter(record::isEchoedBy)
                                            .map(echo -> (Attempt) new Attempt.Unmetered("UnprocessedRecords")))
                            .distinct()
                            .toList();
                    return said.size() == 1
                            ? said.getFirst()
                            : new Attempt.Unclear(said.isEmpty() ? "no word" : "" + said);
                })
                .toList();
    }

    /** What befell each of the records when the call failed as a whole. */
    Attempt attempt(Failure failure, String error) {
        return switch (failure) {
            case UNCLEAR -> new Attempt.Unclear(error);
            case LATER -> new Attempt.Unmetered(error);
            case REFUSED ->
                records.size() == 1 ? new Attempt.Refused(error) : new Attempt.Unmetered(error + ", beside others");
        };
    }
}
