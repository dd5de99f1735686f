import type { IconName } from '../../ui/icon';

/** The reasons of `landFromMarketplace` in openapi.yaml. */
const reasons = {
  'token-missing': { icon: 'info', next: 'fetch' },
  'token-invalid': { icon: 'warning', next: 'fetch' },
  'token-expired': { icon: 'clock', next: 'fetch' },
  'foreign-product': { icon: 'warning', next: 'fetch' },
  'aws-not-answering': { icon: 'warning', next: 'wait' },
  'subscription-ended': { icon: 'cross', next: 'subscribe' },
  'too-many-requests': { icon: 'clock', next: 'wait' },
  'try-again': { icon: 'warning', next: 'wait' },
  unknown: { icon: 'warning', next: 'fetch' },
} as const satisfies Record<string, { icon: IconName; next: 'fetch' | 'wait' | 'subscribe' }>;

export type Reason = keyof typeof reasons;

/** A reason that this page has not heard of gets the page that fits all. */
export function reasonOf(slug: string): Reason {
  return Object.hasOwn(reasons, slug) ? (slug as Reason) : 'unknown';
}

export const aboutReason = (reason: Reason) => reasons[reason];
