import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Onboarding } from '../../api/onboardings';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { onboardingFor, scenarios } from '../../mocks/data';
import { handlers } from '../../mocks/handlers';
import { renderPage } from '../../mocks/render-page';
import { OnboardingGate } from './onboarding-gate';

const server = setupServer(...handlers);
beforeAll(async () => {
  server.listen();
  await startI18n('en');
  await loadTexts();
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function open(id: string, subscriptionState: Onboarding['payer']['subscriptionState']) {
  const onboarding = onboardingFor(id);
  server.use(
    http.get('*/api/v1/onboardings/:id', () =>
      HttpResponse.json({ ...onboarding, payer: { ...onboarding.payer, subscriptionState } }),
    ),
  );
  renderPage(() => <OnboardingGate onboardingId={id}>{() => <p>the page itself</p>}</OnboardingGate>);
}

describe('the gate of an onboarding', () => {
  it.each([
    ['FAILED', 'AWS could not start this subscription'],
    ['ENDED', 'This subscription has ended'],
    ['ENDING', 'This subscription has ended'],
  ] as const)(
    'says so when all is done, the workspace is not open and the subscription is %s',
    async (state, title) => {
      open(scenarios.pending, state);
      expect(await screen.findByRole('heading', { name: title })).toBeVisible();
      expect(screen.queryByText('the page itself')).toBeNull();
    },
  );

  it('says so before anything is opened', async () => {
    open(scenarios.opening, 'ENDING');
    expect(await screen.findByRole('heading', { name: 'This subscription has ended' })).toBeVisible();
  });

  it('says that the account is kept where nothing was bound to it', async () => {
    open(scenarios.binding, 'ENDED');
    expect(
      await screen.findByText(/^Enterprise account meridian-freight and its workspaces are as they were/),
    ).toBeVisible();
  });

  it.each([
    [scenarios.pending, 'PENDING'],
    [scenarios.done, 'ENDED'],
    [scenarios.bindingOver, 'ENDED'],
  ] as const)('lets through who waits, and who has opened', async (id, state) => {
    open(id, state);
    expect(await screen.findByText('the page itself')).toBeVisible();
  });
});
