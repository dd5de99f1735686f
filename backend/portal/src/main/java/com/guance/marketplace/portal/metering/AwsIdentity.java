package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.marketplace.MeteredSubscription;
import org.jspecify.annotations.Nullable;

/** How AWS is told whose usage it is. Each listing speaks one dialect. */
sealed interface AwsIdentity {
    String awsAccountId();

    /**
     * How the listing names whose it is now. A subscription from before the listing changed its dialect may lack what the new
     * one needs: then it is named by what it has.
     */
    static AwsIdentity of(MeteredSubscription subscription) {
        var account = subscription.awsAccountId();
        var licence = subscription.licenseArn();
        var customer = subscription.customerIdentifier();
        return switch (subscription.product().identity()) {
            case LICENSE_ARN -> licence != null ? new Licence(account, licence) : ofCustomer(account, customer);
            case CUSTOMER_IDENTIFIER -> ofCustomer(account, customer);
            case CUSTOMER_AWS_ACCOUNT_ID -> new Account(account);
        };
    }

    private static AwsIdentity ofCustomer(String account, @Nullable String customer) {
        return customer != null ? new Customer(account, customer) : new Account(account);
    }

    /** Listings with concurrent agreements. The product goes without saying: the licence is of one. */
    record Licence(String awsAccountId, String licenseArn) implements AwsIdentity {}

    /** Legacy listings. */
    record Customer(String awsAccountId, String customerIdentifier) implements AwsIdentity {}

    /** Legacy listings that name the customer by its AWS account. */
    record Account(String awsAccountId) implements AwsIdentity {}
}
