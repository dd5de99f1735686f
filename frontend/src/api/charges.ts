import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, ok } from './client';
import { ProblemError } from './problem';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Money = Schemas['Money'];
export type HourState = Schemas['HourState'];
export type UsageHours = Schemas['UsageHours'];
export type UsageHour = Schemas['UsageHour'];
export type MeteredRecord = Schemas['MeteredRecord'];
export type WorkspaceCharges = Schemas['WorkspaceCharges'];
export type DayCharges = WorkspaceCharges['days'][number];
export type ItemCharge = Schemas['ItemCharge'];

const HOURS_POLL_MILLIS = 30_000;
const CHARGES_POLL_MILLIS = 120_000;

/** Goes on after a failing server and a lost answer, not after a clear refusal. Pauses while the page is hidden. */
const pollEvery = (millis: number) => (error: Error | null) =>
  error instanceof ProblemError && error.problem.status < 500 ? false : millis;

/** Days that are shown at once. */
export const HOUR_DAYS = 3;

/** The hours of some billing days, the last of them today where none is named. */
export const usageHoursQuery = (workspaceId: string, day: string | undefined) =>
  queryOptions({
    queryKey: ['charges', workspaceId, 'hours', day ?? ''],
    queryFn: ({ signal }) =>
      ok(
        client.GET('/api/v1/workspaces/{workspaceId}/usage-hours', {
          params: { path: { workspaceId }, query: { days: HOUR_DAYS, ...(day ? { day } : {}) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { error } }) => pollEvery(HOURS_POLL_MILLIS)(error),
  });

export const chargesQuery = (workspaceId: string, month: string) =>
  queryOptions({
    queryKey: ['charges', workspaceId, 'month', month],
    queryFn: ({ signal }) =>
      ok(
        client.GET('/api/v1/workspaces/{workspaceId}/charges', {
          params: { path: { workspaceId }, query: { month } },
          signal,
        }),
      ),
    refetchInterval: ({ state: { error } }) => pollEvery(CHARGES_POLL_MILLIS)(error),
  });

/** A plain link: the browser sends the cookie, and the server names the file. */
export const chargesCsv = (workspaceId: string, month: string) =>
  `/api/v1/workspaces/${encodeURIComponent(workspaceId)}/charges.csv?month=${encodeURIComponent(month)}`;
