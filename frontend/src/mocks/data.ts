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

const otherPayer: Schemas['Payer'] = { ...payer, awsAccount: '····9075', licence: '····19aa' };

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

const rows: [string, Schemas['Workspace']['state'], Schemas['Workspace']['settlement'], 'EN' | 'ZH'][] = [
  ['Meridian Production', 'NORMAL', { method: 'SUBSCRIPTION', payer, since: '2026-07-03T00:00:00Z' }, 'EN'],
  [
    'Warehouse telemetry and long-running integration tests, Rotterdam and Antwerp',
    'BUFFER',
    { method: 'UNSETTLED', since: '2026-11-17T00:00:00Z' },
    'ZH',
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
  ['Legacy tracking (2023)', 'LOCKED', { method: 'UNSETTLED', since: '2026-11-03T00:00:00Z' }, 'EN'],
  [
    '前端沙箱 Sandbox',
    'PENDING',
    { method: 'UNSETTLED', waitingFor: { ...payer, awsAccount: '····6610', subscriptionState: 'PENDING' } },
    'ZH',
  ],
];

const { selectable: _, reason: __, ...shanghai } = cnSite;

export const workspaces: Schemas['Workspace'][] = rows.map(([name, state, settlement, language], index) => ({
  ...workspaceOf(state, name),
  id: `01990000-4f1c-7000-8000-00000000010${index}`,
  language,
  settlement,
  createdAt: '2026-07-03T00:00:00Z',
  ...(name.startsWith('上海') ? { site: shanghai } : {}),
}));
