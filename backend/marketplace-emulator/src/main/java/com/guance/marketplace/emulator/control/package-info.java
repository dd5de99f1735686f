/** The JSON API by which tests of a seller's portal drive the emulator. */
@NullMarked
package com.guance.marketplace.emulator.control;

import org.jspecify.annotations.NullMarked;
