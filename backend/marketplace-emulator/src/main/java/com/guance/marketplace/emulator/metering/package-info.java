/** What sellers metered: the rules of BatchMeterUsage, the ledger that keeps what was accepted, and the buyer's bill. */
@NullMarked
package com.guance.marketplace.emulator.metering;

import org.jspecify.annotations.NullMarked;
