import { newBuyer } from './support/buyer.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';
import { textsOf } from './support/texts.ts';

test.describe('whoever changes the language', () => {
  test.use({ language: 'en' });

  test('keeps what was typed, reads the errors anew, and finds the language again', async ({
    page,
    t,
    api,
    emulator,
  }) => {
    const zh = textsOf['zh-CN'];
    const buyer = newBuyer();
    const { onboardingId } = await api.bring(buyer, { until: 'landed' });
    await page.goto(`/onboarding/${onboardingId}/register`);
    await new PortalPages(page, t).fillBasicInfo(buyer);
    await page.getByRole('textbox', { name: t.register.basic.phone }).fill('12');
    await new PortalPages(page, t).continue.click();
    await expect(page.getByText(t.errors.phone).first()).toBeVisible();

    await page.getByRole('button', { name: t.shell.language }).click();
    await page.getByRole('button', { name: '中文' }).click();
    const chinese = new PortalPages(page, zh);
    await chinese.expectStep(zh.steps.basicInfo, { focused: false });
    await expect(page.getByText(zh.errors.phone).first()).toBeVisible();
    await expect(page.getByText(/海外区 1/)).toBeVisible();
    const phone = page.getByRole('textbox', { name: zh.register.basic.phone });
    await phone.fill('');
    await expect(page.getByRole('textbox', { name: zh.register.basic.username })).toHaveValue(buyer.username);
    await chinese.proveEmail(buyer, emulator);
    await chinese.continue.click();
    await chinese.expectStep(zh.steps.companyInfo);
    await page.reload();
    await chinese.expectStep(zh.steps.companyInfo, { focused: false });
  });
});

test('the pages are light or dark as the system is, or as chosen', { tag: '@desktop' }, async ({ page, t }) => {
  const brightness = () =>
    page.evaluate(() => {
      const [red = 0, green = 0, blue = 0] = (getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []).map(
        Number,
      );
      return red + green + blue > 384 ? 'light' : 'dark';
    });
  const choose = async (appearance: string) => {
    await page.getByRole('button', { name: t.shell.appearance }).click();
    await page.getByRole('button', { name: appearance, exact: true }).click();
  };
  await page.goto('/');
  await expect.poll(brightness).toBe('dark');
  await choose(t.shell.light);
  await expect.poll(brightness).toBe('light');
  await page.reload();
  await expect.poll(brightness).toBe('light');
  await choose(t.shell.system);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(brightness).toBe('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(brightness).toBe('light');
});
