import { defineConfig } from '@playwright/test';
import type { Options } from './e2e/support/test.ts';
import { chromiumPath } from './scripts/find-chromium.ts';

/**
 * The browser tests, against a portal and an emulator of AWS Marketplace that run already (`make test-browser` starts
 * them). A test that names no width runs at both.
 */
export default defineConfig<Options>({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.PORTAL_URL ?? 'http://localhost:8080',
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: chromiumPath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    {
      name: 'desktop-1280',
      grepInvert: [/@phone/, /@restarts/],
      use: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark', language: 'zh-CN' },
    },
    {
      name: 'phone-390',
      grepInvert: [/@desktop/, /@restarts/],
      use: {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
        colorScheme: 'light',
        language: 'en',
      },
    },
    // Kills and restarts a portal and a local stack of its own; it needs no browser.
    { name: 'restarts', grep: /@restarts/, timeout: 180_000 },
  ],
});
