import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, ok } from './client';
import { serverNow } from './clock';
import type { components } from './schema';

type Schemas = components['schemas'];
export type CloudAccount = Schemas['CloudAccount'];
export type Subscription = Schemas['Subscription'];
export type FinalHour = Schemas['FinalHour'];
export type PaidWorkspace = Schemas['PaidWorkspace'];
export type PickUp = Schemas['PickUp'];
export type PickedUp = Schemas['PickedUp'];

const SOON_MILLIS = 15_000;

const of = (subscriptionId: string) => ({ path: { subscriptionId } });
const keyed = (subscriptionId: string, key: string) => ({ ...of(subscriptionId), header: { 'Idempotency-Key': key } });
const paged = (pageToken: string) => ({ query: pageToken ? { pageToken } : {} });

/** The AWS accounts, page after page. Asked again while AWS has yet to confirm, or one is about to end. */
export const cloudAccountsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['cloud-accounts', 'list'],
    queryFn: ({ signal, pageParam }) => ok(client.GET('/api/v1/cloud-accounts', { params: paged(pageParam), signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
    refetchInterval: ({ state: { data, error } }) =>
      !error && data?.pages.some(({ items }) => items.some((one) => one.subscriptions.some(isOnItsWay)))
        ? SOON_MILLIS
        : false,
  });

/** The first that may pick up workspaces that nobody pays for, among the accounts of a page. */
export const findPickUp = (accounts: CloudAccount[] | undefined): Subscription | undefined =>
  accounts
    ?.flatMap(({ subscriptions }) => subscriptions)
    .find(({ state, workspacesWaiting }) => workspacesWaiting > 0 && (state === 'LIVE' || state === 'PENDING'));

const isOnItsWay = ({ state, finalHour }: Subscription): boolean =>
  state === 'PENDING' || state === 'ENDING' || (finalHour !== undefined && !finalHour.isFrozen);

/** One of them, with what it is entitled to and the clock of its last hour, which the list leaves out. */
export const subscriptionQuery = (subscriptionId: string) =>
  queryOptions({
    queryKey: ['cloud-accounts', subscriptionId],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/subscriptions/{subscriptionId}', { params: of(subscriptionId), signal })),
    refetchInterval: ({ state: { data, error } }) => (!error && data && isOnItsWay(data) ? SOON_MILLIS : false),
  });

/** What a subscription pays for, or will. */
export const paidWorkspacesQuery = (subscriptionId: string) =>
  infiniteQueryOptions({
    queryKey: ['cloud-accounts', subscriptionId, 'workspaces'],
    queryFn: ({ signal, pageParam }) =>
      ok(
        client.GET('/api/v1/subscriptions/{subscriptionId}/workspaces', {
          params: { ...of(subscriptionId), ...paged(pageParam) },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
  });

/** What it may pick up, as of now: never from memory. */
export const pickUpsQuery = (subscriptionId: string) =>
  infiniteQueryOptions({
    queryKey: ['cloud-accounts', subscriptionId, 'pick-ups'],
    queryFn: ({ signal, pageParam }) =>
      ok(
        client.GET('/api/v1/subscriptions/{subscriptionId}/pick-ups', {
          params: { ...of(subscriptionId), ...paged(pageParam) },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
    staleTime: 0,
    gcTime: 0,
  });

/** All that there are, where none is named. */
export const pickUpWorkspaces = (subscriptionId: string, body: Schemas['WorkspacePickUp'], key: string) =>
  ok(client.POST('/api/v1/subscriptions/{subscriptionId}/pick-ups', { params: keyed(subscriptionId, key), body }));

export const confirmSubscription = (subscriptionId: string, key: string) =>
  ok(
    client.POST('/api/v1/subscriptions/{subscriptionId}/confirmation', {
      params: keyed(subscriptionId, key),
      headers: { 'Content-Type': 'application/json' },
    }),
  );

const HOUR_MILLIS = 3_600_000;

/** The next full UTC hour, from which a payer takes over. */
export const nextFullHour = (now = serverNow()) =>
  new Date((Math.floor(now / HOUR_MILLIS) + 1) * HOUR_MILLIS).toISOString();
