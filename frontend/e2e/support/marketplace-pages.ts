import type { BrowserContext, Page } from '@playwright/test';
import type { Buyer } from './buyer.ts';
import type { Emulator, Notify, Product } from './emulator.ts';
import { expect } from './test.ts';
import type { Watch } from './watch.ts';

type Purchase = { product: Product; notify: Notify };

/** On the buyer's pages, from Continue Subscription to the dialog that has Set up your Account. */
export async function buy(page: Page, emulator: Emulator, watch: Watch, buyer: Buyer, { product, notify }: Purchase) {
  await page.goto(`${emulator.url}/marketplace`);
  const currency = product === 'global' ? 'USD' : 'CNY';
  await page.getByRole('link', { name: `Guance Commercial Plan, ${currency}` }).click();
  await page.getByLabel('Send the notification').selectOption(notify);
  await page.getByRole('button', { name: 'Continue Subscription' }).click();
  await page.getByLabel('Account ID').fill(buyer.awsAccount);
  await page.getByLabel('User name').fill('alice');
  await page.getByLabel('Password').fill('any');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Set up your Account' })).toBeVisible();
  watch.keepSecret(await dialog.locator('input[name="x-amzn-marketplace-token"]').inputValue());
  watch.keepSecret(buyer.password);
}

/** To the portal: a form of another site, posted by the browser. */
export async function setUpYourAccount(page: Page) {
  await page.getByRole('dialog').getByRole('button', { name: 'Set up your Account' }).click();
  await page.waitForURL(/\/onboarding\//);
}

/** AWS says it now, as the page of the only subscription of who is signed in has it done. */
export async function sendNotification(context: BrowserContext, emulator: Emulator) {
  const page = await context.newPage();
  await page.goto(`${emulator.url}/marketplace/subscriptions`);
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Manage / })
    .click();
  await page.getByRole('button', { name: 'Send the notification now' }).click();
  // A page that is closed too early takes its request with it.
  await expect(
    page
      .getByRole('main')
      .getByText(/^Sent /)
      .or(page.getByText(/^(Waiting|Unsent)$/))
      .first(),
  ).toBeVisible();
  await page.close();
}

/** What a link of AWS Marketplace does, with a token (or none) of one's choice: a page of its site posts the form. */
export async function postLanding(page: Page, from: string, landing: string, fields: Record<string, string>) {
  await page.goto(from);
  const answered = page.waitForResponse((response) => response.url() === landing);
  await page.evaluate(
    ([action, entries]) => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = action;
      for (const [name, value] of Object.entries(entries)) {
        const input = document.createElement('input');
        input.type = 'hidden';
        input.name = name;
        input.value = value;
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    },
    [landing, fields] as const,
  );
  const response = await answered;
  await page.waitForURL((url) => url.href !== from && url.href !== landing);
  return response;
}
