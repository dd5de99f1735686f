import { describe, expect, it } from 'vitest';
import { type ActName, may } from './roles';

const acts: Record<ActName, [support: boolean, finance: boolean]> = {
  askAws: [true, false],
  noteSubscription: [true, true],
  remindUnregisteredBuyer: [true, false],
  replayEvent: [true, false],
  closeEvent: [true, false],
  resendRecord: [false, true],
  previewRateCard: [false, true],
  uploadRateCard: [false, false],
  listOperatorActs: [false, false],
};

describe('who may do what, as the contract says', () => {
  it.each(Object.entries(acts))('%s', (act, [support, finance]) => {
    expect(may('SUPPORT', act as ActName)).toBe(support);
    expect(may('FINANCE', act as ActName)).toBe(finance);
    expect(may('ADMINISTRATOR', act as ActName)).toBe(true);
  });
});
