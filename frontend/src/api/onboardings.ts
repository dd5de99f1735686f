import { queryOptions } from '@tanstack/react-query';
import { client, ok } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Onboarding = Schemas['Onboarding'];
export type Payer = Schemas['Payer'];
export type SiteChoice = Schemas['SiteChoice'];
export type BasicInfo = Schemas['BasicInfo'];
export type CompanyInfo = Schemas['CompanyInfo'];
export type OpeningMethod = Schemas['OpeningMethod'];
export type EmailCode = Schemas['EmailCode'];
export type Language = Schemas['Language'];

const WAITING_POLL_MILLIS = 4_000;
const MAIL_POLL_MILLIS = 2_000;

const at = (onboardingId: string) => ({ path: { onboardingId } });
const keyed = (onboardingId: string, key: string) => ({ ...at(onboardingId), header: { 'Idempotency-Key': key } });

export const onboardingsQuery = queryOptions({
  queryKey: ['onboardings'],
  queryFn: ({ signal }) => ok(client.GET('/api/v1/onboardings', { signal })),
});

/** One onboarding; asked again by itself while something is about to happen without the buyer. Pauses when hidden. */
export const onboardingQuery = (onboardingId: string) =>
  queryOptions({
    queryKey: ['onboardings', onboardingId],
    queryFn: ({ signal }) => ok(client.GET('/api/v1/onboardings/{onboardingId}', { params: at(onboardingId), signal })),
    refetchInterval: ({ state: { data, error } }) => (error ? false : pollInterval(data)),
    refetchOnWindowFocus: 'always',
  });

/** How soon to ask again: AWS has yet to confirm, or the mail with the code has yet to leave. */
export function pollInterval(onboarding: Onboarding | undefined): number | false {
  if (!onboarding) return false;
  if (isWaitingForAws(onboarding)) return WAITING_POLL_MILLIS;
  const { email, payer } = onboarding;
  if (isBinding(onboarding) && payer.subscriptionState === 'PENDING') return WAITING_POLL_MILLIS;
  return email?.code && !email.verified && !email.code.expiresAt ? MAIL_POLL_MILLIS : false;
}

/** Whether AWS can no longer be made to pay for what is not open yet: an ending subscription takes up nothing new. */
export function isOver(payer: Payer): boolean {
  return ['ENDING', 'ENDED', 'FAILED'].includes(payer.subscriptionState);
}

export function isSubscriptionOver(onboarding: Onboarding): boolean {
  return isOver(onboarding.payer);
}

/** Whether it goes the other way: an enterprise account that one had already is bound to it. */
export function isBinding({ step, boundAt }: Onboarding): boolean {
  return step === 'BIND_WORKSPACES' || boundAt !== undefined;
}

/** Whether its workspace is open, or workspaces are bound; until then an ended subscription ends the matter. */
export function isOpened(onboarding: Onboarding): boolean {
  const { step, workspace, boundWorkspaces = 0 } = onboarding;
  if (isBinding(onboarding)) return step === 'DONE' || boundWorkspaces > 0;
  return step === 'DONE' && workspace !== undefined && workspace.state !== 'PENDING';
}

/** The onboarding that was left after its accounts and before its workspaces, if AWS would still pay for one. */
export function findUnfinished(onboardings: Onboarding[] | undefined): Onboarding | undefined {
  return onboardings?.find(
    (onboarding) => ['OPENING_METHOD', 'BIND_WORKSPACES'].includes(onboarding.step) && !isSubscriptionOver(onboarding),
  );
}

export function isWaitingForAws(onboarding: Onboarding): boolean {
  return onboarding.step === 'DONE' && onboarding.workspace?.state === 'PENDING' && !isSubscriptionOver(onboarding);
}

export const sendEmailCode = (onboardingId: string, email: string) =>
  ok(client.POST('/api/v1/onboardings/{onboardingId}/email-codes', { params: at(onboardingId), body: { email } }));

export const verifyEmail = (onboardingId: string, body: Schemas['EmailVerification']) =>
  ok(client.POST('/api/v1/onboardings/{onboardingId}/email-verifications', { params: at(onboardingId), body }));

export const saveBasicInfo = (onboardingId: string, body: BasicInfo) =>
  ok(client.PUT('/api/v1/onboardings/{onboardingId}/basic-info', { params: at(onboardingId), body }));

export const registerAccounts = (onboardingId: string, body: CompanyInfo, key: string) =>
  ok(client.POST('/api/v1/onboardings/{onboardingId}/registration', { params: keyed(onboardingId, key), body }));

export const openWorkspace = (onboardingId: string, body: OpeningMethod, key: string) =>
  ok(client.POST('/api/v1/onboardings/{onboardingId}/workspace', { params: keyed(onboardingId, key), body }));

/** Holds the token of the workspace, so it is forgotten when nobody looks at it any more. */
export const onboardingDatakitQuery = (onboardingId: string) =>
  queryOptions({
    queryKey: ['onboardings', onboardingId, 'datakit'],
    queryFn: ({ signal }) =>
      ok(client.GET('/api/v1/onboardings/{onboardingId}/datakit', { params: at(onboardingId), signal })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
