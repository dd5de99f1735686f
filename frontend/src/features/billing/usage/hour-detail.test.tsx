import { screen, within } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MeteredRecord, UsageHour } from '../../../api/charges';
import { loadTexts, startI18n } from '../../../i18n/i18n';
import { payer } from '../../../mocks/data';
import { renderPage } from '../../../mocks/render-page';
import { HourDetail } from './hour-detail';

beforeAll(async () => {
  await startI18n('en');
  await loadTexts();
});

const hour = '2026-11-22T05:00:00Z';
const record: MeteredRecord = {
  dimension: 'units',
  hour,
  state: 'PARKED',
  units: '620',
  frozenAt: '2026-11-22T06:10:00Z',
  sentAt: '2026-11-22T06:11:00Z',
  settledAt: '2026-11-22T06:11:00Z',
  reason: 'InvalidUsageAllocationsException',
  deadline: '2026-11-23T05:59:59Z',
};
const parked: UsageHour = {
  hour,
  day: '2026-11-22',
  state: 'PARKED',
  reports: { count: 15, lastReceivedAt: '2026-11-22T06:02:00Z' },
  pricedAt: '2026-11-22T06:10:00Z',
  method: 'SUBSCRIPTION',
  payer,
  amounts: [{ amount: '6.2', currency: 'USD' }],
  items: [{ item: 'logs@14d', quantity: '12400000', amount: { amount: '6.2', currency: 'USD' } }],
  records: [record],
};
const accepted: MeteredRecord = {
  dimension: 'units',
  hour,
  state: 'ACCEPTED',
  units: '607.6',
  frozenAt: '2026-11-22T06:10:00Z',
  sentAt: '2026-11-22T06:11:00Z',
  settledAt: '2026-11-22T06:11:00Z',
  meteringRecordId: '8f1c2d3e-0001',
};

async function show(usage: UsageHour | undefined, zone = 'UTC') {
  renderPage(() => <HourDetail hour={hour} usage={usage} zone={zone} now={Date.parse('2026-11-22T14:32:00Z')} />);
  return within(await screen.findByRole('region', { name: 'The chosen hour' }));
}

describe('a parked hour', () => {
  it('says what AWS said, and how long there is left', async () => {
    const detail = await show(parked);
    expect(detail.getByRole('heading', { name: '22 Nov, 05:00 to 06:00 UTC · 6.20 USD' })).toBeVisible();
    expect(detail.getByText('Parked, 15 h 27 min left')).toHaveAttribute('data-tone', 'wait');
    expect(detail.getByText('InvalidUsageAllocationsException')).toBeVisible();
    expect(detail.getByText('AWS ····4321')).toBeVisible();
    expect(detail.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'Reported (done)06:02, 1 item',
      'Priced (done)06:10, 6.20 USD',
      'Frozen (done)06:10, 620 units',
      'Sent (done)06:11',
      'Parked06:11, refused by AWS',
      'Accepted (still to come)until 23 Nov, 05:59',
    ]);
  });

  it('is told in the zone of the site, and in UTC as AWS tells it', async () => {
    const detail = await show(parked, 'Asia/Shanghai');
    expect(detail.getByRole('heading', { name: '22 Nov, 13:00 to 14:00 UTC+8 · 6.20 USD' })).toBeVisible();
    expect(detail.getByText('22 Nov, 05:00 – 06:00')).toBeVisible();
  });
});

it('gives the id of AWS’s record of an accepted hour', async () => {
  const detail = await show({ ...parked, state: 'ACCEPTED', records: [accepted] });
  expect(detail.getByText('8f1c2d3e-0001')).toBeVisible();
  expect(detail.getByRole('button', { name: 'Copy the id of the metering record at AWS' })).toBeVisible();
  expect(detail.getByText('AWS has taken it and bills it to AWS ····4321.')).toBeVisible();
});

it('shows each record of an hour whose usage came late', async () => {
  const late = { ...accepted, hour: '2026-11-22T08:00:00Z', units: '12.4', meteringRecordId: '8f1c2d3e-0002' };
  const detail = await show({ ...parked, state: 'ACCEPTED', records: [accepted, late] });
  expect(detail.getByRole('heading', { name: 'Record for 22 Nov, 05:00 UTC · 607.6 units' })).toBeVisible();
  expect(detail.getByRole('heading', { name: 'Record for 22 Nov, 08:00 UTC · 12.4 units' })).toBeVisible();
  expect(detail.getByText('8f1c2d3e-0002')).toBeVisible();
});

it.each([
  ['COVERED', 'SUBSCRIPTION', 'Covered by contract', /paid for this hour in advance/],
  ['RECORDED', 'ENTERPRISE_ACCOUNT', 'Recorded', /settles this hour itself/],
  ['UNCHARGED', 'UNSETTLED', 'Not charged', /charged to nobody/],
] as const)('has words of its own for %s', async (state, method, badge, sentence) => {
  const { payer: _, ...rest } = parked;
  const detail = await show({ ...rest, state, method, records: [] });
  expect(detail.getAllByText(badge)[0]).toBeVisible();
  expect(detail.getByText(sentence)).toBeVisible();
});

it('says so where nothing was reported', async () => {
  const detail = await show(undefined);
  expect(detail.getByText('Nothing was reported for this hour.')).toBeVisible();
});
