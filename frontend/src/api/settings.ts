import { queryOptions, useQuery } from '@tanstack/react-query';
import { client, ok } from './client';
import type { components } from './schema';

export type Settings = components['schemas']['Settings'];
export type Limits = components['schemas']['LengthLimits'];

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => ok(client.GET('/api/v1/settings', { signal })),
  staleTime: 10 * 60_000,
});

/** The settings once they are there; nothing on a page waits for them but what needs them. */
export function useSettings(): Settings | undefined {
  return useQuery(settingsQuery).data;
}
