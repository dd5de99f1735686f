/**
 * AWS Marketplace as a seller and a buyer see it. {@code market} holds the state; {@code wire} speaks to sellers,
 * {@code sending} notifies them; {@code pages} and {@code mail} are the buyer's; {@code control} and {@code calls}
 * serve tests and the curious. {@code market} and {@code http} know none of the others, {@code pages} and
 * {@code control} are known to none; this package puts them together.
 */
@NullMarked
package com.guance.marketplace.emulator;

import org.jspecify.annotations.NullMarked;
