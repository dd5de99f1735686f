package com.guance.marketplace.portal.metering;

/** How AWS is told whose usage it is. Each listing speaks one dialect. */
sealed interface AwsIdentity {
    String awsAccountId();

    /** Listings with concurrent agreements. The product goes without saying: the licence is of one. */
    record Licence(String awsAccountId, String licenseArn) implements AwsIdentity {}

    /** Legacy listings. */
    record Customer(String awsAccountId, String customerIdentifier) implements AwsIdentity {}

    /** Legacy listings that name the customer by its AWS account. */
    record Account(String awsAccountId) implements AwsIdentity {}
}
