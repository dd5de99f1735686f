/** Every path of the pages, in one place. What the server knows of them is in openapi.yaml (`landFromMarketplace`). */
export const paths = {
  start: '/',
  landingHelp: '/marketplace/landing',
  problem: '/marketplace/problem/$reason',
  onboarding: '/onboarding/$onboardingId',
  register: '/onboarding/$onboardingId/register',
  bind: '/onboarding/$onboardingId/bind',
  signIn: '/billing/sign-in',
  workspaces: '/billing/workspaces',
  workspace: '/billing/workspaces/$workspaceId',
  help: '/help',
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
    const inside = url.origin === origin && /^\/(billing|onboarding|help)(\/|$)/.test(url.pathname);
    return inside ? url.pathname + url.search : undefined;
  } catch {
    return undefined;
  }
}
