import { BindPages } from './support/bind-pages.ts';
import { newBuyer } from './support/buyer.ts';
import { expectGoodPage } from './support/checks.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';
import { fill, startingWith } from './support/texts.ts';

// Each page at 390 px light in English and at 1280 px dark in Chinese: see the projects of the configuration.
test.describe('axe finds nothing, and nothing is wider than the window', () => {
  test('on the pages that need no purchase', async ({ page, t }) => {
    const portal = new PortalPages(page, t);
    const visit = async (path: string, heading: string) => {
      await page.goto(path);
      await expect(portal.heading(heading)).toBeVisible();
      await expectGoodPage(page, path);
    };
    await visit('/', t.start.title);
    await visit('/help', t.help.title);
    await visit('/marketplace/landing', t.landingHelp.title);
    await visit('/marketplace/problem/token-expired?request=req-7K2M-94QD', t.problem.reasons['token-expired'].title);
    await visit('/marketplace/problem/aws-not-answering', t.problem.reasons['aws-not-answering'].title);
    await visit('/billing/sign-in?reason=already-bound', t.billing.signIn.title);
    await visit('/nowhere', t.notFound.title);
    await visit('/onboarding/nowhere', t.onboarding.missing.title);
  });

  test('on the pages of the onboarding', async ({ page, context, t, emulator, api }) => {
    test.setTimeout(120_000);
    const portal = new PortalPages(page, t);
    const buyer = newBuyer();
    const { onboardingId, subscriptionId } = await api.bring(buyer, { notify: 'NEVER', until: 'landed' });
    await page.goto(`/onboarding/${onboardingId}`);
    await portal.expectChoice();
    await expectGoodPage(page, 'the choice');

    await portal.chooseToRegister();
    await expectGoodPage(page, 'step 1');
    const { basic } = t.register;
    await page.getByRole('textbox', { name: basic.email }).fill(buyer.email);
    await portal.button(basic.sendCode).click();
    await expect(portal.codeField).toBeVisible();
    const code = await emulator.codeFor(buyer.email);
    await portal.codeField.fill(code === '000000' ? '111111' : '000000');
    await expect(page.getByText(fill(basic.codeMismatch_other, { count: 4 }))).toBeVisible();
    await portal.field(basic.password).fill('short');
    await portal.field(basic.repeat).fill('other');
    await portal.continue.click();
    await expect(page.getByText(fill(t.errors.summary_other, { count: 4 }))).toBeVisible();
    await expectGoodPage(page, 'step 1 with errors and a code');

    await portal.codeField.fill(code);
    await expect(page.getByText(basic.confirmed, { exact: true }).first()).toBeVisible();
    await portal.fillBasicInfo(buyer);
    await portal.continue.click();
    await portal.expectStep(t.steps.companyInfo);
    await page.getByRole('button', { name: startingWith(t.register.company.more) }).click();
    await portal.continue.click();
    await expect(page.getByText(fill(t.errors.summary_other, { count: 2 }))).toBeVisible();
    await expectGoodPage(page, 'step 2 with More Information and errors');

    await portal.companyInfo(buyer);
    await portal.fillOpeningMethod(buyer, '中文');
    await expectGoodPage(page, 'step 3');

    await portal.confirm.click();
    await portal.expectStep(t.register.waiting.title);
    await expectGoodPage(page, 'waiting for AWS');

    await emulator.notify(subscriptionId, 'SUCCESS');
    await portal.expectOpened(buyer);
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await expectGoodPage(page, 'success');

    await api.bring(newBuyer(), { until: 'landed' });
    await page.reload();
    await expect(portal.heading(t.onboarding.other.title)).toBeVisible();
    await expect(portal.link(t.onboarding.other.goOn)).toBeVisible();
    await expectGoodPage(page, 'another purchase');

    await context.clearCookies();
    await page.reload();
    await expect(portal.heading(t.onboarding.expired.title)).toBeVisible();
    await expectGoodPage(page, 'expired');

    const failing = newBuyer();
    const failed = await api.bring(failing, { product: 'cn', notify: 'NEVER', until: 'registered' });
    await emulator.notify(failed.subscriptionId, 'FAIL');
    await expect(async () => {
      await page.goto(`/onboarding/${failed.onboardingId}`);
      await expect(portal.heading(t.onboarding.failed.titleFAILED)).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expectGoodPage(page, 'a failed subscription');
  });

  test('on the pages that bind', async ({ page, t, api, emulator }) => {
    test.setTimeout(120_000);
    const owner = newBuyer();
    await api.bring(owner, { until: 'opened' });
    await api.signIn(owner);
    await api.createWorkspace('Payments – production');
    const second = newBuyer();
    const { onboardingId } = await api.bring(second, { until: 'landed' });
    const pages = new BindPages(page, t);
    const { binding } = t;
    await page.goto(`/onboarding/${onboardingId}`);
    await pages.portal.button(t.onboarding.bind).click();
    await expect(page.getByRole('dialog', { name: binding.guide.title })).toBeVisible();
    await expectGoodPage(page, 'the picture of the steps');
    await pages.dialog.getByRole('link', { name: binding.guide.gotIt }).click();
    await pages.portal.expectStep(binding.steps.account);
    await expect(pages.portal.button(fill(binding.account.goOn, { username: owner.username }))).toBeVisible();
    await expectGoodPage(page, 'the account that is signed in');
    await pages.portal.button(binding.account.another).click();
    await pages.portal.button(binding.account.sendCode).click();
    await expectGoodPage(page, 'the account without a name');
    await pages.askForCode(newBuyer().username);
    await pages.codeField.fill('000000');
    await pages.portal.button(binding.account.bind).click();
    await expect(page.locator('#error-summary-title')).toBeVisible();
    await expectGoodPage(page, 'the account with a wrong code');

    await page.goto(`/onboarding/${onboardingId}/bind`);
    const before = (await emulator.mailsTo(owner.email)).length;
    await pages.portal.button(fill(binding.account.goOn, { username: owner.username })).click();
    await pages.codeField.fill(await emulator.codeFor(owner.email, before));
    await pages.portal.button(binding.account.bind).click();
    await pages.portal.expectStep(binding.steps.workspaces);
    await expect(pages.addOf('Payments – production')).toBeVisible();
    await expectGoodPage(page, 'the workspaces');
    await pages.preview('Payments – production');
    await expectGoodPage(page, 'the preview');
    await page.keyboard.press('Escape');
    await pages.add('Payments – production', second);
    await expectGoodPage(page, 'a workspace that is bound');
    await pages.tab('create').click();
    await pages.portal.button(binding.owner.create).press('Enter');
    await expect(page.locator('#error-summary-title')).toBeVisible();
    await expectGoodPage(page, 'a new workspace with errors');
    await page.getByRole('textbox', { name: binding.owner.email }).fill(newBuyer().email);
    await pages.portal.button(t.register.basic.sendCode).filter({ visible: true }).click();
    await expect(pages.codeField).toBeFocused();
    await expectGoodPage(page, 'a new workspace with a code');
    await pages.tab('register').click();
    await pages.portal.button(binding.owner.register).press('Enter');
    await expectGoodPage(page, 'a new Guance account with errors');
    await pages.tab('existing').click();
    await pages.finish(['Payments – production']);
    await expectGoodPage(page, 'what is bound');

    await page.goto('/billing/workspaces');
    await pages.portal.link('Payments – production').click();
    await pages.portal.expectStep('Payments – production');
    await expect(page.getByRole('table')).toBeVisible();
    await expectGoodPage(page, 'a workspace and its history');
  });

  test('in the Billing Center', async ({ page, t, api }) => {
    const portal = new PortalPages(page, t);
    const { workspaces, create } = t.billing;
    const buyer = newBuyer();
    const { onboardingId } = await api.bring(buyer, { until: 'registered' });
    await api.signIn(buyer);
    await page.goto('/billing/workspaces');
    await expect(page.getByRole('heading', { name: workspaces.empty })).toBeVisible();
    await expect(page.getByText(workspaces.resumeTitle)).toBeVisible();
    await expectGoodPage(page, 'no workspace yet');

    await api.open(onboardingId, buyer);
    await page.reload();
    await expect(portal.workspaceRow(buyer)).toContainText(workspaces.states.NORMAL);
    await expectGoodPage(page, 'the workspaces');

    await portal.button(fill(workspaces.datakitOf, { name: buyer.workspace })).click();
    const datakit = page.getByRole('dialog', { name: fill(workspaces.datakitTitle, { name: buyer.workspace }) });
    await expect(datakit.getByRole('tabpanel')).toBeVisible();
    await expectGoodPage(page, 'the dialog of DataKit');
    await page.keyboard.press('Escape');
    await expect(datakit).toBeHidden();

    await portal.button(workspaces.create).click();
    const dialog = page.getByRole('dialog', { name: create.title });
    await dialog.getByRole('button', { name: create.submit }).click();
    await expect(dialog.getByText(fill(t.errors.summary_other, { count: 2 }))).toBeVisible();
    await expectGoodPage(page, 'the dialog of a new workspace');
    await dialog.getByRole('textbox', { name: create.name }).fill('Meridian Staging');
    await dialog.getByRole('radio', { name: startingWith('English') }).check();
    await dialog.getByRole('button', { name: create.submit }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('row').filter({ hasText: 'Meridian Staging' })).toContainText(
      workspaces.enterpriseAccount,
    );
  });

  test('on the pages of the emulator', async ({ page, emulator, api, watch }) => {
    // axe goes into the frame of a mail, too, which lets no script run.
    watch.allow(/Blocked script execution in '[^']*\/inbox\//);
    const buyer = newBuyer();
    await api.bring(buyer, { until: 'basic-info' });
    const look = async (path: string, heading: string | RegExp) => {
      if (path) await page.goto(emulator.url + path);
      await expect(page.getByRole('heading', { level: 1, name: heading }).first()).toBeVisible();
      await expectGoodPage(page, `the emulator's ${heading}`);
    };
    await look('/marketplace', 'Products');
    await look('/marketplace/products/global', 'Guance Commercial Plan');
    await page.getByRole('button', { name: 'Continue Subscription' }).click();
    await look('', 'Sign in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await look('', 'Sign in');
    const account = newBuyer().awsAccount;
    await page.getByLabel('Account ID').fill(account);
    await page.getByLabel('User name').fill('alice');
    await page.getByLabel('Password').fill('any');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await look('', 'Guance Commercial Plan');
    await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await look('', /^You are subscribed/);
    await look('/marketplace/subscriptions', 'Manage subscriptions');
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Manage / })
      .click();
    await look('', 'Guance Commercial Plan');
    await page.getByText('Actions', { exact: true }).click();
    await page.getByRole('link', { name: 'Cancel subscription' }).click();
    await look('', 'Cancel this subscription?');
    const contract = await emulator.subscribe('contract', account, 'BEFORE');
    await page.goto(`${emulator.url}/marketplace/subscriptions/${contract.id}`);
    await page.getByText('Actions', { exact: true }).first().click();
    await page.getByText('License Updated - Manufacturer').first().click();
    await look('', 'Guance Annual Contract');
    await page.getByRole('button', { name: 'Hold these messages from now on' }).click();
    await page.getByText('Actions', { exact: true }).first().click();
    await page.getByRole('button', { name: 'Replace by another offer' }).click();
    await look('', 'Guance Annual Contract');
    await look('/messages', 'Messages');
    await look('/marketplace/bill', 'Bill');
    await look('/time', 'Time');
    await look(`/inbox?to=${encodeURIComponent(buyer.email)}`, 'Mailbox');
    await page.getByRole('link', { name: /is your Guance code/ }).click();
    await look('', /is your Guance code/);
    await look('/calls', 'Call log');
    const call = page.getByRole('row').filter({ hasText: 'ResolveCustomer' }).first();
    await call.getByRole('link').click();
    await look('', 'ResolveCustomer');
    await look('/faults', 'Faults');
    await look('/marketplace/differences', 'Differences from AWS');
  });
});
