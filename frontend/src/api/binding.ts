import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, ok } from './client';
import { type Onboarding, onboardingQuery } from './onboardings';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Candidate = Schemas['Candidate'];
export type SignedInCandidate = Schemas['SignedInCandidate'];
export type BindingCode = Schemas['BindingCode'];
export type OwnerAccount = Schemas['OwnerAccount'];
export type NewBoundWorkspace = Schemas['NewBoundWorkspace'];
export type NewOwner = Schemas['NewOwner'];

const WAITING_POLL_MILLIS = 4_000;

const at = (onboardingId: string) => ({ path: { onboardingId } });
const of = (onboardingId: string, workspaceId: string) => ({ path: { onboardingId, workspaceId } });
const keyed = (key: string) => ({ header: { 'Idempotency-Key': key } });
/** A change must be a JSON request, also where it has nothing to say. */
const json = { headers: { 'Content-Type': 'application/json' } };

export const sendBindingCode = (onboardingId: string, username: string | null) =>
  ok(client.POST('/api/v1/onboardings/{onboardingId}/binding-codes', { params: at(onboardingId), body: { username } }));

export const bindEnterpriseAccount = (onboardingId: string, body: Schemas['EnterpriseAccountBinding']) =>
  ok(client.POST('/api/v1/onboardings/{onboardingId}/binding', { params: at(onboardingId), body }));

/** Everything that a change of a binding may have changed lies below the onboarding. */
const workspacesKey = (onboardingId: string) => [...onboardingQuery(onboardingId).queryKey, 'workspaces'] as const;

/**
 * The workspaces of the enterprise account, page after page. What AWS says of the subscription is part of the key: it
 * changes from when each would be paid.
 */
export const candidatesQuery = ({ id, payer }: Onboarding, { bound = false } = {}) =>
  infiniteQueryOptions({
    queryKey: [...workspacesKey(id), bound, payer.subscriptionState],
    queryFn: ({ signal, pageParam }) =>
      ok(
        client.GET('/api/v1/onboardings/{onboardingId}/workspaces', {
          params: {
            ...at(id),
            query: { ...(bound ? { bound } : {}), ...(pageParam ? { pageToken: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
    placeholderData: keepPreviousData,
    // Until AWS has confirmed, nobody knows from when it pays.
    refetchInterval: ({ state: { data, error } }) =>
      bound && !error && data?.pages.some(({ items }) => items.some(waits)) ? WAITING_POLL_MILLIS : false,
  });

const waits = ({ bound }: Candidate): boolean => bound !== undefined && bound.effectiveFrom === undefined;

/** What binding would change as of now: never from memory. */
export const candidateQuery = (onboardingId: string, workspaceId: string) =>
  queryOptions({
    queryKey: [...workspacesKey(onboardingId), workspaceId],
    queryFn: ({ signal }) =>
      ok(
        client.GET('/api/v1/onboardings/{onboardingId}/workspaces/{workspaceId}', {
          params: of(onboardingId, workspaceId),
          signal,
        }),
      ),
    staleTime: 0,
    gcTime: 0,
  });

export const bindWorkspace = (onboardingId: string, workspaceId: string, key: string) =>
  ok(
    client.POST('/api/v1/onboardings/{onboardingId}/workspaces/{workspaceId}/binding', {
      params: { ...of(onboardingId, workspaceId), ...keyed(key) },
      body: { payerConfirmed: true },
    }),
  );

export const undoBinding = (onboardingId: string, workspaceId: string) =>
  ok(
    client.DELETE('/api/v1/onboardings/{onboardingId}/workspaces/{workspaceId}/binding', {
      params: of(onboardingId, workspaceId),
      ...json,
    }),
  );

export const sendOwnerCode = (onboardingId: string, body: Schemas['NewOwnerCode']) =>
  ok(client.POST('/api/v1/onboardings/{onboardingId}/owner-codes', { params: at(onboardingId), body }));

export const createBoundWorkspace = (onboardingId: string, body: NewBoundWorkspace, key: string) =>
  ok(
    client.POST('/api/v1/onboardings/{onboardingId}/workspaces', {
      params: { ...at(onboardingId), ...keyed(key) },
      body,
    }),
  );

export const registerGuanceAccount = (onboardingId: string, body: NewOwner, key: string) =>
  ok(
    client.POST('/api/v1/onboardings/{onboardingId}/guance-accounts', {
      params: { ...at(onboardingId), ...keyed(key) },
      body,
    }),
  );

export const completeOnboarding = (onboardingId: string, key: string) =>
  ok(
    client.POST('/api/v1/onboardings/{onboardingId}/completion', {
      params: { ...at(onboardingId), ...keyed(key) },
      ...json,
    }),
  );
