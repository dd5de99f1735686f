import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { payer, workspaceOf, workspaces } from '../../mocks/data';
import { handlers, problem } from '../../mocks/handlers';
import { renderPage } from '../../mocks/render-page';
import { chargesOf, usageHoursOf } from '../../mocks/usage';
import { paths } from '../../paths';
import { dayIn } from './usage/zoned-time';
import { WorkspacePage } from './workspace-page';

const server = setupServer(...handlers);
beforeAll(async () => {
  vi.stubGlobal('scrollTo', () => {});
  server.listen();
  await startI18n('en');
  await loadTexts();
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const [paid, , shanghai, locked] = workspaces.map(({ id }) => id) as [string, string, string, string];
const ended = { ...payer, subscriptionState: 'ENDED' } as const;
const HOUR = 3_600_000;
const keyAgo = (hours: number) =>
  new Date(Math.floor(Date.now() / HOUR) * HOUR - hours * HOUR).toISOString().slice(0, 13);

const open = (id: string, search = '') =>
  renderPage(WorkspacePage, { path: paths.workspace, at: `/billing/workspaces/${id}${search}` });
const region = (name: string | RegExp) => screen.findByRole('region', { name });
const buttonOf = (key: string) => document.querySelector<HTMLElement>(`[data-hour="${key}"]`);

it('says that the purchase came to nothing, and offers to choose who pays or to dissolve', async () => {
  const waited = { ...workspaceOf('PENDING'), id: paid, settlement: { method: 'UNSETTLED', cameToNothing: ended } } as const;
  server.use(
    http.get('*/api/v1/workspaces/:workspaceId', () => HttpResponse.json(waited)),
    http.get('*/api/v1/workspaces/:workspaceId/usage-hours', () => HttpResponse.json({ items: [] })),
  );
  open(waited.id);
  expect(await region('AWS ····4321 will not pay')).toHaveTextContent('came to nothing');
  expect(await region('Choose who pays')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Dissolve …' })).toBeVisible();
  expect(screen.queryByText(/once AWS confirms/)).toBeNull();
});

describe('the hours', () => {
  it('tell the state of each, and open the one that waits for somebody', async () => {
    open(paid);
    const hours = await region('The hours and where they stand');
    await within(hours).findAllByRole('button', { name: /UTC: accepted, \d/ });
    expect(within(hours).getByRole('button', { name: /UTC: parked, \d/ })).toHaveAttribute('aria-pressed', 'true');
    expect(within(hours).getByText(/^Parked, \d+ h \d+ min left$/)).toBeVisible();
    expect(within(hours).getByText(/^UTC · now \d\d:\d\d$/)).toBeVisible();
  });

  it('are reached by arrow keys, one of them by Tab, and the chosen one stands in the address', async () => {
    const router = open(paid);
    const user = userEvent.setup({ delay: null });
    const parked = await screen.findByRole('button', { name: /UTC: parked/ });
    const stops = [...document.querySelectorAll('[data-hour]')].filter((one) => one.getAttribute('tabindex') === '0');
    expect(stops).toEqual([parked]);
    parked.focus();
    // The day before lies below: there is always one, whatever the time is now.
    await user.keyboard('{ArrowDown}');
    const below = keyAgo(9 + 24);
    expect(buttonOf(below)).toHaveFocus();
    expect(parked).toHaveAttribute('tabindex', '-1');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.search).toEqual({ hour: below }));
    expect(buttonOf(below)).toHaveAttribute('aria-pressed', 'true');
    expect(buttonOf(below)).toHaveFocus();
  });

  it('open at the one in the address, each of its records shown', async () => {
    open(paid, `?hour=${keyAgo(30)}`);
    const detail = await region('The chosen hour');
    expect(within(detail).getAllByRole('heading', { name: /^Record for/ })).toHaveLength(2);
    expect(within(detail).getAllByRole('button', { name: /^Copy the id/ })).toHaveLength(2);
  });

  it('of a site with another zone are told in it', async () => {
    open(shanghai);
    expect(await screen.findByText(/^Asia\/Shanghai, UTC\+8 · now/)).toBeVisible();
    expect((await screen.findAllByRole('button', { name: /UTC\+8: recorded, \d/ })).length).toBeGreaterThan(24);
    expect(await screen.findByText(/bills of AWS itself go by months of UTC/)).toBeVisible();
  });

  it('say what comes first where nothing was reported', async () => {
    server.use(
      http.get('*/usage-hours', () => HttpResponse.json({ ...usageHoursOf(paid, null, 3), items: [] })),
      http.get('*/charges', () => HttpResponse.json({ ...chargesOf(paid, null), totals: [], payers: [], days: [] })),
    );
    const router = open(paid);
    expect(await screen.findByText('Nothing has been reported yet')).toBeVisible();
    await userEvent.click(screen.getByRole('link', { name: 'Start with DataKit' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ view: 'datakit' }));
    expect(await screen.findByRole('tab', { name: 'DataKit', selected: true })).toBeVisible();
  });

  it('do not ask for a DataKit where the workspace is locked', async () => {
    open(locked);
    expect(await screen.findByText('Nothing was reported on these days.')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Start with DataKit' })).toBeNull();
  });

  it('say what failed, beside what did not', async () => {
    server.use(http.get('*/usage-hours', () => problem(500, 'internal-error', 'Something went wrong on our side.')));
    open(paid);
    expect(await screen.findByText('The hours could not be loaded')).toBeVisible();
    expect(await region(/to date$/)).toBeVisible();
  });
});

describe('today by hour', () => {
  const table = async () => {
    await userEvent.click(within(await region('Today by hour, USD')).getByRole('button', { name: 'Show as table' }));
    return screen.getByRole('table', { name: 'Today by hour, USD' });
  };
  const today = dayIn('UTC', Date.now());
  const hourAt = (clock: string, amount: string) => {
    const [made] = usageHoursOf(paid, null, 1).items;
    if (!made) throw new Error('The mocks have no hour');
    return {
      ...made,
      hour: `${today}T${clock}:00:00Z`,
      state: 'ACCEPTED' as const,
      method: 'SUBSCRIPTION' as const,
      amounts: [{ amount, currency: 'USD' }],
    };
  };

  it('is a picture, and a real table on demand, that adds up exactly', async () => {
    server.use(
      http.get('*/usage-hours', () =>
        HttpResponse.json({
          ...usageHoursOf(paid, null, 3),
          items: [hourAt('01', '0.2'), hourAt('00', '9007199254740993.1')],
        }),
      ),
    );
    open(paid);
    expect(await screen.findByRole('img', { name: /so far$/ })).toBeVisible();
    const rows = within(await table()).getAllByRole('row');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'HourStateCharge, USD',
      '00:00Accepted9,007,199,254,740,993.10',
      '01:00Accepted0.20',
      'So far, rounded for display only9,007,199,254,740,993.30',
    ]);
  });
});

describe('a day by item', () => {
  it('is yesterday, and another one on demand', async () => {
    const router = open(paid);
    const day = await region('Yesterday by item');
    const table = await within(day).findByRole('table');
    expect(within(table).getByRole('row', { name: /^Logs sum of the day · kept 14 days/ })).toBeVisible();
    expect(within(table).getByRole('row', { name: /^Central pipeline .* GB 0\.061 per GB/ })).toBeVisible();
    expect(within(table).getByRole('row', { name: /^Total, rounded for display only/ })).toBeVisible();
    await userEvent.click(within(day).getByRole('link', { name: 'The day after' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ day: dayIn('UTC', Date.now()) }));
    expect(await region('Today by item')).toBeVisible();
  });

  it('is today where yesterday cost nothing', async () => {
    const today = dayIn('UTC', Date.now());
    server.use(
      http.get('*/charges', () => {
        const charges = chargesOf(paid, null);
        return HttpResponse.json({ ...charges, days: charges.days.filter(({ day }) => day === today) });
      }),
    );
    open(paid);
    expect(within(await region('Today by item')).getByRole('rowheader', { name: 'Logs' })).toBeVisible();
  });

  it('keeps the name of an item that it has not heard of', async () => {
    server.use(
      http.get('*/charges', () => {
        const charges = chargesOf(paid, null);
        const days = charges.days.map((one) => ({
          ...one,
          items: one.items.map((item) => ({ ...item, item: 'quantum_spans@3d' })),
        }));
        return HttpResponse.json({ ...charges, days });
      }),
    );
    open(paid);
    expect((await screen.findAllByRole('rowheader', { name: 'quantum_spans' })).length).toBeGreaterThan(0);
  });
});

describe('a month', () => {
  it('says who pays what, and leads to its file', async () => {
    open(paid);
    const month = await region(/to date$/);
    const payers = await within(month).findByRole('list', { name: 'Who pays' });
    expect(
      within(payers)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      expect.stringMatching(/^AWS ····4321[\d,.]+ USD$/),
      expect.stringMatching(/^Enterprise account[\d,.]+ USD$/),
      'Nobodynot in the total18.64 USD',
    ]);
    expect(within(month).getByRole('link', { name: /as CSV$/ })).toHaveAttribute(
      'href',
      `/api/v1/workspaces/${paid}/charges.csv?month=${dayIn('UTC', Date.now()).slice(0, 7)}`,
    );
    await userEvent.click(within(month).getByRole('button', { name: 'Show as table' }));
    expect(within(month).getByRole('table', { name: 'By day, USD' })).toBeVisible();
  });

  it('can be an earlier one', async () => {
    open(paid, '?month=2026-08');
    const month = await region('August 2026');
    expect(within(month).getByRole('link', { name: 'July 2026' })).toBeVisible();
    expect(within(month).getByRole('link', { name: 'September 2026' })).toBeVisible();
  });
});

describe('the tabs', () => {
  it('keep the history, and bring DataKit', async () => {
    const router = open(paid);
    expect(await screen.findByRole('table', { name: 'Settlement history' })).toBeVisible();
    await userEvent.click(screen.getByRole('tab', { name: 'DataKit' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ view: 'datakit' }));
    expect(await screen.findByRole('tablist', { name: 'Platform' })).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
  });
});
