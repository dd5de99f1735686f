import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadTexts, startI18n } from '../../../i18n/i18n';
import { pickUps, workspaces } from '../../../mocks/data';
import { handlers, problem, resetMocks } from '../../../mocks/handlers';
import { renderPage } from '../../../mocks/render-page';
import { paths } from '../../../paths';
import { CloudAccountsPage } from './cloud-accounts-page';

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
});
afterAll(() => server.close());

const open = () => renderPage(CloudAccountsPage, { path: paths.cloudAccounts, at: paths.cloudAccounts });
const purchase = (licence: string) => screen.findByRole('article', { name: new RegExp(`····${licence}$`) });

describe('the cloud accounts', () => {
  it('say what each has bought and what it pays for', async () => {
    open();
    const live = await purchase('7c21');
    expect(within(live).getByText('Live')).toBeVisible();
    expect(within(live).getByText('Free trial')).toBeVisible();
    expect(within(live).getByText('Pay as you go · since 3 Jul 2026 · pays for 2 workspaces')).toBeVisible();
    const row = (await within(live).findByRole('rowheader', { name: 'Meridian Production' })).closest('tr');
    expect(row).toHaveTextContent('5,003.46');
    expect(within(live).getByRole('link', { name: 'Move Meridian Production to another payer' })).toHaveAttribute(
      'href',
      `/billing/workspaces/${workspaces[0]?.id}?change=true`,
    );
    expect(screen.getByRole('region', { name: 'AWS ····4321' })).toHaveTextContent('7,985.66 USD');
    expect(await within(await purchase('19aa')).findByText(/^Contract · since 14 Feb 2026/)).toBeVisible();
  });

  it('tell of one that has ended who pays for nothing, and prove what AWS was told', async () => {
    open();
    const ended = await purchase('1d08');
    expect(within(ended).getByText(/^Ended \d/)).toBeVisible();
    expect(await within(ended).findByRole('link', { name: 'Choose who pays' })).toHaveAttribute(
      'href',
      paths.workspaces,
    );
    await userEvent.click(within(ended).getByText('The last hours, and the proof of what AWS was told'));
    const records = await within(ended).findByRole('table', { name: 'Records of the last three hours' });
    expect(within(records).getAllByRole('row')).toHaveLength(4);
    expect(within(records).getAllByText(/^8f1c2d3e-4a5b-/)).toHaveLength(3);
  });

  it('show the clock of a last hour that still runs', async () => {
    open();
    const ending = await purchase('e5b4');
    expect(await within(ending).findByText(/, in 2[5678] minutes$/)).toBeVisible();
  });

  it('say what waits for AWS', async () => {
    open();
    const pending = await purchase('2f90');
    expect(within(pending).getByText('Waiting for AWS')).toBeVisible();
    expect(await within(pending).findByText('前端沙箱 Sandbox opens when AWS confirms.')).toBeVisible();
    expect(within(pending).getByRole('link', { name: 'Choose more workspaces' })).toBeVisible();
  });

  it('say what comes first where there is none', async () => {
    server.use(http.get('*/cloud-accounts', () => HttpResponse.json({ items: [] })));
    open();
    expect(await screen.findByRole('heading', { name: 'No AWS account yet' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Subscribe another AWS account' }));
    expect(await screen.findByRole('dialog')).toHaveTextContent('Set up your Account');
    expect(screen.getByRole('link', { name: /^Open AWS Marketplace/ })).toBeVisible();
  });

  it('say what failed', async () => {
    server.use(http.get('*/cloud-accounts', () => problem(500, 'internal-error', 'Something went wrong on our side.')));
    open();
    expect(await screen.findByText('The cloud accounts could not be loaded')).toBeVisible();
  });
});

describe('a purchase that looks like one’s own', () => {
  it('is confirmed here, and may pick up workspaces then', async () => {
    open();
    const offered = await purchase('70c4');
    expect(within(offered).getByText('To be confirmed')).toBeVisible();
    expect(within(offered).queryByRole('button', { name: 'Let it pay for them' })).toBeNull();
    await userEvent.click(within(offered).getByRole('button', { name: 'Confirm' }));
    await waitFor(() => expect(within(offered).queryByText('To be confirmed')).toBeNull());
    expect(within(offered).getByRole('button', { name: 'Let it pay for them' })).toBeVisible();
  });

  it('says why it cannot be, where it cannot', async () => {
    const detail = 'This purchase was bound to another enterprise account meanwhile.';
    server.use(http.post('*/confirmation', () => problem(409, 'licence-already-bound', detail)));
    open();
    const offered = await purchase('70c4');
    await userEvent.click(within(offered).getByRole('button', { name: 'Confirm' }));
    expect(await within(offered).findByRole('alert')).toHaveTextContent(detail);
  });
});

describe('picking up after a new purchase', () => {
  async function openDialog() {
    open();
    const live = await purchase('7c21');
    await userEvent.click(within(live).getByRole('button', { name: 'Let it pay for them' }));
    const asks = await screen.findByRole('dialog', { name: 'Let AWS ····4321 pick up these workspaces?' });
    await within(asks).findByRole('checkbox', { name: /^Warehouse/ });
    return { live, asks };
  }
  const bodies = () => {
    const sent: unknown[] = [];
    server.events.on('request:start', ({ request }) => {
      if (request.url.endsWith('/pick-ups') && request.method === 'POST') {
        void request
          .clone()
          .json()
          .then((body) => sent.push(body));
      }
    });
    return sent;
  };

  it('is one confirmation for all', async () => {
    const sent = bodies();
    const { live, asks } = await openDialog();
    expect(within(asks).getByText(/pays from the next full hour, \d\d:00 UTC\./)).toBeVisible();
    await userEvent.click(within(asks).getByRole('button', { name: 'Confirm 2 workspaces' }));
    expect(await within(live).findByText('2 workspaces were picked up.')).toBeVisible();
    expect(sent).toEqual([{}]);
    await waitFor(() => expect(within(live).queryByRole('button', { name: 'Let it pay for them' })).toBeNull());
  });

  it('leaves out what is not ticked', async () => {
    const sent = bodies();
    const { live, asks } = await openDialog();
    await userEvent.click(within(asks).getByRole('checkbox', { name: 'All of them' }));
    expect(within(asks).getByRole('button', { name: /^Confirm/ })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(within(asks).getByRole('checkbox', { name: /^Legacy/ }));
    await userEvent.click(within(asks).getByRole('button', { name: 'Confirm 1 workspace' }));
    expect(await within(live).findByText('1 workspace was picked up.')).toBeVisible();
    expect(sent).toEqual([{ workspaceIds: [pickUps[1]?.workspace.id] }]);
  });

  it('tells how many had another payer meanwhile', async () => {
    const { live, asks } = await openDialog();
    const leftOut = [{ workspaceId: pickUps[0]?.workspace.id, reason: 'payer-changed' }];
    server.use(
      http.post('*/pick-ups', () =>
        HttpResponse.json({ pickedUp: 1, effectiveFrom: '2026-11-22T15:00:00Z', leftOut }, { status: 201 }),
      ),
    );
    await userEvent.click(within(asks).getByRole('button', { name: /^Confirm/ }));
    expect(await within(live).findByText(/^1 was left out/)).toBeVisible();
  });
});
