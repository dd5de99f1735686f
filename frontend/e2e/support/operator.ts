import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';
import type { Texts } from './texts.ts';
import type { Watch } from './watch.ts';

export type Operator = { username: string; password: string; totpSecret: string };

const STEP_MILLIS = 30_000;
const DIGITS = 6;

/** One of those that the local stack makes. */
export function operator(name: 'SUPPORT' | 'FINANCE' | 'ADMIN'): Operator {
  const file = readFileSync(join(process.env.DATA_DIR ?? '../data', 'local-stack', 'operators.env'), 'utf8');
  const read = (what: string) => {
    const value = new RegExp(`^${name}_${what}='(.+)'$`, 'm').exec(file)?.[1];
    if (!value) throw new Error(`${name}_${what} is not in operators.env`);
    return value;
  };
  return { username: read('USERNAME'), password: read('PASSWORD'), totpSecret: read('TOTP_SECRET') };
}

/** What an authenticator shows (RFC 6238, by the HMAC of RFC 4226). */
export function totp(secret: string, at = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MILLIS)));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** RFC 4648 */
function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')].map((letter) => {
    const value = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter);
    if (value < 0) throw new Error(`No base32: ${letter}`);
    return value.toString(2).padStart(5, '0');
  });
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Through the page. Each code opens one session, and another test may have used this one: then with the next. */
export async function signInOperator(page: Page, t: Texts, watch: Watch, { username, password, totpSecret }: Operator) {
  watch.keepSecret(password);
  watch.keepSecret(totpSecret);
  const { signIn, nav } = t.operators;
  const code = page.getByRole('textbox', { name: signIn.code });
  await page.getByRole('textbox', { name: signIn.username }).fill(username);
  await page.locator('#password').fill(password);
  let shown = '';
  await expect(async () => {
    await expect.poll(() => totp(totpSecret), { timeout: STEP_MILLIS + 5_000 }).not.toBe(shown);
    shown = totp(totpSecret);
    await code.fill(shown);
    await page.getByRole('button', { name: signIn.submit, exact: true }).click();
    await expect(page.getByRole('navigation', { name: nav.label })).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 3 * STEP_MILLIS });
}
