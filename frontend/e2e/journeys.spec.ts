import { masked, newBuyer } from './support/buyer.ts';
import { buy, sendNotification, setUpYourAccount } from './support/marketplace-pages.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';
import { fill } from './support/texts.ts';

test.describe('in English', { tag: '@desktop' }, () => {
  test.use({ language: 'en' });

  test('a purchase that AWS confirms before the landing leads to a workspace settled by AWS', async ({
    page,
    context,
    t,
    emulator,
    watch,
  }) => {
    const buyer = newBuyer();
    const portal = new PortalPages(page, t);
    await buy(page, emulator, watch, buyer, { product: 'global', notify: 'BEFORE' });
    await setUpYourAccount(page);
    await portal.expectChoice();
    await portal.expectPayer(buyer);
    await portal.chooseToRegister();
    await portal.basicInfo(buyer, emulator);
    await portal.companyInfo(buyer);
    await portal.expectPayer(buyer);
    await portal.openWorkspace(buyer, 'English');
    await portal.expectOpened(buyer);
    await expect(page.getByRole('tabpanel')).toContainText('us1-openway.guance.com');
    await portal.toWorkspaceManagement(buyer);
    const kept = JSON.stringify(await context.storageState());
    expect(kept).not.toContain(buyer.password);
    expect(kept).not.toContain(buyer.awsAccount);
  });
});

test.describe('in Chinese', { tag: '@phone' }, () => {
  test.use({ language: 'zh-CN' });

  test('a legacy purchase that AWS confirms late waits at step 4 and goes on by itself', async ({
    page,
    t,
    emulator,
    watch,
  }) => {
    const buyer = newBuyer({ company: '云帆物流' });
    const portal = new PortalPages(page, t);
    await buy(page, emulator, watch, buyer, { product: 'cn', notify: 'NEVER' });
    await setUpYourAccount(page);
    await portal.expectChoice();
    await portal.expectPayer(buyer);
    await portal.chooseToRegister();
    await portal.basicInfo(buyer, emulator);
    await portal.companyInfo(buyer);
    await portal.openWorkspace(buyer, '中文');

    await portal.expectStep(t.register.waiting.title);
    await expect(page.getByText(t.register.waiting.lead)).toBeVisible();
    await expect(page.getByText(fill(t.register.waiting.opens, { account: masked(buyer) }))).toBeVisible();

    await sendNotification(page.context(), emulator);

    await portal.expectOpened(buyer);
    await portal.toWorkspaceManagement(buyer);
  });
});
