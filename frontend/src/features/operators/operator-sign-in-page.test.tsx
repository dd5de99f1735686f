import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { problem } from '../../mocks/handlers';
import { operatorHandlers } from '../../mocks/operators';
import { renderPage } from '../../mocks/render-page';
import { paths } from '../../paths';
import { OperatorSignInPage } from './operator-sign-in-page';

const server = setupServer(...operatorHandlers);
beforeAll(async () => {
  vi.stubGlobal('scrollTo', () => {});
  server.listen();
  await startI18n('en');
  await loadTexts('operators');
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const session = '*/api/v1/operators/session';
const signedOut = () => server.use(http.get(session, () => problem(401, 'not-signed-in', 'Sign in first.')));
const open = (search = '') =>
  renderPage(OperatorSignInPage, { path: paths.operatorSignIn, at: `${paths.operatorSignIn}${search}` });

async function fill(user: ReturnType<typeof userEvent.setup>, password: string) {
  await user.type(await screen.findByRole('textbox', { name: 'User name' }), 'chen.yu');
  await user.type(screen.getByLabelText(/^Password/), password);
  await user.type(screen.getByRole('textbox', { name: 'Code of your authenticator' }), '123456');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('the sign-in of operators', () => {
  it('names what is missing, and leads there', async () => {
    signedOut();
    open();
    const user = userEvent.setup({ delay: null });
    await user.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('3 things to correct')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Enter the six digits that your authenticator shows' }));
    expect(screen.getByRole('textbox', { name: 'Code of your authenticator' })).toHaveFocus();
  });

  it('sends name, password and code, and leads to where one wanted', async () => {
    signedOut();
    let sent: unknown;
    server.use(
      http.post(session, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ id: 'x', operator: { username: 'chen.yu', role: 'FINANCE' }, expiresAt: 'x' });
      }),
    );
    const router = open('?next=%2Foperators%2Fparked-records');
    await fill(userEvent.setup({ delay: null }), 'right');
    await waitFor(() => expect(router.state.location.pathname).toBe(paths.parkedRecords));
    expect(sent).toEqual({ username: 'chen.yu', password: 'right', code: '123456', delivery: 'COOKIE' });
  });

  it('tells what the server says, and keeps the entries', async () => {
    signedOut();
    open();
    await fill(userEvent.setup({ delay: null }), 'wrong');
    expect(await screen.findByText(/the code is wrong/)).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'User name' })).toHaveValue('chen.yu');
    expect(screen.getByLabelText(/^Password/)).toHaveValue('wrong');
  });

  it.each(['/billing/workspaces', 'https://evil.example/operators/audit', '/operators/../billing'])(
    'never leads to %s',
    async (next) => {
      const router = open(`?next=${encodeURIComponent(next)}`);
      await waitFor(() => expect(router.state.location.pathname).toBe(paths.operatorSubscriptions));
    },
  );
});
