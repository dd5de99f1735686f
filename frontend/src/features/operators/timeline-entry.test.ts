import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../api/operators';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { factsOf, signOf, titleOf } from './timeline-entry';

beforeAll(async () => {
  await startI18n('en');
  await loadTexts('operators');
});

const now = Date.parse('2026-11-22T14:00:00Z');
const entry = (more: Partial<TimelineEntry> & Pick<TimelineEntry, 'kind'>): TimelineEntry => ({
  id: 'x',
  at: '2026-11-22T12:00:00Z',
  ...more,
});

describe('an entry of the timeline', () => {
  it.each([
    [
      entry({ kind: 'RECORD_LOST', what: 'units', status: 'WAIVED', detail: '0.40625' }),
      'Units lost',
      '0.40625 units · A fraction of a unit at the end, waived',
      'bad',
    ],
    [
      entry({ kind: 'RECORD_ACCEPTED', what: 'units', status: 'mrec-1', detail: '1812 · 2026-11-22T10:00:00Z' }),
      'Record accepted',
      '1,812 units, hour of 22 Nov 10:00 · mrec-1',
      'good',
    ],
    [
      entry({ kind: 'BINDING', what: 'Payments', status: 'ENDED', detail: 'UNSETTLED' }),
      'Workspace charged to nobody',
      'Payments · the subscription ended',
      'wait',
    ],
    [
      entry({ kind: 'NOTIFICATION', what: 'unsubscribe-pending', status: 'APPLIED', detail: 'ENDING' }),
      'unsubscribe-pending',
      'Applied · AWS says: Ending',
      'good',
    ],
    [entry({ kind: 'LANDING', status: 'COMPANY_INFO' }), 'Landing', 'Before Company Info', 'plain'],
    [
      entry({ kind: 'ACT', what: 'askAws', status: 'UNCHANGED', detail: 'to be sure', by: 'chen.yu' }),
      'Asked AWS',
      'to be sure · Nothing to change · by chen.yu',
      'plain',
    ],
  ])('%# is told in words', (one, title, facts, tone) => {
    expect(titleOf(one, i18next.t)).toBe(title);
    expect(factsOf(one, i18next.t, now).join(' · ')).toBe(facts);
    expect(signOf(one).tone).toBe(tone);
  });

  it('of a kind that is new keeps the server’s words', () => {
    const one = entry({
      kind: 'SOMETHING' as TimelineEntry['kind'],
      what: 'constructor',
      status: 'toString',
      detail: 'x',
    });
    expect(titleOf(one, i18next.t)).toBe('constructor');
    expect(factsOf(one, i18next.t, now)).toEqual(['toString', 'x']);
    expect(signOf(one)).toEqual({ icon: 'info', tone: 'plain' });
  });
});
