import type { Locator, Page } from '@playwright/test';
import { masked, newBuyer } from './support/buyer.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';
import { startingWith } from './support/texts.ts';

const MOST_TABS = 60;

/** Walks there with Tab alone, and sees that the way shows where one is. */
async function tabTo(target: Locator) {
  const page = target.page();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press('Tab');
    if ((await target.count()) === 1 && (await target.evaluate((element) => element === document.activeElement)))
      return;
  }
  throw new Error(`${MOST_TABS} tabs did not lead to ${target}`);
}

async function type(target: Locator, text: string) {
  await tabTo(target);
  await target.page().keyboard.type(text);
}

async function press(target: Locator, key = 'Enter') {
  await tabTo(target);
  await target.page().keyboard.press(key);
}

/** The focus is to be seen: an outline around it, or around what stands for it. */
async function expectVisibleFocus(page: Page) {
  const outlined = await page.evaluate(() => {
    for (let at = document.activeElement; at; at = at.parentElement) {
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) return true;
    }
    return false;
  });
  expect(outlined).toBe(true);
}

test.describe('by keyboard alone', { tag: '@desktop' }, () => {
  test.use({ language: 'en' });

  test('a buyer comes from Continue Subscription to Workspace Management', async ({ page, t, emulator }) => {
    const buyer = newBuyer();
    const portal = new PortalPages(page, t);
    const { basic, company, opening, success } = t.register;

    await page.goto(`${emulator.url}/marketplace/products/global?notify=AFTER`);
    await press(page.getByRole('button', { name: 'Continue Subscription' }));
    await type(page.getByLabel('Account ID'), buyer.awsAccount);
    await type(page.getByLabel('User name'), 'alice');
    await type(page.getByLabel('Password'), 'any');
    await page.keyboard.press('Enter');
    await press(page.getByRole('button', { name: 'Subscribe', exact: true }));
    await expect(page.getByRole('button', { name: 'Set up your Account' })).toBeFocused();
    await page.keyboard.press('Enter');

    await portal.expectChoice();
    await press(portal.link(t.onboarding.register));
    await portal.expectStep(t.steps.basicInfo);

    await type(page.getByRole('textbox', { name: basic.username }), buyer.username);
    await expectVisibleFocus(page);
    await type(portal.field(basic.password), buyer.password);
    await type(portal.field(basic.repeat), buyer.password);
    await type(page.getByRole('textbox', { name: basic.email }), buyer.email);
    await page.keyboard.press('Enter');
    await expect(portal.codeField).toBeFocused();
    await page.keyboard.type(await emulator.codeFor(buyer.email));
    await expect(page.locator('#confirmed')).toBeFocused();
    await press(portal.continue);

    await portal.expectStep(t.steps.companyInfo);
    await type(page.getByRole('textbox', { name: company.name }), buyer.company);
    await press(page.getByRole('button', { name: startingWith(company.more) }));
    await type(page.getByRole('textbox', { name: company.contact }), 'Ada Lin');
    await press(page.getByRole('checkbox'), 'Space');
    await press(portal.continue);

    await portal.expectStep(t.steps.openingMethod);
    await type(page.getByRole('textbox', { name: opening.name }), buyer.workspace);
    await tabTo(page.getByRole('radio', { name: startingWith('English') }));
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('radio', { name: startingWith('中文') })).toBeChecked();
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('radio', { name: startingWith('English') })).toBeChecked();
    await press(portal.confirm);

    await portal.expectOpened(buyer);
    await press(portal.link(success.openBilling));
    await portal.expectStep(t.billing.signIn.title);
    await type(page.getByRole('textbox', { name: t.billing.signIn.login }), buyer.username);
    await type(portal.field(t.billing.signIn.password), buyer.password);
    await page.keyboard.press('Enter');
    await portal.expectWorkspace(buyer);

    const create = portal.button(t.billing.workspaces.create);
    await press(create);
    const dialog = page.getByRole('dialog', { name: t.billing.create.title });
    await expect(dialog.getByRole('textbox', { name: t.billing.create.name })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(create).toBeFocused();
    await expect(portal.workspaceRow(buyer)).toContainText(masked(buyer));
  });
});
