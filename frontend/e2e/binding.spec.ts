import { PortalApi } from './support/api.ts';
import { BindPages } from './support/bind-pages.ts';
import { masked, newBuyer } from './support/buyer.ts';
import { buy, setUpYourAccount } from './support/marketplace-pages.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';
import { fill } from './support/texts.ts';

test.describe('in English', { tag: '@desktop' }, () => {
  test.use({ language: 'en' });

  test('an account one has is bound by a code, and workspaces in three ways', async ({
    page,
    context,
    t,
    emulator,
    watch,
    api,
  }) => {
    test.setTimeout(120_000);
    const owner = newBuyer();
    await api.bring(owner, { until: 'opened' });
    await api.signIn(owner);
    await api.createWorkspace('Payments – production');
    await context.clearCookies();

    const second = newBuyer();
    const pages = new BindPages(page, t);
    const { portal } = pages;
    await buy(page, emulator, watch, second, { product: 'global', notify: 'BEFORE' });
    await setUpYourAccount(page);
    await portal.expectChoice();
    await pages.chooseToBind();
    await portal.expectPayer(second);
    await pages.bindAccount(owner, second, emulator);

    await expect(pages.row(owner.workspace)).toContainText(masked(owner));
    await expect(pages.confirm).toHaveAttribute('aria-disabled', 'true');
    await pages.add('Payments – production', second);
    await expect(pages.undoOf('Payments – production')).toBeFocused();
    await page.reload();
    await expect(pages.row('Payments – production')).toContainText(t.binding.workspaces.bound);
    await pages.undoOf('Payments – production').click();
    await expect(pages.addOf('Payments – production')).toBeFocused();
    await expect(pages.row('Payments – production')).toContainText(t.binding.workspaces.enterpriseAccount);
    await pages.add('Payments – production', second);

    await pages.create({ name: 'Hamburg yard planning', language: 'English', email: owner.email }, emulator);
    const other = newBuyer();
    watch.keepSecret(other.password);
    await pages.register({ ...other, name: 'Rotterdam yard planning', language: '中文' }, emulator);
    await pages.finish(['Payments – production', 'Hamburg yard planning', 'Rotterdam yard planning']);
    await expect.poll(async () => (await emulator.mailsTo(owner.email))[0]?.subject).toContain(masked(second));

    await portal.link(t.binding.success.openBilling).click();
    await portal.expectStep(t.billing.signIn.title);
    await portal.signIn(owner);
    await portal.expectStep(t.billing.workspaces.title);
    await expect(page.getByRole('rowheader')).toHaveCount(4);
    const created = page.getByRole('row').filter({ hasText: 'Hamburg yard planning' });
    await expect(created).toContainText(`AWS ${masked(second)}`);
    await portal.link('Payments – production').click();
    await portal.expectStep('Payments – production');
    const history = page.getByRole('table', { name: t.billing.workspace.history });
    await expect(history.getByRole('rowheader').first()).toHaveText(`AWS ${masked(second)}`);
    await expect(history.getByRole('row').nth(1)).toContainText(owner.username);
    await expect(history).toContainText(t.billing.workspace.reasons.UNDONE);
    expect(await page.content()).not.toContain(second.awsAccount);
  });

  test('two purchases that want one workspace: one pays, the other is told kindly', async ({
    page,
    t,
    api,
    baseURL,
    emulator,
    openBrowser,
  }) => {
    const owner = newBuyer();
    await api.bring(owner, { until: 'registered' });
    await api.signIn(owner);
    const workspace = await api.createWorkspace('Customs gateway');
    const [first, second] = [newBuyer(), newBuyer()];

    const { onboardingId } = await api.bring(first, { until: 'landed' });
    await api.bindAccount(onboardingId, owner);
    const pages = new BindPages(page, t);
    await page.goto(`/onboarding/${onboardingId}/bind`);
    await pages.preview('Customs gateway');

    const elsewhere = new PortalApi((await openBrowser()).request, baseURL, emulator);
    const other = await elsewhere.bring(second, { until: 'landed' });
    await elsewhere.bindAccount(other.onboardingId, owner);
    await elsewhere.bindWorkspace(other.onboardingId, workspace.id);

    await pages.dialog.getByRole('button', { name: t.binding.preview.confirm }).click();
    await expect(pages.dialog.getByRole('alert')).toBeVisible();
    await expect(pages.dialog.getByRole('button', { name: t.binding.preview.confirm })).toBeHidden();
    await pages.dialog.getByRole('button', { name: t.ui.close, exact: true }).last().click();
    await expect(pages.row('Customs gateway').getByRole('button')).toHaveCount(0);

    const { items } = await api.history(workspace.id);
    expect(items).toHaveLength(2);
    expect(items[0]?.payer?.awsAccount).toBe(masked(second));
  });

  test('from two tabs one workspace is bound once, and both show it', async ({ page, context, t, api }) => {
    const owner = newBuyer();
    await api.bring(owner, { until: 'registered' });
    await api.signIn(owner);
    const workspace = await api.createWorkspace('Customs gateway');
    const second = newBuyer();
    const { onboardingId } = await api.bring(second, { until: 'landed' });
    await api.bindAccount(onboardingId, owner);
    const [one, two] = [new BindPages(page, t), new BindPages(await context.newPage(), t)];
    for (const tab of [one, two]) {
      await tab.page.goto(`/onboarding/${onboardingId}/bind`);
      await tab.preview('Customs gateway');
    }
    await one.dialog.getByRole('button', { name: t.binding.preview.confirm }).click();
    await expect(one.dialog).toBeHidden();
    await two.dialog.getByRole('button', { name: t.binding.preview.confirm }).click();
    await expect(two.dialog.getByText(fill(t.binding.preview.alreadyBound, { account: masked(second) }))).toBeVisible();
    expect((await api.history(workspace.id)).items).toHaveLength(2);

    await one.confirm.click();
    await one.portal.expectStep(t.binding.success.title_one);
    await two.page.reload();
    await expect(two.portal.heading(t.binding.success.title_one)).toBeVisible();
  });

  test('the matter may be ended without a workspace; whoever is signed in as another is told', async ({
    page,
    context,
    t,
    api,
  }) => {
    const [owner, other] = [newBuyer(), newBuyer()];
    await api.bring(owner, { until: 'opened' });
    await api.signIn(owner);
    await api.createWorkspace('Customs gateway');
    await context.clearCookies();
    await api.bring(other, { until: 'registered' });
    const { onboardingId } = await api.bring(newBuyer(), { until: 'landed' });
    await api.bindAccount(onboardingId, owner);
    await api.signIn(other);
    const { binding, billing } = t;
    const pages = new BindPages(page, t);
    await page.goto(`/onboarding/${onboardingId}/bind`);
    await expect(pages.confirm).toHaveAttribute('aria-disabled', 'true');
    await pages.portal.button(binding.workspaces.finishWithout).click();
    await pages.portal.expectStep(binding.success.titleNone);
    await expect(
      page.getByText(fill(binding.success.otherAccount, { username: other.username, owner: owner.username })),
    ).toBeVisible();
    await pages.portal.link(binding.success.openBilling).click();
    await pages.portal.expectStep(billing.signIn.title);
    await pages.portal.button(billing.signIn.another).click();
    await pages.portal.signIn(owner);
    await pages.portal.expectStep(billing.workspaces.title);
    await expect(page.getByRole('rowheader')).toContainText(['Customs gateway']);
  });

  test('a wrong code counts, and a name that nobody has looks the same', async ({ page, t, api, emulator }) => {
    const owner = newBuyer();
    await api.bring(owner, { until: 'registered' });
    const second = newBuyer();
    const { onboardingId } = await api.bring(second, { until: 'landed' });
    const pages = new BindPages(page, t);
    const { account } = t.binding;
    const said: string[] = [];
    for (const username of [owner.username, newBuyer().username]) {
      await page.goto(`/onboarding/${onboardingId}/bind`);
      await pages.askForCode(username);
      await pages.codeField.fill('000000');
      await pages.portal.button(account.bind).click();
      await expect(page.getByText(fill(t.register.basic.codeMismatch_other, { count: 4 })).first()).toBeVisible();
      const text = (await page.getByRole('main').innerText()).replaceAll(username, 'NAME');
      said.push(text.replace(/\d:\d\d/g, '0:00'));
    }
    expect(said[0]).toBe(said[1]);
    expect((await emulator.mailsTo(owner.email)).length).toBeGreaterThan(1);
  });
});

test.describe('in Chinese', { tag: '@phone' }, () => {
  test.use({ language: 'zh-CN' });

  test('whoever is signed in with an account that knows the AWS account needs no code', async ({
    page,
    context,
    t,
    emulator,
    watch,
    api,
  }) => {
    test.setTimeout(120_000);
    const owner = newBuyer({ company: '云帆物流' });
    await api.bring(owner, { until: 'opened' });
    await context.clearCookies();

    const pages = new BindPages(page, t);
    const { portal } = pages;
    await buy(page, emulator, watch, { ...owner }, { product: 'global', notify: 'BEFORE' });
    await setUpYourAccount(page);
    await portal.expectChoice();
    await expect(page.getByText(t.onboarding.knownTitle)).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: t.shell.signIn }).first().click();
    await portal.expectStep(t.billing.signIn.title);
    await portal.signIn(owner);
    await portal.expectStep(t.binding.steps.workspaces);
    await portal.expectPayer(owner);

    // The first licence pays for it; this one could.
    await expect(pages.row(owner.workspace).getByRole('button')).toHaveCount(1);
    const other = newBuyer();
    await pages.register({ ...other, name: '仓储遥测', language: '中文' }, emulator);
    await pages.finish(['仓储遥测']);
    await portal.link(t.binding.success.openBilling).click();
    await portal.expectStep(t.billing.workspaces.title);
    await expect(page.getByRole('rowheader')).toHaveCount(2);
  });

  test('a signed-in account that does not know the AWS account is asked for a code alone', async ({
    page,
    t,
    emulator,
    api,
  }) => {
    const owner = newBuyer({ company: '云帆物流' });
    await api.bring(owner, { until: 'registered' });
    await api.signIn(owner);
    const second = newBuyer();
    const { onboardingId } = await api.bring(second, { until: 'landed' });
    const pages = new BindPages(page, t);
    const { account, workspaces } = t.binding;
    await page.goto(`/onboarding/${onboardingId}`);
    await pages.chooseToBind();
    const before = (await emulator.mailsTo(owner.email)).length;
    await pages.portal.button(fill(account.goOn, { username: owner.username })).click();
    await expect(pages.codeField).toBeFocused();
    await pages.codeField.fill(await emulator.codeFor(owner.email, before));
    await pages.portal.button(account.bind).click();
    await pages.portal.expectStep(t.binding.steps.workspaces);

    // Without any workspace the first question is who will own one.
    await expect(page.getByRole('heading', { name: workspaces.emptyTitle })).toBeVisible();
    await page.getByRole('button', { name: workspaces.emptyYes }).click();
    await pages.create({ name: '报关网关', language: '中文', email: owner.email }, emulator);
    await pages.finish(['报关网关']);
  });

  test('a binding that was left is gone on with by signing in', async ({ page, context, t, api, openBrowser }) => {
    const owner = newBuyer({ company: '云帆物流' });
    await api.bring(owner, { until: 'opened' });
    await api.signIn(owner);
    await api.createWorkspace('支付中台', 'ZH');
    const second = newBuyer();
    const { onboardingId } = await api.bring(second, { notify: 'NEVER', until: 'landed' });
    await api.bindAccount(onboardingId, owner);
    await page.goto('/billing/workspaces');
    await expect(page.getByRole('link', { name: t.billing.workspaces.resumeBinding })).toBeVisible();
    await context.clearCookies();

    const elsewhere = await openBrowser();
    const portal = new PortalPages(await elsewhere.newPage(), t);
    await portal.page.goto('/billing/sign-in');
    await portal.signIn(owner);
    await portal.expectStep(t.billing.workspaces.title);
    await portal.link(t.billing.workspaces.resumeBinding).click();
    await portal.expectStep(t.binding.steps.workspaces);
    const pages = new BindPages(portal.page, t);
    await pages.preview('支付中台');
    await expect(pages.dialog).toContainText(
      fill(t.binding.preview.awaits, { payer: t.binding.preview.enterpriseAccount }),
    );
    await pages.dialog.getByRole('button', { name: t.binding.preview.confirm }).click();
    await expect(pages.row('支付中台')).toContainText(t.binding.workspaces.onceConfirmed);
    await pages.finish(['支付中台']);
    await expect(portal.page.getByText(t.binding.success.onceConfirmed, { exact: true })).toBeVisible();
  });
});
