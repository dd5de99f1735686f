package com.guance.marketplace.portal.metering;

import java.math.BigDecimal;

/** How the reports of a billing day come to one figure. Those of one hour come together in the same way. */
enum Statistic {
    SUM {
        @Override
        BigDecimal with(BigDecimal soFar, BigDecimal value) {
            return soFar.add(value);
        }
    },
    MAX {
        @Override
        BigDecimal with(BigDecimal soFar, BigDecimal value) {
            return soFar.max(value);
        }
    };

    /** The figure once this value has come, too. A day starts at zero. */
    abstract BigDecimal with(BigDecimal soFar, BigDecimal value);
}
