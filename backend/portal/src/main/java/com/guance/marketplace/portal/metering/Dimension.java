package com.guance.marketplace.portal.metering;

import java.math.BigDecimal;

/**
 * What AWS counts and prices for a product.
 *
 * @param name as the listing has it; case matters
 * @param unitPrice the listing's price of one unit, in the product's currency; usually 0.01
 */
record Dimension(String name, BigDecimal unitPrice) {
    Dimension {
        if (name.isEmpty() || name.length() > 255) {
            throw new IllegalArgumentException("A dimension's name has 1 to 255 characters");
        }
        if (unitPrice.signum() <= 0) {
            throw new IllegalArgumentException("The unit of " + name + " costs nothing");
        }
        try {
            BigDecimal.ONE.divide(unitPrice);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("Money in units of " + name + " is no decimal: " + unitPrice);
        }
    }

    /** What units of it are worth. */
    BigDecimal money(BigDecimal units) {
        return units.multiply(unitPrice);
    }

    /** Exact, with fractions. */
    BigDecimal units(BigDecimal money) {
        return money.divide(unitPrice);
    }
}
