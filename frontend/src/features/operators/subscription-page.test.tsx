import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OperatorRole } from '../../api/operators';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { subscriptionIds } from '../../mocks/operator-ids';
import { operatorHandlers } from '../../mocks/operators';
import { renderPage } from '../../mocks/render-page';
import { paths } from '../../paths';
import { SubscriptionPage } from './subscription-page';

const server = setupServer(...operatorHandlers);
beforeAll(async () => {
  vi.stubGlobal('scrollTo', () => {});
  server.listen();
  await startI18n('en');
  await loadTexts('operators');
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function open(name: keyof typeof subscriptionIds, role: OperatorRole = 'ADMINISTRATOR') {
  server.use(
    http.get('*/api/v1/operators/session', () =>
      HttpResponse.json({ id: 'x', operator: { username: 'someone', role }, expiresAt: '2027-01-01T00:00:00Z' }),
    ),
  );
  const at = paths.operatorSubscription.replace('$subscriptionId', subscriptionIds[name]);
  return renderPage(SubscriptionPage, { path: paths.operatorSubscription, at });
}

const region = async (name: string) => within(await screen.findByRole('region', { name }));

describe('one subscription', () => {
  it('says where its money stands', async () => {
    open('live');
    expect(await screen.findByRole('heading', { level: 1, name: 'Licence ····7c21' })).toBeVisible();
    expect(screen.getByText('7,183.87 USD')).toBeVisible();
    expect(screen.getByText('718,387 units')).toBeVisible();
    expect(screen.getByText('2 h 32 min')).toBeVisible();
    expect(screen.getByText('window 24 h')).toBeVisible();
    expect(document.title).not.toContain('118273644321');
  });

  it('says what happened to it, page after page', async () => {
    open('live');
    const events = await region('Events');
    expect(await events.findByText('Record accepted')).toBeVisible();
    expect(events.getByText(/^812 units, hour of \d+ \w+ \d\d:00 · mrec-/)).toBeVisible();
    expect(events.getByText('Meridian Production · opened with it · by meridian-freight')).toBeVisible();
    expect(events.getByText(/^The buyer asked .* · by ana\.silva$/)).toBeVisible();
    expect(events.queryByText('License Updated - Manufacturer')).not.toBeInTheDocument();
    await userEvent.click(events.getByRole('button', { name: 'Show more' }));
    expect(await events.findByText('License Updated - Manufacturer')).toBeVisible();
    expect(events.getByText('Applied · AWS says: Live · came 2 times, used once')).toBeVisible();
  });

  it('has what is parked of it, and not what is parked of others', async () => {
    open('live');
    const parked = await region('Parked');
    expect(await parked.findAllByRole('article', { name: /^Record/ })).toHaveLength(1);
    expect(await parked.findByRole('article', { name: /^Purchase Agreement Amended/ })).toBeVisible();
    expect(parked.queryByRole('article', { name: /^Message without a name/ })).not.toBeInTheDocument();
  });

  it('tells of another role’s acts whose they are', async () => {
    open('live', 'FINANCE');
    const parked = await region('Parked');
    expect(await parked.findByRole('button', { name: /^Send again/ })).not.toHaveAttribute('aria-disabled');
    expect(screen.getByRole('button', { name: 'Ask AWS now' })).toHaveAccessibleDescription(
      'For support and administrators',
    );
    expect(screen.getByRole('button', { name: 'Add note' })).not.toHaveAttribute('aria-disabled');
  });

  it('has a note among its events as soon as it is written', async () => {
    open('live');
    const user = userEvent.setup({ delay: null });
    await user.click(await screen.findByRole('button', { name: 'Add note' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByRole('textbox', { name: 'Note' }), 'Called back.');
    await user.click(dialog.getByRole('button', { name: 'Add note' }));
    expect(await screen.findByText('The note is in the events.')).toBeVisible();
    expect(await (await region('Events')).findByText(/^Called back\. · by /)).toBeVisible();
  });

  it('shows the frozen record word for word', async () => {
    open('live');
    const user = userEvent.setup({ delay: null });
    await user.click(await screen.findByRole('button', { name: 'See the frozen record' }));
    const dialog = within(await screen.findByRole('dialog'));
    const told = await dialog.findByRole('group', { name: 'What AWS is told, word for word' });
    expect(JSON.parse(told.textContent ?? '').UsageRecords[0].Quantity).toBe(620);
    expect(dialog.getByText('REFUSED')).toBeVisible();
  });

  it('that ends has the clock of its final hour', async () => {
    open('ending');
    const final = await region('The final hour');
    expect(final.getByText(/^Freezes in 2\d min$/)).toBeVisible();
    expect(final.getByText('mrec-35155d37-56cb-423f-8554-5c4f3e3ff56d')).toBeVisible();
  });

  it('that nobody registered says so', async () => {
    open('unregistered');
    expect(await screen.findByText('Not registered')).toBeVisible();
    expect(await screen.findByText('Nothing is parked.')).toBeVisible();
  });

  it('that does not exist leads back', async () => {
    server.use(
      http.get('*/api/v1/operators/subscriptions/:id', () =>
        HttpResponse.json({ type: 'not-found', detail: 'None.', status: 404 }, { status: 404 }),
      ),
    );
    open('live');
    expect(await screen.findByRole('heading', { name: 'There is no such subscription' })).toBeVisible();
  });
});
