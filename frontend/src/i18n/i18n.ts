import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { queryClient } from '../api/query-client';
import type { en } from './en';
import { enFirst } from './en-first';
import { currentLanguage, detectLanguage, rememberLanguage, setCurrentLanguage, type UiLanguage } from './language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export async function startI18n(language: UiLanguage = detectLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: enFirst } },
    // React escapes.
    interpolation: { escapeValue: false },
  });
  await apply(language);
}

/** Switches the pages, remembers the choice, and asks again for what the server said in the other language. */
export async function switchLanguage(language: UiLanguage): Promise<void> {
  rememberLanguage(language);
  await apply(language);
  await queryClient.invalidateQueries();
}

let beyondFirst = false;

/** Fetches the texts beyond the first page; every other page waits for them together with its code. */
export async function loadTexts(): Promise<void> {
  beyondFirst = true;
  await loadRest(currentLanguage());
}

async function apply(language: UiLanguage): Promise<void> {
  if (language === 'zh-CN' && !i18next.hasResourceBundle(language, 'translation')) {
    const { zhFirst } = await import('./zh-first');
    i18next.addResourceBundle(language, 'translation', zhFirst);
  }
  if (beyondFirst) await loadRest(language);
  setCurrentLanguage(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

async function loadRest(language: UiLanguage): Promise<void> {
  const rest = language === 'en' ? (await import('./en-rest')).enRest : (await import('./zh-rest')).zhRest;
  i18next.addResourceBundle(language, 'translation', rest, true);
}
