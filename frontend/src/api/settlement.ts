import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, ok } from './client';
import { serverNow } from './clock';
import type { components } from './schema';
import { type Workspace, workspaceQuery } from './workspaces';

type Schemas = components['schemas'];
export type SettlementOptions = Schemas['SettlementOptions'];
export type SettlementOption = Schemas['SettlementOption'];
export type SettlementChange = Schemas['SettlementChange'];

const of = (workspaceId: string) => ({ path: { workspaceId } });
const keyed = (workspaceId: string, key: string) => ({ ...of(workspaceId), header: { 'Idempotency-Key': key } });

/** Who may come to pay, as of now. Asked again once the hour that it names has begun: a change would come an hour later. */
export const settlementOptionsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspaces', 'options', workspaceId],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/workspaces/{workspaceId}/settlement-options', { params: of(workspaceId), signal })),
    staleTime: 0,
    refetchInterval: ({ state: { data, error } }) => (error || !data ? false : untilNextHour(data)),
  });

function untilNextHour({ items }: SettlementOptions): number | false {
  const hours = items.flatMap(({ status, effectiveFrom }) =>
    status === 'POSSIBLE' && effectiveFrom ? [Date.parse(effectiveFrom)] : [],
  );
  return hours.length > 0 && Math.max(1_000, Math.min(...hours) - serverNow() + 500);
}

/** What tells one option from the others. */
export const optionKey = ({ method, subscriptionId }: SettlementOption) => subscriptionId ?? method;

export const changeSettlement = (workspaceId: string, body: SettlementChange, key: string) =>
  ok(client.POST('/api/v1/workspaces/{workspaceId}/settlement-changes', { params: keyed(workspaceId, key), body }));

export const undoSettlementChange = (workspaceId: string) =>
  ok(
    client.DELETE('/api/v1/workspaces/{workspaceId}/settlement-changes', {
      params: of(workspaceId),
      headers: { 'Content-Type': 'application/json' },
    }),
  );

export const dissolveWorkspace = (workspaceId: string, name: string, key: string) =>
  ok(client.POST('/api/v1/workspaces/{workspaceId}/dissolution', { params: keyed(workspaceId, key), body: { name } }));

/** What a change of who pays may have changed is read again: workspaces, options, history and cloud accounts. */
export function useFreshSettlement() {
  const queryClient = useQueryClient();
  return async (workspace?: Workspace) => {
    if (workspace) queryClient.setQueryData(workspaceQuery(workspace.id).queryKey, workspace);
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['workspaces'] }),
      queryClient.invalidateQueries({ queryKey: ['cloud-accounts'] }),
    ]);
  };
}
