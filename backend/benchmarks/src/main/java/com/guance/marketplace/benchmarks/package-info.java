/**
 * Benchmarks of the portal as it is shipped. Three processes: the local stack, the portal, and this one, which drives and
 * measures. Every figure is a ratio against something measured in the same run, in rounds that take turns; absolutes are
 * recorded beside it. {@link com.guance.marketplace.benchmarks.Bench} runs the parts.
 */
@NullMarked
package com.guance.marketplace.benchmarks;

import org.jspecify.annotations.NullMarked;
