/**
 * Pictures of the pages, from a build with the mock entry: each at 1280 and 390 px, in both languages, light and dark.
 * `--axe` looks for accessibility findings instead (390 light, 1280 dark) and fails on any. Further words choose
 * pages; one that ends in `-`, all that begin with it.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { scenarios } from '../src/mocks/data.ts';
import { subscriptionIds } from '../src/mocks/operator-ids.ts';
import { chromiumPath } from './find-chromium.ts';

const root = resolve(import.meta.dirname, '..');
const outDir = resolve(root, '.cache/look');
const pictures = resolve(root, '.cache/pictures');
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

type Shot = { path: string; act?: (page: Page) => Promise<void> };
const onboarding = (name: keyof typeof scenarios) => `/onboarding/${scenarios[name]}`;
const submit = (page: Page) => page.locator('form [type=submit]').click();

const workspaceAt = (row: number) => `/billing/workspaces/01990000-4f1c-7000-8000-00000000010${row}`;
const awaitHours = (page: Page) => page.locator('#hour-detail ol').first().waitFor();

const operatorSubscription = (name: keyof typeof subscriptionIds, mock?: string) =>
  `/operators/subscriptions/${subscriptionIds[name]}${mock ? `?mock=${mock}` : ''}`;
const awaitTimeline = (page: Page) => page.locator('main ol li').first().waitFor();
const submitDialog = (page: Page) => page.locator('[role=dialog] [type=submit]').click();

/** Opens the preview of one of the workspaces that can be bound. */
async function openPreview(page: Page, row: number) {
  await page.locator('li button').nth(row).click();
  await page.locator('[role=dialog] dl').waitFor();
}

const shots: Record<string, Shot> = {
  start: { path: '/' },
  landing: { path: onboarding('fresh') },
  'landing-known': { path: onboarding('known') },
  'basic-info': { path: `${onboarding('fresh')}/register` },
  'basic-info-errors': {
    path: `${onboarding('code')}/register`,
    act: async (page) => {
      await page.locator('#username').fill('meridian!');
      await page.locator('#password').fill('short');
      await page.locator('#repeat').fill('other');
      await page.locator('#code').fill('407192');
      await page.waitForTimeout(300);
      await submit(page);
    },
  },
  'basic-info-again': { path: `${onboarding('company')}/register?edit=basic-info` },
  'company-info': {
    path: `${onboarding('company')}/register`,
    act: async (page) => {
      await page.locator('form button[aria-expanded]').click();
    },
  },
  'company-info-errors': { path: `${onboarding('company')}/register`, act: submit },
  opening: {
    path: `${onboarding('opening')}/register`,
    act: async (page) => {
      await page.locator('#workspaceName').fill('Meridian Production');
      await page.locator('#language').check();
    },
  },
  'bind-guide': {
    path: onboarding('fresh'),
    act: async (page) => {
      await page.locator('[aria-haspopup=dialog]').last().click();
      await page.locator('[role=dialog] ol').waitFor();
    },
  },
  'bind-account': { path: `${onboarding('fresh')}/bind` },
  'bind-account-code': {
    path: `${onboarding('fresh')}/bind`,
    act: async (page) => {
      await page.locator('#username').fill('meridian-freight');
      await submit(page);
      await page.locator('#code').fill('831');
    },
  },
  'bind-account-errors': {
    path: `${onboarding('fresh')}/bind?account=meridian-freight`,
    act: async (page) => {
      await page.locator('#code').fill('831402');
      await submit(page);
      await page.locator('#error-summary-title').waitFor();
    },
  },
  'bind-account-signed-in': { path: `${onboarding('signedIn')}/bind` },
  'bind-account-known': { path: `${onboarding('signedInKnown')}/bind` },
  'bind-workspaces': {
    path: `${onboarding('binding')}/bind`,
    act: async (page) => {
      await page.locator('li button').first().click();
      await page.locator('[role=dialog] dl').waitFor();
      await page.locator('[role=dialog] [data-busy], [role=dialog] button').last().waitFor();
      await page.locator('[role=dialog] button').nth(1).click();
      await page.locator('[role=dialog]').waitFor({ state: 'detached' });
    },
  },
  'bind-workspaces-paged': { path: `${onboarding('binding')}/bind?mock=paged` },
  'bind-workspaces-failing': {
    path: `${onboarding('binding')}/bind?mock=failing`,
    act: (page) => page.waitForTimeout(4_000),
  },
  'bind-preview': { path: `${onboarding('binding')}/bind`, act: (page) => openPreview(page, 1) },
  'bind-preview-pending': { path: `${onboarding('bindingPending')}/bind`, act: (page) => openPreview(page, 3) },
  'bind-preview-at-once': { path: `${onboarding('binding')}/bind`, act: (page) => openPreview(page, 4) },
  'bind-preview-race': {
    path: `${onboarding('binding')}/bind?mock=race`,
    act: async (page) => {
      await openPreview(page, 1);
      await page.locator('[role=dialog] button').nth(1).click();
      await page.locator('[role=dialog] [role=alert]').waitFor();
    },
  },
  'bind-create': {
    path: `${onboarding('binding')}/bind?tab=create`,
    act: async (page) => {
      await page.locator('#owner-workspaceName').fill('Hamburg yard planning');
      await page.locator('#owner-language').check();
      await page.locator('#owner-email').fill('ops@meridianfreight.example');
    },
  },
  'bind-create-code': {
    path: `${onboarding('binding')}/bind?tab=create`,
    act: async (page) => {
      await page.locator('#owner-email').fill('ops@meridianfreight.example');
      await page.locator('#owner-email').press('Enter');
      await page.locator('#owner-code').fill('831402');
      await page.locator('form [type=submit]:visible').click();
    },
  },
  'bind-register-errors': {
    path: `${onboarding('bindingFirst')}/bind?tab=register`,
    act: async (page) => {
      await page.locator('form [type=submit]:visible').press('Enter');
    },
  },
  'bind-first': { path: `${onboarding('bindingFirst')}/bind` },
  'bind-over': { path: `${onboarding('bindingOver')}/bind` },
  'bind-none': { path: `${onboarding('boundToNone')}/bind` },
  'bind-success': { path: `${onboarding('bound')}/bind` },
  success: { path: `${onboarding('done')}/register` },
  waiting: { path: `${onboarding('pending')}/register` },
  failed: { path: onboarding('failed') },
  expired: { path: onboarding('expired') },
  other: { path: onboarding('other') },
  missing: { path: onboarding('missing') },
  'landing-help': { path: '/marketplace/landing' },
  'problem-expired': { path: '/marketplace/problem/token-expired?request=req-7K2M-94QD' },
  'problem-aws': { path: '/marketplace/problem/aws-not-answering?request=req-7K2M-94QD' },
  'problem-ended': { path: '/marketplace/problem/subscription-ended' },
  'sign-in': { path: '/billing/sign-in?reason=already-bound&mock=signed-out' },
  'sign-in-as-another': { path: '/billing/sign-in?reason=already-bound' },
  workspaces: { path: '/billing/workspaces?mock=resume' },
  'workspaces-resume-binding': { path: '/billing/workspaces?mock=resume-binding' },
  workspace: { path: workspaceAt(0), act: awaitHours },
  'workspace-table': {
    path: workspaceAt(0),
    act: async (page) => {
      await awaitHours(page);
      const toggles = page.getByRole('button', { name: /^(Show as table|显示为表格)$/ });
      // Each turns into the way back, so the first one left is the next.
      while ((await toggles.count()) > 0) await toggles.first().click();
      await page.locator('details summary').first().click();
    },
  },
  'workspace-late': {
    path: workspaceAt(0),
    act: async (page) => {
      await awaitHours(page);
      const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 30 * 3_600_000).toISOString().slice(0, 13);
      await page.locator(`[data-hour="${at}"]`).click();
    },
  },
  'workspace-buffer': { path: workspaceAt(1), act: awaitHours },
  'workspace-shanghai': { path: workspaceAt(2), act: awaitHours },
  'workspace-new': { path: `${workspaceAt(0)}?mock=empty`, act: (page) => page.locator('#month').waitFor() },
  'workspace-silent': { path: workspaceAt(3), act: (page) => page.locator('#month').waitFor() },
  'workspace-waiting': { path: workspaceAt(4), act: (page) => page.locator('#month').waitFor() },
  'workspace-failing': { path: `${workspaceAt(0)}?mock=failing`, act: (page) => page.waitForTimeout(4_000) },
  'workspace-datakit-tab': {
    path: `${workspaceAt(0)}?view=datakit`,
    act: (page) => page.locator('pre').waitFor(),
  },
  'workspace-buffer-preview': {
    path: workspaceAt(1),
    act: async (page) => {
      await page.locator('[aria-labelledby=choose-payer] button').first().click();
      await page.locator('[role=dialog] dl').waitFor();
    },
  },
  'workspace-buffer-chosen': {
    path: workspaceAt(1),
    act: async (page) => {
      await page.locator('[aria-labelledby=choose-payer] button').first().click();
      await page.locator('[role=dialog] dl').waitFor();
      await page.locator('[role=dialog] button').nth(1).click();
      await page.locator('[role=dialog]').waitFor({ state: 'detached' });
    },
  },
  'workspace-locked': { path: workspaceAt(3), act: (page) => page.locator('#choose-payer').waitFor() },
  'workspace-locked-first': {
    path: `${workspaceAt(3)}?mock=first`,
    act: (page) => page.locator('#choose-payer').waitFor(),
  },
  'workspace-opening': { path: workspaceAt(6), act: (page) => page.locator('#unpaid').waitFor() },
  'workspace-changed': { path: workspaceAt(5), act: (page) => page.locator('#month').waitFor() },
  'workspace-dissolve': {
    path: workspaceAt(3),
    act: async (page) => {
      await page.locator('[aria-labelledby=choose-payer] button').last().click();
      await page.locator('[role=dialog] input').fill('Legacy');
      await page.locator('[role=dialog] [type=submit]').click();
    },
  },
  'workspace-change': {
    path: `${workspaceAt(0)}?change=true`,
    act: (page) => page.locator('[role=dialog] fieldset').first().waitFor(),
  },
  'workspace-change-preview': {
    path: `${workspaceAt(0)}?change=true`,
    act: async (page) => {
      await page.locator('[role=dialog] input:enabled').first().check();
      await page.locator('[role=dialog] button').nth(1).click();
      await page.locator('[role=dialog] dl').waitFor();
    },
  },
  'cloud-accounts': { path: '/billing/cloud-accounts', act: (page) => page.locator('td').first().waitFor() },
  'cloud-accounts-empty': { path: '/billing/cloud-accounts?mock=empty' },
  'cloud-accounts-failing': {
    path: '/billing/cloud-accounts?mock=failing',
    act: (page) => page.waitForTimeout(4_000),
  },
  'cloud-accounts-subscribe': {
    path: '/billing/cloud-accounts',
    act: async (page) => {
      await page.locator('h1 ~ p').first().waitFor();
      await page.locator('main [aria-haspopup=dialog]').first().click();
      await page.locator('[role=dialog] a').first().waitFor();
    },
  },
  'cloud-accounts-pick-up': {
    path: '/billing/cloud-accounts',
    act: async (page) => {
      await page.locator('article [aria-haspopup=dialog]').first().click();
      await page.locator('[role=dialog] [type=checkbox]').first().waitFor();
    },
  },
  'workspace-missing': { path: '/billing/workspaces/01990000-4f1c-7000-8000-000000000999' },
  'workspaces-empty': { path: '/billing/workspaces?mock=empty' },
  'workspaces-failing': { path: '/billing/workspaces?mock=failing', act: (page) => page.waitForTimeout(4_000) },
  'workspace-create': {
    path: '/billing/workspaces',
    act: async (page) => {
      await page.locator('main h1 ~ p, main h1').first().waitFor();
      await page.locator('main button').first().click();
      await page.locator('[role=dialog] form').waitFor();
    },
  },
  'workspace-datakit': {
    path: '/billing/workspaces',
    act: async (page) => {
      await page.locator('td button').first().click();
      await page.locator('[role=tabpanel]').waitFor();
    },
  },
  'operator-sign-in': { path: '/operators/sign-in?mock=signed-out' },
  'operator-sign-in-errors': {
    path: '/operators/sign-in?mock=signed-out&reason=ended',
    act: async (page) => {
      await page.locator('#username').fill('chen.yu');
      await submit(page);
      await page.locator('#error-summary-title').waitFor();
    },
  },
  'operator-subscriptions': { path: '/operators/subscriptions', act: (page) => page.locator('tbody').waitFor() },
  'operator-subscriptions-none': {
    path: '/operators/subscriptions?query=nobody',
    act: (page) => page.locator('main h2').waitFor(),
  },
  'operator-subscription': { path: operatorSubscription('live', 'finance'), act: awaitTimeline },
  'operator-subscription-administrator': { path: operatorSubscription('live'), act: awaitTimeline },
  'operator-subscription-ending': {
    path: operatorSubscription('ending', 'support'),
    act: (page) => page.locator('#final-hour').waitFor(),
  },
  'operator-subscription-missing': { path: '/operators/subscriptions/01990000-4f1c-7000-8000-000000000999' },
  'operator-subscription-failing': {
    path: operatorSubscription('live', 'failing'),
    act: (page) => page.waitForTimeout(4_000),
  },
  'operator-note': {
    path: operatorSubscription('live'),
    act: async (page) => {
      await awaitTimeline(page);
      await page.locator('main h1').locator('xpath=ancestor::div[3]').locator('button').first().click();
      await page.locator('[role=dialog] form').waitFor();
      await submitDialog(page);
      await page.locator('#error-summary-title').waitFor();
    },
  },
  'operator-frozen': {
    path: operatorSubscription('live'),
    act: async (page) => {
      await page.locator('article button').nth(1).click();
      await page.locator('[role=dialog] pre').waitFor();
    },
  },
  'operator-unregistered': { path: '/operators/unregistered-buyers', act: (page) => page.locator('tbody').waitFor() },
  'operator-unregistered-empty': {
    path: '/operators/unregistered-buyers?mock=empty',
    act: (page) => page.locator('main h2').waitFor(),
  },
  'operator-events': { path: '/operators/parked-events', act: (page) => page.locator('article').first().waitFor() },
  'operator-events-replayed': {
    path: '/operators/parked-events',
    act: async (page) => {
      await page.locator('article button').first().click();
      await page.locator('#note').fill('The new type is known now.');
      await submitDialog(page);
      await page.locator('main [role=status] b, main [role=status] div').first().waitFor();
      await page.locator('[role=dialog]').waitFor({ state: 'detached' });
    },
  },
  'operator-events-refused': {
    path: '/operators/parked-events',
    act: async (page) => {
      await page.locator('article button').first().click();
      await page.locator('#note').fill('refuse');
      await submitDialog(page);
      await page.locator('#error-summary-title').waitFor();
    },
  },
  'operator-events-finance': {
    path: '/operators/parked-events?mock=finance',
    act: (page) => page.locator('article').first().waitFor(),
  },
  'operator-records': { path: '/operators/parked-records', act: (page) => page.locator('article').first().waitFor() },
  'operator-lost': { path: '/operators/lost-hours', act: (page) => page.locator('tbody').waitFor() },
  'operator-rate-cards': {
    path: '/operators/rate-cards',
    act: async (page) => {
      await page.locator('#card').fill('{"version": "2027-01"}');
      await submit(page);
      await page.locator('#preview').waitFor();
    },
  },
  'operator-rate-cards-errors': {
    path: '/operators/rate-cards',
    act: async (page) => {
      await page.locator('#card').fill('2027-01');
      await submit(page);
      await page.locator('#error-summary-title').waitFor();
    },
  },
  'operator-rate-cards-support': {
    path: '/operators/rate-cards?mock=support',
    act: (page) => page.locator('tbody').waitFor(),
  },
  'operator-audit': { path: '/operators/audit', act: (page) => page.locator('tbody').waitFor() },
  'operator-audit-finance': { path: '/operators/audit?mock=finance' },
  help: { path: '/help' },
  'not-found': { path: '/nowhere' },
};

const words = process.argv.slice(2);
const axe = words.includes('--axe');
const wanted = Object.entries(shots).filter(([name]) => {
  const chosen = words.filter((word) => !word.startsWith('-'));
  return chosen.length === 0 || chosen.some((word) => word === name || (word.endsWith('-') && name.startsWith(word)));
});
const looks = axe
  ? ([
      [390, 'en', 'light'],
      [1280, 'zh-CN', 'dark'],
    ] as const)
  : ([
      [1280, 'en', 'light'],
      [390, 'en', 'light'],
      [1280, 'zh-CN', 'dark'],
      [390, 'zh-CN', 'dark'],
    ] as const);

await build({ root, mode: 'mock', logLevel: 'warn', build: { outDir, emptyOutDir: true } });
const server = await preview({
  root,
  mode: 'mock',
  build: { outDir },
  preview: { port: 0, host: '127.0.0.1', headers: { 'Content-Security-Policy': policy } },
});
const origin = server.resolvedUrls?.local[0]?.replace(/\/$/, '');
if (!origin) throw new Error('The preview has no address');
mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});

let findings = 0;
async function look(context: BrowserContext, name: string, shot: Shot, suffix: string) {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    await page.goto(origin + shot.path);
    await page.locator('h1, [role=alert]').first().waitFor({ timeout: 8_000 });
    await shot.act?.(page);
    await page.waitForTimeout(350);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) complaints.push(`wider than the window by ${overflow}px`);
    if (axe) {
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, help, nodes } of violations) {
        complaints.push(
          `axe ${id}: ${help}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`,
        );
      }
    } else {
      await page.screenshot({ path: `${pictures}/${name}-${suffix}.png`, fullPage: true });
    }
  } catch (error) {
    complaints.push(String(error));
    await page.screenshot({ path: `${pictures}/${name}-${suffix}-broken.png` });
  }
  for (const complaint of complaints) console.error(`${name} ${suffix}: ${complaint}`);
  findings += complaints.length;
  await page.close();
}

for (const [width, locale, colorScheme] of looks) {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 800 },
    locale,
    colorScheme,
    reducedMotion: 'reduce',
  });
  for (const [name, shot] of wanted) await look(context, name, shot, `${width}-${locale}-${colorScheme}`);
  await context.close();
}
await browser.close();
await server.close();
console.log(`${wanted.length} pages, ${looks.length} looks, ${findings} findings`);
if (findings > 0) process.exitCode = 1;
