package com.guance.marketplace.emulator.market;

/** Accounts that belong to AWS itself and show up in ARNs, as seen in documentation and in real events. */
final class AwsAccounts {
    /** Owns the SNS topics of legacy listings. */
    static final String SNS_OWNER = "287250355862";
    /** Issues the licences of concurrent agreements. */
    static final String LICENCE_ISSUER = "294406891311";

    private AwsAccounts() {}
}
