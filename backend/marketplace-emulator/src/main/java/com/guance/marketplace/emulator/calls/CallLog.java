package com.guance.marketplace.emulator.calls;

import com.guance.marketplace.emulator.http.Request;
import com.guance.marketplace.emulator.http.Response;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last calls of sellers, newest first, in memory. */
public final class CallLog {
    private static final int KEPT = 1_000;

    private final Deque<Call> calls = new ArrayDeque<>();
    private long last;

    /** Notes a call; what must not be seen is taken out before it is kept. */
    public synchronized void add(
            Request request, Response response, String error, String requestId, Instant at, long millis) {
        last++;
        calls.addFirst(new Call(
                last,
                at,
                Redaction.operation(request),
                response.status(),
                error,
                requestId,
                millis,
                Redaction.headers(request),
                Redaction.body(request),
                Redaction.body(response)));
        while (calls.size() > KEPT) {
            calls.removeLast();
        }
    }

    /** Newest first. */
    public synchronized List<Call> newest(int limit) {
        return calls.stream().limit(Math.max(0, limit)).toList();
    }

    public synchronized Optional<Call> find(long id) {
        return calls.stream().filter(c -> c.id() == id).findFirst();
    }
}
