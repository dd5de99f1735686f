import { newBuyer } from './support/buyer.ts';
import { expectGoodPage } from './support/checks.ts';
import { DataPlane } from './support/data-plane.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';

const HOUR = 3_600_000;

// Hours close by the clock, and the portal's cannot be moved: what AWS accepts is shown in the tests of the backend.
test('what a data plane reports shows on the page of the workspace, and whom it is charged to', async ({
  page,
  t,
  api,
  playwright,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const portal = new PortalPages(page, t);
  const buyer = newBuyer();
  await api.bring(buyer, { until: 'opened' });
  await api.signIn(buyer);
  const [workspace] = await api.workspaces();
  if (!workspace) throw new Error('There is no workspace');
  const { charges } = t;

  await page.goto(`/billing/workspaces/${workspace.id}`);
  await expect(page.getByText(charges.hours.empty)).toBeVisible();
  await expectGoodPage(page, 'nothing reported yet');

  const open = new Date(Math.floor(Date.now() / HOUR) * HOUR);
  const program = await playwright.request.newContext();
  const dataPlane = new DataPlane(program, baseURL);
  await dataPlane.report(workspace.site.id, workspace.id, open, { 'logs@7d': 1_234_567, 'timeseries@3d': 4_321 });
  await dataPlane.report(workspace.site.id, workspace.id, new Date(open.getTime() - HOUR), { triggers: 10_000 });
  await program.dispose();

  await page.reload();
  const cell = (state: string) =>
    page.getByRole('button', { name: new RegExp(`[:：] ?${state}([,，]|$)`, 'i') }).first();
  await expect(cell(charges.states.REPORTED)).toBeVisible();
  await cell(charges.states.REPORTED).click();
  await expect(page).toHaveURL(/[?&]hour=/);
  const chosen = page.getByRole('region', { name: charges.hour.label });
  await expect(chosen).toBeVisible();
  // before the purchase nobody paid
  await expect(async () => {
    await page.reload();
    await expect(cell(charges.states.UNCHARGED)).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
  await expectGoodPage(page, 'hours that were reported');

  await cell(charges.states.UNCHARGED).click();
  await expectGoodPage(page, 'the detail of an hour');

  const csv = await page.request.get(`/api/v1/workspaces/${workspace.id}/charges.csv`);
  expect(csv.headers()['content-disposition']).toContain('attachment');
  expect(await csv.text()).toContain(',triggers,10000,0.3,USD,USAGE,UNSETTLED,');
  await page.keyboard.press('Escape');
  await expect(portal.link(t.billing.workspaces.title).first()).toBeVisible();
});
