package com.guance.marketplace.portal.metering;

import com.guance.marketplace.portal.metering.RateCard.Currency;
import java.math.BigDecimal;

/**
 * What a unit of an item costs. The same for the first as for the last: only then do the charges of a day add up to its
 * bill.
 *
 * @param per how many of what is counted make a unit: 1000 series, a billion bytes
 */
record Price(BigDecimal amount, BigDecimal per, Currency currency) {
    /** Exact: a card whose units do not divide into decimals is refused when it is read. */
    BigDecimal of(BigDecimal quantity) {
        return quantity.multiply(amount).divide(per);
    }
}
