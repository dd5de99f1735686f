package com.guance.marketplace.portal.settlement;

/** Who pays for a workspace. */
public enum SettlementMethod {
    /** The AWS account that bought, through one of its subscriptions. */
    SUBSCRIPTION,
    /** The enterprise account itself; charges are recorded, collecting is outside this product. */
    ENTERPRISE_ACCOUNT,
    /** Nobody. */
    UNSETTLED
}
