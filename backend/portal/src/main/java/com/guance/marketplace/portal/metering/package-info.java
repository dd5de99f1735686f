/**
 * Turns the usage that data planes report into charges, and charges into what AWS Marketplace is told, exactly once.
 *
 * <pre>
 * UsageIntake ─► usage_reports                         what came in, kept as it came
 * ClosingRun  ─► AccrualRun ─► Charging ─► charges     what each closed hour costs, and who owes it
 *             └► FreezeRun  ─► Freeze   ─► metering_records, residuals
 * MeteringRun ─► MeteringCaller ─► AWS ─► Outcome      what became of each record
 * Corrections ─► charges                               what a report should have said
 * ChargesResource ◄─ UsageHours                        what customers see of all that
 * </pre>
 *
 * What is decided is decided by functions without I/O (Accrual, Charging, Residual, Freeze, Window, MeteringCall, Outcome);
 * what reads, calls and writes is a thin shell around them.
 */
@NullMarked
package com.guance.marketplace.portal.metering;

import org.jspecify.annotations.NullMarked;
