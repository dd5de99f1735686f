import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadTexts, startI18n } from '../../../i18n/i18n';
import { candidatesFor, onboardingFor, scenarios } from '../../../mocks/data';
import { handlers, problem } from '../../../mocks/handlers';
import { renderPage } from '../../../mocks/render-page';
import { paths } from '../../../paths';
import { rememberedWorkspace, rememberWorkspace } from '../../../subscribe-for';
import { BindPage } from './bind-page';

const server = setupServer(...handlers);
beforeAll(async () => {
  vi.stubGlobal('scrollTo', () => {});
  server.listen();
  await startI18n('en');
  await loadTexts();
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

let next = 0;
/** An onboarding of its own in the state of a scenario, so that no test sees what another did. */
function open(scenario: string, search = '') {
  next += 1;
  const id = `${scenario.slice(0, -4)}f${String(next).padStart(3, '0')}`;
  const onboarding = { ...onboardingFor(scenario), id };
  server.use(
    http.get(`*/api/v1/onboardings/${id}`, () => HttpResponse.json(onboarding), { once: false }),
    http.get(`*/api/v1/onboardings/${id}/workspaces`, () =>
      HttpResponse.json({ items: candidatesFor(onboardingFor(scenario)) }),
    ),
  );
  const router = renderPage(BindPage, { path: paths.bind, at: `/onboarding/${id}/bind${search}` });
  return { id, router, user: userEvent.setup({ delay: null }) };
}

describe('the enterprise account', () => {
  it('is proved by a code that is asked for by its name, which stays in the address', async () => {
    const { id, router, user } = open(scenarios.fresh);
    const bodies: unknown[] = [];
    server.use(
      http.post(`*/api/v1/onboardings/${id}/binding`, async ({ request }) => {
        bodies.push(await request.json());
        return problem(422, 'code-mismatch', 'No.', { triesLeft: 3 });
      }),
    );
    await user.type(await screen.findByRole('textbox', { name: /User name/ }), ' Meridian-Freight ');
    await user.click(screen.getByRole('button', { name: 'Send code' }));
    expect(await screen.findByText(/^If this enterprise account exists, a code is on its way/)).toBeVisible();
    expect(router.state.location.search).toEqual({ account: 'meridian-freight' });
    const code = screen.getByRole('textbox', { name: '6-digit code from our mail' });
    await waitFor(() => expect(code).toHaveFocus());

    await user.type(code, '407192');
    await user.click(screen.getByRole('button', { name: 'Bind enterprise account' }));
    expect(await screen.findByRole('group', { name: 'One thing to correct' })).toHaveFocus();
    expect(screen.getAllByText('This code does not match. 3 tries left.')).toHaveLength(2);
    expect(bodies).toEqual([{ username: 'meridian-freight', code: '407192' }]);
  }, 20_000);

  it('that is signed in is asked for a code alone', async () => {
    const { id, user } = open(scenarios.signedIn);
    const bodies: unknown[] = [];
    server.use(
      http.post(`*/api/v1/onboardings/${id}/binding-codes`, async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json({ resendAt: new Date().toISOString(), triesLeft: 5 }, { status: 202 });
      }),
    );
    await user.click(await screen.findByRole('button', { name: 'Go on as meridian-freight' }));
    expect(await screen.findByText(/^A code is on its way to l•••@meridianfreight.example/)).toBeVisible();
    expect(bodies).toEqual([{ username: null }]);
  }, 20_000);

  it('that is signed in and known is bound at once, for who has just signed in to go on', async () => {
    const { id } = open(scenarios.signedInKnown, '?go=true');
    const bodies: unknown[] = [];
    server.use(
      http.post(`*/api/v1/onboardings/${id}/binding`, async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json({ onboarding: { ...onboardingFor(scenarios.binding), id } });
      }),
    );
    expect(await screen.findByRole('heading', { name: 'Bind workspaces' })).toBeVisible();
    expect(bodies).toEqual([{ username: null, code: null }]);
  }, 20_000);

  it('of a session that is over is asked for by its name', async () => {
    const { id, user } = open(scenarios.signedIn);
    const { signedIn: _, ...signedOut } = onboardingFor(scenarios.signedIn);
    server.use(
      http.post(`*/api/v1/onboardings/${id}/binding-codes`, () => {
        server.use(http.get(`*/api/v1/onboardings/${id}`, () => HttpResponse.json({ ...signedOut, id })));
        return problem(401, 'not-signed-in', 'Sign in first.');
      }),
    );
    await user.click(await screen.findByRole('button', { name: 'Go on as meridian-freight' }));
    expect(await screen.findByText(/^You were signed out/)).toBeVisible();
    await waitFor(() => expect(screen.getByRole('textbox', { name: /User name/ })).toHaveFocus());
  }, 20_000);

  it('that somebody else has bound is refused in one sentence', async () => {
    const { id, user } = open(scenarios.fresh, '?account=meridian-freight');
    server.use(
      http.post(`*/api/v1/onboardings/${id}/binding`, () =>
        problem(409, 'licence-bound-elsewhere', 'Another enterprise account has bound this purchase before.'),
      ),
    );
    await user.type(await screen.findByRole('textbox', { name: /code/ }), '831402');
    await user.click(screen.getByRole('button', { name: 'Bind enterprise account' }));
    expect(await screen.findByText('Another enterprise account has bound this purchase before.')).toBeVisible();
  }, 20_000);
});

describe('the workspaces', () => {
  it('are shown with what can be done about each', async () => {
    open(scenarios.binding);
    expect(await screen.findByRole('heading', { name: 'Can be bound · 5' })).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Cannot be bound now · 3' })).toBeVisible();
    expect(screen.getByText(/It can be bound from 12 Dec 2026/)).toBeVisible();
    const confirm = screen.getByRole('button', { name: 'Confirm' });
    expect(confirm).toHaveAttribute('aria-disabled', 'true');
    expect(confirm).toHaveAccessibleDescription(/Bind or create a workspace, then confirm/);
  }, 20_000);

  it('are bound after a look at what that changes', async () => {
    const { id, user } = open(scenarios.binding);
    const keys: (string | null)[] = [];
    const [candidate] = candidatesFor(onboardingFor(scenarios.binding));
    server.use(
      http.get(`*/api/v1/onboardings/${id}/workspaces/:workspace`, () => HttpResponse.json(candidate)),
      http.post(`*/api/v1/onboardings/${id}/workspaces/:workspace/binding`, ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'));
        return HttpResponse.json({ ...candidate, status: 'BOUND' }, { status: 201 });
      }),
    );
    await user.click(await screen.findByRole('button', { name: 'Add Meridian Production' }));
    const dialog = await screen.findByRole('dialog', { name: /^Bind “Meridian Production”/ });
    expect(await within(dialog).findByText('Will pay')).toBeVisible();
    expect(within(dialog).getByText(/stays with the enterprise account, even if it is reported late/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(keys).toEqual([expect.any(String)]);
  }, 20_000);

  it('that somebody else has just bound are told as such, with what is so now', async () => {
    const { id, user } = open(scenarios.binding);
    const [candidate] = candidatesFor(onboardingFor(scenarios.binding));
    let lost = false;
    server.use(
      http.get(`*/api/v1/onboardings/${id}/workspaces/:workspace`, () =>
        HttpResponse.json(
          lost
            ? {
                workspace: candidate?.workspace,
                status: 'REFUSED',
                refusal: { reason: 'changed-recently', detail: 'It was changed today.' },
              }
            : candidate,
        ),
      ),
      http.post(`*/api/v1/onboardings/${id}/workspaces/:workspace/binding`, () => {
        lost = true;
        return problem(409, 'payer-changed', 'AWS ····9075 was bound a moment ago. Nothing was changed.');
      }),
    );
    await user.click(await screen.findByRole('button', { name: 'Add Meridian Production' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('button', { name: 'Confirm' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('AWS ····9075 was bound a moment ago.');
    expect(await within(dialog).findByText('It was changed today.')).toBeVisible();
    expect(within(dialog).queryByRole('button', { name: 'Confirm' })).toBeNull();
  }, 20_000);

  it('are not needed to finish', async () => {
    const { id, user } = open(scenarios.binding);
    server.use(
      http.post(`*/api/v1/onboardings/${id}/completion`, () =>
        HttpResponse.json({ ...onboardingFor(scenarios.boundToNone), id }, { status: 201 }),
      ),
    );
    await user.click(await screen.findByRole('button', { name: 'Finish without a workspace' }));
    expect(await screen.findByRole('heading', { level: 1, name: /without a workspace/ })).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
    expect(await screen.findByText(/^You are signed in as meridian-freight, but this purchase/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open Billing Center' })).toHaveAttribute(
      'href',
      '/billing/sign-in?reason=other-account',
    );
  }, 20_000);

  it('that are bound are counted apart, and the answer stands without another look at the list', async () => {
    const { id, user } = open(scenarios.binding);
    const [candidate] = candidatesFor(onboardingFor(scenarios.binding));
    let reads = 0;
    server.use(
      http.get(`*/api/v1/onboardings/${id}/workspaces`, () => {
        reads += 1;
        return HttpResponse.json({ items: candidatesFor(onboardingFor(scenarios.binding)) });
      }),
      http.get(`*/api/v1/onboardings/${id}/workspaces/:workspace`, () => HttpResponse.json(candidate)),
      http.post(`*/api/v1/onboardings/${id}/workspaces/:workspace/binding`, () =>
        HttpResponse.json(candidatesFor(onboardingFor(scenarios.bindingOver))[0], { status: 201 }),
      ),
    );
    await user.click(await screen.findByRole('button', { name: 'Add Meridian Production' }));
    await user.click(await within(await screen.findByRole('dialog')).findByRole('button', { name: 'Confirm' }));
    expect(await screen.findByRole('heading', { name: 'Can be bound · 4, Bound · 1' })).toBeVisible();
    expect(await screen.findByRole('button', { name: /^Undo \(60 min left\) the binding of Meridian/ })).toBeVisible();
    expect(reads).toBe(1);
  }, 20_000);

  it('can be seen and taken back when the subscription has ended', async () => {
    open(scenarios.bindingOver);
    expect(await screen.findByRole('button', { name: /^Undo .* the binding of Meridian Production/ })).toBeVisible();
    expect(screen.getByText('This subscription is over.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open Billing Center' })).toBeVisible();
    expect(screen.queryByRole('tablist')).toBeNull();
    expect(screen.queryByRole('combobox')).toBeNull();
  }, 20_000);

  it('begin with a question where there is none', async () => {
    const { router, user } = open(scenarios.bindingFirst);
    expect(await screen.findByRole('heading', { name: /have a Guance account\?/ })).toBeVisible();
    expect(screen.queryByRole('tablist')).toBeNull();
    await user.click(screen.getByRole('button', { name: /^No, not yet/ }));
    expect(router.state.location.search).toEqual({ tab: 'register' });
    expect(await screen.findByRole('tab', { name: 'Register Guance Account', selected: true })).toBeVisible();
  }, 20_000);

  it('are created after a code, and what was typed survives a look at another tab', async () => {
    const { id, user } = open(scenarios.binding, '?tab=create');
    const bodies: unknown[] = [];
    server.use(
      http.post(`*/api/v1/onboardings/${id}/workspaces`, async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json(candidatesFor(onboardingFor(scenarios.bound))[0], { status: 201 });
      }),
    );
    const name = await screen.findByRole('textbox', { name: /Workspace name/ });
    await user.type(name, 'Hamburg yard planning');
    await user.click(screen.getByRole('tab', { name: 'Bind Existing Workspace' }));
    await user.click(screen.getByRole('tab', { name: 'Create a Workspace' }));
    expect(screen.getByRole('textbox', { name: /Workspace name/ })).toHaveValue('Hamburg yard planning');

    const create = screen.getByRole('button', { name: 'Create' });
    expect(create).toHaveAccessibleDescription('Send the code and enter it first');
    await user.click(create);
    expect(await screen.findByRole('group', { name: '4 things to correct' })).toHaveFocus();

    await user.click(screen.getByRole('radio', { name: /^English/ }));
    await user.click(screen.getByRole('checkbox'));
    await user.type(
      screen.getByRole('textbox', { name: /E-mail of the Guance account/ }),
      'ops@meridian.example{Enter}',
    );
    const code = await screen.findByRole('textbox', { name: /code/ });
    await waitFor(() => expect(code).toHaveFocus());
    await user.keyboard('831402');
    await user.click(screen.getByRole('button', { name: 'Create' }));
    expect(await screen.findByText(/was created and is bound/)).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Bind Existing Workspace' })).toHaveFocus();
    expect(bodies).toEqual([
      {
        siteId: 'us1',
        workspaceName: 'Hamburg yard planning',
        language: 'EN',
        email: 'ops@meridian.example',
        code: '831402',
        agreementsVersion: '2026-09-01',
        payerConfirmed: true,
      },
    ]);
  }, 20_000);
});

it('ends with what is bound', async () => {
  open(scenarios.bound);
  expect(await screen.findByRole('heading', { level: 1, name: '3 workspaces are bound' })).toBeVisible();
  expect(await screen.findAllByRole('rowheader')).toHaveLength(3);
  expect(screen.getByText(/We told the owner, l•••@meridianfreight.example, by mail/)).toBeVisible();
}, 20_000);

describe('who came from a workspace to buy for it', () => {
  it('is shown its preview first, once', async () => {
    const wanted = candidatesFor(onboardingFor(scenarios.binding))[1]?.workspace;
    if (!wanted) throw new Error('The mocks have no candidate');
    rememberWorkspace(wanted.id);
    const { user } = open(scenarios.binding);
    expect(
      await screen.findByRole('dialog', { name: `Bind “${wanted.name}” to this AWS account?` }),
    ).toBeInTheDocument();
    expect(rememberedWorkspace()).toBeUndefined();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  }, 20_000);

  it('sees the list as ever where it cannot be bound', async () => {
    const refused = candidatesFor(onboardingFor(scenarios.binding)).find(({ status }) => status === 'REFUSED');
    rememberWorkspace(refused?.workspace.id ?? '');
    open(scenarios.binding);
    await waitFor(() => expect(rememberedWorkspace()).toBeUndefined());
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await screen.findByRole('heading', { name: /^Cannot be bound now/ })).toBeVisible();
  }, 20_000);
});
