import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { operatorHandlers } from '../../mocks/operators';
import { renderPage } from '../../mocks/render-page';
import { RateCardsPage } from './rate-cards-page';

const server = setupServer(...operatorHandlers);
beforeAll(async () => {
  vi.stubGlobal('scrollTo', () => {});
  server.listen();
  await startI18n('en');
  await loadTexts('operators');
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const CARD = '{"version": "2027-01"}';

async function preview(text: string) {
  const user = userEvent.setup({ delay: null });
  fireEvent.change(await screen.findByRole('textbox', { name: 'Rate card, JSON' }), { target: { value: text } });
  await user.click(screen.getByRole('button', { name: 'Preview' }));
  return user;
}

describe('a new rate card', () => {
  it('shows what it changes before it is put into force', async () => {
    let uploaded: unknown;
    server.use(
      http.post('*/api/v1/operators/rate-cards', async ({ request }) => {
        uploaded = await request.json();
        return HttpResponse.json({ version: '2027-01', effectiveFrom: '2027-01-01', items: 16 }, { status: 201 });
      }),
    );
    renderPage(RateCardsPage);
    const user = await preview(CARD);
    const changes = within(await screen.findByRole('table', { name: 'Prices that change' }));
    expect(changes.getByRole('row', { name: /logs@7d.*0\.0000003 0\.00000035 \+16\.7 %/ })).toBeVisible();
    expect(changes.getByRole('row', { name: /traces@7d.*-14\.3 %/ })).toBeVisible();
    expect(changes.getByRole('row', { name: /synthetic_tests.*– 0\.01 new/ })).toBeVisible();
    expect(changes.getByRole('row', { name: /sms.*0\.1 – sold no more/ })).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Put into force' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Put 2027-01 into force from 1 Jan 2027?' }));
    await user.type(dialog.getByRole('textbox', { name: 'Note' }), 'as decided');
    await user.click(dialog.getByRole('button', { name: 'Put into force' }));
    expect(await screen.findByText('2027-01 is in force from 1 Jan 2027.')).toBeVisible();
    expect(uploaded).toEqual({ card: CARD, note: 'as decided' });
  });

  it('that was changed after its preview is compared anew', async () => {
    renderPage(RateCardsPage);
    await preview(CARD);
    expect(await screen.findByRole('button', { name: 'Put into force' })).toBeVisible();
    fireEvent.change(screen.getByRole('textbox', { name: 'Rate card, JSON' }), { target: { value: '{}' } });
    expect(screen.queryByRole('button', { name: 'Put into force' })).not.toBeInTheDocument();
  });

  it('that is none says so at the field, and stays', async () => {
    renderPage(RateCardsPage);
    await preview('2027-01');
    expect(await screen.findByRole('link', { name: 'This is no JSON: line 1, column 1.' })).toBeVisible();
    const field = screen.getByRole('textbox', { name: 'Rate card, JSON' });
    expect(field).toHaveValue('2027-01');
    expect(field).toBeInvalid();
  });

  it.each([
    ['', 'Choose the file of the rate card, or paste it'],
    [`{${' '.repeat(60_000)}`, 'A rate card may have 60000 characters at most'],
  ])('is looked at here first (%#)', async (text, message) => {
    renderPage(RateCardsPage);
    await preview(text);
    expect(await screen.findByRole('link', { name: message })).toBeVisible();
  });

  it('may be a file', async () => {
    renderPage(RateCardsPage);
    await userEvent.upload(
      await screen.findByLabelText('File'),
      new File([CARD], '2027-01.json', { type: 'application/json' }),
    );
    expect(await screen.findByDisplayValue(CARD)).toBeVisible();
  });

  it('is not offered to whoever may not look at one', async () => {
    server.use(
      http.get('*/api/v1/operators/session', () =>
        HttpResponse.json({ id: 'x', operator: { username: 's', role: 'SUPPORT' }, expiresAt: 'x' }),
      ),
    );
    renderPage(RateCardsPage);
    expect(await screen.findByText('For finance and administrators')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Preview' })).not.toBeInTheDocument();
  });
});
