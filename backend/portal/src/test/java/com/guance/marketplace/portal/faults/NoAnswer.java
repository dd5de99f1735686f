package com.guance.marketplace.portal.faults;

/** The connection ended before an answer came: nobody knows what was done. */
class NoAnswer extends RuntimeException {
    NoAnswer(String request, Throwable cause) {
        super(request, cause);
    }
}
