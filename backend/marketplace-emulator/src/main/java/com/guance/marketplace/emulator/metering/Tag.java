package com.guance.marketplace.emulator.metering;

/** A word and its value that a seller hangs on a part of a quantity; the buyer sees both in its cost reports. */
public record Tag(String key, String value) {}
