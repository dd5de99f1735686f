/*
 * Countdowns run against the server's clock: a visitor's own may be minutes off. The offset comes from the `Date`
 * header of the answers, which is good to a second.
 */
let offsetMillis = 0;

export function noteServerDate(header: string | null, now = Date.now()): void {
  const date = header ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(date)) return;
  const measured = date - now;
  // Within the header's own coarseness the visitor's clock is right.
  offsetMillis = Math.abs(measured) < 2_000 ? 0 : measured;
}

export function serverNow(): number {
  return Date.now() + offsetMillis;
}

/** Whole seconds until an instant, never below zero. */
export function secondsUntil(instant: string, now = serverNow()): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - now) / 1000));
}
