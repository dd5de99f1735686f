import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { handlers } from '../../mocks/handlers';
import { renderPage } from '../../mocks/render-page';
import { paths } from '../../paths';
import { SignInPage } from './sign-in-page';

const server = setupServer(...handlers);
beforeAll(async () => {
  vi.stubGlobal('scrollTo', () => {});
  server.listen();
  await startI18n('en');
  await loadTexts();
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const open = (search: string) => renderPage(SignInPage, { path: paths.signIn, at: `${paths.signIn}${search}` });

describe('whoever is signed in', () => {
  it('goes on at once', async () => {
    const router = open('');
    await waitFor(() => expect(router.state.location.pathname).toBe(paths.workspaces));
  });

  it.each(['already-bound', 'other-account'])('stays where another account may be meant: %s', async (reason) => {
    const router = open(`?reason=${reason}`);
    const user = userEvent.setup({ delay: null });
    expect(await screen.findByText('meridian-freight')).toBeVisible();
    expect(router.state.location.pathname).toBe(paths.signIn);
    await user.click(screen.getByRole('button', { name: 'Sign in with another account' }));
    expect(screen.getByRole('textbox', { name: /User name/ })).toHaveFocus();
    expect(router.state.location.pathname).toBe(paths.signIn);
  });

  it('is told whom to ask about a purchase of others, and may go on', async () => {
    const router = open('?reason=already-bound');
    expect(await screen.findByRole('link', { name: 'support@guance.example' })).toBeVisible();
    server.use(http.get('*/api/v1/cloud-accounts', () => HttpResponse.json({ items: [] })));
    await userEvent.click(await screen.findByRole('button', { name: 'Go on as meridian-freight' }));
    await waitFor(() => expect(router.state.location.pathname).toBe(paths.workspaces));
  });

  it('is led to the workspaces that a purchase made again may pick up', async () => {
    const router = open('?reason=already-bound');
    await userEvent.click(await screen.findByRole('button', { name: 'Go on as meridian-freight' }));
    await waitFor(() => expect(router.state.location.pathname).toBe(paths.cloudAccounts));
    expect(router.state.location.search).toEqual({ pickUp: expect.any(String) });
  });
});
