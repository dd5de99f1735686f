package com.guance.marketplace.emulator.calls;

import java.time.Instant;
import java.util.Map;

/**
 * A request of a seller and its answer, with signature and token already taken out.
 *
 * @param id counts from 1 since the start
 * @param operation the X-Amz-Target, as far as it is readable
 * @param status of HTTP
 * @param error the {@code __type}, empty on success
 * @param millis from the request read to the answer ready
 */
public record Call(
        long id,
        Instant at,
        String operation,
        int status,
        String error,
        String requestId,
        long millis,
        Map<String, String> requestHeaders,
        String requestBody,
        String responseBody) {}
