/** What AWS keeps: products, buyers, subscriptions, registration tokens and notifications, in one journalled state. */
@NullMarked
package com.guance.marketplace.emulator.market;

import org.jspecify.annotations.NullMarked;
