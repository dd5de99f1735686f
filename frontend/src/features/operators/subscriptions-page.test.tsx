import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { problem } from '../../mocks/handlers';
import { operatorHandlers } from '../../mocks/operators';
import { renderPage } from '../../mocks/render-page';
import { paths } from '../../paths';
import { SubscriptionsPage } from './subscriptions-page';

const server = setupServer(...operatorHandlers);
beforeAll(async () => {
  vi.stubGlobal('scrollTo', () => {});
  server.listen();
  await startI18n('en');
  await loadTexts('operators');
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const open = (search = '') =>
  renderPage(SubscriptionsPage, { path: paths.operatorSubscriptions, at: `${paths.operatorSubscriptions}${search}` });

describe('the subscriptions', () => {
  it('are read page after page', async () => {
    const router = open();
    expect(await screen.findByRole('link', { name: 'Licence ····7c21' })).toBeVisible();
    expect(screen.queryByText('Nordlicht Energie GmbH')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('link', { name: 'Next' }));
    expect(await screen.findByText('Nordlicht Energie GmbH')).toBeVisible();
    expect(router.state.location.search).toEqual({ page: 'second' });
    await userEvent.click(screen.getByRole('link', { name: 'First page' }));
    expect(await screen.findByRole('link', { name: 'Licence ····7c21' })).toBeVisible();
    expect(router.state.location.search).toEqual({});
  });

  it('are searched together with the purchases that nobody came with', async () => {
    open('?query=700200456610');
    const table = await screen.findByRole('table', { name: 'Never came here' });
    expect(table).toHaveTextContent('AWS 700200456610');
    expect(table).toHaveTextContent('agmt-5xq1w9e2r7t4y8u3i6o0p');
  });

  it('are searched, by state as well, and the address says so', async () => {
    const router = open('?page=second');
    const user = userEvent.setup({ delay: null });
    await user.type(await screen.findByRole('textbox', { name: 'Search' }), ' shanghai-rd {Enter}');
    expect(await screen.findByRole('link', { name: 'AWS customer ····F3a9' })).toBeVisible();
    expect(router.state.location.search).toEqual({ query: 'shanghai-rd' });
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Ended');
    expect(await screen.findByRole('heading', { name: 'Nothing found' })).toBeVisible();
    expect(router.state.location.search).toEqual({ query: 'shanghai-rd', state: 'ENDED' });
    expect(screen.getByRole('textbox', { name: 'Search' })).toHaveValue('shanghai-rd');
  });

  it('that could not be loaded are asked for again', async () => {
    server.use(
      http.get('*/api/v1/operators/subscriptions', () => problem(500, 'internal-error', 'Ours.'), { once: true }),
    );
    open();
    expect(await screen.findByRole('heading', { name: 'The subscriptions could not be loaded' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'Licence ····7c21' })).toBeVisible();
  });

  it('lead to the sign-in where the session is over', async () => {
    server.use(http.get('*/api/v1/operators/subscriptions', () => problem(401, 'not-signed-in', 'Sign in first.')));
    const router = open('?query=x');
    await waitFor(() => expect(router.state.location.pathname).toBe(paths.operatorSignIn));
    expect(router.state.location.search).toEqual({ next: `${paths.operatorSubscriptions}?query=x`, reason: 'ended' });
  });
});
