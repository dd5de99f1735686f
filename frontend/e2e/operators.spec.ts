import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { newBuyer } from './support/buyer.ts';
import { expectGoodPage } from './support/checks.ts';
import { operator, signInOperator } from './support/operator.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';
import { fill, type Texts } from './support/texts.ts';

/** Writes the note that an act asks for, and sends it. */
async function giveNote(page: Page, t: Texts, title: string, submit: string, note: string) {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('textbox', { name: t.operators.note.label }).fill(note);
  await dialog.getByRole('button', { name: submit, exact: true }).click();
  await expect(dialog).toBeHidden();
}

const told = (page: Page, text: string | RegExp) =>
  page.getByRole('main').getByRole('status').filter({ hasText: text }).first();

test('an operator signs in, finds a buyer who never registered, and replays a message that nobody could read', async ({
  page,
  t,
  api,
  emulator,
  watch,
}) => {
  test.setTimeout(300_000);
  const portal = new PortalPages(page, t);
  const { operators } = t;
  const { nav, signIn, note } = operators;
  const buyer = newBuyer();
  await api.bring(buyer, { until: 'basic-info' });
  const why = `browser test ${randomUUID()}`;

  await test.step('the sign-in', async () => {
    await page.goto('/operators');
    await portal.expectStep(signIn.title, { focused: false });
    await portal.button(signIn.submit).click();
    await expect(page.getByText(fill(t.errors.summary_other, { count: 3 }))).toBeVisible();
    await expectGoodPage(page, 'the sign-in of operators with errors');
    await page.getByRole('textbox', { name: signIn.username }).fill('nobody');
    await page.locator('#password').fill('not the password');
    await page.getByRole('textbox', { name: signIn.code }).fill('000000');
    await portal.button(signIn.submit).click();
    await expect(page.getByText(t.errors.formSummary)).toBeVisible();
    await expect(page.getByRole('textbox', { name: signIn.username })).toHaveValue('nobody');

    await signInOperator(page, t, watch, operator('ADMIN'));
    await expect(portal.heading(nav.subscriptions)).toBeVisible();
    await expect(page).toHaveURL(/\/operators\/subscriptions$/);
    await expect(page.getByRole('banner')).toContainText(operators.roles.ADMINISTRATOR);
  });

  await test.step('the search, and one subscription', async () => {
    await page.getByRole('textbox', { name: operators.subscriptions.search }).fill(buyer.awsAccount);
    await page.getByRole('search').getByRole('button').click();
    const row = page.getByRole('row').filter({ hasText: buyer.awsAccount });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(operators.subscription.nobody);
    await expectGoodPage(page, 'the subscriptions');
    await row.getByRole('link').click();
    await expect(page.getByRole('region', { name: operators.timeline.title })).toContainText(
      operators.timeline.kinds.LANDING,
    );
    await expect(page).not.toHaveTitle(new RegExp(buyer.awsAccount));
    await portal.button(operators.addNote.open).click();
    await expectGoodPage(page, 'the dialog of a note');
    await page.getByRole('dialog').getByRole('button', { name: operators.addNote.submit, exact: true }).click();
    await expect(page.getByRole('dialog').getByRole('link', { name: note.missing })).toBeVisible();
    await giveNote(page, t, operators.addNote.title, operators.addNote.submit, why);
    await expect(told(page, operators.addNote.done)).toBeFocused();
    await expect(page.getByRole('region', { name: operators.timeline.title })).toContainText(why);
    await expectGoodPage(page, 'one subscription');
  });

  await test.step('who paid and never registered is reminded', async () => {
    await page.getByRole('link', { name: nav.unregistered }).click();
    await portal.expectStep(nav.unregistered);
    // Oldest first: others may be on the pages before.
    const row = page.getByRole('row').filter({ hasText: buyer.awsAccount });
    await expect(async () => {
      if ((await row.count()) > 0) return;
      await portal.link(operators.paging.next).click();
      await expect(row).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expectGoodPage(page, 'buyers who never registered');
    const mails = (await emulator.mailsTo(buyer.email)).length;
    await row.getByRole('button').click();
    await giveNote(page, t, operators.remind.title, operators.remind.submit, why);
    await expect(told(page, fill(operators.remind.done, { email: buyer.email }))).toBeVisible();
    await expect.poll(async () => (await emulator.mailsTo(buyer.email)).length).toBe(mails + 1);
    await expect(row).toContainText(operators.remind.onceADay);
  });

  await test.step('a message that cannot be read is replayed, and put away', async () => {
    const payload = `{"what": "<script>alert('${why}')</script>", `;
    await emulator.sendToSeller('global', payload);
    const parked = page.getByRole('article').filter({ hasText: why });
    await expect(async () => {
      await page.goto('/operators/parked-events');
      await expect(parked).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 40_000 });
    await expect(parked.locator('pre')).toHaveText(payload.trim());
    await expectGoodPage(page, 'parked events');
    await parked.getByRole('button', { name: operators.replay.open }).click();
    await giveNote(page, t, operators.replay.title, operators.replay.submit, why);
    await expect(told(page, operators.replay.stillParked.split('{{what}}')[1]?.split('{{')[0] ?? '')).toBeVisible();
    await expect(parked).toBeVisible();
    await parked.getByRole('button', { name: operators.closeEvent.open }).click();
    await giveNote(page, t, operators.closeEvent.title, operators.closeEvent.submit, why);
    await expect(parked).toHaveCount(0);
  });

  await test.step('parked records and lost hours', async () => {
    await page.getByRole('link', { name: nav.records }).click();
    await portal.expectStep(nav.records);
    await expectGoodPage(page, 'parked records');
    await page.getByRole('link', { name: nav.lost }).click();
    await portal.expectStep(nav.lost);
    await expectGoodPage(page, 'lost hours');
  });

  await test.step('a rate card is compared before it is put into force', async () => {
    await page.getByRole('link', { name: nav.rateCards }).click();
    await portal.expectStep(nav.rateCards);
    const { rateCards } = operators;
    const field = page.getByRole('textbox', { name: rateCards.card });
    await field.fill('no price list');
    await portal.button(rateCards.preview).click();
    await expect(page.locator('#error-summary-title')).toBeVisible();
    await expect(field).toHaveValue('no price list');

    const card = JSON.parse(readFileSync(join(import.meta.dirname, CARD), 'utf8'));
    const next = new Date().getUTCFullYear() + 1;
    card.version = `${next}-02`;
    card.effectiveFrom = `${next}-02-01`;
    card.items.timeseries.prices.INTL.USD[0] = '0.46';
    await field.fill(JSON.stringify(card));
    await portal.button(rateCards.preview).click();
    const changes = page.getByRole('table', { name: rateCards.changesLabel });
    await expect(changes.getByRole('row').filter({ hasText: '+100 %' })).toContainText('timeseries@3d');
    await expect(portal.button(operators.uploadCard.open)).toBeVisible();
    await expectGoodPage(page, 'rate cards and a preview');
  });

  await test.step('the audit has all of it', async () => {
    await page.getByRole('link', { name: nav.audit }).click();
    await portal.expectStep(nav.audit);
    for (const act of ['noteSubscription', 'remindUnregisteredBuyer', 'replayEvent', 'closeEvent'] as const) {
      const row = page.getByRole('row').filter({ hasText: why }).filter({ hasText: operators.acts[act] });
      await expect(row).toHaveCount(1);
      await expect(row).toContainText(operator('ADMIN').username);
    }
    await expectGoodPage(page, 'the audit');
  });

  await test.step('the way out', async () => {
    await page.getByRole('banner').getByRole('button', { name: operators.userMenu }).click();
    await portal.button(operators.signOut).click();
    await portal.expectStep(signIn.title);
    await page.goto('/operators/audit');
    await portal.expectStep(signIn.title, { focused: false });
    await expect(page).toHaveURL(/next=%2Foperators%2Faudit/);
  });
});

/** The one that is in force from the beginning. */
const CARD = '../../backend/portal/src/main/resources/rate-cards/2024-06.json';

test('what another role may not do is not offered @desktop', async ({ page, t, watch, emulator }) => {
  test.setTimeout(150_000);
  const { operators } = t;
  const portal = new PortalPages(page, t);
  await emulator.sendToSeller('global', `not for finance ${randomUUID()}`);
  await page.goto('/operators/parked-events');
  await signInOperator(page, t, watch, operator('FINANCE'));
  await expect(page).toHaveURL(/\/operators\/parked-events$/);
  await expect(portal.link(operators.nav.audit)).toHaveCount(0);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('article').first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  const replay = page.getByRole('button', { name: operators.replay.open }).first();
  await expect(replay).toHaveAttribute('aria-disabled', 'true');
  await expect(replay).toHaveAccessibleDescription(operators.only.supportAndAdministrators);
  await page.goto('/operators/audit');
  await expect(page.getByText(operators.only.administrators)).toBeVisible();
  const answer = await page.request.get('/api/v1/operators/audit');
  expect(answer.status()).toBe(403);
});

test('a buyer who pays and never came here is listed, and found by what names the purchase @desktop', async ({
  page,
  t,
  watch,
  emulator,
}) => {
  test.setTimeout(150_000);
  const { unlanded } = t.operators;
  const { awsAccount } = newBuyer();
  const { id } = await emulator.subscribe('global', awsAccount, 'BEFORE');
  const { agreementId, licenseArn } = await emulator.subscription(id);
  await page.goto('/operators/unregistered-buyers');
  await signInOperator(page, t, watch, operator('SUPPORT'));
  const never = page.getByRole('table', { name: unlanded.title });
  // Oldest first: it may stand on a page that is yet to be shown.
  await expect(async () => {
    await page.reload();
    await expect(never).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  await expectGoodPage(page, 'buyers who never registered, and those who never came');
  for (const name of [awsAccount, agreementId, licenseArn]) {
    await page.goto(`/operators/subscriptions?query=${encodeURIComponent(name)}`);
    await expect(never.getByRole('rowheader', { name: awsAccount })).toBeVisible();
    await expect(never.getByRole('row')).toHaveCount(2);
  }
  await expectGoodPage(page, 'a search that finds who never came');
});
