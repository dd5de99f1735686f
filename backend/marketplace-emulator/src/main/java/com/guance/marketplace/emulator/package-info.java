/**
 * AWS Marketplace as a seller and a buyer see it. {@code market} holds the state; {@code wire} speaks to sellers,
 * {@code sending} notifies them; {@code pages} and {@code mail} are the buyer's; {@code control} and {@code calls}
 * serve tests and the curious. They know each other through {@code market}, {@code http} and {@code calls} only; this
 * package puts them together.
 */
@NullMarked
package com.guance.marketplace.emulator;

import org.jspecify.annotations.NullMarked;
