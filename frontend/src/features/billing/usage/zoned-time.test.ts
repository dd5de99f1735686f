import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayIn,
  daysOf,
  formatMoment,
  formatMomentFrom,
  hourKey,
  hourOfKey,
  hoursOf,
  zoneName,
} from './zoned-time';

describe('a billing day', () => {
  it('begins at midnight of the zone', () => {
    expect(dayIn('Asia/Shanghai', Date.parse('2026-11-21T15:59:59Z'))).toBe('2026-11-21');
    expect(dayIn('Asia/Shanghai', Date.parse('2026-11-21T16:00:00Z'))).toBe('2026-11-22');
    expect(dayIn('UTC', Date.parse('2026-11-21T16:00:00Z'))).toBe('2026-11-21');
  });

  it('has the 24 hours from there on', () => {
    const hours = hoursOf('2026-11-22', 'Asia/Shanghai');
    expect(hours).toHaveLength(24);
    expect(hours[0]).toBe('2026-11-21T16:00:00.000Z');
    expect(hours[23]).toBe('2026-11-22T15:00:00.000Z');
  });

  it('has an hour less or more where clocks are changed', () => {
    expect(hoursOf('2026-03-29', 'Europe/Berlin')).toHaveLength(23);
    expect(hoursOf('2026-10-25', 'Europe/Berlin')).toHaveLength(25);
  });
});

it('counts days and months over the ends of years', () => {
  expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
  expect(addMonths('2026-12', 1)).toBe('2027-01');
  expect(addMonths('2026-01', -1)).toBe('2025-12');
  expect(daysOf('2028-02')).toHaveLength(29);
});

it('names an hour in an address, and finds it again', () => {
  expect(hourKey('2026-11-22T05:00:00Z')).toBe('2026-11-22T05');
  expect(hourOfKey('2026-11-22T05')).toBe(new Date('2026-11-22T05:00:00Z').toISOString());
});

it('tells the time in the zone of the site', () => {
  expect(zoneName('UTC', 0)).toBe('UTC');
  expect(zoneName('Asia/Shanghai', 0)).toBe('UTC+8');
  expect(formatMoment('2026-11-21T21:00:00Z', 'Asia/Shanghai')).toBe('22 Nov, 05:00');
  expect(formatMomentFrom('2026-11-22', '2026-11-22T06:02:00Z', 'UTC')).toBe('06:02');
  expect(formatMomentFrom('2026-11-22', '2026-11-23T06:02:00Z', 'UTC')).toBe('23 Nov, 06:02');
});
