import type { TFunction } from 'i18next';
import type { TimelineEntry } from '../../api/operators';
import type { IconName } from '../../ui/icon';
import { actName } from './act-name';
import { formatExact, formatMoment } from './figures';

/*
 * An entry of the timeline in words. What these pages have not heard of, as further kinds and states of AWS, keeps the
 * server's own word.
 */

type Sign = { icon: IconName; tone: 'good' | 'wait' | 'bad' | 'plain' };

const signs: Record<string, Sign> = {
  LANDING: { icon: 'card', tone: 'plain' },
  RECORD_ACCEPTED: { icon: 'check', tone: 'good' },
  RECORD_PARKED: { icon: 'pause', tone: 'wait' },
  RECORD_LOST: { icon: 'cross', tone: 'bad' },
  ACT: { icon: 'user', tone: 'plain' },
};

export function signOf({ kind, status, detail }: Pick<TimelineEntry, 'kind' | 'status' | 'detail'>): Sign {
  if (kind === 'NOTIFICATION') {
    if (status === 'PARKED') return { icon: 'pause', tone: 'wait' };
    return status === 'APPLIED' ? { icon: 'check', tone: 'good' } : { icon: 'mail', tone: 'plain' };
  }
  if (kind === 'BINDING') return { icon: 'grid', tone: detail === 'UNSETTLED' ? 'wait' : 'good' };
  return signs[kind] ?? { icon: 'info', tone: 'plain' };
}

const has = <T extends object>(known: T, key: string | undefined): key is Extract<keyof T, string> =>
  key !== undefined && Object.hasOwn(known, key);

const statuses = {
  PARKED: true,
  APPLIED: true,
  UNMATCHED: true,
  INFORMATIONAL: true,
  CLOSED: true,
  CHANGED: true,
  UNCHANGED: true,
  NOT_ASKABLE: true,
  POSTED: true,
  FROZEN: true,
};

/** What became of a notification, or of an act. */
export const statusText = (status: string, t: TFunction): string =>
  has(statuses, status) ? t(`operators.statuses.${status}`) : status;

const kinds = { LANDING: true, RECORD_ACCEPTED: true, RECORD_PARKED: true, RECORD_LOST: true };
const methods = { SUBSCRIPTION: true, ENTERPRISE_ACCOUNT: true, UNSETTLED: true };

export function titleOf({ kind, what, detail }: TimelineEntry, t: TFunction): string {
  if (has(kinds, kind)) return t(`operators.timeline.kinds.${kind}`);
  if (kind === 'BINDING') return t(`operators.timeline.methods.${has(methods, detail) ? detail : 'SUBSCRIPTION'}`);
  if (kind === 'ACT' && what) return actName(what, t);
  return what ?? kind;
}

const states = { PENDING: true, LIVE: true, ENDING: true, ENDED: true, FAILED: true };
const steps = { BASIC_INFO: true, COMPANY_INFO: true, OPENING_METHOD: true, BIND_WORKSPACES: true, DONE: true };
const reasons = {
  OPENED: true,
  BOUND: true,
  CONFIRMED: true,
  UNDONE: true,
  ENDED: true,
  RESUMED: true,
  RENEWED: true,
};
const losses = { NO_OPEN_HOUR: true, LEFT_AT_END: true, EXPIRED: true, WAIVED: true };

function ownFacts(entry: TimelineEntry, t: TFunction, now: number): (string | undefined)[] {
  const { kind, what, status, detail } = entry;
  switch (kind) {
    case 'NOTIFICATION':
      return [
        status && statusText(status, t),
        has(states, detail) ? t('operators.timeline.says', { state: t(`payer.states.${detail}`) }) : detail,
      ];
    case 'LANDING':
      return [has(steps, status) ? t(`operators.unregistered.steps.${status}`) : status, detail];
    case 'BINDING':
      return [
        what,
        has(reasons, status) ? t(`operators.timeline.reasons.${status}`) : status,
        has(methods, detail) ? undefined : detail,
      ];
    case 'RECORD_ACCEPTED':
    case 'RECORD_PARKED':
    case 'RECORD_LOST':
      return [amountOf(what, detail, t, now), has(losses, status) ? t(`operators.lost.reasons.${status}`) : status];
    case 'ACT':
      return [detail, status && statusText(status, t)];
    default:
      return [status, detail];
  }
}

/** `812 · 2026-11-22T10:00:00Z` of a dimension, which has no hour where there was none. */
function amountOf(dimension: string | undefined, detail: string | undefined, t: TFunction, now: number) {
  const [, amount, hour] = /^(\d+(?:\.\d+)?)(?: · (\d{4}-\d\d-\d\dT[\d:.]+Z))?$/.exec(detail ?? '') ?? [];
  if (amount === undefined) return [dimension, detail].filter(Boolean).join(' · ') || undefined;
  const units = `${formatExact(amount)} ${dimension ?? ''}`.trim();
  return hour ? t('operators.timeline.ofHour', { units, hour: formatMoment(hour, now) }) : units;
}

export function factsOf(entry: TimelineEntry, t: TFunction, now: number): string[] {
  const { by, copies = 1 } = entry;
  return [
    ...ownFacts(entry, t, now),
    copies > 1 ? t('operators.timeline.copies', { count: copies }) : undefined,
    by ? t('operators.timeline.by', { name: by }) : undefined,
  ].filter((fact) => fact !== undefined && fact !== '') as string[];
}
