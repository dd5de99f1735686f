package com.guance.marketplace.portal.metering;

import java.math.BigDecimal;

/** An exact amount as the API shows it; whoever shows it to people may round. */
public record Money(String amount, String currency) {
    public static Money of(BigDecimal amount, String currency) {
        return new Money(ChargeViews.plain(amount), currency);
    }
}
