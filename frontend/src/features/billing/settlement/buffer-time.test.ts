import { describe, expect, it } from 'vitest';
import { bufferDays, bufferShare } from './buffer-time';

const since = '2026-11-17T07:00:00Z';
const locksAt = '2026-12-01T07:00:00Z';
const at = (instant: string) => Date.parse(instant);

describe('the days of a buffer', () => {
  it('are counted from the end of the subscription, not from midnight', () => {
    expect(bufferDays(since, locksAt, at('2026-11-22T14:32:00Z'))).toEqual({ days: 14, day: 6 });
    expect(bufferDays(since, locksAt, at('2026-11-18T06:59:59Z'))).toEqual({ days: 14, day: 1 });
    expect(bufferDays(since, locksAt, at('2026-11-18T07:00:00Z'))).toEqual({ days: 14, day: 2 });
  });

  it('never leave the bar', () => {
    expect(bufferDays(since, locksAt, at('2026-11-01T00:00:00Z'))).toEqual({ days: 14, day: 1 });
    expect(bufferDays(since, locksAt, at('2027-01-01T00:00:00Z'))).toEqual({ days: 14, day: 14 });
  });

  it('are not told where the buffer is a matter of minutes', () => {
    expect(bufferDays(since, '2026-11-17T07:02:00Z', at(since))).toBeUndefined();
  });
});

it('tells how much of a buffer is over', () => {
  expect(bufferShare(since, '2026-11-17T07:10:00Z', at('2026-11-17T07:05:00Z'))).toBe(0.5);
  expect(bufferShare(since, since, at(since))).toBe(1);
  expect(bufferShare(since, locksAt, at('2027-01-01T00:00:00Z'))).toBe(1);
});
