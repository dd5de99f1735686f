package com.guance.marketplace.portal.metering;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** A day for which a site makes a bill, from midnight to midnight of the site's zone. */
record BillingDay(LocalDate date, ZoneId zone) {
    /** The day of a UTC hour. In a zone that is not whole hours from UTC, an hour is of the day in which it begins. */
    static BillingDay of(Instant hour, ZoneId zone) {
        return new BillingDay(hour.atZone(zone).toLocalDate(), zone);
    }

    Instant start() {
        return date.atStartOfDay(zone).toInstant();
    }

    /** Where the next day starts. */
    Instant end() {
        return date.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
