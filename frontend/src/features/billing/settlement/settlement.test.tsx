import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SettlementChange } from '../../../api/settlement';
import { loadTexts, startI18n } from '../../../i18n/i18n';
import { inDays, nextMonth, optionsFor, subscriptionIds, workspaces } from '../../../mocks/data';
import { handlers, problem, resetMocks } from '../../../mocks/handlers';
import { renderPage } from '../../../mocks/render-page';
import { paths } from '../../../paths';
import { forgetWorkspace, rememberedWorkspace } from '../../../subscribe-for';
import { WorkspacePage } from '../workspace-page';

const server = setupServer(...handlers);
beforeAll(async () => {
  vi.stubGlobal('scrollTo', () => {});
  server.listen();
  await startI18n('en');
  await loadTexts();
});
afterEach(() => {
  server.resetHandlers();
  resetMocks();
  forgetWorkspace();
});
afterAll(() => server.close());

const named = (name: string) => {
  const found = workspaces.find((one) => one.name.startsWith(name));
  if (!found) throw new Error(`There is no ${name}`);
  return found;
};
const paid = named('Meridian');
const inBuffer = named('Warehouse');
const locked = named('Legacy');
const opening = named('Rotterdam');
const changed = named('Customs');
const open = ({ id }: { id: string }, search = '') =>
  renderPage(WorkspacePage, { path: paths.workspace, at: `/billing/workspaces/${id}${search}` });
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const dialog = () => screen.findByRole('dialog');

describe('a workspace in the buffer', () => {
  it('says how long it is open still, why, and what is then', async () => {
    open(inBuffer);
    const card = await screen.findByRole('region', { name: /^Nobody pays for this workspace\. It locks in 8 days/ });
    expect(within(card).getByText(/^The subscription of AWS ····4321 for licence ····1d08 ended on/)).toBeVisible();
    expect(within(card).getByText('day 6 of 14')).toBeVisible();
    expect(within(card).getByText(/^By mail on .+ and .+, to lin\.wei@meridianfreight\.example\.$/)).toBeVisible();
    expect(screen.getByText(/^Buffer, 8 days left$/)).toBeVisible();
  });

  it('is paid for by whom one chooses, after a preview with the hour, and that can be undone', async () => {
    const sent: SettlementChange[] = [];
    server.events.on('request:start', ({ request }) => {
      if (request.method === 'POST')
        void request
          .clone()
          .json()
          .then((body) => sent.push(body as SettlementChange));
    });
    open(inBuffer);
    await userEvent.click(await screen.findByRole('button', { name: 'Let AWS ····9075 pay' }));
    const preview = await dialog();
    expect(within(preview).getByRole('heading', { name: /^Let AWS ····9075 pay for “Warehouse/ })).toBeVisible();
    expect(within(preview).getByText(/^Usage of the hours before \d\d:00 UTC is charged to nobody\.$/)).toBeVisible();
    expect(within(preview).getByText('You can undo this for one hour.')).toBeVisible();
    await press('Confirm');
    expect(await screen.findByRole('heading', { name: /^AWS ····9075 pays from \d\d:00 UTC$/ })).toBeVisible();
    expect(sent).toEqual([{ method: 'SUBSCRIPTION', subscriptionId: subscriptionIds.other }]);
    expect(screen.queryByRole('heading', { name: 'Choose who pays' })).toBeNull();
    await userEvent.click(await screen.findByRole('button', { name: /^Undo \(\d+ min left\)$/ }));
    expect(await screen.findByRole('heading', { name: 'Choose who pays' })).toBeVisible();
    expect(screen.getAllByText('The change of who pays was taken back.')[0]).toBeVisible();
  });

  it('can be paid for by the enterprise account itself', async () => {
    open(inBuffer);
    await userEvent.click(await screen.findByRole('button', { name: 'Use enterprise account' }));
    expect(within(await dialog()).getByText(/^Charges are recorded for the enterprise account/)).toBeVisible();
    await press('Confirm');
    expect(await screen.findByRole('heading', { name: /^Enterprise account pays from/ })).toBeVisible();
  });

  it('tells who was quicker, and offers nothing that is no longer so', async () => {
    open(inBuffer);
    await userEvent.click(await screen.findByRole('button', { name: 'Let AWS ····9075 pay' }));
    const preview = await dialog();
    await within(preview).findByText('You can undo this for one hour.');
    const detail = 'AWS ····4321 was chosen a moment ago. Nothing was changed.';
    server.use(
      http.post('*/settlement-changes', () => problem(409, 'payer-changed', detail)),
      http.get('*/settlement-options', () =>
        HttpResponse.json({
          ...optionsFor(inBuffer),
          items: optionsFor(inBuffer).items.map(({ effectiveFrom: _, ...one }) => ({
            ...one,
            status: 'REFUSED',
            refusal: { reason: 'changed-recently', detail: 'It was changed a moment ago.' },
          })),
        }),
      ),
    );
    await press('Confirm');
    expect(await within(preview).findByText(detail)).toBeVisible();
    expect(await within(preview).findByText('It was changed a moment ago.')).toBeVisible();
    expect(within(preview).queryByRole('button', { name: 'Confirm' })).toBeNull();
  });

  it('is what one comes back to from AWS Marketplace', async () => {
    open(inBuffer);
    const link = await screen.findByRole('link', { name: 'Subscribe to AWS' });
    expect(link).toHaveAttribute('href', 'https://aws.amazon.com/marketplace');
    // It must stay in this tab, or the tab that comes back knows nothing.
    expect(link).not.toHaveAttribute('target');
    link.addEventListener('click', (event) => event.preventDefault());
    await userEvent.click(link);
    expect(rememberedWorkspace()).toBe(inBuffer.id);
  });

  it('says what a buffer of minutes is by the minute', async () => {
    const since = inDays(-0.001);
    const buffer = { since, locksAt: inDays(0.001), remindersAt: [inDays(0.0002), inDays(0.0005)] };
    server.use(http.get('*/workspaces/:id', () => HttpResponse.json({ ...inBuffer, buffer })));
    open(inBuffer);
    expect(await screen.findByRole('heading', { name: /It locks in 1 minute\.$/ })).toBeVisible();
    expect(screen.queryByText(/^day \d/)).toBeNull();
    expect(screen.getByText(/^Nobody has paid since/)).toBeVisible();
  });
});

describe('dissolving', () => {
  it('asks for the name, and takes no other', async () => {
    open(inBuffer);
    await userEvent.click(await screen.findByRole('button', { name: 'Dissolve …' }));
    const asks = await dialog();
    const field = within(asks).getByRole('textbox', { name: /^Name of the workspace/ });
    await press('Dissolve now');
    expect(within(asks).getByText('Type the name of the workspace.')).toBeVisible();
    await userEvent.click(field);
    await userEvent.paste(inBuffer.name.toLowerCase());
    await press('Dissolve now');
    expect(within(asks).getByText('This is not its name. Mind capitals and spaces.')).toBeVisible();
    expect(field).toHaveFocus();
    await userEvent.clear(field);
    await userEvent.paste(inBuffer.name);
    await press('Dissolve now');
    expect((await screen.findAllByText(/^This workspace is dissolved\./))[0]).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Change Settlement Method' })).toBeNull();
  });
});

describe('a workspace that is locked', () => {
  it('says since when, and is unlocked by whom one chooses', async () => {
    open(locked);
    const card = await screen.findByRole('region', { name: 'This workspace is locked' });
    expect(within(card).getByText(/^Nobody paid for it during the 14 days after/)).toBeVisible();
    expect(await screen.findByRole('heading', { name: 'Unlock Now' })).toBeVisible();
    await press('Unlock with AWS ····9075');
    expect(within(await dialog()).getByText(/^It opens again at \d\d:00 UTC\./)).toBeVisible();
    await press('Confirm');
    expect(await screen.findByRole('heading', { name: /^It opens again at \d\d:00 UTC$/ })).toBeVisible();
  });

  it('says when it opens, once somebody was chosen', async () => {
    open(opening);
    expect(await screen.findByRole('heading', { name: /^It opens again at \d\d:00 UTC$/ })).toBeVisible();
    expect(screen.getByText(/^Opens at \d\d:00 UTC$/)).toBeVisible();
    expect(await screen.findByRole('button', { name: /^Undo/ })).toBeVisible();
  });

  it('makes the purchase the first choice where nobody else may pay', async () => {
    server.use(
      http.get('*/settlement-options', () =>
        HttpResponse.json({ ...optionsFor(locked), items: optionsFor(locked).items.slice(-1) }),
      ),
    );
    open(locked);
    expect(await screen.findByRole('link', { name: 'Subscribe to AWS' })).toHaveClass(/filled/);
    expect(screen.getByRole('button', { name: 'Use enterprise account' })).toHaveClass(/outline/);
  });
});

describe('Change Settlement Method', () => {
  it('shows everybody, with why who cannot, and asks before it goes on', async () => {
    const router = open(paid);
    await userEvent.click(await screen.findByRole('button', { name: 'Change Settlement Method' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ change: true }));
    const asks = await dialog();
    const itself = await within(asks).findByRole('radio', { name: /^Enterprise account/ });
    expect(itself).toBeDisabled();
    expect(within(asks).getByText(/^A subscription pays for this workspace\./)).toBeInTheDocument();
    expect(within(asks).getByRole('radio', { name: /^AWS ····4321/ })).toBeDisabled();
    expect(within(asks).getByRole('button', { name: 'Continue' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(within(asks).getByRole('radio', { name: /^AWS ····9075.*Would pay from \d\d:00 UTC\./ }));
    await press('Continue');
    expect(await within(asks).findByText(/stays with AWS ····4321, even if it is reported late\.$/)).toBeVisible();
    await press('Back');
    expect(within(asks).getByRole('radio', { name: /^AWS ····9075/ })).toBeChecked();
    await press('Continue');
    await press('Confirm');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(router.state.location.search).toEqual({});
    expect(await screen.findByText(/^From \d\d:00 UTC AWS ····9075$/)).toBeVisible();
  });

  it('says from when, where it was changed a short while ago', async () => {
    open(changed);
    const button = await screen.findByRole('button', { name: 'Change Settlement Method' });
    await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'true'));
    expect(button).toHaveAccessibleDescription(/^Who pays can be changed again from 1 /);
    await userEvent.click(button);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('tells the day in the zone of the site', async () => {
    const shanghai = named('上海');
    // Already the next day in Shanghai.
    const changeableAt = `${nextMonth().slice(0, 4)}-11-30T16:00:00Z`;
    server.use(http.get('*/settlement-options', () => HttpResponse.json({ ...optionsFor(shanghai), changeableAt })));
    vi.useFakeTimers({ now: Date.parse(changeableAt) - 86_400_000, toFake: ['Date'] });
    try {
      open(shanghai);
      const button = await screen.findByRole('button', { name: 'Change Settlement Method' });
      await waitFor(() => expect(button).toHaveAccessibleDescription(/from 1 Dec \d{4}\.$/));
    } finally {
      vi.useRealTimers();
    }
  });
});
