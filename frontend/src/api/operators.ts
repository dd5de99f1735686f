import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, ok } from './client';
import { ProblemError } from './problem';
import type { components, operations } from './schema';

type Schemas = components['schemas'];
export type OperatorSession = Schemas['OperatorSession'];
export type OperatorRole = Schemas['OperatorRole'];
export type OperatorSubscription = Schemas['OperatorSubscription'];
export type SubscriptionState = Schemas['SubscriptionState'];
export type MeteringFigures = Schemas['MeteringFigures'];
export type FinalHour = Schemas['FinalHour'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type UnregisteredBuyer = Schemas['UnregisteredBuyer'];
export type UnlandedPurchase = Schemas['UnlandedPurchase'];
export type ParkedEvent = Schemas['ParkedEvent'];
export type ParkedRecord = Schemas['ParkedRecord'];
export type LostHour = Schemas['LostHour'];
export type RateCardPreview = Schemas['RateCardPreview'];
export type PriceChange = RateCardPreview['changes'][number];
export type OperatorAct = Schemas['OperatorAct'];

const OVERVIEW_POLL_MILLIS = 60_000;
const PAGE_SIZE = 25;
/** As many parked notifications as one look at a subscription may go through. */
export const MOST_EVENTS = 200;

/** Whatever operators read; an act may change any of it. */
export const operatorsKey = ['operators'] as const;

export const operatorSessionQuery = queryOptions({
  queryKey: ['operator-session'],
  queryFn: ({ signal }) => ok(client.GET('/api/v1/operators/session', { signal })),
});

export const signInOperator = (body: Pick<Schemas['NewOperatorSession'], 'username' | 'password' | 'code'>) =>
  ok(client.POST('/api/v1/operators/session', { body: { ...body, delivery: 'COOKIE' } }));

export const signOutOperator = () =>
  ok(client.DELETE('/api/v1/operators/session', { headers: { 'Content-Type': 'application/json' } }));

export const overviewQuery = queryOptions({
  queryKey: [...operatorsKey, 'overview'],
  queryFn: ({ signal }) => ok(client.GET('/api/v1/operators/overview', { signal })),
  // Goes on after a failing server and a lost answer, not after a clear refusal.
  refetchInterval: ({ state: { error } }) =>
    error instanceof ProblemError && error.problem.status < 500 ? false : OVERVIEW_POLL_MILLIS,
});

const paged = (pageToken: string | undefined) => ({ pageSize: PAGE_SIZE, ...(pageToken ? { pageToken } : {}) });

export type SubscriptionSearch = Omit<
  NonNullable<operations['searchSubscriptions']['parameters']['query']>,
  'pageSize' | 'pageToken'
>;

export const subscriptionsQuery = (search: SubscriptionSearch, page: string | undefined) =>
  queryOptions({
    queryKey: [...operatorsKey, 'subscriptions', search, page ?? ''],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/operators/subscriptions', { params: { query: { ...search, ...paged(page) } }, signal })),
    placeholderData: keepPreviousData,
  });

const of = (subscriptionId: string) => ({ path: { subscriptionId } });

export const operatorSubscriptionQuery = (subscriptionId: string) =>
  queryOptions({
    queryKey: [...operatorsKey, 'subscription', subscriptionId],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/operators/subscriptions/{subscriptionId}', { params: of(subscriptionId), signal })),
  });

/** What happened to a subscription, newest first, page after page. */
export const timelineQuery = (subscriptionId: string) =>
  infiniteQueryOptions({
    queryKey: [...operatorsKey, 'timeline', subscriptionId],
    queryFn: ({ signal, pageParam }) =>
      ok(
        client.GET('/api/v1/operators/subscriptions/{subscriptionId}/timeline', {
          params: { ...of(subscriptionId), query: paged(pageParam) },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
  });

export const unregisteredBuyersQuery = (page: string | undefined) =>
  queryOptions({
    queryKey: [...operatorsKey, 'unregistered-buyers', page ?? ''],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/operators/unregistered-buyers', { params: { query: paged(page) }, signal })),
    placeholderData: keepPreviousData,
  });

/** What only AWS has told of, page after page; with `query` what that names. */
export const unlandedPurchasesQuery = (query: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...operatorsKey, 'unlanded-purchases', query ?? ''],
    queryFn: ({ signal, pageParam }) =>
      ok(
        client.GET('/api/v1/operators/unlanded-purchases', {
          params: { query: { ...paged(pageParam || undefined), ...(query ? { query } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
  });

export const parkedEventsQuery = (page: string | undefined, pageSize = PAGE_SIZE) =>
  queryOptions({
    queryKey: [...operatorsKey, 'parked-events', page ?? '', pageSize],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/operators/parked-events', { params: { query: { ...paged(page), pageSize } }, signal })),
    placeholderData: keepPreviousData,
  });

export const parkedRecordsQuery = (page: string | undefined, subscriptionId?: string) =>
  queryOptions({
    queryKey: [...operatorsKey, 'parked-records', page ?? '', subscriptionId ?? ''],
    queryFn: ({ signal }) =>
      ok(
        client.GET('/api/v1/operators/parked-records', {
          params: { query: { ...paged(page), ...(subscriptionId ? { subscriptionId } : {}) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const frozenRecordQuery = (recordId: string) =>
  queryOptions({
    queryKey: [...operatorsKey, 'frozen-record', recordId],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/operators/parked-records/{recordId}', { params: { path: { recordId } }, signal })),
  });

export const lostHoursQuery = (page: string | undefined) =>
  queryOptions({
    queryKey: [...operatorsKey, 'lost-hours', page ?? ''],
    queryFn: ({ signal }) => ok(client.GET('/api/v1/operators/lost-hours', { params: { query: paged(page) }, signal })),
    placeholderData: keepPreviousData,
  });

export const rateCardsQuery = queryOptions({
  queryKey: [...operatorsKey, 'rate-cards'],
  queryFn: ({ signal }) => ok(client.GET('/api/v1/operators/rate-cards', { signal })),
});

export const operatorActsQuery = (operator: string | undefined, page: string | undefined) =>
  queryOptions({
    queryKey: [...operatorsKey, 'acts', operator ?? '', page ?? ''],
    queryFn: ({ signal }) =>
      ok(
        client.GET('/api/v1/operators/audit', {
          params: { query: { ...paged(page), ...(operator ? { operator } : {}) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

const keyed = (key: string) => ({ header: { 'Idempotency-Key': key } });

export const askAws = (subscriptionId: string, note: string, key: string) =>
  ok(
    client.POST('/api/v1/operators/subscriptions/{subscriptionId}/aws-inquiries', {
      params: { ...of(subscriptionId), ...keyed(key) },
      body: { note },
    }),
  );

export const noteSubscription = (subscriptionId: string, note: string, key: string) =>
  ok(
    client.POST('/api/v1/operators/subscriptions/{subscriptionId}/notes', {
      params: { ...of(subscriptionId), ...keyed(key) },
      body: { note },
    }),
  );

export const remindUnregisteredBuyer = (subscriptionId: string, note: string, key: string) =>
  ok(
    client.POST('/api/v1/operators/unregistered-buyers/{subscriptionId}/reminders', {
      params: { ...of(subscriptionId), ...keyed(key) },
      body: { note },
    }),
  );

export const replayEvent = (eventId: string, note: string, key: string) =>
  ok(
    client.POST('/api/v1/operators/parked-events/{eventId}/replays', {
      params: { path: { eventId }, ...keyed(key) },
      body: { note },
    }),
  );

export const closeEvent = (eventId: string, note: string, key: string) =>
  ok(
    client.POST('/api/v1/operators/parked-events/{eventId}/closings', {
      params: { path: { eventId }, ...keyed(key) },
      body: { note },
    }),
  );

export const resendRecord = (recordId: string, note: string, key: string) =>
  ok(
    client.POST('/api/v1/operators/parked-records/{recordId}/resends', {
      params: { path: { recordId }, ...keyed(key) },
      body: { note },
    }),
  );

/** Nothing is stored, so there is no reason to give yet. */
export const previewRateCard = (card: string) =>
  ok(client.POST('/api/v1/operators/rate-card-previews', { body: { card, note: '' } }));

export const uploadRateCard = (card: string, note: string, key: string) =>
  ok(client.POST('/api/v1/operators/rate-cards', { params: keyed(key), body: { card, note } }));
