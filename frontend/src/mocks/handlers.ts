import { HttpResponse, http } from 'msw';
import type { components } from '../api/schema';
import * as data from './data';
import { chargesOf, usageHoursOf } from './usage';

type Schemas = components['schemas'];

/** A problem document as the portal would send it. */
export function problem(status: number, type: string, detail: string, more: Partial<Schemas['Problem']> = {}) {
  return HttpResponse.json(
    { type, title: type, status, detail, requestId: 'req-7K2M-94QD', ...more },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

const base = '*/api/v1';
const known = new Map<string, Schemas['Onboarding']>();
const triesLeft = new Map<string, number>();
let signedIn = true;
let rows = data.workspaces;
let accounts = data.cloudAccounts;
let pickUps = data.pickUps;

/** Forgets what was changed, so that each test begins anew. */
export function resetMocks(): void {
  rows = data.workspaces;
  accounts = data.cloudAccounts;
  pickUps = data.pickUps;
}

function replace(workspace: Schemas['Workspace']): Schemas['Workspace'] {
  rows = rows.map((one) => (one.id === workspace.id ? workspace : one));
  return workspace;
}

function changeSubscription(id: string, more: Partial<Schemas['Subscription']>): Schemas['Subscription'] | undefined {
  accounts = accounts.map((account) => ({
    ...account,
    subscriptions: account.subscriptions.map((one) => (one.id === id ? { ...one, ...more } : one)),
  }));
  return accounts.flatMap(({ subscriptions }) => subscriptions).find((one) => one.id === id);
}

function find(id: string): Schemas['Onboarding'] {
  const onboarding = known.get(id) ?? data.onboardingFor(id);
  known.set(id, onboarding);
  return onboarding;
}

function change(id: string, more: Partial<Schemas['Onboarding']>): Schemas['Onboarding'] {
  const onboarding = { ...find(id), ...more };
  known.set(id, onboarding);
  return onboarding;
}

/** AWS confirms while one looks on. */
let pendingReads = 0;
function confirmAfterSomeReads() {
  pendingReads += 1;
  if (pendingReads === 4) change(data.scenarios.pending, { payer: data.payer, workspace: data.workspaceOf('NORMAL') });
}

const candidates = new Map<string, Schemas['Candidate'][]>();

function candidatesOf(id: string): Schemas['Candidate'][] {
  const list = candidates.get(id) ?? data.candidatesFor(find(id));
  candidates.set(id, list);
  return list;
}

/** Puts a candidate in its place, or before all others, and counts anew. */
function keep(id: string, candidate: Schemas['Candidate']): Schemas['Candidate'] {
  const list = candidatesOf(id);
  const known = list.some(({ workspace }) => workspace.id === candidate.workspace.id);
  const next = known
    ? list.map((one) => (one.workspace.id === candidate.workspace.id ? candidate : one))
    : [candidate, ...list];
  candidates.set(id, next);
  change(id, { boundWorkspaces: next.filter(({ status }) => status === 'BOUND').length });
  return candidate;
}

function create(id: string, name: string, language: 'EN' | 'ZH'): Schemas['Candidate'] {
  const onboarding = find(id);
  const workspace: Schemas['Workspace'] = {
    ...data.workspaceOf('NORMAL', name),
    id: crypto.randomUUID(),
    language,
    settlement: { method: 'SUBSCRIPTION', payer: onboarding.payer, since: new Date().toISOString() },
  };
  return keep(id, data.boundCandidate(onboarding, workspace, true));
}

const wrongCode = () => problem(422, 'code-mismatch', 'This code does not match.', { triesLeft: 4 });

/** The page under test may ask for an empty or a failing list by its own address, as `?mock=empty`. */
export const asked = () => new URLSearchParams(globalThis.location?.search ?? '').get('mock');

export const handlers = [
  http.get(`${base}/settings`, () => HttpResponse.json(data.settings)),

  http.get(`${base}/onboardings`, () =>
    HttpResponse.json({
      items:
        asked() === 'resume'
          ? [data.onboardingFor(data.scenarios.opening)]
          : asked() === 'resume-binding'
            ? [data.onboardingFor(data.scenarios.binding)]
            : [],
    }),
  ),

  http.get<{ id: string }>(`${base}/onboardings/:id`, ({ params: { id } }) => {
    if (id === data.scenarios.expired) return problem(401, 'onboarding-not-proved', 'No valid proof.');
    if (id === data.scenarios.missing) return problem(404, 'not-found', 'There is no such onboarding.');
    if (id === data.scenarios.other) return problem(409, 'other-onboarding', 'The proof is of another onboarding.');
    if (id === data.scenarios.pending) confirmAfterSomeReads();
    return HttpResponse.json(find(id));
  }),

  http.post<{ id: string }, { email: string }>(`${base}/onboardings/:id/email-codes`, async ({ params, request }) => {
    const { email } = await request.json();
    const code = data.emailCode(email);
    triesLeft.set(params.id, code.triesLeft);
    change(params.id, { email: { address: email, verified: false, code } });
    return HttpResponse.json(code, { status: 202 });
  }),

  http.post<{ id: string }, { email: string; code: string }>(
    `${base}/onboardings/:id/email-verifications`,
    async ({ params, request }) => {
      const { email, code } = await request.json();
      if (code !== '123456') {
        const left = Math.max(0, (triesLeft.get(params.id) ?? 5) - 1);
        triesLeft.set(params.id, left);
        return problem(422, left ? 'code-mismatch' : 'code-exhausted', 'This code does not match.', {
          triesLeft: left,
        });
      }
      return HttpResponse.json({ onboarding: change(params.id, { email: { address: email, verified: true } }) });
    },
  ),

  http.put<{ id: string }, Schemas['BasicInfo']>(`${base}/onboardings/:id/basic-info`, async ({ params, request }) => {
    const { siteId, username, email, phone } = await request.json();
    if (username === 'meridian') {
      return problem(422, 'validation-failed', 'Some fields need to be corrected.', {
        errors: [{ field: 'username', code: 'username-taken', message: '“meridian” is taken. Choose another name' }],
      });
    }
    const basicInfo = { siteId, username, email, ...(phone ? { phone } : {}) };
    return HttpResponse.json(change(params.id, { step: 'COMPANY_INFO', basicInfo }));
  }),

  http.post<{ id: string }, Schemas['CompanyInfo']>(
    `${base}/onboardings/:id/registration`,
    async ({ params, request }) => {
      const { companyName } = await request.json();
      const registeredAt = new Date().toISOString();
      return HttpResponse.json(change(params.id, { step: 'OPENING_METHOD', companyName, registeredAt }), {
        status: 201,
      });
    },
  ),

  http.post<{ id: string }, Schemas['OpeningMethod']>(
    `${base}/onboardings/:id/workspace`,
    async ({ params, request }) => {
      const { workspaceName, language } = await request.json();
      const workspace = { ...data.workspaceOf('NORMAL', workspaceName), language };
      return HttpResponse.json(change(params.id, { step: 'DONE', workspace }), { status: 201 });
    },
  ),

  http.post<{ id: string }, Schemas['NewBindingCode']>(`${base}/onboardings/:id/binding-codes`, async ({ request }) => {
    const { username } = await request.json();
    const { resendAt, triesLeft: left } = data.emailCode('');
    return HttpResponse.json({ ...(username ? { username } : {}), resendAt, triesLeft: left }, { status: 202 });
  }),
  http.post<{ id: string }, Schemas['EnterpriseAccountBinding']>(
    `${base}/onboardings/:id/binding`,
    async ({ params, request }) => {
      const { username, code } = await request.json();
      const { signedIn: candidate } = find(params.id);
      const bare = !username && candidate?.codeNeeded === false;
      if (!bare && code !== '123456') return wrongCode();
      if (username === 'bound-elsewhere') {
        return problem(
          409,
          'licence-bound-elsewhere',
          'This purchase is bound to another enterprise account. Write to support@guance.example if that is wrong.',
        );
      }
      const { step, boundAt, enterpriseAccount, boundWorkspaces } = data.onboardingFor(data.scenarios.binding);
      const { signedIn: _, ...rest } = find(params.id);
      known.set(params.id, rest);
      const bound = { step, boundWorkspaces: boundWorkspaces ?? 0, ...(boundAt ? { boundAt } : {}) };
      return HttpResponse.json({
        onboarding: change(params.id, { ...bound, ...(enterpriseAccount ? { enterpriseAccount } : {}) }),
      });
    },
  ),
  http.get<{ id: string }>(`${base}/onboardings/:id/workspaces`, ({ params: { id }, request }) => {
    if (asked() === 'failing') return problem(500, 'internal-error', 'Something went wrong on our side.');
    const { searchParams } = new URL(request.url);
    const bound = searchParams.get('bound') === 'true';
    const items = candidatesOf(id).filter(({ status }) => !bound || status === 'BOUND');
    if (asked() !== 'paged') return HttpResponse.json({ items });
    return HttpResponse.json(
      searchParams.get('pageToken') ? { items: items.slice(3) } : { items: items.slice(0, 3), nextPageToken: 'more' },
    );
  }),
  http.get<{ id: string; workspace: string }>(
    `${base}/onboardings/:id/workspaces/:workspace`,
    ({ params: { id, workspace } }) => {
      const candidate = candidatesOf(id).find((one) => one.workspace.id === workspace);
      return candidate ? HttpResponse.json(candidate) : problem(404, 'not-found', 'There is no such workspace.');
    },
  ),
  http.post<{ id: string; workspace: string }>(
    `${base}/onboardings/:id/workspaces/:workspace/binding`,
    ({ params: { id, workspace } }) => {
      const candidate = candidatesOf(id).find((one) => one.workspace.id === workspace);
      if (!candidate) return problem(404, 'not-found', 'There is no such workspace.');
      if (asked() === 'race') {
        return problem(409, 'payer-changed', 'AWS ····9075 was bound a moment ago. Nothing was changed.');
      }
      return HttpResponse.json(keep(id, data.boundCandidate(find(id), candidate.workspace)), { status: 201 });
    },
  ),
  http.delete<{ id: string; workspace: string }>(
    `${base}/onboardings/:id/workspaces/:workspace/binding`,
    ({ params: { id, workspace } }) => {
      const candidate = candidatesOf(id).find((one) => one.workspace.id === workspace);
      if (!candidate) return problem(404, 'not-found', 'There is no such workspace.');
      const change = data.changeOf(find(id), candidate.workspace);
      return HttpResponse.json(keep(id, { workspace: candidate.workspace, status: 'BINDABLE', change }));
    },
  ),
  http.post<{ id: string }, Schemas['NewOwnerCode']>(`${base}/onboardings/:id/owner-codes`, async ({ request }) => {
    const { email } = await request.json();
    const { expiresAt: _, ...code } = data.emailCode(email);
    return HttpResponse.json(code, { status: 202 });
  }),
  http.post<{ id: string }, Schemas['NewBoundWorkspace']>(
    `${base}/onboardings/:id/workspaces`,
    async ({ params, request }) => {
      const { workspaceName, language, code } = await request.json();
      if (code !== '123456') return wrongCode();
      return HttpResponse.json(create(params.id, workspaceName, language), { status: 201 });
    },
  ),
  http.post<{ id: string }, Schemas['NewOwner']>(
    `${base}/onboardings/:id/guance-accounts`,
    async ({ params, request }) => {
      const { workspaceName, language, code } = await request.json();
      if (code !== '123456') return wrongCode();
      return HttpResponse.json(create(params.id, workspaceName, language), { status: 201 });
    },
  ),
  http.post<{ id: string }>(`${base}/onboardings/:id/completion`, ({ params: { id } }) =>
    HttpResponse.json(change(id, { step: 'DONE' }), { status: 201 }),
  ),

  http.get(`${base}/onboardings/:id/datakit`, () => HttpResponse.json(data.datakit)),

  http.get(`${base}/session`, () =>
    signedIn && asked() !== 'signed-out'
      ? HttpResponse.json(data.session)
      : problem(401, 'not-signed-in', 'Sign in first.'),
  ),
  http.post<never, { password: string }>(`${base}/sessions`, async ({ request }) => {
    const { password } = await request.json();
    if (password === 'wrong') {
      return problem(401, 'sign-in-failed', 'The name or the password is wrong. Check both and try again.');
    }
    signedIn = true;
    return HttpResponse.json(data.session, { status: 201 });
  }),
  http.delete(`${base}/session`, () => {
    signedIn = false;
    return new HttpResponse(null, { status: 204 });
  }),

  http.get(`${base}/workspaces`, () => {
    if (asked() === 'failing') return problem(500, 'internal-error', 'Something went wrong on our side.');
    if (asked() === 'empty') return HttpResponse.json({ items: [] });
    return HttpResponse.json({ items: rows, nextPageToken: 'second' });
  }),
  http.post<never, Schemas['NewWorkspace']>(`${base}/workspaces`, async ({ request }) => {
    const { name, language } = await request.json();
    const workspace: Schemas['Workspace'] = {
      ...data.workspaceOf('NORMAL', name),
      id: crypto.randomUUID(),
      language,
      settlement: { method: 'ENTERPRISE_ACCOUNT', since: new Date().toISOString() },
    };
    rows = [workspace, ...rows];
    return HttpResponse.json(workspace, { status: 201 });
  }),
  http.get<{ id: string }>(`${base}/workspaces/:id`, ({ params: { id } }) => {
    const workspace = rows.find((one) => one.id === id);
    return workspace ? HttpResponse.json(workspace) : problem(404, 'not-found', 'There is no such workspace.');
  }),
  http.get<{ id: string }>(`${base}/workspaces/:id/usage-hours`, ({ params: { id }, request }) => {
    if (asked() === 'failing') return problem(500, 'internal-error', 'Something went wrong on our side.');
    const { searchParams } = new URL(request.url);
    const usage = usageHoursOf(id, searchParams.get('day'), Number(searchParams.get('days') ?? 3));
    return HttpResponse.json(asked() === 'empty' ? { ...usage, items: [] } : usage);
  }),
  http.get<{ id: string }>(`${base}/workspaces/:id/charges`, ({ params: { id }, request }) => {
    if (asked() === 'failing') return problem(500, 'internal-error', 'Something went wrong on our side.');
    const charges = chargesOf(id, new URL(request.url).searchParams.get('month'));
    return HttpResponse.json(asked() === 'empty' ? { ...charges, totals: [], payers: [], days: [] } : charges);
  }),
  http.get<{ id: string }>(`${base}/workspaces/:id/settlement-options`, ({ params: { id } }) => {
    const workspace = rows.find((one) => one.id === id);
    if (!workspace) return problem(404, 'not-found', 'There is no such workspace.');
    const options = data.optionsFor(workspace);
    return HttpResponse.json(asked() === 'first' ? { ...options, items: options.items.slice(-1) } : options);
  }),
  http.post<{ id: string }, Schemas['SettlementChange']>(
    `${base}/workspaces/:id/settlement-changes`,
    async ({ params: { id }, request }) => {
      const { method, subscriptionId } = await request.json();
      const workspace = rows.find((one) => one.id === id);
      if (!workspace) return problem(404, 'not-found', 'There is no such workspace.');
      if (asked() === 'race') {
        return problem(409, 'payer-changed', 'AWS ····4321 was chosen a moment ago. Nothing was changed.');
      }
      const chosen = data.optionsFor(workspace).items.find((one) => one.subscriptionId === subscriptionId);
      const from = data.nextHour();
      const upcoming = { method, from, ...(chosen?.payer ? { payer: chosen.payer } : {}) };
      const { buffer } = workspace;
      return HttpResponse.json(
        replace({
          ...workspace,
          settlement: { ...workspace.settlement, upcoming },
          ...(buffer ? { buffer: { ...buffer, opensAt: from } } : {}),
        }),
        { status: 201 },
      );
    },
  ),
  http.delete<{ id: string }>(`${base}/workspaces/:id/settlement-changes`, ({ params: { id } }) => {
    const workspace = rows.find((one) => one.id === id);
    if (!workspace) return problem(404, 'not-found', 'There is no such workspace.');
    const { upcoming: _, ...settlement } = workspace.settlement;
    if (!workspace.buffer) return HttpResponse.json(replace({ ...workspace, settlement }));
    const { opensAt: __, ...buffer } = workspace.buffer;
    return HttpResponse.json(replace({ ...workspace, settlement, buffer }));
  }),
  http.post<{ id: string }, Schemas['Dissolution']>(
    `${base}/workspaces/:id/dissolution`,
    async ({ params: { id }, request }) => {
      const { name } = await request.json();
      const workspace = rows.find((one) => one.id === id);
      if (!workspace) return problem(404, 'not-found', 'There is no such workspace.');
      if (name !== workspace.name) return problem(422, 'validation-failed', 'This is not the name of the workspace.');
      const { buffer: _, ...rest } = workspace;
      return HttpResponse.json(replace({ ...rest, state: 'DISSOLVED' }), { status: 201 });
    },
  ),

  http.get(`${base}/cloud-accounts`, () => {
    if (asked() === 'failing') return problem(500, 'internal-error', 'Something went wrong on our side.');
    // The list leaves out what is asked of one at a time.
    const items = accounts.map((account) => ({
      ...account,
      subscriptions: account.subscriptions.map(({ finalHour: _, entitled: __, ...one }) => one),
    }));
    return HttpResponse.json({ items: asked() === 'empty' ? [] : items });
  }),
  http.get<{ id: string }>(`${base}/subscriptions/:id`, ({ params: { id } }) => {
    const found = accounts.flatMap(({ subscriptions }) => subscriptions).find((one) => one.id === id);
    return found ? HttpResponse.json(found) : problem(404, 'not-found', 'There is no such subscription.');
  }),
  http.get<{ id: string }>(`${base}/subscriptions/:id/workspaces`, ({ params: { id } }) =>
    HttpResponse.json({ items: data.paidWorkspaces[id] ?? [] }),
  ),
  http.get(`${base}/subscriptions/:id/pick-ups`, () => HttpResponse.json({ items: pickUps })),
  http.post<{ id: string }, Schemas['WorkspacePickUp']>(
    `${base}/subscriptions/:id/pick-ups`,
    async ({ params: { id }, request }) => {
      const { workspaceIds } = await request.json();
      const wanted = pickUps.filter(({ workspace }) => workspaceIds?.includes(workspace.id) ?? true);
      pickUps = pickUps.filter((one) => !wanted.includes(one));
      changeSubscription(id, { workspacesWaiting: pickUps.length });
      return HttpResponse.json(
        { pickedUp: wanted.length, effectiveFrom: data.nextHour(), leftOut: [] },
        { status: 201 },
      );
    },
  ),
  http.post<{ id: string }>(`${base}/subscriptions/:id/confirmation`, ({ params: { id } }) =>
    HttpResponse.json(changeSubscription(id, { offered: false, workspacesWaiting: pickUps.length }), { status: 201 }),
  ),

  http.get(`${base}/workspaces/:id/settlement-bindings`, () => HttpResponse.json({ items: data.settlementBindings })),
  http.get(`${base}/workspaces/:id/datakit`, () => HttpResponse.json(data.datakit)),
];
