import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, ok } from './client';
import { serverNow } from './clock';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Workspace = Schemas['Workspace'];
export type NewWorkspace = Schemas['NewWorkspace'];
export type Settlement = Schemas['Settlement'];
export type Datakit = Schemas['Datakit'];
export type SettlementBinding = Schemas['SettlementBinding'];

const PENDING_POLL_MILLIS = 10_000;
const LONGEST_POLL_MILLIS = 3_600_000;

/** Whether it was never open, and nobody is waited for any more: the purchase came to nothing. */
export const isInVain = ({ state, settlement: { waitingFor } }: Workspace): boolean =>
  state === 'PENDING' && waitingFor === undefined;

/** Whether it is open to nobody but its reader, for want of a payer. */
export const isUnpaid = ({ state }: Workspace): boolean => state === 'BUFFER' || state === 'LOCKED';

/** How soon to look again: AWS has yet to confirm, or it is known when something happens by itself. */
function lookAgainIn(workspace: Workspace): number | false {
  const { state, settlement, buffer } = workspace;
  if ((state === 'PENDING' || isUnpaid(workspace)) && settlement.waitingFor) return PENDING_POLL_MILLIS;
  const instants = [settlement.upcoming?.from, buffer?.opensAt, state === 'BUFFER' ? buffer?.locksAt : undefined];
  const left = instants.flatMap((instant) => (instant ? [Date.parse(instant) - serverNow()] : []));
  if (left.length === 0) return false;
  return Math.min(LONGEST_POLL_MILLIS, Math.max(PENDING_POLL_MILLIS, Math.min(...left)));
}

/** The soonest of them. */
function soonest(workspaces: Workspace[]): number | false {
  const all = workspaces.map(lookAgainIn).filter((one) => one !== false);
  return all.length > 0 && Math.min(...all);
}

export const workspacesQuery = (pageToken: string | undefined) =>
  queryOptions({
    queryKey: ['workspaces', pageToken ?? ''],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/workspaces', { params: { query: pageToken ? { pageToken } : {} }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data, error } }) => (!error && data ? soonest(data.items) : false),
  });

export const workspaceQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspaces', 'one', workspaceId],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/workspaces/{workspaceId}', { params: { path: { workspaceId } }, signal })),
    refetchInterval: ({ state: { data, error } }) => (!error && data ? lookAgainIn(data) : false),
  });

/** Who has paid for it, newest first, page after page. */
export const settlementBindingsQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    queryKey: ['workspaces', 'history', workspaceId],
    queryFn: ({ signal, pageParam }) =>
      ok(
        client.GET('/api/v1/workspaces/{workspaceId}/settlement-bindings', {
          params: { path: { workspaceId }, query: pageParam ? { pageToken: pageParam } : {} },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
  });

export const createWorkspace = (body: NewWorkspace, key: string) =>
  ok(client.POST('/api/v1/workspaces', { params: { header: { 'Idempotency-Key': key } }, body }));

/** Holds the token of the workspace, so it is forgotten when nobody looks at it any more. */
export const workspaceDatakitQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspaces', 'datakit', workspaceId],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/workspaces/{workspaceId}/datakit', { params: { path: { workspaceId } }, signal })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
