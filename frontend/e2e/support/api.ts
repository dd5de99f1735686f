import { randomUUID } from 'node:crypto';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import type { components } from '../../src/api/schema';
import type { Buyer } from './buyer.ts';
import type { Emulator, Notify, Product } from './emulator.ts';

type Schemas = components['schemas'];
type Onboarding = Schemas['Onboarding'];

type Wish = {
  product?: Product;
  notify?: Notify;
  language?: 'EN' | 'ZH';
  until: 'landed' | 'basic-info' | 'registered' | 'opened';
};

export type Landed = { onboardingId: string; subscriptionId: string };

/**
 * A buyer's way without the pages, by the same cookies as a browser's: for tests that begin in the middle, and to see in
 * the end what there is. Given the requests of a browser context, that browser holds the proofs.
 */
export class PortalApi {
  readonly #request: APIRequestContext;
  readonly #portal: string;
  readonly #emulator: Emulator;

  constructor(request: APIRequestContext, portal: string | undefined, emulator: Emulator) {
    this.#request = request;
    this.#portal = portal ?? '';
    this.#emulator = emulator;
  }

  /** Buys, lands, and goes on until the asked step is done. */
  async bring(buyer: Buyer, { product = 'global', notify = 'BEFORE', language = 'EN', until }: Wish): Promise<Landed> {
    const { id } = await this.#emulator.subscribe(product, buyer.awsAccount, notify);
    const landed = { subscriptionId: id, onboardingId: await this.land(await this.#emulator.issueToken(id)) };
    const { onboardingId } = landed;
    if (notify === 'BEFORE') await this.#live(onboardingId);
    if (until === 'landed') return landed;
    await this.#call('POST', `/api/v1/onboardings/${onboardingId}/email-codes`, { email: buyer.email });
    const code = await this.#emulator.codeFor(buyer.email);
    await this.#call('POST', `/api/v1/onboardings/${onboardingId}/email-verifications`, { email: buyer.email, code });
    const { sites } = await this.onboarding(onboardingId);
    await this.#call('PUT', `/api/v1/onboardings/${onboardingId}/basic-info`, {
      siteId: sites.find((site) => site.selectable)?.id,
      username: buyer.username,
      password: buyer.password,
      email: buyer.email,
    });
    if (until === 'basic-info') return landed;
    const { agreements } = await this.#call<Schemas['Settings']>('GET', '/api/v1/settings');
    await this.#call('POST', `/api/v1/onboardings/${onboardingId}/registration`, {
      companyName: buyer.company,
      agreementsVersion: agreements.version,
    });
    if (until === 'opened') await this.open(onboardingId, buyer, language);
    return landed;
  }

  /** @returns the id of the onboarding that the landing began */
  async land(token: string): Promise<string> {
    const response = await this.#request.post(`${this.#portal}/marketplace/landing`, {
      form: { 'x-amzn-marketplace-token': token },
      maxRedirects: 0,
    });
    const location = response.headers().location ?? '';
    const id = /^(?:https?:\/\/[^/]+)?\/onboarding\/([^/?]+)$/.exec(location)?.[1];
    if (!id) throw new Error(`The landing led to ${response.status()} ${location}`);
    return id;
  }

  open(onboardingId: string, buyer: Buyer, language: 'EN' | 'ZH' = 'EN'): Promise<Onboarding> {
    return this.#call('POST', `/api/v1/onboardings/${onboardingId}/workspace`, {
      workspaceName: buyer.workspace,
      language,
      payerConfirmed: true,
    });
  }

  onboarding(onboardingId: string): Promise<Onboarding> {
    return this.#call('GET', `/api/v1/onboardings/${onboardingId}`);
  }

  signIn({ username, password }: Buyer): Promise<Schemas['Session']> {
    return this.#call('POST', '/api/v1/sessions', { login: username, password, delivery: 'COOKIE' });
  }

  async workspaces(): Promise<Schemas['Workspace'][]> {
    return (await this.#call<{ items: Schemas['Workspace'][] }>('GET', '/api/v1/workspaces')).items;
  }

  workspace(workspaceId: string): Promise<Schemas['Workspace']> {
    return this.#call('GET', `/api/v1/workspaces/${workspaceId}`);
  }

  /** A workspace that the signed-in enterprise account pays for itself. */
  async createWorkspace(name: string, language: 'EN' | 'ZH' = 'EN'): Promise<Schemas['Workspace']> {
    const { enterpriseAccount } = await this.#call<Schemas['Session']>('GET', '/api/v1/session');
    const siteId = enterpriseAccount.sites[0]?.id;
    return this.#call('POST', '/api/v1/workspaces', { name, language, siteId });
  }

  /** Binds the purchase to an enterprise account that exists, by the code to its e-mail on file. */
  async bindAccount(onboardingId: string, { username, email }: Buyer): Promise<void> {
    const before = (await this.#emulator.mailsTo(email)).length;
    await this.#call('POST', `/api/v1/onboardings/${onboardingId}/binding-codes`, { username });
    const code = await this.#emulator.codeFor(email, before);
    await this.#call('POST', `/api/v1/onboardings/${onboardingId}/binding`, { username, code });
  }

  bindWorkspace(onboardingId: string, workspaceId: string): Promise<Schemas['Candidate']> {
    const path = `/api/v1/onboardings/${onboardingId}/workspaces/${workspaceId}/binding`;
    return this.#call('POST', path, { payerConfirmed: true });
  }

  history(workspaceId: string): Promise<{ items: Schemas['SettlementBinding'][] }> {
    return this.#call('GET', `/api/v1/workspaces/${workspaceId}/settlement-bindings`);
  }

  /** AWS's word is on its way already; what comes next is to find the subscription live. */
  async #live(onboardingId: string): Promise<void> {
    const end = Date.now() + 20_000;
    while ((await this.onboarding(onboardingId)).payer.subscriptionState !== 'LIVE') {
      if (Date.now() > end) throw new Error('The subscription is not live');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #call<T>(method: string, path: string, data?: object): Promise<T> {
    const response: APIResponse = await this.#request.fetch(this.#portal + path, {
      method,
      headers: { Origin: this.#portal, ...(method === 'POST' ? { 'Idempotency-Key': randomUUID() } : {}) },
      ...(data ? { data } : {}),
    });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
