import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OperatorRole, ParkedEvent } from '../../api/operators';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { problem } from '../../mocks/handlers';
import { operatorHandlers } from '../../mocks/operators';
import { renderPage } from '../../mocks/render-page';
import { paths } from '../../paths';
import { ParkedEventsPage } from './parked-events-page';

const server = setupServer(...operatorHandlers);
beforeAll(async () => {
  vi.stubGlobal('scrollTo', () => {});
  server.listen();
  await startI18n('en');
  await loadTexts('operators');
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const event: ParkedEvent = {
  id: '01990000-0b5e-7000-8000-000000000041',
  product: 'global',
  kind: 'Something New',
  occurredAt: '2026-11-19T03:14:00Z',
  receivedAt: '2026-11-19T03:14:01Z',
  status: 'PARKED',
  reason: 'unknown type',
  payload: '{"detail-type": "<img src=x onerror=alert(1)>"}',
};

function open(role: OperatorRole) {
  server.use(
    http.get('*/api/v1/operators/session', () =>
      HttpResponse.json({ id: 'x', operator: { username: 'someone', role }, expiresAt: '2027-01-01T00:00:00Z' }),
    ),
    http.get('*/api/v1/operators/parked-events', () => HttpResponse.json({ items: [event] })),
  );
  return renderPage(ParkedEventsPage, { path: paths.parkedEvents, at: paths.parkedEvents });
}

const replays = '*/api/v1/operators/parked-events/:id/replays';

async function openReplay() {
  const user = userEvent.setup({ delay: null });
  await user.click(await screen.findByRole('button', { name: 'Replay: Something New' }));
  return { user, dialog: await screen.findByRole('dialog', { name: 'Read this message again?' }) };
}

describe('an act', () => {
  it('is not sent without its note', async () => {
    const sent = vi.fn();
    server.use(http.post(replays, sent));
    open('SUPPORT');
    const { user, dialog } = await openReplay();
    await user.type(within(dialog).getByRole('textbox', { name: 'Note' }), '   ');
    await user.click(within(dialog).getByRole('button', { name: 'Replay' }));
    expect(await within(dialog).findByRole('link', { name: 'Write a note: why you do this' })).toBeVisible();
    expect(sent).not.toHaveBeenCalled();
  });

  it('is sent with its note and a key, and what came of it stays on the page', async () => {
    let sent: unknown;
    let key: string | null = null;
    server.use(
      http.post(replays, async ({ request }) => {
        sent = await request.json();
        key = request.headers.get('Idempotency-Key');
        return HttpResponse.json({ ...event, status: 'APPLIED' }, { status: 201 });
      }),
    );
    open('ADMINISTRATOR');
    const { user, dialog } = await openReplay();
    await user.type(within(dialog).getByRole('textbox', { name: 'Note' }), ' known by now ');
    await user.click(within(dialog).getByRole('button', { name: 'Replay' }));
    const told = await screen.findByText('“Something New” was read again: Applied.');
    expect(sent).toEqual({ note: 'known by now' });
    expect(key).toMatch(/.{16,}/);
    await waitFor(() => expect(told.closest('[role=status]')).toHaveFocus());
  });

  it('that is refused says why, and the note stays', async () => {
    server.use(http.post(replays, () => problem(409, 'not-parked', 'Somebody has replayed it already.')));
    open('SUPPORT');
    const { user, dialog } = await openReplay();
    await user.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'known by now');
    await user.click(within(dialog).getByRole('button', { name: 'Replay' }));
    expect(await within(dialog).findByText('Somebody has replayed it already.')).toBeVisible();
    expect(within(dialog).getByRole('textbox', { name: 'Note' })).toHaveValue('known by now');
  });

  it('can be sent after one has signed in again elsewhere', async () => {
    server.use(http.post(replays, () => problem(401, 'not-signed-in', 'Sign in first.')));
    open('SUPPORT');
    const { user, dialog } = await openReplay();
    await user.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'known by now');
    await user.click(within(dialog).getByRole('button', { name: 'Replay' }));
    expect(await within(dialog).findByRole('link', { name: /^Sign in again/ })).toHaveAttribute('target', '_blank');
    expect(within(dialog).getByRole('textbox', { name: 'Note' })).toHaveValue('known by now');
  });

  it('of another role says whose it is', async () => {
    open('FINANCE');
    const button = await screen.findByRole('button', { name: 'Replay: Something New' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('For support and administrators');
    await userEvent.click(button);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

describe('what AWS wrote', () => {
  it('stands there as text', async () => {
    open('SUPPORT');
    const payload = await screen.findByRole('group', { name: 'The message, as it came' });
    expect(payload).toHaveTextContent(event.payload);
    expect(payload.children).toHaveLength(0);
  });
});

describe('the list on the side', () => {
  it.each([
    ['ADMINISTRATOR', true],
    ['FINANCE', false],
    ['SUPPORT', false],
  ] as const)('leads %s to the audit: %s', async (role, leads) => {
    open(role);
    await screen.findByRole('link', { name: /^Parked events/ });
    expect(screen.queryByRole('link', { name: 'Audit' }) !== null).toBe(leads);
  });
});

it('leads to the sign-in, and back, where nobody is signed in', async () => {
  const router = open('SUPPORT');
  server.use(http.get('*/api/v1/operators/session', () => problem(401, 'not-signed-in', 'Sign in first.')));
  await waitFor(() => expect(router.state.location.pathname).toBe(paths.operatorSignIn));
  expect(router.state.location.search).toEqual({ next: paths.parkedEvents });
});
