import { HttpResponse, http } from 'msw';
import type { components } from '../api/schema';
import { asked, problem } from './handlers';
import { idOf, subscriptionIds } from './operator-ids';

type Schemas = components['schemas'];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const now = Date.now();
const thisHour = Math.floor(now / HOUR) * HOUR;
const at = (millis: number) => new Date(millis).toISOString().replace(/\.\d+Z$/, 'Z');
const ago = (millis: number) => at(now - millis);
const usd = (amount: string) => ({ amount, currency: 'USD' });

const operators: Record<string, Schemas['OperatorSession']['operator']> = {
  finance: { username: 'chen.yu', name: 'Chen Yu', role: 'FINANCE' },
  support: { username: 'ana.silva', name: 'Ana Silva', role: 'SUPPORT' },
  administrator: { username: 'root.admin', name: 'Root Admin', role: 'ADMINISTRATOR' },
};

/** The page under test may ask for another operator by its address, as `?mock=finance`; else one who may do all. */
const sessionOf = (): Schemas['OperatorSession'] => ({
  id: idOf(900),
  operator: (operators[asked() ?? ''] ?? operators.administrator) as Schemas['OperatorSession']['operator'],
  expiresAt: at(now + 8 * HOUR),
});
let signedIn = true;

const meridian = {
  id: idOf(500),
  username: 'meridian-freight',
  companyName: 'Meridian Freight & Forwarding (Singapore) Pte. Ltd.',
};

const live: Schemas['OperatorSubscription'] = {
  id: subscriptionIds.live,
  awsAccountId: '118273644321',
  licenseArn: 'arn:aws:license-manager::294406891311:license:l-5d2f0e4bb8a94c1e9b1f64b0a7e97c21',
  agreementId: 'agmt-5d1c8a4b2f',
  product: 'global',
  productName: 'Guance Commercial Plan',
  profile: 'LicenseArn, EventBridge',
  currency: 'USD',
  state: 'LIVE',
  since: ago(142 * DAY),
  liveAt: ago(142 * DAY),
  createdAt: ago(142 * DAY),
  enterpriseAccount: meridian,
};

const figures: Schemas['MeteringFigures'] = {
  sentThisMonth: usd('7183.87'),
  sentUnits: 718_387,
  oldestOnItsWay: ago(2 * HOUR + 32 * MINUTE),
  windowSeconds: 86_400,
  parkedRecords: 1,
  parkedUnits: 620,
  parked: usd('6.2'),
};

const ending: Schemas['OperatorSubscription'] = {
  id: subscriptionIds.ending,
  awsAccountId: '990817269075',
  customerIdentifier: 'ifAPi5AcF3a9',
  product: 'cn',
  productName: '观测云商业版',
  profile: 'CustomerIdentifier, SNS to SQS',
  currency: 'CNY',
  state: 'ENDING',
  freeTrial: true,
  since: ago(12 * MINUTE),
  liveAt: ago(40 * DAY),
  endsAt: ago(12 * MINUTE),
  createdAt: ago(40 * DAY),
  enterpriseAccount: { id: idOf(501), username: 'shanghai-rd', companyName: '上海某某科技有限公司' },
};

const finalHour: Schemas['FinalHour'] = {
  hour: at(thisHour),
  freezesAt: at(now + 28 * MINUTE),
  acceptedUntil: at(thisHour + 6 * HOUR),
  isFrozen: false,
  records: [
    {
      dimension: 'units',
      hour: at(thisHour - HOUR),
      state: 'SENT',
      units: '412.5',
      frozenAt: ago(11 * MINUTE),
      sentAt: ago(10 * MINUTE),
    },
    {
      dimension: 'units',
      hour: at(thisHour - 2 * HOUR),
      state: 'ACCEPTED',
      units: '388',
      frozenAt: ago(71 * MINUTE),
      settledAt: ago(70 * MINUTE),
      meteringRecordId: 'mrec-35155d37-56cb-423f-8554-5c4f3e3ff56d',
    },
  ],
};

const unregistered: Schemas['OperatorSubscription'] = {
  id: subscriptionIds.unregistered,
  awsAccountId: '445566770012',
  licenseArn: 'arn:aws:license-manager::294406891311:license:l-0a6b3c1d8e7f4a55b6c7d8e9f0a10012',
  product: 'global',
  productName: 'Guance Commercial Plan',
  profile: 'LicenseArn, EventBridge',
  currency: 'USD',
  state: 'LIVE',
  since: ago(6 * DAY),
  createdAt: ago(6 * DAY),
};

const ended: Schemas['OperatorSubscription'] = {
  ...live,
  id: subscriptionIds.ended,
  awsAccountId: '200300406610',
  licenseArn: 'arn:aws:license-manager::294406891311:license:l-9f8e7d6c5b4a43218765432109876610',
  agreementId: 'agmt-0017ff2b90',
  state: 'ENDED',
  since: ago(9 * DAY),
  endsAt: ago(9 * DAY),
  createdAt: ago(300 * DAY),
  enterpriseAccount: { id: idOf(502), username: 'nordlicht', companyName: 'Nordlicht Energie GmbH' },
};

const subscriptions = [live, ending, unregistered, ended];

const timeline: Schemas['TimelineEntry'][] = [
  {
    id: idOf(21),
    at: ago(30 * MINUTE),
    kind: 'RECORD_ACCEPTED',
    what: 'units',
    status: 'mrec-9f3e7a10-22c4-4d0e-9a41-6f1d7c0b88aa',
    detail: `812 · ${at(thisHour - 2 * HOUR)}`,
  },
  {
    id: idOf(22),
    at: ago(8 * HOUR + 22 * MINUTE),
    kind: 'RECORD_PARKED',
    what: 'units',
    status: 'InvalidUsageAllocationsException',
    detail: `620 · ${at(thisHour - 9 * HOUR)}`,
  },
  {
    id: idOf(23),
    at: ago(2 * DAY),
    kind: 'ACT',
    what: 'noteSubscription',
    detail: 'The buyer asked for its invoice of October.',
    by: 'ana.silva',
  },
  {
    id: idOf(24),
    at: ago(3 * DAY),
    kind: 'NOTIFICATION',
    what: 'Purchase Agreement Amended - Seller',
    status: 'PARKED',
  },
  {
    id: idOf(25),
    at: ago(142 * DAY),
    kind: 'BINDING',
    what: 'Meridian Production',
    status: 'OPENED',
    detail: 'SUBSCRIPTION',
    by: 'meridian-freight',
  },
  { id: idOf(26), at: ago(142 * DAY + 7 * MINUTE), kind: 'LANDING', status: 'DONE' },
  {
    id: idOf(27),
    at: ago(142 * DAY + 8 * MINUTE),
    kind: 'NOTIFICATION',
    what: 'License Updated - Manufacturer',
    status: 'APPLIED',
    detail: 'LIVE',
    copies: 2,
  },
  {
    id: idOf(28),
    at: ago(142 * DAY + 9 * MINUTE),
    kind: 'NOTIFICATION',
    what: 'Purchase Agreement Created - Manufacturer',
    status: 'INFORMATIONAL',
  },
];

const record: Schemas['ParkedRecord'] = {
  id: idOf(31),
  subscriptionId: live.id,
  awsAccountId: live.awsAccountId,
  companyName: meridian.companyName,
  dimension: 'units',
  hour: at(thisHour - 9 * HOUR),
  quantity: 620,
  amount: usd('6.2'),
  allocations: 1,
  state: 'PARKED',
  reason: 'InvalidUsageAllocationsException. Tag value with a character that AWS does not take.',
  attempts: 1,
  outcomeKnown: true,
  parkedAt: ago(8 * HOUR),
  deadline: at(now + 15 * HOUR + 27 * MINUTE),
};
let records: Schemas['ParkedRecord'][] = [
  record,
  {
    ...record,
    id: idOf(32),
    subscriptionId: ended.id,
    awsAccountId: ended.awsAccountId,
    companyName: 'Nordlicht Energie GmbH',
    hour: at(thisHour - 30 * HOUR),
    quantity: 1,
    amount: usd('0.01'),
    allocations: 3,
    reason: 'InternalServiceErrorException',
    attempts: 14,
    outcomeKnown: false,
    deadline: ago(20 * MINUTE),
  },
];

const canonical = JSON.stringify({
  UsageRecords: [
    {
      Timestamp: record.hour,
      CustomerAWSAccountId: live.awsAccountId,
      LicenseArn: live.licenseArn,
      Dimension: 'units',
      Quantity: 620,
      UsageAllocations: [{ AllocatedUsageQuantity: 620, Tags: [{ Key: 'workspace', Value: 'Payments – production' }] }],
    },
  ],
});

const event: Schemas['ParkedEvent'] = {
  id: idOf(41),
  product: 'global',
  kind: 'Purchase Agreement Amended - Seller',
  occurredAt: ago(3 * DAY),
  receivedAt: ago(3 * DAY - MINUTE),
  status: 'PARKED',
  reason: 'unknown type',
  payload: `{"detail-type": "Purchase Agreement Amended - Seller",\n "detail": {"agreement": {"id": "${live.agreementId}", "intent": "AMEND"}}}`,
};
let events: Schemas['ParkedEvent'][] = [
  event,
  {
    ...event,
    id: idOf(42),
    product: 'cn',
    kind: '',
    occurredAt: ago(5 * DAY),
    receivedAt: ago(5 * DAY),
    reason: 'not JSON',
    payload: '{"action": "subscribe-success", "customer-identifier": "<script>alert(1)</script>",\n',
  },
];

const unlanded: Schemas['UnlandedPurchase'][] = [
  {
    id: '019a0000-0000-7000-8000-00000000f001',
    product: 'global',
    productName: 'Guance Commercial Plan',
    awsAccountId: '700200456610',
    licenseArn: 'arn:aws:license-manager::294406891311:license:l-3f0e5b7c9d2a4b6e8f1a3c5d7e9b1d3f',
    agreementId: 'agmt-5xq1w9e2r7t4y8u3i6o0p',
    freeTrial: false,
    since: '2026-11-20T08:12:00Z',
  },
];

const buyers: Schemas['UnregisteredBuyer'][] = [
  {
    subscriptionId: unregistered.id,
    awsAccountId: unregistered.awsAccountId,
    product: 'global',
    productName: 'Guance Commercial Plan',
    state: 'LIVE',
    since: unregistered.since,
    lastLandingAt: ago(5 * DAY),
    step: 'COMPANY_INFO',
    email: 'ops@quiet-buyer.example',
  },
  {
    subscriptionId: idOf(5),
    awsAccountId: '778899001122',
    product: 'global',
    productName: 'Guance Commercial Plan',
    state: 'PENDING',
    since: ago(4 * DAY),
  },
  {
    subscriptionId: idOf(6),
    awsAccountId: '312312312399',
    product: 'cn',
    productName: '观测云商业版',
    state: 'LIVE',
    since: ago(2 * DAY),
    lastLandingAt: ago(2 * DAY),
    step: 'OPENING_METHOD',
    email: 'lin.wei@langmeinname-mit-vielen-teilen.example',
    remindedAt: ago(3 * HOUR),
  },
];

const lost: Schemas['LostHour'][] = [
  {
    id: idOf(51),
    subscriptionId: ended.id,
    awsAccountId: ended.awsAccountId,
    companyName: 'Nordlicht Energie GmbH',
    dimension: 'units',
    hour: at(thisHour - 40 * HOUR),
    units: '410',
    amount: usd('4.1'),
    reason: 'EXPIRED',
    at: ago(15 * HOUR),
  },
  {
    id: idOf(52),
    subscriptionId: ended.id,
    awsAccountId: ended.awsAccountId,
    companyName: 'Nordlicht Energie GmbH',
    workspaceId: '01990000-4f1c-7000-8000-000000000101',
    dimension: 'units',
    units: '0.40625',
    amount: usd('0.0040625'),
    reason: 'WAIVED',
    at: ago(9 * DAY),
  },
  {
    id: idOf(53),
    subscriptionId: live.id,
    awsAccountId: live.awsAccountId,
    companyName: meridian.companyName,
    dimension: 'units',
    hour: at(thisHour - 12 * DAY),
    units: '12',
    reason: 'SOMETHING_NEW',
    at: ago(11 * DAY),
  },
];

let rateCards: Schemas['RateCardInForce'][] = [
  { version: '2026-11', effectiveFrom: '2026-11-01', items: 16, loadedAt: ago(30 * DAY), uploadedBy: 'root.admin' },
  { version: '2026-07', effectiveFrom: '2026-07-01', items: 16, loadedAt: ago(150 * DAY) },
];

const acts: Schemas['OperatorAct'][] = [
  {
    id: idOf(61),
    at: ago(20 * MINUTE),
    operator: 'chen.yu',
    role: 'FINANCE',
    act: 'resendRecord',
    subject: record.id,
    note: 'The tag was mended in the workspace’s name.',
    result: 'FROZEN',
  },
  {
    id: idOf(62),
    at: ago(2 * DAY),
    operator: 'ana.silva',
    role: 'SUPPORT',
    act: 'noteSubscription',
    subject: live.id,
    note: 'The buyer asked for its invoice of October.',
  },
  { id: idOf(63), at: ago(2 * DAY + HOUR), operator: 'ana.silva', role: 'SUPPORT', act: 'createOperatorSession' },
  {
    id: idOf(64),
    at: ago(3 * DAY),
    operator: 'root.admin',
    role: 'ADMINISTRATOR',
    act: 'somethingNew',
    result: '<b>ok</b>',
  },
];

const preview: Schemas['RateCardPreview'] = {
  version: '2027-01',
  effectiveFrom: '2027-01-01',
  against: '2026-11',
  changes: [
    {
      item: 'logs@7d',
      siteGroup: 'overseas',
      currency: 'USD',
      before: '0.0000003',
      after: '0.00000035',
      percent: '16.7',
    },
    {
      item: 'traces@7d',
      siteGroup: 'overseas',
      currency: 'USD',
      before: '0.0000014',
      after: '0.0000012',
      percent: '-14.3',
    },
    { item: 'synthetic_tests', siteGroup: 'cn', currency: 'CNY', after: '0.01' },
    { item: 'sms', siteGroup: 'cn', currency: 'CNY', before: '0.1' },
  ],
};

const failing = () => asked() === 'failing';
const failed = () => problem(500, 'internal-error', 'Something went wrong on our side.');
const list = <T>(items: T[]) => {
  if (failing()) return failed();
  return HttpResponse.json({ items: asked() === 'empty' ? [] : items });
};
const missing = () => problem(404, 'not-found', 'There is no such thing.');
/** A note of these words is refused, to see what becomes of it. */
const REFUSED = 'refuse';
const noteOf = async (request: Request) => ((await request.json()) as Schemas['OperatorNote']).note;

const base = '*/api/v1/operators';

export const operatorHandlers = [
  http.get(`${base}/session`, () =>
    signedIn && asked() !== 'signed-out'
      ? HttpResponse.json(sessionOf())
      : problem(401, 'not-signed-in', 'Sign in first.'),
  ),
  http.post<never, Schemas['NewOperatorSession']>(`${base}/session`, async ({ request }) => {
    const { code, password } = await request.json();
    if (password === 'wrong' || code === '000000') {
      return problem(
        401,
        'sign-in-failed',
        'The name, the password or the code is wrong, or the code was used before.',
      );
    }
    signedIn = true;
    return HttpResponse.json(sessionOf(), { status: 201 });
  }),
  http.delete(`${base}/session`, () => {
    signedIn = false;
    return new HttpResponse(null, { status: 204 });
  }),

  http.get(`${base}/overview`, () =>
    HttpResponse.json(
      asked() === 'empty'
        ? { unregisteredBuyers: 0, parkedEvents: 0, parkedRecords: 0, lostHours: 0 }
        : {
            unregisteredBuyers: buyers.length,
            parkedEvents: events.length,
            parkedRecords: records.length,
            lostHours: lost.length,
          },
    ),
  ),

  http.get(`${base}/subscriptions`, ({ request }) => {
    if (failing()) return failed();
    const { searchParams } = new URL(request.url);
    const query = (searchParams.get('query') ?? '').toLowerCase();
    const state = searchParams.get('state');
    const found = subscriptions.filter(
      (one) => JSON.stringify(one).toLowerCase().includes(query) && (!state || one.state === state),
    );
    if (asked() === 'empty') return HttpResponse.json({ items: [] });
    if (searchParams.get('pageToken')) return HttpResponse.json({ items: found.slice(3) });
    return HttpResponse.json({ items: found.slice(0, 3), ...(found.length > 3 ? { nextPageToken: 'second' } : {}) });
  }),
  http.get<{ id: string }>(`${base}/subscriptions/:id`, ({ params: { id } }) => {
    if (failing()) return failed();
    const found = subscriptions.find((one) => one.id === id);
    if (!found) return missing();
    if (found === live) return HttpResponse.json({ ...found, figures });
    const { oldestOnItsWay: _, parked: __, ...rest } = figures;
    const quiet = {
      ...rest,
      sentThisMonth: { amount: '0', currency: found.currency },
      sentUnits: 0,
      parkedRecords: 0,
      parkedUnits: 0,
    };
    return HttpResponse.json({ ...found, figures: quiet, ...(found === ending ? { finalHour } : {}) });
  }),
  http.get<{ id: string }>(`${base}/subscriptions/:id/timeline`, ({ params: { id }, request }) => {
    if (id !== live.id) return HttpResponse.json({ items: [] });
    const second = new URL(request.url).searchParams.get('pageToken');
    return HttpResponse.json(
      second ? { items: timeline.slice(6) } : { items: timeline.slice(0, 6), nextPageToken: 'older' },
    );
  }),
  http.post(`${base}/subscriptions/:id/aws-inquiries`, async ({ request }) => {
    if ((await noteOf(request)) === REFUSED)
      return problem(503, 'aws-not-answering', 'AWS does not answer. Nothing was changed.');
    return HttpResponse.json(
      { answered: true, agreementStatus: 'ACTIVE', changed: false, state: 'LIVE' },
      { status: 201 },
    );
  }),
  http.post(`${base}/subscriptions/:id/notes`, async ({ request }) => {
    const detail = await noteOf(request);
    const entry: Schemas['TimelineEntry'] = {
      id: crypto.randomUUID(),
      at: ago(0),
      kind: 'ACT',
      what: 'noteSubscription',
      detail,
      by: sessionOf().operator.username,
    };
    timeline.unshift(entry);
    return HttpResponse.json(entry, { status: 201 });
  }),

  http.get(`${base}/unregistered-buyers`, () => list(buyers)),
  http.get(`${base}/unlanded-purchases`, ({ request }) => {
    const query = new URL(request.url).searchParams.get('query');
    return list(unlanded.filter(({ awsAccountId }) => !query || query === awsAccountId));
  }),
  http.post<{ id: string }>(`${base}/unregistered-buyers/:id/reminders`, ({ params: { id } }) => {
    const buyer = buyers.find(({ subscriptionId }) => subscriptionId === id);
    if (!buyer) return missing();
    buyer.remindedAt = ago(0);
    return HttpResponse.json(buyer, { status: 201 });
  }),

  http.get(`${base}/parked-events`, () => list(events)),
  http.post<{ id: string }>(`${base}/parked-events/:id/replays`, async ({ params: { id }, request }) => {
    if ((await noteOf(request)) === REFUSED)
      return problem(409, 'not-parked', 'Somebody else has replayed it already.');
    const found = events.find((one) => one.id === id);
    if (!found) return missing();
    if (found.reason === 'not JSON') return HttpResponse.json(found, { status: 201 });
    events = events.filter((one) => one.id !== id);
    return HttpResponse.json({ ...found, status: 'APPLIED' }, { status: 201 });
  }),
  http.post<{ id: string }>(`${base}/parked-events/:id/closings`, ({ params: { id } }) => {
    const found = events.find((one) => one.id === id);
    if (!found) return missing();
    events = events.filter((one) => one.id !== id);
    return HttpResponse.json({ ...found, status: 'CLOSED' }, { status: 201 });
  }),

  http.get(`${base}/parked-records`, ({ request }) => {
    const of = new URL(request.url).searchParams.get('subscriptionId');
    return list(records.filter(({ subscriptionId }) => !of || subscriptionId === of));
  }),
  http.get<{ id: string }>(`${base}/parked-records/:id`, ({ params: { id } }) => {
    const found = records.find((one) => one.id === id);
    if (!found) return missing();
    return HttpResponse.json({
      record: found,
      endpoint: 'https://metering.marketplace.us-east-1.amazonaws.com',
      canonical,
      tries: [
        {
          number: 1,
          began: ago(8 * HOUR + MINUTE),
          answered: ago(8 * HOUR),
          outcome: 'REFUSED',
          why: found.reason,
        },
        { number: 2, began: ago(7 * HOUR), outcome: 'UNKNOWN' },
      ],
    });
  }),
  http.post<{ id: string }>(`${base}/parked-records/:id/resends`, async ({ params: { id }, request }) => {
    if ((await noteOf(request)) === REFUSED) return problem(409, 'record-too-late', 'AWS takes this hour no more.');
    const found = records.find((one) => one.id === id);
    if (!found) return missing();
    records = records.filter((one) => one.id !== id);
    return HttpResponse.json({ ...found, state: 'FROZEN' }, { status: 201 });
  }),

  http.get(`${base}/lost-hours`, () => list(lost)),

  http.get(`${base}/rate-cards`, () => list(rateCards)),
  http.post<never, Schemas['NewRateCard']>(`${base}/rate-card-previews`, async ({ request }) => {
    const { card } = await request.json();
    if (!card.trim().startsWith('{')) {
      return problem(422, 'validation-failed', 'Some fields need to be corrected.', {
        errors: [{ field: 'card', code: 'rate-card-invalid', message: 'This is no JSON: line 1, column 1.' }],
      });
    }
    return HttpResponse.json(preview);
  }),
  http.post(`${base}/rate-cards`, () => {
    const inForce = {
      version: preview.version,
      effectiveFrom: preview.effectiveFrom,
      items: 16,
      uploadedBy: 'root.admin',
    };
    rateCards = [inForce, ...rateCards];
    return HttpResponse.json(inForce, { status: 201 });
  }),

  http.get(`${base}/audit`, ({ request }) => {
    const of = new URL(request.url).searchParams.get('operator');
    return list(acts.filter(({ operator }) => !of || operator === of));
  }),
];
