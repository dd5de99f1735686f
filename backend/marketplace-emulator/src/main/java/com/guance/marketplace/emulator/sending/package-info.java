/** Delivers notifications to the sellers' SQS queues. */
@NullMarked
package com.guance.marketplace.emulator.sending;

import org.jspecify.annotations.NullMarked;
