import { describe, expect, it } from 'vitest';
import { safeNext } from './paths';

describe('where a sign-in may lead', () => {
  it.each([
    '/billing/workspaces?page=2',
    '/onboarding/0199',
    '/onboarding/0199/bind?go=true',
    '/help',
    '/operators/parked-events',
  ])('takes %s', (next) => {
    expect(safeNext(next)).toBe(next);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/billing',
    '/\\evil.example',
    '/api/v1/session',
    '/billing/../api/v1/session',
    '/billingx',
    '/operators/../api/v1/operators/session',
    'javascript:alert(1)',
    '',
    undefined,
    42,
  ])('drops %s', (next) => {
    expect(safeNext(next)).toBeUndefined();
  });
});
