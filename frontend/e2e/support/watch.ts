import type { BrowserContext } from '@playwright/test';

/**
 * Listens to all that goes on in a browser, and collects what must never happen: an error in the console, a violated
 * content security policy, an uncaught error, an answer of 500 or more, a secret in an address.
 */
export class Watch {
  readonly complaints: string[] = [];
  readonly #secrets = new Set<string>();
  readonly #allowed: RegExp[] = [];

  /** A token or password that no address may hold. */
  keepSecret(secret: string): void {
    this.#secrets.add(secret).add(encodeURIComponent(secret));
  }

  /** What this test itself provokes. */
  allow(complaint: RegExp): void {
    this.#allowed.push(complaint);
  }

  over(context: BrowserContext): BrowserContext {
    context.on('console', (message) => {
      const text = message.text();
      // A refusal is an answer like any other; the browser reports it as an error all the same.
      if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(text)) return;
      if (message.type() === 'error' || /content security policy/i.test(text)) this.#complain(`console: ${text}`);
    });
    context.on('weberror', (error) => this.#complain(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on('response', (response) => {
      if (response.status() >= 500) this.#complain(`${response.status()} of ${response.url()}`);
    });
    context.on('request', (request) => {
      this.#address(request.url());
      this.#address(request.headers().referer ?? '');
    });
    context.on('page', (page) => page.on('framenavigated', (frame) => this.#address(frame.url())));
    return context;
  }

  #address(url: string): void {
    for (const secret of this.#secrets) {
      if (url.includes(secret)) this.#complain(`a secret in an address: ${url}`);
    }
  }

  #complain(complaint: string): void {
    if (!this.#allowed.some((allowed) => allowed.test(complaint))) this.complaints.push(complaint);
  }
}
