import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, ok } from './client';
import { isOver } from './onboardings';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Workspace = Schemas['Workspace'];
export type NewWorkspace = Schemas['NewWorkspace'];
export type Settlement = Schemas['Settlement'];
export type Datakit = Schemas['Datakit'];
export type SettlementBinding = Schemas['SettlementBinding'];

const PENDING_POLL_MILLIS = 10_000;

function isWaitingForAws({ state, settlement: { waitingFor } }: Workspace): boolean {
  return state === 'PENDING' && !(waitingFor && isOver(waitingFor));
}

export const workspacesQuery = (pageToken: string | undefined) =>
  queryOptions({
    queryKey: ['workspaces', pageToken ?? ''],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/workspaces', { params: { query: pageToken ? { pageToken } : {} }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data, error } }) =>
      !error && data?.items.some(isWaitingForAws) ? PENDING_POLL_MILLIS : false,
  });

export const workspaceQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspaces', 'one', workspaceId],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/workspaces/{workspaceId}', { params: { path: { workspaceId } }, signal })),
    refetchInterval: ({ state: { data, error } }) =>
      !error && data && isWaitingForAws(data) ? PENDING_POLL_MILLIS : false,
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
