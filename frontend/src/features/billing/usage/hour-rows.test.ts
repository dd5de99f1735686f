import { describe, expect, it } from 'vitest';
import type { UsageHour } from '../../../api/charges';
import { hourToShow, moveTo, rowsOf } from './hour-rows';

const usageAt = (hour: string, more: Partial<UsageHour> = {}): UsageHour => ({
  hour,
  day: hour.slice(0, 10),
  state: 'ACCEPTED',
  reports: { count: 1, lastReceivedAt: hour },
  amounts: [{ amount: '1.10', currency: 'USD' }],
  items: [],
  records: [],
  ...more,
});
const now = Date.parse('2026-11-22T14:32:00Z');
const rows = rowsOf(
  {
    day: '2026-11-22',
    days: 2,
    zone: 'UTC',
    items: [
      usageAt('2026-11-22T05:00:00Z'),
      usageAt('2026-11-22T04:00:00Z', { amounts: [{ amount: '0.205', currency: 'USD' }] }),
      usageAt('2026-11-21T23:00:00Z', { state: 'UNCHARGED', method: 'UNSETTLED' }),
    ],
  },
  now,
);

describe('the days', () => {
  it('come newest first, each with all of its hours', () => {
    expect(rows.map(({ day, cells }) => [day, cells.length])).toEqual([
      ['2026-11-22', 24],
      ['2026-11-21', 24],
    ]);
    expect(rows[0]?.cells.filter(({ ahead }) => ahead).map(({ key }) => key)[0]).toBe('2026-11-22T15');
    expect(rows[0]?.cells[5]?.usage?.state).toBe('ACCEPTED');
    expect(rows[0]?.cells[6]?.usage).toBeUndefined();
  });

  it('add up exactly, without what nobody pays for', () => {
    expect(rows.map(({ totals }) => totals)).toEqual([[{ amount: '1.305', currency: 'USD' }], []]);
  });
});

describe('keys', () => {
  it.each([
    ['ArrowRight', '2026-11-22T05', '2026-11-22T06'],
    ['ArrowLeft', '2026-11-22T05', '2026-11-22T04'],
    ['ArrowDown', '2026-11-22T05', '2026-11-21T05'],
    ['ArrowUp', '2026-11-21T05', '2026-11-22T05'],
    ['ArrowUp', '2026-11-21T20', '2026-11-22T14'],
    ['End', '2026-11-22T05', '2026-11-22T14'],
    ['Home', '2026-11-22T05', '2026-11-22T00'],
    ['ArrowRight', '2026-11-22T14', undefined],
    ['ArrowUp', '2026-11-22T05', undefined],
    ['a', '2026-11-22T05', undefined],
  ])('%s leads from %s to %s', (key, from, to) => {
    expect(moveTo(rows, from, key, 24)).toBe(to);
  });

  it('go by half days where a day takes two lines', () => {
    expect(moveTo(rows, '2026-11-22T01', 'ArrowDown', 12)).toBe('2026-11-22T13');
    expect(moveTo(rows, '2026-11-22T13', 'ArrowDown', 12)).toBe('2026-11-21T01');
    expect(moveTo(rows, '2026-11-22T11', 'ArrowRight', 12)).toBe('2026-11-22T12');
  });
});

it('shows first what waits for somebody, else the newest', () => {
  const parked = usageAt('2026-11-22T03:00:00Z', { state: 'PARKED' });
  const newest = usageAt('2026-11-22T05:00:00Z');
  expect(hourToShow([newest, parked])).toBe(parked);
  expect(hourToShow([newest])).toBe(newest);
  expect(hourToShow([])).toBeUndefined();
});
