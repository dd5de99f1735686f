import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { SubscriptionState } from './api/operators';
import { loadTexts } from './i18n/i18n';
import { paths } from './paths';
import { BrokenPage } from './ui/broken-page';
import { LoadingPage } from './ui/loading';
import { NotFoundPage } from './ui/not-found-page';
import { RootLayout } from './ui/shell/root-layout';

const root = createRootRoute({ component: RootLayout, notFoundComponent: NotFoundPage });

/** A page beyond the first: its code and the texts come together. */
const withTexts = async <T,>(page: Promise<T>): Promise<T> => {
  await loadTexts();
  return page;
};

/** A search parameter as text, whatever the address holds. */
const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;

const start = createRoute({
  getParentRoute: () => root,
  path: paths.start,
  component: lazyRouteComponent(() => withTexts(import('./features/start/start-page')), 'StartPage'),
});

const landingHelp = createRoute({
  getParentRoute: () => root,
  path: paths.landingHelp,
  component: lazyRouteComponent(() => withTexts(import('./features/marketplace/landing-help-page')), 'LandingHelpPage'),
});

const problem = createRoute({
  getParentRoute: () => root,
  path: paths.problem,
  validateSearch: (search): { request?: string } => {
    const request = text(search.request);
    return request ? { request } : {};
  },
  component: lazyRouteComponent(() => withTexts(import('./features/marketplace/problem-page')), 'ProblemPage'),
});

const onboarding = createRoute({
  getParentRoute: () => root,
  path: paths.onboarding,
  component: lazyRouteComponent(() => import('./features/onboarding/onboarding-page'), 'OnboardingPage'),
});

const register = createRoute({
  getParentRoute: () => root,
  path: paths.register,
  validateSearch: (search): { edit?: 'basic-info' } => (search.edit === 'basic-info' ? { edit: 'basic-info' } : {}),
  component: lazyRouteComponent(() => withTexts(import('./features/onboarding/register-page')), 'RegisterPage'),
});

/** What the binding keeps in its address; everything else the server knows. */
export type BindSearch = {
  /** Where workspaces are created. */
  site?: string;
  /** The user name that a code was asked for. */
  account?: string;
  tab?: 'create' | 'register';
  /** One has just signed in to go on with this purchase. */
  go?: true;
};

const bind = createRoute({
  getParentRoute: () => root,
  path: paths.bind,
  validateSearch: (search): BindSearch => {
    const site = text(search.site);
    const account = text(search.account);
    const { tab, go } = search;
    return {
      ...(site ? { site } : {}),
      ...(account ? { account } : {}),
      ...(tab === 'create' || tab === 'register' ? { tab } : {}),
      ...(go === true ? { go } : {}),
    };
  },
  component: lazyRouteComponent(() => withTexts(import('./features/onboarding/binding/bind-page')), 'BindPage'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: paths.signIn,
  validateSearch: (search): { reason?: string; next?: string } => {
    const reason = text(search.reason);
    const next = text(search.next);
    return { ...(reason ? { reason } : {}), ...(next ? { next } : {}) };
  },
  component: lazyRouteComponent(() => withTexts(import('./features/billing/sign-in-page')), 'SignInPage'),
});

const billing = createRoute({
  getParentRoute: () => root,
  path: paths.billing,
  beforeLoad: () => {
    throw redirect({ to: paths.workspaces, replace: true });
  },
});

const workspaces = createRoute({
  getParentRoute: () => root,
  path: paths.workspaces,
  validateSearch: (search): { page?: string } => {
    const page = text(search.page);
    return page ? { page } : {};
  },
  component: lazyRouteComponent(() => withTexts(import('./features/billing/workspaces-page')), 'WorkspacesPage'),
});

/** What the page of a workspace keeps in its address. */
export type WorkspaceSearch = {
  view?: 'datakit';
  /** The hour whose steps are shown, of UTC: `2026-11-22T05`. */
  hour?: string;
  /** The last day of the hours, today where there is none. */
  until?: string;
  /** The day that is shown by item. */
  day?: string;
  month?: string;
  /** Who pays is about to be changed. */
  change?: true;
};

const matching = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(value.slice(0, 10))) ? value : undefined;

const workspace = createRoute({
  getParentRoute: () => root,
  path: paths.workspace,
  validateSearch: (search): WorkspaceSearch => {
    const hour = matching(search.hour, /^\d{4}-\d\d-\d\dT([01]\d|2[0-3])$/);
    const until = matching(search.until, /^\d{4}-\d\d-\d\d$/);
    const day = matching(search.day, /^\d{4}-\d\d-\d\d$/);
    const month = matching(search.month, /^\d{4}-(0[1-9]|1[0-2])$/);
    return {
      ...(search.view === 'datakit' ? { view: 'datakit' } : {}),
      ...(hour ? { hour } : {}),
      ...(until ? { until } : {}),
      ...(day ? { day } : {}),
      ...(month ? { month } : {}),
      ...(search.change === true ? { change: true } : {}),
    };
  },
  component: lazyRouteComponent(() => withTexts(import('./features/billing/workspace-page')), 'WorkspacePage'),
});

const cloudAccounts = createRoute({
  getParentRoute: () => root,
  path: paths.cloudAccounts,
  /** The subscription that is about to pick up workspaces. */
  validateSearch: (search): { pickUp?: string } => {
    const pickUp = text(search.pickUp);
    return pickUp ? { pickUp } : {};
  },
  component: lazyRouteComponent(
    () => withTexts(import('./features/billing/cloud-accounts/cloud-accounts-page')),
    'CloudAccountsPage',
  ),
});

const help = createRoute({
  getParentRoute: () => root,
  path: paths.help,
  component: lazyRouteComponent(() => withTexts(import('./features/help/help-page')), 'HelpPage'),
});

/** The same for the operators, whose texts are apart. */
const withOperatorTexts = async <T,>(page: Promise<T>): Promise<T> => {
  await loadTexts('operators');
  return page;
};

const operators = createRoute({
  getParentRoute: () => root,
  path: paths.operators,
  beforeLoad: () => {
    throw redirect({ to: paths.operatorSubscriptions, replace: true });
  },
});

const operatorSignIn = createRoute({
  getParentRoute: () => root,
  path: paths.operatorSignIn,
  validateSearch: (search): { reason?: string; next?: string } => {
    const reason = text(search.reason);
    const next = text(search.next);
    return { ...(reason ? { reason } : {}), ...(next ? { next } : {}) };
  },
  component: lazyRouteComponent(
    () => withOperatorTexts(import('./features/operators/operator-sign-in-page')),
    'OperatorSignInPage',
  ),
});

/** The token of a page, where it is not the first. */
const pageOf = (search: Record<string, unknown>): { page?: string } => {
  const page = text(search.page);
  return page ? { page } : {};
};

/** What the search for subscriptions keeps in its address. */
export type SubscriptionsSearch = { query?: string; state?: SubscriptionState; page?: string };

const subscriptionStates: readonly unknown[] = [
  'PENDING',
  'LIVE',
  'ENDING',
  'ENDED',
  'FAILED',
] satisfies SubscriptionState[];

const operatorSubscriptions = createRoute({
  getParentRoute: () => root,
  path: paths.operatorSubscriptions,
  validateSearch: (search): SubscriptionsSearch => {
    const query = text(search.query);
    return {
      ...(query ? { query } : {}),
      ...(subscriptionStates.includes(search.state) ? { state: search.state as SubscriptionState } : {}),
      ...pageOf(search),
    };
  },
  component: lazyRouteComponent(
    () => withOperatorTexts(import('./features/operators/subscriptions-page')),
    'SubscriptionsPage',
  ),
});

const operatorSubscription = createRoute({
  getParentRoute: () => root,
  path: paths.operatorSubscription,
  component: lazyRouteComponent(
    () => withOperatorTexts(import('./features/operators/subscription-page')),
    'SubscriptionPage',
  ),
});

const unregisteredBuyers = createRoute({
  getParentRoute: () => root,
  path: paths.unregisteredBuyers,
  validateSearch: pageOf,
  component: lazyRouteComponent(
    () => withOperatorTexts(import('./features/operators/unregistered-buyers-page')),
    'UnregisteredBuyersPage',
  ),
});

const parkedEvents = createRoute({
  getParentRoute: () => root,
  path: paths.parkedEvents,
  validateSearch: pageOf,
  component: lazyRouteComponent(
    () => withOperatorTexts(import('./features/operators/parked-events-page')),
    'ParkedEventsPage',
  ),
});

const parkedRecords = createRoute({
  getParentRoute: () => root,
  path: paths.parkedRecords,
  validateSearch: pageOf,
  component: lazyRouteComponent(
    () => withOperatorTexts(import('./features/operators/parked-records-page')),
    'ParkedRecordsPage',
  ),
});

const lostHours = createRoute({
  getParentRoute: () => root,
  path: paths.lostHours,
  validateSearch: pageOf,
  component: lazyRouteComponent(
    () => withOperatorTexts(import('./features/operators/lost-hours-page')),
    'LostHoursPage',
  ),
});

const rateCards = createRoute({
  getParentRoute: () => root,
  path: paths.rateCards,
  component: lazyRouteComponent(
    () => withOperatorTexts(import('./features/operators/rate-cards-page')),
    'RateCardsPage',
  ),
});

const operatorActs = createRoute({
  getParentRoute: () => root,
  path: paths.operatorActs,
  validateSearch: (search): { operator?: string; page?: string } => {
    const operator = text(search.operator);
    return { ...(operator ? { operator } : {}), ...pageOf(search) };
  },
  component: lazyRouteComponent(
    () => withOperatorTexts(import('./features/operators/operator-acts-page')),
    'OperatorActsPage',
  ),
});

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    landingHelp,
    problem,
    onboarding,
    register,
    bind,
    signIn,
    billing,
    workspaces,
    workspace,
    cloudAccounts,
    help,
    operators,
    operatorSignIn,
    operatorSubscriptions,
    operatorSubscription,
    unregisteredBuyers,
    parkedEvents,
    parkedRecords,
    lostHours,
    rateCards,
    operatorActs,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: LoadingPage,
  defaultErrorComponent: BrokenPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
