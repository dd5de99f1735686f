package com.guance.marketplace.emulator.http;

/** A request that is answered with an error; its message is a sentence for the person who made it. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    public Refused(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
