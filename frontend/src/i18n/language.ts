/** The languages of the pages, and which one a visitor reads. */
export const languages = { en: 'English', 'zh-CN': '中文' } as const;
export type UiLanguage = keyof typeof languages;

const STORAGE_KEY = 'guance.language';
let current: UiLanguage = 'en';

export const currentLanguage = (): UiLanguage => current;

export function setCurrentLanguage(language: UiLanguage): void {
  current = language;
}

/** The language that a tag such as `zh-Hans-SG` or `en-GB` asks for. */
export function matchLanguage(tag: string | null | undefined): UiLanguage | undefined {
  const [primary] = (tag ?? '').toLowerCase().split(/[-_]/);
  if (primary === 'zh') return 'zh-CN';
  return primary === 'en' ? 'en' : undefined;
}

/** In this order: `?lang=` of the address, what was chosen before, what the browser prefers, English. */
export function detectLanguage(): UiLanguage {
  const asked = matchLanguage(new URLSearchParams(location.search).get('lang'));
  if (asked) {
    rememberLanguage(asked);
    dropFromAddress();
    return asked;
  }
  const preferred = [remembered(), ...navigator.languages].map(matchLanguage);
  return preferred.find((language) => language !== undefined) ?? 'en';
}

export function rememberLanguage(language: UiLanguage): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** A language left in the address would win over the switch at the next reload. */
function dropFromAddress(): void {
  const url = new URL(location.href);
  url.searchParams.delete('lang');
  history.replaceState(history.state, '', url);
}
