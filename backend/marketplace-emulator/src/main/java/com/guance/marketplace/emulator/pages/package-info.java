/** What the buyer sees in a browser: the product, the subscriptions, the mailbox, and the emulator's own switches. */
@NullMarked
package com.guance.marketplace.emulator.pages;

import org.jspecify.annotations.NullMarked;
