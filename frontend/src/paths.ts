/** Every path of the pages, in one place. What the server knows of them is in openapi.yaml (`landFromMarketplace`). */
export const paths = {
  start: '/',
  landingHelp: '/marketplace/landing',
  problem: '/marketplace/problem/$reason',
  onboarding: '/onboarding/$onboardingId',
  register: '/onboarding/$onboardingId/register',
  bind: '/onboarding/$onboardingId/bind',
  billing: '/billing',
  signIn: '/billing/sign-in',
  workspaces: '/billing/workspaces',
  workspace: '/billing/workspaces/$workspaceId',
  cloudAccounts: '/billing/cloud-accounts',
  help: '/help',
  operators: '/operators',
  operatorSignIn: '/operators/sign-in',
  operatorSubscriptions: '/operators/subscriptions',
  operatorSubscription: '/operators/subscriptions/$subscriptionId',
  unregisteredBuyers: '/operators/unregistered-buyers',
  parkedEvents: '/operators/parked-events',
  parkedRecords: '/operators/parked-records',
  lostHours: '/operators/lost-hours',
  rateCards: '/operators/rate-cards',
  operatorActs: '/operators/audit',
} as const;

/**
 * Where a sign-in may lead to: a path of these pages, never another host and never the API.
 * What does not fit is dropped, so that a crafted link leads nowhere.
 */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next)) return undefined;
  const origin = 'https://pages.invalid';
  try {
    const url = new URL(next, origin);
    const inside = url.origin === origin && /^\/(billing|onboarding|help|operators)(\/|$)/.test(url.pathname);
    return inside ? url.pathname + url.search : undefined;
  } catch {
    return undefined;
  }
}
