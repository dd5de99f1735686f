/** The log of what sellers asked and what they were told, without signatures and tokens. */
@NullMarked
package com.guance.marketplace.emulator.calls;

import org.jspecify.annotations.NullMarked;
