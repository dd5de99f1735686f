import { useQuery } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { onboardingQuery } from '../../api/onboardings';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { scenarios, settings } from '../../mocks/data';
import { handlers } from '../../mocks/handlers';
import { renderPage } from '../../mocks/render-page';
import { BasicInfoStep } from './basic-info-step';

const server = setupServer(...handlers);
beforeAll(async () => {
  server.listen();
  await startI18n('en');
  await loadTexts();
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const unsent = /Send the code, then confirm/;

function Page() {
  const { data } = useQuery(onboardingQuery(scenarios.fresh));
  if (!data) return null;
  return <BasicInfoStep onboarding={data} settings={settings} onDone={() => {}} onFailure={() => false} />;
}

it('says no more of the address than holds: not once it changes, not once a code is sent', async () => {
  const user = userEvent.setup({ delay: null });
  renderPage(Page);
  const goOn = await screen.findByRole('button', { name: 'Continue' });
  await user.click(goOn);
  expect(await screen.findByRole('link', { name: unsent })).toBeVisible();

  const address = screen.getByRole('textbox', { name: /E-mail/ });
  await user.type(address, 'l');
  expect(screen.queryByText(unsent)).toBeNull();
  expect(screen.getByRole('link', { name: 'Enter a user name' })).toBeVisible();
  expect(address).toHaveFocus();

  await user.paste('in.wei@meridian.example');
  await user.click(goOn);
  expect(await screen.findByRole('link', { name: unsent })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Send code' }));
  await waitFor(() => expect(document.getElementById('code')).not.toBeNull());
  expect(screen.queryByText(unsent)).toBeNull();
  expect(document.getElementById('code-message')).not.toHaveAttribute('data-bad');
}, 20_000);
