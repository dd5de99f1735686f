import type { HourState, MeteredRecord, UsageHour } from '../../../api/charges';

export type Step = {
  state: HourState;
  /** Done, still to come, or stopped: waiting for somebody, or for good. */
  look: 'done' | 'todo' | 'parked' | 'lost';
  at?: string | undefined;
  /** Until when it can still come. */
  until?: string | undefined;
  record?: MeteredRecord;
};

const todo = (state: HourState): Step => ({ state, look: 'todo' });

/** How far an hour is. Whose it is decides what is to come: while it is open, whoever pays now. Several records are apart: each goes its own way from here on. */
export function stepsOfHour(hour: UsageHour, paysNow?: UsageHour['method']): Step[] {
  const { state, reports, pricedAt, method = paysNow, records } = hour;
  const first: Step[] = [
    { state: 'REPORTED', look: 'done', at: reports.lastReceivedAt },
    pricedAt ? { state: 'PRICED', look: 'done', at: pricedAt } : todo('PRICED'),
  ];
  const [record, ...more] = records;
  if (record) return more.length > 0 ? first : [...first, ...stepsOfRecord(record)];
  if (state === 'RECORDED' || state === 'UNCHARGED' || state === 'COVERED')
    return [...first, { state, look: 'done', at: pricedAt }];
  if (state === 'LOST') return [...first, { state, look: 'lost' }];
  if (method === 'ENTERPRISE_ACCOUNT') return [...first, todo('RECORDED')];
  if (method === 'UNSETTLED') return [...first, todo('UNCHARGED')];
  return [
    ...first,
    state === 'FROZEN' ? { state: 'FROZEN', look: 'done' } : todo('FROZEN'),
    todo('SENT'),
    todo('ACCEPTED'),
  ];
}

/** How far a record is on its way to AWS. */
export function stepsOfRecord(record: MeteredRecord): Step[] {
  const { state, frozenAt, sentAt, settledAt, deadline } = record;
  const settled = state === 'ACCEPTED' || state === 'PARKED' || state === 'LOST';
  const steps: Step[] = [];
  if (frozenAt || !settled) steps.push({ state: 'FROZEN', look: 'done', at: frozenAt, record });
  if (sentAt) steps.push({ state: 'SENT', look: 'done', at: sentAt, record });
  else if (!settled) steps.push(todo('SENT'));
  if (state === 'ACCEPTED') steps.push({ state, look: 'done', at: settledAt, record });
  if (state === 'PARKED') steps.push({ state, look: 'parked', at: settledAt, record });
  if (state === 'LOST') steps.push({ state, look: 'lost', at: settledAt, record });
  if (state !== 'ACCEPTED' && state !== 'LOST') steps.push({ ...todo('ACCEPTED'), until: deadline });
  return steps;
}

/** The time that is left to tell AWS: of the record that is most pressed. */
export function deadlineOf(records: readonly MeteredRecord[]): string | undefined {
  return records
    .flatMap(({ deadline }) => (deadline ? [deadline] : []))
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}
