import type { components } from '../api/schema';

type Schemas = components['schemas'];

export const usSite: Schemas['SiteChoice'] = {
  id: 'us1',
  name: 'Overseas 1 (Oregon)',
  awsRegion: 'us-west-2',
  billingDayZone: 'UTC',
  selectable: true,
};

export const cnSite: Schemas['SiteChoice'] = {
  id: 'cn2',
  name: 'China 2 (Ningxia)',
  awsRegion: 'cn-northwest-1',
  billingDayZone: 'Asia/Shanghai',
  selectable: false,
  reason: 'Not with this purchase: it was made on AWS Marketplace, and this site is settled by AWS Marketplace China.',
};

export const payer: Schemas['Payer'] = {
  awsAccount: '····4321',
  licence: '····7c21',
  product: 'global',
  productName: 'Guance Commercial Plan',
  currency: 'USD',
  subscriptionState: 'LIVE',
};

export const settings: Schemas['Settings'] = {
  sites: [usSite, cnSite],
  username: { min: 3, max: 32 },
  password: { min: 15, max: 128 },
  workspaceName: { min: 1, max: 64 },
  companyName: { min: 1, max: 128 },
  supportEmail: 'support@guance.example',
  agreements: {
    version: '2026-09-01',
    termsUrl: 'https://docs.guance.example/terms',
    privacyUrl: 'https://docs.guance.example/privacy',
  },
  marketplaceUrls: [
    { product: 'global', url: 'https://aws.amazon.com/marketplace' },
    { product: 'cn', url: 'https://awsmarketplace.amazonaws.cn/marketplace' },
  ],
  code: { digits: 6, lifetimeSeconds: 600, resendSeconds: 60 },
};

/** The ends of the ids say which state an onboarding is in; see {@link onboardingFor}. */
export const scenarios = {
  fresh: '01990000-0000-7000-8000-000000000001',
  known: '01990000-0000-7000-8000-000000000002',
  code: '01990000-0000-7000-8000-000000000003',
  company: '01990000-0000-7000-8000-000000000004',
  opening: '01990000-0000-7000-8000-000000000005',
  done: '01990000-0000-7000-8000-000000000006',
  pending: '01990000-0000-7000-8000-000000000007',
  failed: '01990000-0000-7000-8000-000000000008',
  expired: '01990000-0000-7000-8000-000000000009',
  other: '01990000-0000-7000-8000-00000000000a',
  signedIn: '01990000-0000-7000-8000-00000000000b',
  signedInKnown: '01990000-0000-7000-8000-00000000000c',
  binding: '01990000-0000-7000-8000-00000000000d',
  bindingPending: '01990000-0000-7000-8000-00000000000e',
  bindingFirst: '01990000-0000-7000-8000-00000000000f',
  bound: '01990000-0000-7000-8000-000000000010',
  bindingOver: '01990000-0000-7000-8000-000000000011',
  boundToNone: '01990000-0000-7000-8000-000000000012',
  missing: '01990000-0000-7000-8000-000000000013',
} as const;

const basicInfo = {
  siteId: 'us1',
  username: 'meridian-freight',
  email: 'lin.wei@meridianfreight.example',
  phone: '+65 6123 4567',
};

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

export const emailCode = (address: string): Schemas['EmailCode'] => ({
  address,
  expiresAt: inMinutes(10),
  resendAt: inMinutes(0.7),
  triesLeft: 5,
});

export function workspaceOf(state: Schemas['Workspace']['state'], name = 'Meridian Production'): Schemas['Workspace'] {
  const { selectable: _, ...site } = usSite;
  return {
    id: '01990000-4f1c-7000-8000-00000000009a',
    name,
    site,
    language: 'EN',
    state,
    settlement:
      state === 'PENDING'
        ? { method: 'UNSETTLED', waitingFor: { ...payer, subscriptionState: 'PENDING' } }
        : { method: 'SUBSCRIPTION', payer, since: '2026-11-22T14:26:00Z' },
    createdAt: '2026-11-22T14:26:00Z',
  };
}

export function onboardingFor(id: string): Schemas['Onboarding'] {
  const fresh: Schemas['Onboarding'] = {
    id,
    step: 'BASIC_INFO',
    payer,
    awsAccountKnown: id === scenarios.known || id === scenarios.signedInKnown,
    sites: [usSite, cnSite],
    createdAt: '2026-11-22T14:20:00Z',
    expiresAt: inMinutes(24 * 60),
  };
  const registered = {
    ...fresh,
    email: { address: basicInfo.email, verified: true },
    basicInfo,
    companyName: 'Meridian Freight & Forwarding (Singapore) Pte. Ltd.',
    registeredAt: '2026-11-22T14:21:00Z',
  };
  switch (id) {
    case scenarios.code:
      return { ...fresh, email: { address: basicInfo.email, verified: false, code: emailCode(basicInfo.email) } };
    case scenarios.company:
      return { ...fresh, step: 'COMPANY_INFO', email: registered.email, basicInfo };
    case scenarios.opening:
      return { ...registered, step: 'OPENING_METHOD' };
    case scenarios.done:
      return { ...registered, step: 'DONE', workspace: workspaceOf('NORMAL') };
    case scenarios.pending:
      return {
        ...registered,
        step: 'DONE',
        payer: { ...payer, subscriptionState: 'PENDING' },
        workspace: workspaceOf('PENDING'),
      };
    case scenarios.failed:
      return {
        ...registered,
        step: 'DONE',
        payer: { ...payer, subscriptionState: 'FAILED' },
        workspace: workspaceOf('PENDING'),
      };
    case scenarios.signedIn:
    case scenarios.signedInKnown:
      return { ...fresh, signedIn: { ...enterpriseAccount, codeNeeded: id === scenarios.signedIn } };
    case scenarios.binding:
    case scenarios.bindingFirst:
      return { ...fresh, ...boundTo };
    case scenarios.bindingPending:
      return { ...fresh, ...boundTo, payer: { ...payer, subscriptionState: 'PENDING' } };
    case scenarios.bindingOver:
      return { ...fresh, ...boundTo, boundWorkspaces: 3, payer: { ...payer, subscriptionState: 'ENDED' } };
    case scenarios.boundToNone:
      return {
        ...fresh,
        ...boundTo,
        step: 'DONE',
        enterpriseAccount: { ...enterpriseAccount, username: 'other-freight' },
      };
    case scenarios.bound:
      return { ...fresh, ...boundTo, step: 'DONE', boundWorkspaces: 3 };
    default:
      return fresh;
  }
}

const enterpriseAccount = { username: 'meridian-freight', email: 'l•••@meridianfreight.example' };

const boundTo = {
  step: 'BIND_WORKSPACES',
  boundAt: '2026-11-22T14:21:00Z',
  enterpriseAccount,
  boundWorkspaces: 0,
} as const;

/** The next full UTC hour. */
export function nextHour(): string {
  return new Date((Math.floor(Date.now() / 3_600_000) + 1) * 3_600_000).toISOString();
}

export const otherPayer: Schemas['Payer'] = { ...payer, awsAccount: '····9075', licence: '····19aa' };

type Wish = [
  name: string,
  settlement: Schemas['Workspace']['settlement'],
  refusal?: Schemas['BindingRefusal'],
  more?: Partial<Schemas['Workspace']>,
];

const candidateRows: Wish[] = [
  ['Meridian Production', { method: 'ENTERPRISE_ACCOUNT', since: '2026-07-03T00:00:00Z' }],
  ['Payments – production', { method: 'ENTERPRISE_ACCOUNT', since: '2026-08-01T00:00:00Z' }],
  [
    'Warehouse telemetry and long-running integration tests, Rotterdam and Antwerp',
    { method: 'UNSETTLED', since: '2026-11-17T00:00:00Z' },
    undefined,
    { state: 'BUFFER', language: 'ZH' },
  ],
  ['Customs gateway', { method: 'SUBSCRIPTION', payer: otherPayer, since: '2026-08-06T00:00:00Z' }],
  [
    '前端沙箱 Sandbox',
    { method: 'UNSETTLED', waitingFor: otherPayer },
    undefined,
    { state: 'PENDING', language: 'ZH' },
  ],
  [
    'Fleet mobile app',
    { method: 'ENTERPRISE_ACCOUNT', since: '2026-11-12T09:00:00Z' },
    {
      reason: 'changed-recently',
      detail:
        'Who pays for it was changed on 12 Nov 2026, and may be changed once a month. It can be bound from 12 Dec 2026.',
      changeableAt: '2026-12-12T09:00:00Z',
    },
  ],
  [
    '上海研发 Shanghai R&D',
    { method: 'ENTERPRISE_ACCOUNT', since: '2026-05-01T00:00:00Z' },
    {
      reason: 'site-not-settled',
      detail:
        'This purchase settles Overseas 1 (Oregon) only. China 2 (Ningxia) needs a purchase on AWS Marketplace China.',
    },
    { language: 'ZH', site: cnSite },
  ],
  [
    'Legacy tracking (2023)',
    { method: 'UNSETTLED', since: '2026-11-03T00:00:00Z' },
    { reason: 'workspace-dissolved', detail: 'This workspace is dissolved. Create another one instead.' },
    { state: 'DISSOLVED' },
  ],
];

/** The workspaces of the enterprise account, as a purchase sees them that has or has not been confirmed. */
export function candidatesFor(onboarding: Schemas['Onboarding']): Schemas['Candidate'][] {
  if (onboarding.id === scenarios.bindingFirst) return [];
  const candidates = candidateRows.map(([name, settlement, refusal, more], index): Schemas['Candidate'] => {
    const workspace = {
      ...workspaceOf('NORMAL', name),
      ...more,
      id: `01990000-4f1c-7000-8000-00000000020${index}`,
      settlement,
    };
    if (refusal) return { workspace, status: 'REFUSED', refusal };
    return { workspace, status: 'BINDABLE', change: changeOf(onboarding, workspace) };
  });
  if (onboarding.id === scenarios.boundToNone) return [];
  if (onboarding.id !== scenarios.bound && onboarding.id !== scenarios.bindingOver) return candidates;
  return candidates.slice(0, 3).map(({ workspace }) => boundCandidate(onboarding, workspace));
}

export function changeOf(onboarding: Schemas['Onboarding'], { state }: Schemas['Workspace']): Schemas['PayerChange'] {
  const live = onboarding.payer.subscriptionState === 'LIVE';
  const atOnce = state === 'PENDING';
  return {
    willPay: onboarding.payer,
    changeableAgainAt: inMinutes(31 * 24 * 60),
    ...(live ? { effectiveFrom: atOnce ? new Date().toISOString() : nextHour() } : {}),
    ...(atOnce ? { atOnce } : {}),
  };
}

export function boundCandidate(
  onboarding: Schemas['Onboarding'],
  workspace: Schemas['Workspace'],
  createdHere = false,
): Schemas['Candidate'] {
  const live = onboarding.payer.subscriptionState !== 'PENDING';
  return {
    workspace,
    status: 'BOUND',
    bound: {
      boundAt: new Date().toISOString(),
      createdHere,
      ...(live ? { effectiveFrom: createdHere ? new Date().toISOString() : nextHour() } : {}),
      ...(createdHere || onboarding.step === 'DONE' ? {} : { undoUntil: inMinutes(60) }),
    },
  };
}

export const settlementBindings: Schemas['SettlementBinding'][] = [
  {
    id: '01990000-0000-7000-8000-0000000000b4',
    method: 'SUBSCRIPTION',
    payer,
    effectiveFrom: nextHour(),
    madeAt: '2026-11-22T14:32:10Z',
    madeBy: 'meridian-freight',
    reason: 'BOUND',
    onboardingId: scenarios.bound,
  },
  {
    id: '01990000-0000-7000-8000-0000000000b3',
    method: 'ENTERPRISE_ACCOUNT',
    effectiveFrom: '2026-07-03T09:00:00Z',
    madeAt: '2026-07-03T08:12:00Z',
    madeBy: 'meridian-freight',
    reason: 'UNDONE',
    onboardingId: scenarios.done,
  },
  {
    id: '01990000-0000-7000-8000-0000000000b2',
    method: 'SUBSCRIPTION',
    payer: otherPayer,
    effectiveFrom: '2026-07-03T09:00:00Z',
    madeAt: '2026-07-03T08:05:00Z',
    madeBy: 'meridian-freight',
    reason: 'BOUND',
    onboardingId: scenarios.done,
  },
  {
    id: '01990000-0000-7000-8000-0000000000b1',
    method: 'ENTERPRISE_ACCOUNT',
    effectiveFrom: '2026-02-14T11:00:00Z',
    madeAt: '2026-02-14T11:00:00Z',
    reason: 'OPENED',
  },
];

export const datakit: Schemas['Datakit'] = {
  token: 'tkn_0123456789abcdef0123456789abe09b',
  tokenMasked: 'tkn_••••••••••••e09b',
  openwayUrl: 'https://us1-openway.guance.example',
  commands: [
    {
      platform: 'LINUX_MACOS',
      shell: 'bash',
      command:
        '# as root, or with sudo\nDK_DATAWAY="https://us1-openway.guance.example?token=tkn_0123456789abcdef0123456789abe09b" \\\n  bash -c "$(curl -L https://static.guance.example/datakit/install.sh)"',
    },
    {
      platform: 'WINDOWS',
      shell: 'powershell',
      command:
        '$env:DK_DATAWAY="https://us1-openway.guance.example?token=tkn_0123456789abcdef0123456789abe09b"; .\\install.ps1',
    },
    {
      platform: 'KUBERNETES',
      shell: 'helm',
      command:
        'helm install datakit datakit -n datakit --set dataway="https://us1-openway.guance.example?token=tkn_0123456789abcdef0123456789abe09b"',
    },
  ],
};

export const session: Schemas['Session'] = {
  id: '01990000-0000-7000-8000-0000000000f1',
  expiresAt: inMinutes(60),
  enterpriseAccount: {
    id: '01990000-0000-7000-8000-0000000000f2',
    username: 'meridian-freight',
    email: basicInfo.email,
    companyName: 'Meridian Freight & Forwarding (Singapore) Pte. Ltd.',
    contactName: 'Lin Wei',
    sites: [usSite, cnSite],
  },
};

const DAY_MILLIS = 86_400_000;
const hourAgo = (millis: number) => new Date(Math.floor((Date.now() - millis) / 3_600_000) * 3_600_000).toISOString();
export const inDays = (days: number, from = Date.now()) => new Date(from + days * DAY_MILLIS).toISOString();

export const endedPayer: Schemas['Payer'] = { ...payer, licence: '····1d08', subscriptionState: 'ENDED' };

/** The 14 days of a workspace whose subscription ended so many days ago. */
export function bufferOf(daysAgo: number): Schemas['Buffer'] {
  const since = hourAgo(daysAgo * DAY_MILLIS);
  const began = Date.parse(since);
  return {
    since,
    locksAt: inDays(14, began),
    endedPayer,
    remindersAt: [inDays(11, began), inDays(13, began)],
  };
}

/** The first of the next month, in UTC. */
export function nextMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString();
}

const rows: [
  string,
  Schemas['Workspace']['state'],
  Schemas['Workspace']['settlement'],
  'EN' | 'ZH',
  Schemas['Buffer']?,
][] = [
  ['Meridian Production', 'NORMAL', { method: 'SUBSCRIPTION', payer, since: '2026-07-03T00:00:00Z' }, 'EN'],
  [
    'Warehouse telemetry and long-running integration tests, Rotterdam and Antwerp',
    'BUFFER',
    { method: 'UNSETTLED', since: bufferOf(5.31).since },
    'ZH',
    bufferOf(5.31),
  ],
  [
    '上海研发 Shanghai R&D',
    'NORMAL',
    {
      method: 'ENTERPRISE_ACCOUNT',
      since: '2026-11-08T00:00:00Z',
      upcoming: { method: 'SUBSCRIPTION', payer, from: nextHour() },
    },
    'ZH',
  ],
  ['Legacy tracking (2023)', 'LOCKED', { method: 'UNSETTLED', since: bufferOf(33).since }, 'EN', bufferOf(33)],
  [
    '前端沙箱 Sandbox',
    'PENDING',
    { method: 'UNSETTLED', waitingFor: { ...payer, awsAccount: '····6610', subscriptionState: 'PENDING' } },
    'ZH',
  ],
  [
    'Customs gateway',
    'NORMAL',
    {
      method: 'SUBSCRIPTION',
      payer: otherPayer,
      since: '2026-11-08T00:00:00Z',
      changeableAt: nextMonth(),
    },
    'EN',
  ],
  [
    'Rotterdam yard planning',
    'LOCKED',
    {
      method: 'UNSETTLED',
      since: bufferOf(20).since,
      upcoming: { method: 'SUBSCRIPTION', payer: otherPayer, from: nextHour() },
    },
    'EN',
    { ...bufferOf(20), opensAt: nextHour() },
  ],
];

const { selectable: _, reason: __, ...shanghai } = cnSite;

export const workspaces: Schemas['Workspace'][] = rows.map(([name, state, settlement, language, buffer], index) => ({
  ...workspaceOf(state, name),
  id: `01990000-4f1c-7000-8000-00000000010${index}`,
  language,
  settlement,
  ...(buffer ? { buffer } : {}),
  createdAt: '2026-07-03T00:00:00Z',
  ...(name.startsWith('上海') ? { site: shanghai } : {}),
}));

/** By the ends of their ids; see {@link cloudAccounts}. */
export const subscriptionIds = {
  live: '01990000-5b5c-7000-8000-000000000001',
  ended: '01990000-5b5c-7000-8000-000000000002',
  other: '01990000-5b5c-7000-8000-000000000003',
  pending: '01990000-5b5c-7000-8000-000000000004',
  offered: '01990000-5b5c-7000-8000-000000000005',
  ending: '01990000-5b5c-7000-8000-000000000006',
} as const;

const subscriptionOf = (
  id: string,
  paying: Schemas['Payer'],
  since: string,
  more: Partial<Schemas['Subscription']> = {},
): Schemas['Subscription'] => ({
  id,
  payer: paying,
  state: paying.subscriptionState,
  since,
  knownSince: since,
  offered: false,
  workspaces: 0,
  workspacesWaiting: 0,
  ...(paying.subscriptionState === 'LIVE' ? { liveAt: since } : {}),
  ...more,
});

function finalHourOf(end: string, isFrozen: boolean): Schemas['FinalHour'] {
  const hour = Math.floor(Date.parse(end) / 3_600_000) * 3_600_000;
  const at = (millis: number) => new Date(millis).toISOString();
  const record = (ago: number, state: Schemas['HourState']): Schemas['MeteredRecord'] => ({
    dimension: 'units',
    hour: at(hour - ago * 3_600_000),
    state,
    units: `${412 + 31 * ago}`,
    frozenAt: at(hour + 40 * 60_000),
    ...(state === 'ACCEPTED'
      ? {
          sentAt: at(hour + 41 * 60_000),
          settledAt: at(hour + 41 * 60_000),
          meteringRecordId: `8f1c2d3e-4a5b-4c6d-9e7f-00000000000${ago}`,
        }
      : {}),
  });
  return {
    hour: at(hour),
    freezesAt: at(Date.parse(end) + 40 * 60_000),
    acceptedUntil: at(Date.parse(end) + 60 * 60_000),
    isFrozen,
    records: isFrozen
      ? [record(0, 'ACCEPTED'), record(1, 'ACCEPTED'), record(2, 'ACCEPTED')]
      : [record(1, 'ACCEPTED'), record(2, 'ACCEPTED')],
  };
}

const live = { ...payer, freeTrial: true };
const pendingPayer: Schemas['Payer'] = {
  ...payer,
  awsAccount: '····6610',
  licence: '····2f90',
  product: 'cn',
  productName: '观测云商业版',
  currency: 'CNY',
  subscriptionState: 'PENDING',
};
const endedAt = bufferOf(5.31).since;
const endingAt = new Date(Date.now() - 12 * 60_000).toISOString();

export const cloudAccounts: Schemas['CloudAccount'][] = [
  {
    awsAccount: payer.awsAccount,
    partition: 'aws',
    knownSince: '2026-07-03T09:00:00Z',
    paidThisMonth: [{ amount: '7985.66', currency: 'USD' }],
    subscriptions: [
      subscriptionOf(subscriptionIds.live, live, '2026-07-03T09:00:00Z', { workspaces: 2, workspacesWaiting: 2 }),
      subscriptionOf(subscriptionIds.ended, endedPayer, endedAt, {
        endsAt: endedAt,
        finalHour: finalHourOf(endedAt, true),
      }),
    ],
  },
  {
    awsAccount: otherPayer.awsAccount,
    partition: 'aws',
    knownSince: '2026-02-14T11:00:00Z',
    paidThisMonth: [{ amount: '298.22', currency: 'USD' }],
    subscriptions: [
      subscriptionOf(subscriptionIds.offered, { ...otherPayer, licence: '····70c4' }, '2026-11-21T08:00:00Z', {
        offered: true,
      }),
      subscriptionOf(subscriptionIds.other, otherPayer, '2026-02-14T11:00:00Z', { workspaces: 1, entitled: true }),
      subscriptionOf(
        subscriptionIds.ending,
        { ...otherPayer, licence: '····e5b4', subscriptionState: 'ENDING' },
        endingAt,
        { endsAt: endingAt, finalHour: finalHourOf(endingAt, false) },
      ),
    ],
  },
  {
    awsAccount: pendingPayer.awsAccount,
    partition: 'aws-cn',
    knownSince: '2026-11-22T14:10:00Z',
    subscriptions: [subscriptionOf(subscriptionIds.pending, pendingPayer, '2026-11-22T14:10:00Z')],
  },
];

const named = (name: string): Schemas['Workspace'] => {
  const found = workspaces.find((one) => one.name.startsWith(name));
  if (!found) throw new Error(`The mocks have no workspace ${name}`);
  return found;
};

/** What each subscription pays for, or will. */
export const paidWorkspaces: Record<string, Schemas['PaidWorkspace'][]> = {
  [subscriptionIds.live]: [
    {
      workspace: named('Meridian'),
      since: '2026-07-03T00:00:00Z',
      paidThisMonth: { amount: '5003.46', currency: 'USD' },
    },
    {
      workspace: { ...named('Meridian'), id: '01990000-4f1c-7000-8000-000000000109', name: 'Payments – production' },
      since: '2026-08-01T00:00:00Z',
      paidThisMonth: { amount: '2244.93', currency: 'USD' },
    },
  ],
  [subscriptionIds.other]: [
    {
      workspace: named('Customs'),
      since: '2026-08-06T00:00:00Z',
      paidThisMonth: { amount: '298.22', currency: 'USD' },
    },
  ],
  [subscriptionIds.pending]: [{ workspace: named('前端'), since: '2026-11-22T14:10:00Z' }],
};

export const pickUps: Schemas['PickUp'][] = [
  { workspace: named('Warehouse'), endedPayer, sameAwsAccount: true },
  { workspace: named('Legacy'), endedPayer: { ...otherPayer, subscriptionState: 'ENDED' }, sameAwsAccount: false },
];

/** Who may come to pay for a workspace, as it stands. */
export function optionsFor({ settlement, state, site }: Schemas['Workspace']): Schemas['SettlementOptions'] {
  const unpaid = state === 'BUFFER' || state === 'LOCKED';
  const { method, payer: paying, upcoming, waitingFor, changeableAt } = settlement;
  const isIt = (account: string) => [paying, upcoming?.payer, waitingFor].some((one) => one?.awsAccount === account);
  const cn = site.id === cnSite.id;
  const changed = upcoming && unpaid ? { undoUntil: inMinutes(54) } : {};
  const option = (subscriptionId: string, one: Schemas['Payer'], count: number): Schemas['SettlementOption'] => {
    const base = { method: 'SUBSCRIPTION' as const, subscriptionId, payer: one, workspaces: count };
    if (isIt(one.awsAccount)) return { ...base, status: 'PAYS', ...changed };
    if (cn !== (one.product === 'cn')) {
      const detail = cn
        ? 'This purchase settles Overseas 1 (Oregon) only. China 2 (Ningxia) needs a purchase on AWS Marketplace China.'
        : 'This purchase settles China 2 (Ningxia) only. Overseas 1 (Oregon) needs a purchase on AWS Marketplace.';
      return { ...base, status: 'REFUSED', refusal: { reason: 'site-not-settled', detail } };
    }
    return {
      ...base,
      status: 'POSSIBLE',
      changeableAgainAt: nextMonth(),
      ...(one.subscriptionState === 'LIVE' ? { effectiveFrom: nextHour() } : {}),
    };
  };
  const itself: Schemas['SettlementOption'] =
    method === 'SUBSCRIPTION'
      ? {
          method: 'ENTERPRISE_ACCOUNT',
          status: 'REFUSED',
          refusal: {
            reason: 'subscription-still-pays',
            detail:
              'A subscription pays for this workspace. The enterprise account can pay once that subscription has ended in AWS.',
          },
        }
      : method === 'ENTERPRISE_ACCOUNT' || upcoming?.method === 'ENTERPRISE_ACCOUNT'
        ? { method: 'ENTERPRISE_ACCOUNT', status: 'PAYS', ...(upcoming ? changed : {}) }
        : {
            method: 'ENTERPRISE_ACCOUNT',
            status: 'POSSIBLE',
            effectiveFrom: nextHour(),
            changeableAgainAt: nextMonth(),
          };
  return {
    items: [
      ...(unpaid && !cn ? [] : [option(subscriptionIds.live, payer, 2)]),
      option(subscriptionIds.other, otherPayer, 1),
      ...(cn || method === 'SUBSCRIPTION' ? [option(subscriptionIds.pending, pendingPayer, 0)] : []),
      itself,
    ],
    marketplaceUrls: cn
      ? [{ product: 'cn', productName: '观测云商业版', url: 'https://awsmarketplace.amazonaws.cn/marketplace' }]
      : [{ product: 'global', productName: 'Guance Commercial Plan', url: 'https://aws.amazon.com/marketplace' }],
    ...(changeableAt ? { changeableAt } : {}),
  };
}
