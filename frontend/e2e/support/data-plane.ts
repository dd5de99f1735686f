import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext } from '@playwright/test';

/** The program that reports the usage of a site's workspaces, with the credentials that the local stack made for it. */
export class DataPlane {
  readonly #request: APIRequestContext;
  readonly #portal: string;

  constructor(request: APIRequestContext, portal: string | undefined) {
    this.#request = request;
    this.#portal = portal ?? '';
  }

  /** @param hour where it begins; what is reported is its first second */
  async report(site: string, workspaceId: string, hour: Date, usage: Record<string, number>): Promise<void> {
    const response = await this.#request.post(`${this.#portal}/api/v1/usage-reports`, {
      headers: { Authorization: `Bearer ${await this.#token(site)}`, 'Idempotency-Key': randomUUID() },
      data: {
        reports: [
          {
            reportId: randomUUID(),
            workspaceId,
            from: hour.toISOString(),
            to: new Date(hour.getTime() + 1000).toISOString(),
            usage,
          },
        ],
      },
    });
    const { reports } = await response.json();
    if (reports?.[0]?.status !== 'ACCEPTED') throw new Error(`The report was not taken: ${JSON.stringify(reports)}`);
  }

  async #token(site: string): Promise<string> {
    const key = site.toUpperCase();
    const response = await this.#request.post(`${this.#portal}/api/v1/oauth2/token`, {
      headers: { Authorization: `Basic ${btoa(`${secret(`${key}_CLIENT_ID`)}:${secret(`${key}_CLIENT_SECRET`)}`)}` },
      form: { grant_type: 'client_credentials' },
    });
    return (await response.json()).access_token;
  }
}

function secret(name: string): string {
  const file = readFileSync(join(process.env.DATA_DIR ?? '../data', 'local-stack', 'partners.env'), 'utf8');
  const value = new RegExp(`^${name}='(.+)'$`, 'm').exec(file)?.[1];
  if (!value) throw new Error(`${name} is not in partners.env`);
  return value;
}
