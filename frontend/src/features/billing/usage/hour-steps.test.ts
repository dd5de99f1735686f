import { describe, expect, it } from 'vitest';
import type { MeteredRecord, UsageHour } from '../../../api/charges';
import { deadlineOf, stepsOfHour, stepsOfRecord } from './hour-steps';

const hourOf = (more: Partial<UsageHour>): UsageHour => ({
  hour: '2026-11-22T05:00:00Z',
  day: '2026-11-22',
  state: 'REPORTED',
  reports: { count: 1, lastReceivedAt: '2026-11-22T06:02:00Z' },
  amounts: [],
  items: [],
  records: [],
  ...more,
});
const recordOf = (more: Partial<MeteredRecord>): MeteredRecord => ({
  dimension: 'units',
  hour: '2026-11-22T05:00:00Z',
  state: 'FROZEN',
  frozenAt: '2026-11-22T06:10:00Z',
  ...more,
});
const told = (steps: ReturnType<typeof stepsOfHour>) => steps.map(({ state, look }) => `${state} ${look}`).join(', ');
const priced = { pricedAt: '2026-11-22T06:10:00Z' };

describe('an hour', () => {
  it('that is open has all of its way ahead', () => {
    expect(told(stepsOfHour(hourOf({})))).toBe('REPORTED done, PRICED todo, FROZEN todo, SENT todo, ACCEPTED todo');
  });

  it('that AWS has accepted has gone all of it', () => {
    const record = recordOf({ state: 'ACCEPTED', sentAt: '2026-11-22T06:11:00Z', settledAt: '2026-11-22T06:11:02Z' });
    const steps = stepsOfHour(hourOf({ ...priced, state: 'ACCEPTED', records: [record] }));
    expect(told(steps)).toBe('REPORTED done, PRICED done, FROZEN done, SENT done, ACCEPTED done');
    expect(steps.at(-1)?.at).toBe(record.settledAt);
  });

  it('that is parked may still be accepted, until its deadline', () => {
    const deadline = '2026-11-23T05:59:59Z';
    const record = recordOf({ state: 'PARKED', sentAt: '2026-11-22T06:11:00Z', deadline });
    const steps = stepsOfHour(hourOf({ ...priced, state: 'PARKED', records: [record] }));
    expect(told(steps)).toBe('REPORTED done, PRICED done, FROZEN done, SENT done, PARKED parked, ACCEPTED todo');
    expect(steps.at(-1)?.until).toBe(deadline);
  });

  it('whose fraction of a unit waits for a later one is frozen without a record', () => {
    const steps = stepsOfHour(hourOf({ ...priced, state: 'FROZEN' }));
    expect(told(steps)).toBe('REPORTED done, PRICED done, FROZEN done, SENT todo, ACCEPTED todo');
  });

  it('that came too late for any record is lost', () => {
    expect(told(stepsOfHour(hourOf({ ...priced, state: 'LOST' })))).toBe('REPORTED done, PRICED done, LOST lost');
  });

  it.each(['RECORDED', 'UNCHARGED', 'COVERED'] as const)('that is %s never goes to AWS', (state) => {
    expect(told(stepsOfHour(hourOf({ ...priced, state })))).toBe(`REPORTED done, PRICED done, ${state} done`);
  });

  it('that the enterprise account settles will be recorded', () => {
    const steps = stepsOfHour(hourOf({ ...priced, state: 'PRICED', method: 'ENTERPRISE_ACCOUNT' }));
    expect(told(steps)).toBe('REPORTED done, PRICED done, RECORDED todo');
  });

  it('that is open goes the way of whoever pays now', () => {
    expect(told(stepsOfHour(hourOf({}), 'UNSETTLED'))).toBe('REPORTED done, PRICED todo, UNCHARGED todo');
    expect(told(stepsOfHour(hourOf({ method: 'ENTERPRISE_ACCOUNT' }), 'UNSETTLED'))).toContain('RECORDED todo');
  });

  it('with several records leaves their way to them', () => {
    const steps = stepsOfHour(hourOf({ ...priced, state: 'SENT', records: [recordOf({}), recordOf({})] }));
    expect(told(steps)).toBe('REPORTED done, PRICED done');
  });
});

it('shows of a lost record only what happened', () => {
  const { frozenAt: _, ...never } = recordOf({ state: 'LOST', settledAt: '2026-11-23T06:00:00Z' });
  expect(told(stepsOfRecord(never))).toBe('LOST lost');
  expect(told(stepsOfRecord(recordOf({ state: 'LOST' })))).toBe('FROZEN done, LOST lost');
});

it('is as pressed as its most pressed record', () => {
  const records = [recordOf({ deadline: '2026-11-23T08:59:59Z' }), recordOf({ deadline: '2026-11-23T05:59:59Z' })];
  expect(deadlineOf(records)).toBe('2026-11-23T05:59:59Z');
  expect(deadlineOf([recordOf({})])).toBeUndefined();
});
