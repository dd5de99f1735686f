import type { BrowserContext } from '@playwright/test';
import { newBuyer } from './support/buyer.ts';
import { buy, sendNotification, setUpYourAccount } from './support/marketplace-pages.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';

/** The browser is closed and opened again: its cookies are kept, everything else is gone. */
test.describe('whoever closes the browser goes on where the server says', () => {
  test.describe('in English', { tag: '@phone' }, () => {
    test.use({ language: 'en' });

    test('after each step of a legacy purchase', async ({ page, context, t, emulator, watch, openBrowser }) => {
      const buyer = newBuyer();
      await buy(page, emulator, watch, buyer, { product: 'cn', notify: 'NEVER' });
      await setUpYourAccount(page);
      await new PortalPages(page, t).expectChoice();

      let last: BrowserContext = context;
      /** The start address in the browser of before, opened again. */
      const reopen = async () => {
        const state = await last.storageState();
        await last.close();
        last = await openBrowser(state);
        const portal = new PortalPages(await last.newPage(), t);
        await portal.page.goto('/');
        return portal;
      };

      let portal = await reopen();
      await portal.expectChoice();
      await portal.expectPayer(buyer);
      await portal.chooseToRegister();
      await portal.proveEmail(buyer, emulator);

      portal = await reopen();
      await portal.expectChoice();
      await portal.chooseToRegister();
      await expect(portal.page.getByText(buyer.email)).toBeVisible();
      await portal.fillBasicInfo(buyer);
      await portal.continue.click();
      await portal.expectStep(t.steps.companyInfo);

      portal = await reopen();
      await portal.expectStep(t.steps.companyInfo, { focused: false });
      await portal.companyInfo(buyer);

      portal = await reopen();
      await portal.expectStep(t.steps.openingMethod, { focused: false });
      await portal.expectPayer(buyer);
      await portal.openWorkspace(buyer, 'English');
      await portal.expectStep(t.register.waiting.title);

      portal = await reopen();
      await portal.expectStep(t.register.waiting.title, { focused: false });
      await sendNotification(last, emulator);
      await portal.expectOpened(buyer);

      portal = await reopen();
      await expect(portal.heading(t.start.title)).toBeVisible();
      await portal.page.getByRole('main').getByRole('link', { name: t.shell.signIn }).click();
      await portal.signIn(buyer);
      await portal.expectWorkspace(buyer);

      portal = await reopen();
      await portal.page.goto('/billing/workspaces');
      await expect(portal.workspaceRow(buyer)).toHaveCount(1);
    });
  });

  test.describe('in Chinese', { tag: '@desktop' }, () => {
    test.use({ language: 'zh-CN' });

    test('after the accounts exist, from any browser, by signing in', async ({
      page,
      context: marketplace,
      t,
      emulator,
      watch,
      openBrowser,
    }) => {
      const buyer = newBuyer({ company: '云帆物流' });
      const first = new PortalPages(page, t);
      await buy(page, emulator, watch, buyer, { product: 'global', notify: 'NEVER' });
      await setUpYourAccount(page);
      await first.chooseToRegister();
      await first.basicInfo(buyer, emulator);
      await first.companyInfo(buyer);
      await page.close();

      const elsewhere = await openBrowser();
      const portal = new PortalPages(await elsewhere.newPage(), t);
      await portal.page.goto('/');
      await expect(portal.heading(t.start.title)).toBeVisible();
      await portal.page.getByRole('main').getByRole('link', { name: t.shell.signIn }).click();
      await portal.signIn(buyer);
      await portal.expectStep(t.steps.openingMethod);
      await portal.expectPayer(buyer);
      await portal.openWorkspace(buyer, '中文');
      await portal.expectStep(t.register.waiting.title);
      await portal.link(t.register.success.openBilling).click();
      await portal.expectStep(t.billing.workspaces.title);
      await expect(portal.workspaceRow(buyer)).toContainText(t.billing.workspaces.states.PENDING);
      await expect(portal.workspaceRow(buyer)).toContainText(t.billing.workspaces.onceConfirmed);
      const state = await elsewhere.storageState();
      await elsewhere.close();

      const later = await openBrowser(state);
      const billing = new PortalPages(await later.newPage(), t);
      await billing.page.goto('/billing/workspaces');
      await expect(billing.workspaceRow(buyer)).toContainText(t.billing.workspaces.states.PENDING);
      await sendNotification(marketplace, emulator);
      await expect(billing.workspaceRow(buyer)).toContainText(t.billing.workspaces.states.NORMAL, { timeout: 20_000 });
    });
  });
});
