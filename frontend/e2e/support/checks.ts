import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** The widths that a page is tried at beside its own. */
const OTHER_WIDTHS = { phone: [360], desktop: [768, 1920] };

/** Nothing found by axe, and nothing wider than the window. Soft, so that one run tells of all pages. */
export async function expectGoodPage(page: Page, name: string) {
  await page.evaluate(() => document.fonts.ready);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'], preload: false })
    .analyze();
  const findings = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
  );
  expect.soft(findings, `axe on ${name}`).toEqual([]);
  await expectNoSidewaysScroll(page, name);
  const viewport = page.viewportSize();
  if (!viewport) return;
  for (const width of OTHER_WIDTHS[viewport.width < 500 ? 'phone' : 'desktop']) {
    await page.setViewportSize({ ...viewport, width });
    await expectNoSidewaysScroll(page, name);
  }
  await page.setViewportSize(viewport);
}

async function expectNoSidewaysScroll(page: Page, name: string) {
  const { width, window } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect.soft(width, `width of ${name} in a window of ${window}`).toBeLessThanOrEqual(window);
}
