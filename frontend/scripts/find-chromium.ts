/** Prints where the browser of the tests is, or says in one line how to get one. */
import { existsSync } from 'node:fs';

export const chromiumPath = process.env.PLAYWRIGHT_CHROMIUM_PATH ?? '/usr/bin/chromium';

if (!existsSync(chromiumPath)) {
  console.error(
    `No browser at ${chromiumPath}. Install one: apt-get install -y chromium fonts-noto-cjk (or set PLAYWRIGHT_CHROMIUM_PATH).`,
  );
  process.exit(1);
}
