import type { Locator } from '@playwright/test';
import { newBuyer } from './support/buyer.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';
import { fill, startingWith } from './support/texts.ts';

/** What the server says of a field, in the reader's language; the pages' own sentences come from their texts. */
const serverSays = {
  en: {
    taken: (name: string) => `“${name}” is taken. Choose another name.`,
    common: 'This password is among those that are guessed first.',
    signIn: 'User name, e-mail or password is wrong.',
  },
  'zh-CN': {
    taken: (name: string) => `“${name}”已被使用，请换一个。`,
    common: '该密码过于常见，请换一个',
    signIn: '用户名、邮箱或密码不正确。',
  },
};

/** The message belongs to the field, for the eye and for a screen reader. */
async function expectRefused(field: Locator, message: string) {
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
}

test.describe('bad input is told on the field, in the language of the reader', () => {
  test('in step 1', async ({ page, t, emulator, api, language }) => {
    const portal = new PortalPages(page, t);
    const { basic } = t.register;
    const says = serverSays[language];
    const other = newBuyer();
    await api.bring(other, { until: 'registered' });
    const buyer = newBuyer();
    const { onboardingId } = await api.bring(buyer, { until: 'landed' });
    await page.goto(`/onboarding/${onboardingId}/register`);
    const username = page.getByRole('textbox', { name: basic.username });
    const [password, repeat] = [portal.field(basic.password), portal.field(basic.repeat)];
    const email = page.getByRole('textbox', { name: basic.email });

    await portal.continue.click();
    const summary = page.getByRole('group', { name: fill(t.errors.summary_other, { count: 4 }) });
    await expect(summary).toBeFocused();
    await expectRefused(username, t.errors.username);
    await expectRefused(password, t.errors.password);
    await expectRefused(repeat, t.errors.repeat);
    await expectRefused(email, t.errors.emailUnsent);
    await summary.getByRole('link', { name: t.errors.password }).click();
    await expect(password).toBeFocused();

    await username.fill('-no spaces-');
    await password.fill('short');
    await repeat.fill('other');
    await page.getByRole('textbox', { name: basic.phone }).fill('12');
    await email.fill('nobody at example');
    await portal.button(basic.sendCode).click();
    await expectRefused(email, t.errors.emailShape);
    await expectRefused(username, fill(t.errors.usernameShape, { min: 3, max: 32 }));
    await expectRefused(password, fill(t.errors.passwordShort, { min: 15 }));
    await expectRefused(repeat, t.errors.passwordsDiffer);
    await expectRefused(page.getByRole('textbox', { name: basic.phone }), t.errors.phone);

    await page.getByRole('textbox', { name: basic.phone }).fill('');
    await email.fill(buyer.email);
    await portal.button(basic.sendCode).click();
    const code = await emulator.codeFor(buyer.email);
    await portal.codeField.fill('12');
    await portal.continue.click();
    await expectRefused(portal.codeField, t.errors.emailUnproved);
    await portal.codeField.fill(code === '000000' ? '111111' : '000000');
    await expectRefused(portal.codeField, fill(basic.codeMismatch_other, { count: 4 }));
    await portal.codeField.fill(code);
    await expect(page.getByText(basic.confirmed, { exact: true }).first()).toBeVisible();

    await username.fill(other.username);
    await password.fill('passwordpassword');
    await repeat.fill('passwordpassword');
    await portal.continue.click();
    await expectRefused(password, says.common);
    await password.fill(buyer.password);
    await repeat.fill(buyer.password);
    await portal.continue.click();
    await expectRefused(username, says.taken(other.username));
    await expect(page.getByText(buyer.email)).toBeVisible();

    await username.fill(buyer.username);
    await portal.continue.click();
    await portal.expectStep(t.steps.companyInfo);
  });

  test('in steps 2 and 3, and what is typed is shown and never run', async ({ page, t, api }) => {
    const portal = new PortalPages(page, t);
    const { company, opening } = t.register;
    const buyer = newBuyer({ company: '<img src=x onerror=alert(1)> & 云帆' });
    const { onboardingId } = await api.bring(buyer, { until: 'basic-info' });
    await page.goto(`/onboarding/${onboardingId}/register`);
    const name = page.getByRole('textbox', { name: company.name });
    await portal.continue.click();
    await expectRefused(name, t.errors.companyName);
    await expectRefused(page.getByRole('checkbox'), t.errors.agreements);
    await name.fill('x'.repeat(129));
    await page.getByRole('checkbox').check();
    await portal.continue.click();
    await expectRefused(name, fill(t.errors.tooLong, { max: 128 }));
    await portal.companyInfo(buyer);

    await portal.confirm.click();
    const workspace = page.getByRole('textbox', { name: opening.name });
    await expectRefused(workspace, t.errors.workspaceName);
    await expect(page.getByRole('group', { name: t.languageChoice.label })).toHaveAccessibleDescription(
      t.errors.language,
    );
    await workspace.fill('"><script>alert(1)</script>');
    await page.getByRole('radio', { name: startingWith('English') }).check();
    await portal.confirm.click();
    await portal.expectStep(t.steps.success);
    await expect(page.getByText('"><script>alert(1)</script>').first()).toBeVisible();
  });

  test('in the sign-in, alike for known and unknown names', async ({ page, t, api, language }) => {
    const portal = new PortalPages(page, t);
    const buyer = newBuyer();
    await api.bring(buyer, { until: 'registered' });
    await page.goto('/billing/sign-in');
    await portal.button(t.billing.signIn.submit).click();
    await expectRefused(page.getByRole('textbox', { name: t.billing.signIn.login }), t.errors.login);
    await expectRefused(portal.field(t.billing.signIn.password), t.errors.signInPassword);
    for (const wrong of [{ ...buyer, password: 'not the password' }, newBuyer()]) {
      await portal.signIn(wrong);
      await expect(page.getByRole('group', { name: t.errors.formSummary })).toContainText(serverSays[language].signIn);
      await expect(page.getByRole('group', { name: t.errors.formSummary })).toBeFocused();
    }
    await portal.signIn(buyer);
    await portal.expectStep(t.steps.openingMethod);
  });
});
