import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumPath } from './scripts/find-chromium';

/**
 * Everything runs as it is shipped: `make run` starts it on ports of its own and with state of its own, so that a
 * `make run` beside it is not disturbed. The ports are drawn once; the workers inherit them by the environment.
 */
const draw = () => String(20_000 + Math.floor(Math.random() * 20_000));
process.env.PORTAL_PORT ??= draw();
process.env.EMULATOR_PORT ??= draw();
process.env.DATA_DIR ??= mkdtempSync(join(tmpdir(), 'guance-e2e-'));
const { PORTAL_PORT, EMULATOR_PORT, DATA_DIR } = process.env;
const baseURL = `http://localhost:${PORTAL_PORT}`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  timeout: 60_000,
  use: {
    baseURL,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
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
    { name: 'desktop-1280', use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone-390', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  ],
  webServer: {
    command: 'make -C .. run',
    url: `${baseURL}/q/health/ready`,
    timeout: 180_000,
    reuseExistingServer: false,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    env: { PORTAL_PORT, EMULATOR_PORT, DATA_DIR },
  },
});
