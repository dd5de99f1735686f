import { BindPages } from './support/bind-pages.ts';
import { masked, newBuyer } from './support/buyer.ts';
import { expectGoodPage } from './support/checks.ts';
import { buy, setUpYourAccount } from './support/marketplace-pages.ts';
import { SettlementPages } from './support/settlement-pages.ts';
import { expect, test } from './support/test.ts';
import { fill, pattern } from './support/texts.ts';

// The buffer of this portal is a minute (`WORKSPACES_BUFFER` of browser-tests), so that a lock can be waited for.
const LONGEST_BUFFER = 100_000;

test('a subscription ends: the buffer, the lock, and Unlock Now', async ({ page, t, api, emulator }) => {
  test.setTimeout(240_000);
  const pages = new SettlementPages(page, t);
  const { settlement, billing } = t;
  const buyer = newBuyer();
  const { subscriptionId } = await api.bring(buyer, { until: 'opened' });
  await api.signIn(buyer);
  const [workspace] = await api.workspaces();
  if (!workspace) throw new Error('There is no workspace');

  // the last mail of the registration
  await expect
    .poll(async () => (await emulator.mailsTo(buyer.email)).some(({ subject }) => subject.includes(workspace.name)))
    .toBe(true);
  const mailsBefore = (await emulator.mailsTo(buyer.email)).length;
  await emulator.notify(subscriptionId, 'CANCEL');
  await pages.untilUnpaid(api, workspace.id);
  await pages.visit(workspace);
  await expect(pages.heading(settlement.buffer.title)).toBeVisible();
  await expect(page.getByText(masked(buyer)).first()).toBeVisible();
  await expect(pages.portal.link(settlement.cards.subscribe)).toBeVisible();
  await expectGoodPage(page, 'a workspace in the buffer');

  // Nobody reloads: the page looks again when the time has come.
  await expect(pages.heading(settlement.locked.title)).toBeVisible({ timeout: LONGEST_BUFFER });
  await expectGoodPage(page, 'a locked workspace');
  // That nobody pays, that it locks soon, that it is locked: each names it, and leads to where somebody is chosen.
  const told = async () => {
    const mails = await emulator.mailsTo(buyer.email);
    return mails
      .slice(0, mails.length - mailsBefore)
      .filter(({ text }) => text?.includes(workspace.name) && text.includes('/billing/workspaces')).length;
  };
  await expect.poll(told).toBe(3);

  await page.goto('/billing/workspaces');
  const row = pages.portal.workspaceRow(buyer);
  await expect(row).toContainText(billing.workspaces.states.LOCKED);
  await row.getByRole('link', { name: fill(settlement.unlockOf, { name: workspace.name }) }).click();
  await pages.portal.expectStep(workspace.name);
  await expect(pages.portal.heading(workspace.name)).toBeVisible();
  await page.getByRole('button', { name: settlement.cards.useEnterprise }).click();
  await expectGoodPage(page, 'the preview of an unlock');
  await pages.confirmPreview();
  await expect(pages.heading(settlement.opening.opens)).toBeVisible();
  await expect(pages.undo).toBeVisible();
  await expectGoodPage(page, 'a workspace that opens again');
  expect((await api.workspace(workspace.id)).settlement.upcoming?.method).toBe('ENTERPRISE_ACCOUNT');

  await pages.undo.click();
  await expect(pages.heading(settlement.locked.title)).toBeVisible();
  expect((await api.workspace(workspace.id)).state).toBe('LOCKED');
  expect(await page.content()).not.toContain(buyer.awsAccount);
});

test('a workspace that nobody pays for is dissolved by its name', { tag: '@desktop' }, async ({
  page,
  t,
  api,
  emulator,
}) => {
  test.setTimeout(120_000);
  const pages = new SettlementPages(page, t);
  const { dissolve, change } = t.settlement;
  const buyer = newBuyer();
  const { subscriptionId } = await api.bring(buyer, { until: 'opened' });
  await api.signIn(buyer);
  const [workspace] = await api.workspaces();
  if (!workspace) throw new Error('There is no workspace');
  await emulator.notify(subscriptionId, 'CANCEL');
  await pages.untilUnpaid(api, workspace.id);
  await pages.visit(workspace);
  await pages.portal.button(dissolve.button).click();
  const field = pages.dialog.getByRole('textbox', { name: dissolve.field });
  await expect(field).toBeFocused();
  await field.fill('Meridian');
  await field.press('Enter');
  await expect(pages.dialog.getByText(dissolve.mismatch)).toBeVisible();
  await expectGoodPage(page, 'the dialog that dissolves');
  await field.fill(workspace.name);
  await pages.dialog.getByRole('button', { name: dissolve.submit }).click();
  await expect(pages.dialog).toBeHidden();
  await expect(page.getByRole('main').getByText(dissolve.done)).toBeVisible();
  await expect(pages.portal.button(change)).toHaveCount(0);
  expect((await api.workspace(workspace.id)).state).toBe('DISSOLVED');
});

test('who pays is changed to a registered cloud account, once a month, and taken back', async ({ page, t, api }) => {
  test.setTimeout(240_000);
  const pages = new SettlementPages(page, t);
  const { settlement } = t;
  const owner = newBuyer();
  const first = await api.bring(owner, { until: 'opened' });
  await api.signIn(owner);
  const workspace = await api.createWorkspace('Payments – production');
  const [, paid] = await api.workspaces();
  if (!paid) throw new Error('There is no workspace that AWS pays for');
  const second = newBuyer();
  const { onboardingId } = await api.bring(second, { until: 'landed' });
  await api.bindAccount(onboardingId, owner);
  expect(onboardingId).not.toBe(first.onboardingId);
  const payer = fill(settlement.aws, { account: masked(second) });

  await pages.visit(workspace);
  // For a moment after its first payer came it cannot be changed.
  await expect(pages.change).not.toHaveAttribute('aria-disabled', 'true', { timeout: 90_000 });
  await pages.change.press('Enter');
  await expect(pages.dialog.getByRole('radio', { name: new RegExp(masked(second)) })).toBeEnabled();
  await expectGoodPage(page, 'the dialog that asks who is to pay');
  await pages.pick(payer);
  await expectGoodPage(page, 'the preview of a change');
  await pages.confirmPreview();
  await expect(page.getByText(pattern(settlement.done.from)).first()).toBeVisible();
  const history = page.getByRole('table', { name: t.billing.workspace.history });
  await expect(history.getByRole('rowheader').first()).toHaveText(payer);
  await expect(history.getByRole('row').nth(1)).toContainText(t.billing.workspace.reasons.CHANGED);
  await expect(pages.change).toHaveAttribute('aria-disabled', 'true');
  await page.goto('/billing/workspaces');
  await expect(page.getByRole('row').filter({ hasText: workspace.name })).toContainText(pattern(settlement.changeFrom));

  await pages.visit(workspace);
  await pages.undo.click();
  await expect(pages.undo).toBeHidden();
  await expect(pages.change).not.toHaveAttribute('aria-disabled', 'true');

  // While a live subscription pays, the enterprise account cannot; the reason stands beside it.
  await pages.visit(paid);
  await pages.change.click();
  await expect(pages.dialog.getByRole('radio', { name: new RegExp(`^${settlement.dialog.itself}`) })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(pages.dialog).toBeHidden();
  await expect(pages.change).toBeFocused();
});

test('who buys again picks up the workspaces by one confirmation', async ({ page, t, api, emulator }) => {
  test.setTimeout(180_000);
  const pages = new SettlementPages(page, t);
  const { cloudAccounts } = t;
  const buyer = newBuyer();
  const ended = await api.bring(buyer, { until: 'opened' });
  await api.signIn(buyer);
  const [workspace] = await api.workspaces();
  if (!workspace) throw new Error('There is no workspace');
  await emulator.notify(ended.subscriptionId, 'CANCEL');
  await pages.untilUnpaid(api, workspace.id);
  const again = await api.bring(buyer, { until: 'landed' });
  await api.bindAccount(again.onboardingId, buyer);

  await page.goto('/billing/workspaces');
  await pages.portal.link(cloudAccounts.title).click();
  await pages.portal.expectStep(cloudAccounts.title);
  const account = page.getByRole('region', { name: fill(cloudAccounts.account, { account: masked(buyer) }) });
  await expect(account.getByRole('article')).toHaveCount(2);
  const pickUp = account.getByRole('button', { name: cloudAccounts.pickUp.open });
  await expect(pickUp).toBeVisible();
  await expectGoodPage(page, 'the cloud accounts');
  await pickUp.click();
  await expect(pages.dialog.getByRole('checkbox', { name: workspace.name })).toBeChecked();
  await expectGoodPage(page, 'the dialog that picks up');
  await pages.dialog.getByRole('button', { name: fill(cloudAccounts.pickUp.confirm_one, { count: 1 }) }).click();
  await expect(pages.dialog).toBeHidden();
  await expect(account.getByText(pattern(cloudAccounts.pickUp.done_one.replace(/<\/b>.*/, '')))).toBeVisible();
  await expect(pickUp).toBeHidden();
  const { settlement } = await api.workspace(workspace.id);
  expect(settlement.upcoming?.payer?.awsAccount).toBe(masked(buyer));
  expect(await page.content()).not.toContain(buyer.awsAccount);
});

test('who buys again in China is led from Set up your Account to the pick-up', { tag: '@desktop' }, async ({
  page,
  t,
  api,
  emulator,
}) => {
  test.setTimeout(180_000);
  const pages = new SettlementPages(page, t);
  const { pickUp } = t.cloudAccounts;
  const buyer = newBuyer();
  const ended = await api.bring(buyer, { until: 'opened', product: 'cn' });
  await api.signIn(buyer);
  const [workspace] = await api.workspaces();
  if (!workspace) throw new Error('There is no workspace');
  await emulator.notify(ended.subscriptionId, 'CANCEL');
  await pages.untilUnpaid(api, workspace.id);
  const again = await emulator.subscribe('cn', buyer.awsAccount, 'BEFORE');

  const lead = page.getByRole('link', { name: pickUp.open });
  await expect(async () => {
    await page.goto('/billing/workspaces');
    await expect(lead).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expectGoodPage(page, 'the workspaces that a purchase may pick up');
  await lead.click();
  await expect(pages.dialog.getByRole('checkbox', { name: workspace.name })).toBeChecked();

  const landing = await page.request.post('/marketplace/landing', {
    form: { 'x-amzn-marketplace-token': await emulator.issueToken(again.id) },
    maxRedirects: 0,
  });
  const { location } = landing.headers();
  expect(location).toContain('/billing/sign-in?reason=already-bound');
  await page.goto(location ?? '');
  await page.getByRole('button', { name: fill(t.billing.signIn.goOn, { username: buyer.username }) }).click();
  await expect(pages.dialog.getByRole('checkbox', { name: workspace.name })).toBeChecked();
  await pages.dialog.getByRole('button', { name: fill(pickUp.confirm_one, { count: 1 }) }).click();
  await expect(pages.dialog).toBeHidden();
  const { settlement } = await api.workspace(workspace.id);
  expect(settlement.upcoming?.payer?.awsAccount).toBe(masked(buyer));
});

test('a payment that fails after all is told, and the workspace may be dissolved', { tag: '@desktop' }, async ({
  page,
  t,
  api,
  emulator,
}) => {
  test.setTimeout(120_000);
  const pages = new SettlementPages(page, t);
  const { opening, dissolve } = t.settlement;
  const buyer = newBuyer();
  const { subscriptionId } = await api.bring(buyer, { until: 'opened', product: 'cn', notify: 'NEVER' });
  await api.signIn(buyer);
  const [workspace] = await api.workspaces();
  if (!workspace) throw new Error('There is no workspace');
  await page.goto('/billing/workspaces');
  const row = pages.portal.workspaceRow(buyer);
  await expect(row).toContainText(t.billing.workspaces.states.PENDING);

  await emulator.notify(subscriptionId, 'FAIL');
  await expect(row).toContainText(t.billing.workspaces.paymentFailed, { timeout: 30_000 });
  await expect
    .poll(async () => (await emulator.mailsTo(buyer.email)).some(({ subject }) => subject.includes('came to nothing')))
    .toBe(true);
  await pages.visit(workspace);
  await expect(pages.heading(fill(opening.inVain, { account: masked(buyer) }))).toBeVisible();
  await expect(page.getByText(t.charges.hours.emptyInVain)).toBeVisible();
  await expect(page.getByText(t.charges.hours.emptyPending)).toHaveCount(0);
  await expectGoodPage(page, 'a workspace whose purchase came to nothing');
  await pages.portal.button(dissolve.button).click();
  await pages.dialog.getByRole('textbox', { name: dissolve.field }).fill(workspace.name);
  await pages.dialog.getByRole('button', { name: dissolve.submit }).click();
  await expect(pages.dialog).toBeHidden();
  expect((await api.workspace(workspace.id)).state).toBe('DISSOLVED');
});

test('/billing leads to the workspaces, and a page that is not there still names the account', {
  tag: '@desktop',
}, async ({ page, t, api }) => {
  const buyer = newBuyer();
  await api.bring(buyer, { until: 'opened' });
  await api.signIn(buyer);
  await page.goto('/billing');
  await expect(page).toHaveURL(/\/billing\/workspaces$/);
  await page.goto('/billing/nowhere');
  await expect(page.getByRole('heading', { name: t.notFound.title })).toBeVisible();
  await expect(page.getByRole('button', { name: new RegExp(t.billing.userMenu) })).toBeVisible();
});

test('who subscribes from a workspace comes back to it', { tag: '@desktop' }, async ({
  page,
  t,
  api,
  emulator,
  watch,
}) => {
  test.setTimeout(180_000);
  const pages = new SettlementPages(page, t);
  const bind = new BindPages(page, t);
  const owner = newBuyer();
  const { subscriptionId } = await api.bring(owner, { until: 'opened' });
  await api.signIn(owner);
  const [workspace] = await api.workspaces();
  if (!workspace) throw new Error('There is no workspace');
  await emulator.notify(subscriptionId, 'CANCEL');
  await pages.untilUnpaid(api, workspace.id);
  await pages.visit(workspace);
  await pages.portal.link(t.settlement.cards.subscribe).click();
  await page.waitForURL((url) => url.href.startsWith(emulator.url));

  await buy(page, emulator, watch, owner, { product: 'global', notify: 'BEFORE' });
  await setUpYourAccount(page);
  await bind.portal.expectChoice();
  await bind.chooseToBind();
  // The AWS account is known, and its owner signed in: no code is asked for.
  await bind.portal.button(fill(t.binding.account.goOn, { username: owner.username })).click();
  const title = fill(t.binding.preview.title, { name: workspace.name });
  await expect(page.getByRole('dialog', { name: title })).toBeVisible();
  await expect(bind.dialog.getByText(t.binding.preview.willPay, { exact: true })).toBeVisible();
  await bind.dialog.getByRole('button', { name: t.binding.preview.confirm }).click();
  await expect(bind.dialog).toBeHidden();
  await expect(bind.row(workspace.name)).toContainText(t.binding.workspaces.bound);
});
