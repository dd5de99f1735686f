package com.guance.marketplace.emulator.wire;

/** An error as AWS answers it: HTTP status, the {@code __type} and a message. */
final class AwsError extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String type;

    private AwsError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    /** An error of the caller: 400, throttling included. */
    static AwsError client(String type, String message) {
        return new AwsError(400, type, message);
    }

    /** An error of AWS: 500. */
    static AwsError server(String type, String message) {
        return new AwsError(500, type, message);
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }
}
