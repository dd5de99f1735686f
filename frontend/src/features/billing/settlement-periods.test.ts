import { expect, it } from 'vitest';
import type { SettlementBinding } from '../../api/workspaces';
import { periodsOf } from './settlement-periods';

const from = (effectiveFrom: string): SettlementBinding => ({
  id: effectiveFrom,
  method: 'ENTERPRISE_ACCOUNT',
  effectiveFrom,
  madeAt: effectiveFrom,
  reason: 'BOUND',
});

it('lets a binding hold until its successor begins', () => {
  const [newest, oldest] = periodsOf([from('2026-11-22T15:00:00Z'), from('2026-07-03T00:00:00Z')]);
  expect(newest).toMatchObject({ until: undefined, never: false });
  expect(oldest).toMatchObject({ until: '2026-11-22T15:00:00Z', never: false });
});

it('says of one that was taken back before its hour that it never took effect', () => {
  const periods = periodsOf([
    from('2026-11-22T15:00:00Z'),
    from('2026-11-22T15:00:00.000Z'),
    from('2026-07-03T00:00:00Z'),
  ]);
  expect(periods.map(({ never }) => never)).toEqual([false, true, false]);
});
