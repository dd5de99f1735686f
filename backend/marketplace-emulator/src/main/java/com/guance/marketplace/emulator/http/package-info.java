/** A small router over the JDK's HTTP server: a request in, a response out. */
@NullMarked
package com.guance.marketplace.emulator.http;

import org.jspecify.annotations.NullMarked;
