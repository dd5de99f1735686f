import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { onboardingFor, scenarios, settings } from '../../mocks/data';
import { handlers, problem } from '../../mocks/handlers';
import { renderPage } from '../../mocks/render-page';
import { CompanyInfoStep } from './company-info-step';

const server = setupServer(...handlers);
beforeAll(async () => {
  server.listen();
  await startI18n('en');
  await loadTexts();
});
afterAll(() => server.close());

it('leads back to step 1 where its entries were taken in the meantime', async () => {
  server.use(
    http.post('*/api/v1/onboardings/:id/registration', () =>
      problem(422, 'validation-failed', 'Some fields need to be corrected.', {
        errors: [
          { field: 'username', code: 'username-taken', message: 'The name is taken' },
          { field: 'companyName', code: 'too-short', message: 'Too short a name' },
        ],
      }),
    ),
  );
  const user = userEvent.setup({ delay: null });
  renderPage(() => (
    <CompanyInfoStep
      onboarding={onboardingFor(scenarios.company)}
      settings={settings}
      onDone={() => {}}
      onFailure={() => false}
    />
  ));
  await user.type(await screen.findByRole('textbox', { name: /Company name/ }), 'Meridian');
  const agreements = document.getElementById('agreements');
  if (agreements) await user.click(agreements);
  await user.click(screen.getByRole('button', { name: 'Continue' }));

  expect(await screen.findByRole('group', { name: '2 things to correct' })).toHaveFocus();
  expect(screen.getByRole('link', { name: 'The name is taken' })).toHaveAttribute(
    'href',
    `/onboarding/${scenarios.company}/register?edit=basic-info`,
  );
  expect(screen.getByRole('link', { name: 'Too short a name' })).toHaveAttribute('href', '#companyName');
}, 20_000);
