/** AWS Marketplace and the buyer's mailbox, as a program drives them. */
export type Product = 'global' | 'cn' | 'contract';
export type Notify = 'BEFORE' | 'AFTER' | 'NEVER';
export type Fault = 'NONE' | 'THROTTLE' | 'ERROR_500' | 'SLOW' | 'GARBAGE' | 'DISABLED';
export type Mail = { id: string; subject: string; to: string[]; text: string | null };
type Subscription = { id: string; awsAccountId: string; state: string };
/** What the seller is told of it, which differs by the kind of product. */
type Facts = Subscription & { customerIdentifier: string; licenseArn: string; agreementId: string };
type Quirks = { emptyPages?: boolean; documentedSamples?: boolean };
type Queues = { endpoint: string | null; urls: Record<string, string> };
type Notification = { kind: string; sentAt?: string | null };

export class Emulator {
  readonly url: string;

  constructor(url = process.env.EMULATOR_URL ?? 'http://127.0.0.1:8090') {
    this.url = url;
  }

  subscribe(product: Product, awsAccountId: string, notify: Notify): Promise<Subscription> {
    return this.#send('POST', '/_emulator/subscriptions', { product, awsAccountId, notify });
  }

  /** @param lifetime an ISO 8601 duration; `PT0S` is a token that has expired */
  async issueToken(subscriptionId: string, lifetime?: string): Promise<string> {
    const body = lifetime ? { lifetime } : {};
    const { token } = await this.#send<{ token: string }>('POST', this.#of(subscriptionId, 'tokens'), body);
    return token;
  }

  subscription(id: string): Promise<Facts> {
    return this.#send('GET', `/_emulator/subscriptions/${encodeURIComponent(id)}`);
  }

  /** The buyer renews; the answer is the subscription of the new agreement. */
  renew(subscriptionId: string): Promise<Facts> {
    return this.#send('POST', this.#of(subscriptionId, 'renew'), {});
  }

  /** What a contract entitles to from now on. */
  entitle(subscriptionId: string, quantities: Record<string, number>): Promise<unknown> {
    const items = Object.entries(quantities).map(([dimension, integerValue]) => ({ dimension, integerValue }));
    return this.#send('PUT', this.#of(subscriptionId, 'entitlements'), { items });
  }

  setQuirks(quirks: Quirks): Promise<unknown> {
    return this.#send('PUT', '/_emulator/quirks', quirks);
  }

  queues(): Promise<Queues> {
    return this.#send('GET', '/_emulator/queues');
  }

  /** Business time. */
  async now(): Promise<Date> {
    return new Date((await this.#send<{ now: string }>('GET', '/_emulator/time')).now);
  }

  /** AWS says it now: the subscription is live (`SUCCESS`), failed (`FAIL`), or ends (`CANCEL`). */
  notify(subscriptionId: string, type: 'SUCCESS' | 'FAIL' | 'CANCEL'): Promise<unknown> {
    return this.#send('POST', this.#of(subscriptionId, 'notifications'), { type });
  }

  async notifications(subscriptionId: string): Promise<Notification[]> {
    const path = this.#of(subscriptionId, 'notifications');
    return (await this.#send<{ items: Notification[] }>('GET', path)).items;
  }

  /** Puts a message into the queue of a seller, whatever it is. */
  async sendToSeller(product: Product, body: string): Promise<void> {
    type Queues = { endpoint: string; urls: Record<Product, string> };
    const { endpoint, urls } = await this.#send<Queues>('GET', '/_emulator/queues');
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'AmazonSQS.SendMessage' },
      body: JSON.stringify({ QueueUrl: urls[product], MessageBody: body }),
    });
    if (!response.ok) throw new Error(`SendMessage: ${response.status} ${await response.text()}`);
  }

  setFault(resolveCustomer: Fault): Promise<unknown> {
    return this.#send('PUT', '/_emulator/faults', { resolveCustomer });
  }

  /** Newest first. */
  async mailsTo(address: string): Promise<Mail[]> {
    const path = `/_emulator/mails?to=${encodeURIComponent(address)}`;
    return (await this.#send<{ items: Mail[] }>('GET', path)).items;
  }

  /**
   * Waits for the mail with the code.
   *
   * @param before how many mails there were before this code was asked for
   */
  async codeFor(address: string, before = 0): Promise<string> {
    const until = Date.now() + 15_000;
    while (Date.now() < until) {
      const mails = await this.mailsTo(address);
      for (const { subject } of mails.slice(0, mails.length - before)) {
        const code = /\b\d{6}\b/.exec(subject)?.[0];
        if (code) return code;
      }
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    throw new Error(`No code was mailed to ${address}`);
  }

  #of(subscriptionId: string, what: string): string {
    return `/_emulator/subscriptions/${encodeURIComponent(subscriptionId)}/${what}`;
  }

  async #send<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      ...(body ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
