import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

const NARROWEST = 360;

/**
 * Nothing found by axe, and nothing wider than the window; on the phone not at 360 px either. Soft, so that one run tells
 * of all pages.
 */
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
  if (!viewport || viewport.width >= 1000) return;
  await page.setViewportSize({ ...viewport, width: NARROWEST });
  await expectNoSidewaysScroll(page, name);
  await page.setViewportSize(viewport);
}

async function expectNoSidewaysScroll(page: Page, name: string) {
  const { width, window } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect.soft(width, `width of ${name}`).toBeLessThanOrEqual(window);
}
