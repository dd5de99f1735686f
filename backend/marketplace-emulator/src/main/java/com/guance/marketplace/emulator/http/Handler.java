package com.guance.marketplace.emulator.http;

/** Answers one request. */
@FunctionalInterface
public interface Handler {
    /** @throws Refused with the status and the sentence to answer instead */
    Response handle(Request request);
}
