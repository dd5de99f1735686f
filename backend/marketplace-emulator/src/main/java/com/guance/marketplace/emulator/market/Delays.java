package com.guance.marketplace.emulator.market;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param tokenLifetime how long a registration token is good
 * @param notification from the first ResolveCustomer to the success notification, where it comes after the landing
 * @param legacyEnd from unsubscribe-pending to unsubscribe-success; AWS leaves about an hour for the last records
 * @param licenceEnd from Purchase Agreement Ended to License Deprovisioned; 31 s in a real case
 */
public record Delays(Duration tokenLifetime, Duration notification, Duration legacyEnd, Duration licenceEnd) {}
