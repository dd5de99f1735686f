import i18next from 'i18next';
import { afterAll, describe, expect, it } from 'vitest';
import { formatCountdown, formatInstant, formatTime } from './format';
import { loadTexts, startI18n, switchLanguage } from './i18n';
import { detectLanguage, matchLanguage } from './language';

afterAll(() => localStorage.clear());

describe('the language', () => {
  it.each([
    ['zh-Hans-SG', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['en-GB', 'en'],
    ['de', undefined],
    [null, undefined],
  ])('of %s is %s', (tag, language) => {
    expect(matchLanguage(tag)).toBe(language);
  });

  it('asked for in the address wins, is remembered, and leaves the address', () => {
    history.replaceState(null, '', '/help?lang=zh-CN&x=1');
    expect(detectLanguage()).toBe('zh-CN');
    expect(location.search).toBe('?x=1');
    expect(detectLanguage()).toBe('zh-CN');
  });

  it('is switched with all that shows it', async () => {
    await startI18n('en');
    await loadTexts();
    expect(i18next.t('register.continue')).toBe('Continue');
    await switchLanguage('zh-CN');
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(i18next.t('register.continue')).toBe('下一步');
    expect(formatTime('2026-11-22T14:36:00Z')).toBe('14:36 UTC');
    await switchLanguage('en');
    expect(formatInstant('2026-11-22T14:26:00Z')).toBe('22 Nov 2026, 14:26 UTC');
    expect(formatCountdown(62)).toBe('1:02');
  });
});
