package com.guance.marketplace.emulator.market;

/** Accounts of others that show up in ARNs and events; those of AWS as seen in documentation and in real events. */
final class AwsAccounts {
    /** Owns the SNS topics of legacy listings. */
    static final String SNS_OWNER = "287250355862";
    /** Issues the licences of concurrent agreements. */
    static final String LICENCE_ISSUER = "294406891311";

    /** Whoever sells what it did not make; any account that is neither the seller's nor a buyer's. */
    static final String CHANNEL_PARTNER = "666600003333";

    private AwsAccounts() {}
}
