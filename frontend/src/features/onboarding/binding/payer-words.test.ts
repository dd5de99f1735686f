import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Candidate } from '../../../api/binding';
import { loadTexts, startI18n } from '../../../i18n/i18n';
import { candidatesFor, onboardingFor, payer, scenarios, workspaceOf } from '../../../mocks/data';
import { inGroups, paysNow, untilTheChange } from './payer-words';

beforeAll(async () => {
  await startI18n('en');
  await loadTexts();
});

describe('who pays now', () => {
  const normal = workspaceOf('NORMAL');
  it.each([
    [{ ...normal, settlement: { method: 'ENTERPRISE_ACCOUNT' } }, 'Enterprise account'],
    [{ ...normal, settlement: { method: 'SUBSCRIPTION', payer } }, 'AWS ····4321'],
    [{ ...normal, settlement: { method: 'UNSETTLED', waitingFor: payer } }, 'AWS ····4321, once AWS confirms'],
    [{ ...normal, state: 'BUFFER', settlement: { method: 'UNSETTLED' } }, 'Nobody: in buffer'],
    [{ ...normal, state: 'LOCKED', settlement: { method: 'UNSETTLED' } }, 'Nobody: locked'],
    [{ ...normal, state: 'PENDING', settlement: { method: 'UNSETTLED' } }, 'Nobody yet'],
    [{ ...normal, settlement: { method: 'UNSETTLED' } }, 'Nobody'],
  ] as const)('is told in a few words', (workspace, words) => {
    expect(paysNow(workspace, i18next.t)).toBe(words);
  });
});

describe('what is until the change', () => {
  const [settled, , unsettled, , pending] = candidatesFor(onboardingFor(scenarios.binding)) as [
    Candidate,
    Candidate,
    Candidate,
    Candidate,
    Candidate,
  ];
  const awaiting = candidatesFor(onboardingFor(scenarios.bindingPending));

  it('stays with who pays, or with nobody', () => {
    expect(untilTheChange(settled)).toBe('before');
    expect(untilTheChange(unsettled)).toBe('beforeNobody');
  });

  it('is nothing where nobody has paid yet', () => {
    expect(untilTheChange(pending)).toBe('firstPayer');
  });

  it('is as now until AWS confirms', () => {
    expect(awaiting.slice(0, 3).map(untilTheChange)).toEqual(['awaits', 'awaits', 'awaitsNobody']);
  });
});

it('sets those apart that cannot be bound', () => {
  const { can, cannot } = inGroups(candidatesFor(onboardingFor(scenarios.binding)));
  expect(can).toHaveLength(5);
  expect(cannot.every(({ refusal }) => refusal !== undefined)).toBe(true);
});
