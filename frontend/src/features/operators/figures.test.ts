import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTexts, startI18n, switchLanguage } from '../../i18n/i18n';
import { formatAmount, formatDuration, formatExact, formatMoment, formatPercent, masked } from './figures';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeAll(async () => {
  await startI18n('en');
  await loadTexts('operators');
});

describe('what is told of time', () => {
  const { t } = i18next;

  it.each([
    [-HOUR, '0 min'],
    [59 * MINUTE + 59_000, '59 min'],
    [HOUR, '1 h'],
    [15 * HOUR + 27 * MINUTE, '15 h 27 min'],
    [47 * HOUR, '47 h'],
    [75 * HOUR, '3 d 3 h'],
  ])('%d ms are %s', (millis, text) => {
    expect(formatDuration(millis, t)).toBe(text);
  });

  it('names the year only where it is another', () => {
    const now = Date.parse('2026-11-22T14:00:00Z');
    expect(formatMoment('2026-11-22T05:00:00Z', now)).toBe('22 Nov 05:00');
    expect(formatMoment('2025-07-03T08:51:30Z', now)).toBe('3 Jul 2025 08:51');
  });

  it('is told in Chinese', async () => {
    await switchLanguage('zh-CN');
    expect(formatDuration(15 * HOUR + 27 * MINUTE, t)).toBe('15 小时 27 分钟');
    expect(formatMoment('2026-11-22T05:00:00Z', Date.parse('2026-11-22T14:00:00Z'))).toBe('11月22日 05:00');
    await switchLanguage('en');
  });
});

describe('numbers', () => {
  it('keep what no binary fraction could', () => {
    expect(formatExact('9007199254740993.0000001')).toBe('9,007,199,254,740,993.0000001');
    expect(formatAmount('7183.865')).toBe('7,183.87');
  });

  it.each([
    ['12.5', '+12.5 %'],
    ['-14.3', '-14.3 %'],
    ['0.0', '0 %'],
  ])('%s percent read %s', (percent, text) => {
    expect(formatPercent(percent)).toBe(text);
  });

  it('of accounts are never whole', () => {
    expect(masked('118273644321')).toBe('····4321');
  });
});
