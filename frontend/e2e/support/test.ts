import { type BrowserContext, test as base, expect } from '@playwright/test';
import { PortalApi } from './api.ts';
import { Emulator } from './emulator.ts';
import { type Language, type Texts, textsOf } from './texts.ts';
import { Watch } from './watch.ts';

export type Options = { language: Language };

type Fixtures = {
  /** The texts of the pages in the language of the test. */
  t: Texts;
  watch: Watch;
  emulator: Emulator;
  /** Calls the portal with the cookies of this test's browser. */
  api: PortalApi;
  /** Another browser, empty or with the cookies of one that was closed. */
  openBrowser: (state?: Awaited<ReturnType<BrowserContext['storageState']>>) => Promise<BrowserContext>;
};

export const test = base.extend<Options & Fixtures>({
  language: ['en', { option: true }],
  locale: async ({ language }, use) => use(language === 'en' ? 'en-US' : 'zh-CN'),
  t: async ({ language }, use) => use(textsOf[language]),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  emulator: async ({}, use) => use(new Emulator()),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.complaints).toEqual([]);
  },
  api: async ({ context, baseURL, emulator }, use) => use(new PortalApi(context.request, baseURL, emulator)),
  context: async ({ context, watch }, use) => use(watch.over(context)),
  openBrowser: async ({ browser, watch }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (storageState) => {
      const context = await browser.newContext(storageState ? { storageState } : {});
      opened.push(context);
      return watch.over(context);
    });
    for (const context of opened) await context.close();
  },
});

export { expect };
