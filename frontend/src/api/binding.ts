import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useQueryClient,
} from '@tanstack/react-query';
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
type CandidatePages = InfiniteData<{ items: Candidate[]; nextPageToken?: string }>;

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

/** The lists of candidates after a change, and the onboarding, which counts what is bound. */
export function useFreshCandidates(onboardingId: string) {
  const queryClient = useQueryClient();
  const { queryKey } = onboardingQuery(onboardingId);
  const key = workspacesKey(onboardingId);
  return {
    /** After a refusal: what is shown may no longer be so. */
    readAgain: () => queryClient.invalidateQueries({ queryKey }),
    /** After a change the answer takes its place; the pages, which may be many, are not read again. */
    async keep(candidate: Candidate) {
      await queryClient.cancelQueries({ queryKey: [...key, false] });
      queryClient.setQueriesData<CandidatePages>(
        { queryKey: [...key, false] },
        (pages) => pages && placed(pages, candidate),
      );
      await Promise.all([
        queryClient.invalidateQueries({
          queryKey: [...key, false],
          predicate: ({ state }) => state.data === undefined,
        }),
        queryClient.invalidateQueries({ queryKey: [...key, true] }),
        queryClient.invalidateQueries({ queryKey, exact: true }),
      ]);
    },
  };
}

/** In the place of the one it was, or before all others, as the newest comes first. */
function placed({ pages, ...rest }: CandidatePages, candidate: Candidate): CandidatePages {
  const isIt = ({ workspace }: Candidate) => workspace.id === candidate.workspace.id;
  const known = pages.some(({ items }) => items.some(isIt));
  return {
    ...rest,
    pages: pages.map((page, index) => ({
      ...page,
      items: known
        ? page.items.map((one) => (isIt(one) ? candidate : one))
        : index === 0
          ? [candidate, ...page.items]
          : page.items,
    })),
  };
}

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
