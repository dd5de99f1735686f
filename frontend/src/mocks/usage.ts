import type { components } from '../api/schema';
import { cnSite, payer, usSite, workspaces } from './data';

type Schemas = components['schemas'];
type Hour = Schemas['UsageHour'];
type State = Schemas['HourState'];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (millis: number) => new Date(millis).toISOString().replace('.000Z', 'Z');
const startOf = (millis: number, unit: number) => Math.floor(millis / unit) * unit;

const SHANGHAI = 8 * HOUR;
const offsetOf = (zone: string) => (zone === cnSite.billingDayZone ? SHANGHAI : 0);
const dayOf = (hour: number, zone: string) => iso(hour + offsetOf(zone)).slice(0, 10);

/** Ten-thousandths as a decimal, so that what is made up is exact too. */
const decimal = (tenThousandths: number) =>
  `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`;

/** The working day of a forwarder: quiet at night. */
const weights = [27, 29, 40, 41, 55, 62, 68, 82, 84, 95, 94, 96, 98, 99, 92, 88, 80, 71, 66, 60, 52, 44, 38, 30];
const amountOf = (hour: number) => (weights[new Date(hour).getUTCHours()] ?? 50) * 1_003;

const itemsOf = (tenThousandths: number, currency: string): Hour['items'] => [
  { item: 'timeseries@7d', quantity: '1830', amount: { amount: decimal(Math.floor(tenThousandths / 4)), currency } },
  { item: 'logs@14d', quantity: '7016666', amount: { amount: decimal(Math.floor(tenThousandths / 2)), currency } },
  {
    item: 'central_pipeline',
    quantity: '4210998877',
    amount: {
      amount: decimal(tenThousandths - Math.floor(tenThousandths / 2) - Math.floor(tenThousandths / 4)),
      currency,
    },
  },
];

/** How an hour that a subscription pays for stands, so many hours ago. */
function stateAt(ago: number): State {
  const first: State[] = ['REPORTED', 'PRICED', 'FROZEN', 'SENT'];
  if (ago === 9) return 'PARKED';
  if (ago === 50) return 'LOST';
  return first[ago] ?? 'ACCEPTED';
}

function recordOf(hour: number, state: State, more: Partial<Schemas['MeteredRecord']> = {}): Schemas['MeteredRecord'] {
  const settled = state === 'ACCEPTED' || state === 'PARKED' || state === 'LOST';
  return {
    dimension: 'units',
    hour: iso(hour),
    state,
    units: decimal(amountOf(hour) * 100).replace(/\.?0+$/, ''),
    frozenAt: iso(hour + HOUR + 10 * 60_000),
    ...(state === 'FROZEN' ? {} : { sentAt: iso(hour + HOUR + 11 * 60_000) }),
    ...(settled ? { settledAt: iso(state === 'LOST' ? hour + DAY : hour + HOUR + 11 * 60_000 + 2_000) } : {}),
    ...(state === 'ACCEPTED'
      ? { meteringRecordId: `8f1c2d3e-4a5b-4c6d-9e7f-${String(hour / HOUR).padStart(12, '0')}` }
      : {}),
    ...(state === 'PARKED' ? { reason: 'InvalidUsageAllocationsException' } : {}),
    ...(state === 'LOST' ? { reason: 'TimestampOutOfBoundsException' } : {}),
    ...(state === 'ACCEPTED' || state === 'LOST' ? {} : { deadline: iso(hour + DAY + 59 * 60_000 + 59_000) }),
    ...more,
  };
}

function hourOf(at: number, now: number, workspace: Schemas['Workspace']): Hour {
  const { method, payer: paying } = workspace.settlement;
  const ago = (startOf(now, HOUR) - at) / HOUR;
  const currency = workspace.site.id === cnSite.id ? 'CNY' : 'USD';
  const toAws = method === 'SUBSCRIPTION';
  const later: State = method === 'ENTERPRISE_ACCOUNT' ? 'RECORDED' : 'UNCHARGED';
  const state: State = toAws ? stateAt(ago) : ago === 0 ? 'REPORTED' : later;
  const amount = amountOf(at);
  const records = toAws && !['REPORTED', 'PRICED'].includes(state) ? [recordOf(at, state)] : [];
  // One hour came in two parts: the second was late, and went with a later record.
  if (toAws && ago === 30) records.push(recordOf(at + 3 * HOUR, 'ACCEPTED', { units: '12.4' }));
  // And what was left of one is less than a unit.
  if (toAws && ago === 31) records.splice(0);
  return {
    hour: iso(at),
    day: dayOf(at, workspace.site.billingDayZone),
    state: toAws && ago === 31 ? 'FROZEN' : state,
    reports: { count: 12, lastReceivedAt: iso(at + HOUR + 2 * 60_000) },
    ...(state === 'REPORTED' ? {} : { pricedAt: iso(at + HOUR + 10 * 60_000) }),
    ...(state === 'REPORTED' ? {} : { method, ...(paying ? { payer: paying } : {}) }),
    amounts: state === 'REPORTED' ? [] : [{ amount: decimal(amount), currency }],
    items: itemsOf(amount, currency).map(({ amount: cost, ...item }) =>
      state === 'REPORTED' ? item : { ...item, ...(cost ? { amount: cost } : {}) },
    ),
    records,
  };
}

/** Hours of a workspace that reports since three weeks; one that is locked or not open yet has none. */
export function usageHoursOf(
  workspaceId: string,
  day: string | null,
  days: number,
  now = Date.now(),
): Schemas['UsageHours'] {
  const workspace = find(workspaceId);
  const zone = workspace.site.billingDayZone;
  const last = day ?? dayOf(now, zone);
  const first = Date.parse(last) - (days - 1) * DAY - offsetOf(zone);
  const until = Math.min(startOf(now, HOUR), Date.parse(last) + DAY - HOUR - offsetOf(zone));
  const silent = workspace.state === 'LOCKED' || workspace.state === 'PENDING';
  const items: Hour[] = [];
  for (let at = until; at >= first && !silent; at -= HOUR) items.push(hourOf(at, now, workspace));
  return { day: last, days, zone, items };
}

type Line = [
  item: string,
  statistic: 'SUM' | 'MAX',
  quantity: string,
  price: string,
  per: string,
  unit: string,
  amount: number,
];

const lines: Line[] = [
  ['timeseries@7d', 'MAX', '212300', '0.26', '1000', '1,000 time series', 551_980],
  ['logs@14d', 'SUM', '168400000', '0.5', '1000000', '1,000,000 records', 842_000],
  ['traces@7d', 'SUM', '21200000', '1.4', '1000000', '1,000,000 traces', 296_800],
  ['page_views@7d', 'SUM', '940000', '0.43', '10000', '10,000 page views', 404_200],
  ['session_replays', 'MAX', '6120', '2.2', '1000', '1,000 sessions', 134_640],
  ['triggers', 'SUM', '214000', '0.3', '10000', '10,000 task calls', 64_200],
  ['central_pipeline', 'SUM', '101063973048', '0.061', '1000000000', 'GB', 61_649],
];

/** A month of a workspace: each day alike, some dearer. */
export function chargesOf(workspaceId: string, month: string | null, now = Date.now()): Schemas['WorkspaceCharges'] {
  const workspace = find(workspaceId);
  const { site, settlement, state } = workspace;
  const zone = site.billingDayZone;
  const today = dayOf(now, zone);
  const asked = month ?? today.slice(0, 7);
  const currency = site.id === cnSite.id ? 'CNY' : 'USD';
  const { method } = settlement;
  const silent = state === 'LOCKED' || state === 'PENDING' || asked < '2026-07';
  const days: Schemas['WorkspaceCharges']['days'] = [];
  let paid = 0;
  let unpaid = 0;
  for (let at = Date.parse(`${asked}-01`); iso(at).slice(0, 7) === asked && !silent; at += DAY) {
    const day = iso(at).slice(0, 10);
    if (day > today) break;
    const percent = 80 + ((Number(day.slice(8)) * 37) % 45);
    const sum = lines.reduce((total, [, , , , , , amount]) => total + Math.floor((amount * percent) / 100), 0);
    if (method === 'UNSETTLED') unpaid += sum;
    else paid += sum;
    days.unshift({
      day,
      totals: method === 'UNSETTLED' ? [] : [{ amount: decimal(sum), currency }],
      items: lines.map(([item, statistic, quantity, price, per, unit, amount]) => ({
        item,
        statistic,
        quantity: String(Math.floor((Number(quantity) * percent) / 100)),
        price: { amount: price, currency },
        per,
        unit,
        amount: { amount: decimal(Math.floor((amount * percent) / 100)), currency },
        method,
      })),
    });
  }
  const mixed = method === 'SUBSCRIPTION' && paid > 0;
  const own = Math.floor(paid / 9);
  return {
    month: asked,
    zone,
    totals: paid > 0 ? [{ amount: decimal(paid), currency }] : [],
    payers: [
      ...(paid > 0
        ? [
            {
              method,
              ...(settlement.payer ? { payer: settlement.payer } : {}),
              amount: { amount: decimal(paid - (mixed ? own : 0)), currency },
            },
          ]
        : []),
      ...(mixed ? [{ method: 'ENTERPRISE_ACCOUNT' as const, amount: { amount: decimal(own), currency } }] : []),
      ...(mixed ? [{ method: 'UNSETTLED' as const, amount: { amount: '18.6420', currency } }] : []),
      ...(unpaid > 0 ? [{ method: 'UNSETTLED' as const, amount: { amount: decimal(unpaid), currency } }] : []),
    ],
    days,
  };
}

function find(workspaceId: string): Schemas['Workspace'] {
  const { selectable: _, ...site } = usSite;
  return (
    workspaces.find(({ id }) => id === workspaceId) ?? {
      id: workspaceId,
      name: '',
      site,
      language: 'EN',
      state: 'NORMAL',
      settlement: { method: 'SUBSCRIPTION', payer },
      createdAt: '2026-11-22T14:26:00Z',
    }
  );
}
