import { queryOptions } from '@tanstack/react-query';
import { client, ok } from './client';
import type { components } from './schema';

export type Session = components['schemas']['Session'];
export type Site = components['schemas']['Site'];

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => ok(client.GET('/api/v1/session', { signal })),
});

export const signIn = (login: string, password: string) =>
  ok(client.POST('/api/v1/sessions', { body: { login, password, delivery: 'COOKIE' } }));

export const signOut = () => ok(client.DELETE('/api/v1/session', { headers: { 'Content-Type': 'application/json' } }));
