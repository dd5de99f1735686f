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

/** Texts beyond the first page: those of the customers' other pages, and those that only operators read. */
const parts = {
  rest: async (language: UiLanguage) =>
    language === 'en' ? (await import('./en-rest')).enRest : (await import('./zh-rest')).zhRest,
  operators: async (language: UiLanguage) => ({
    operators: (await (language === 'en' ? import('./en/operators') : import('./zh-cn/operators'))).operators,
  }),
};
type Part = keyof typeof parts;

const asked = new Set<Part>();

/** Fetches the texts beyond the first page; every other page waits for them together with its code. */
export async function loadTexts(part: Part = 'rest'): Promise<void> {
  asked.add(part);
  await load(part, currentLanguage());
}

async function apply(language: UiLanguage): Promise<void> {
  if (language === 'zh-CN' && !i18next.hasResourceBundle(language, 'translation')) {
    const { zhFirst } = await import('./zh-first');
    i18next.addResourceBundle(language, 'translation', zhFirst);
  }
  for (const part of asked) await load(part, language);
  setCurrentLanguage(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

async function load(part: Part, language: UiLanguage): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await parts[part](language), true);
}
