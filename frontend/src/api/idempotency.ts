import { useState } from 'react';
import { isOutcomeUnknown } from './problem';

/**
 * One intention to submit. Its key stays while nobody knows whether the request took effect, so that sending it again
 * creates nothing twice; a changed form, or a clear answer, is a new intention.
 */
export class SubmitIntention {
  #key: string | undefined;
  #body: string | undefined;

  keyFor(body: unknown): string {
    const text = JSON.stringify(body);
    if (this.#key === undefined || this.#body !== text) {
      this.#key = newKey();
      this.#body = text;
    }
    return this.#key;
  }

  async run<T>(body: unknown, send: (key: string) => Promise<T>): Promise<T> {
    try {
      const answer = await send(this.keyFor(body));
      this.#key = undefined;
      return answer;
    } catch (error) {
      if (!isOutcomeUnknown(error)) this.#key = undefined;
      throw error;
    }
  }
}

export function useSubmitIntention(): SubmitIntention {
  return useState(() => new SubmitIntention())[0];
}

/** `randomUUID` exists only on https and on localhost; the portal may be tried on plain http in a private network. */
function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
