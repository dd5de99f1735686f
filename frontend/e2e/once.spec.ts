import type { Page, Request } from '@playwright/test';
import { type Buyer, newBuyer } from './support/buyer.ts';
import type { Emulator } from './support/emulator.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';

/** What came of it all: one account, one workspace, one mail of each kind. */
async function expectOneOfEach(portal: PortalPages, buyer: Buyer, emulator: Emulator) {
  await portal.page.goto('/billing/sign-in');
  await portal.signIn(buyer);
  await expect(portal.heading(portal.t.billing.workspaces.title)).toBeVisible();
  await expect(portal.page.getByRole('rowheader')).toHaveCount(1);
  await expect(portal.workspaceRow(buyer)).toHaveCount(1);
  const subjects = async () => (await emulator.mailsTo(buyer.email)).map(({ subject }) => subject).sort();
  await expect
    .poll(subjects)
    .toEqual([
      expect.stringMatching(/^\d{6} is your Guance code$/),
      `${buyer.workspace} is open, settled by AWS ····${buyer.awsAccount.slice(-4)}`,
      `Your Guance accounts are ready: ${buyer.username}`,
    ]);
}

/** The portal does what it is asked, and the answer is lost on the way back. */
async function loseAnswer(page: Page, url: RegExp) {
  await page.route(
    url,
    async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    },
    { times: 1 },
  );
}

function keysOf(page: Page, url: RegExp): (string | undefined)[] {
  const keys: (string | undefined)[] = [];
  page.on('request', (request: Request) => {
    if (request.method() !== 'GET' && url.test(request.url())) keys.push(request.headers()['idempotency-key']);
  });
  return keys;
}

test.describe('one account, one workspace, one binding', { tag: '@desktop' }, () => {
  test.use({ language: 'en' });

  test('from two tabs on one onboarding', async ({ page, context, t, emulator, api }) => {
    const buyer = newBuyer();
    const { onboardingId } = await api.bring(buyer, { until: 'basic-info' });
    const path = `/onboarding/${onboardingId}/register`;
    const one = new PortalPages(page, t);
    const two = new PortalPages(await context.newPage(), t);
    for (const tab of [one, two]) {
      await tab.page.goto(path);
      await tab.expectStep(t.steps.companyInfo, { focused: false });
      await tab.fillCompanyInfo(buyer);
    }
    await one.continue.click();
    await one.expectStep(t.steps.openingMethod);
    await two.continue.click();
    await two.expectStep(t.steps.openingMethod);
    await expect(two.page.getByText(t.register.moved)).toBeVisible();

    for (const tab of [one, two]) await tab.fillOpeningMethod(buyer, 'English');
    await Promise.all([one.confirm.click(), two.confirm.click()]);
    await one.expectOpened(buyer);
    await two.expectOpened(buyer);
    await expectOneOfEach(one, buyer, emulator);
  });

  test('from double clicks', async ({ page, t, emulator, api }) => {
    const buyer = newBuyer();
    const { onboardingId } = await api.bring(buyer, { until: 'landed' });
    const portal = new PortalPages(page, t);
    await page.goto(`/onboarding/${onboardingId}/register`);
    await portal.fillBasicInfo(buyer);
    await page.getByRole('textbox', { name: t.register.basic.email }).fill(buyer.email);
    await portal.button(t.register.basic.sendCode).dblclick();
    await portal.codeField.fill(await emulator.codeFor(buyer.email));
    await expect(page.getByText(t.register.basic.confirmed, { exact: true }).first()).toBeVisible();
    await portal.continue.dblclick();
    await portal.expectStep(t.steps.companyInfo);
    await portal.fillCompanyInfo(buyer);
    await portal.continue.dblclick();
    await portal.expectStep(t.steps.openingMethod);
    await portal.fillOpeningMethod(buyer, 'English');
    await portal.confirm.dblclick();
    await portal.expectOpened(buyer);
    await expectOneOfEach(portal, buyer, emulator);
  });

  test('through the back button and reloads', async ({ page, t, emulator, api }) => {
    const buyer = newBuyer();
    const { onboardingId } = await api.bring(buyer, { until: 'landed' });
    const portal = new PortalPages(page, t);
    await page.goto(`/onboarding/${onboardingId}`);
    await portal.chooseToRegister();
    await portal.basicInfo(buyer, emulator);

    await portal.link(t.ui.back).click();
    await portal.expectStep(t.steps.basicInfo);
    await expect(page.getByRole('textbox', { name: t.register.basic.username })).toHaveValue(buyer.username);
    await page.goBack();
    await portal.expectStep(t.steps.companyInfo);
    await portal.companyInfo(buyer);

    await page.goBack();
    await expect(portal.heading(t.steps.openingMethod)).toBeVisible();
    await page.reload();
    await portal.expectStep(t.steps.openingMethod, { focused: false });
    await portal.openWorkspace(buyer, 'English');
    await portal.expectOpened(buyer);

    await page.goForward();
    await expect(portal.heading(t.steps.success)).toBeVisible();
    await page.goto(`/onboarding/${onboardingId}/register?edit=basic-info`);
    await expect(portal.heading(t.steps.success)).toBeVisible();
    await expectOneOfEach(portal, buyer, emulator);
  });

  test('through answers that are lost', async ({ page, t, emulator, api, watch }) => {
    watch.allow(/net::ERR_CONNECTION_RESET/);
    const buyer = newBuyer();
    const { onboardingId } = await api.bring(buyer, { until: 'basic-info' });
    const portal = new PortalPages(page, t);
    await page.goto(`/onboarding/${onboardingId}/register`);
    await portal.fillCompanyInfo(buyer);
    const registration = /\/registration$/;
    const registrations = keysOf(page, registration);
    await loseAnswer(page, registration);
    await portal.continue.click();
    await expect(page.getByText(t.failing.unknownOutcome)).toBeVisible();
    await expect(page.getByRole('textbox', { name: t.register.company.name })).toHaveValue(buyer.company);
    await portal.continue.click();
    await portal.expectStep(t.steps.openingMethod);
    expect(registrations).toHaveLength(2);
    expect(registrations[0]).toBe(registrations[1]);

    await portal.fillOpeningMethod(buyer, 'English');
    const opening = /\/workspace$/;
    const openings = keysOf(page, opening);
    await loseAnswer(page, opening);
    await portal.confirm.click();
    await expect(page.getByText(t.failing.unknownOutcome)).toBeVisible();
    await portal.confirm.click();
    await portal.expectOpened(buyer);
    expect(openings).toHaveLength(2);
    expect(openings[0]).toBe(openings[1]);
    await expectOneOfEach(portal, buyer, emulator);
  });

  test('where a second purchase is opened in the same browser: the first tab says so', async ({
    page,
    context,
    t,
    api,
  }) => {
    const [first, second] = [newBuyer(), newBuyer()];
    const { onboardingId } = await api.bring(first, { until: 'landed' });
    const portal = new PortalPages(page, t);
    await page.goto(`/onboarding/${onboardingId}/register`);
    await portal.fillBasicInfo(first);

    const newer = await api.bring(second, { until: 'landed' });
    const other = new PortalPages(await context.newPage(), t);
    await other.page.goto(`/onboarding/${newer.onboardingId}/register`);
    await expect(other.page.getByRole('textbox', { name: t.register.basic.username })).toHaveValue('');
    await other.expectPayer(second);

    await page.bringToFront();
    await page.getByRole('textbox', { name: t.register.basic.email }).fill(first.email);
    await portal.button(t.register.basic.sendCode).click();
    await portal.expectStep(t.onboarding.other.title);
    await portal.link(t.onboarding.other.goOn).click();
    await portal.expectPayer(second);
  });
});
