const DAY_MILLIS = 86_400_000;
const LONGEST_BAR = 31;

export type BufferDays = {
  /** How many there are, one field of the bar for each. */
  days: number;
  /** Which of them it is, from 1. */
  day: number;
};

/** The days of a buffer; none where it is shorter than two of them, or too long for a bar. */
export function bufferDays(since: string, locksAt: string, now: number): BufferDays | undefined {
  const began = Date.parse(since);
  const days = Math.round((Date.parse(locksAt) - began) / DAY_MILLIS);
  if (days < 2 || days > LONGEST_BAR) return undefined;
  const day = Math.floor((now - began) / DAY_MILLIS) + 1;
  return { days, day: Math.min(days, Math.max(1, day)) };
}

/** How much of a buffer is over, from 0 to 1. */
export function bufferShare(since: string, locksAt: string, now: number): number {
  const began = Date.parse(since);
  const whole = Date.parse(locksAt) - began;
  return whole > 0 ? Math.min(1, Math.max(0, (now - began) / whole)) : 1;
}
