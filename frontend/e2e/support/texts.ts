import { en, type Translation } from '../../src/i18n/en.ts';
import { zhCN } from '../../src/i18n/zh-cn.ts';

/** The texts of the pages, from where the pages have them. */
export type Texts = Translation<typeof en>;
export type Language = 'en' | 'zh-CN';

export const textsOf: Record<Language, Texts> = { en, 'zh-CN': zhCN };

/** A text as it stands on the page: its values filled in, its markup gone. */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text
    .replace(/<\/?\w+\/?>/g, '')
    .replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What begins with a text, for names that go on with a hint. */
export const startingWith = (text: string): RegExp => new RegExp(`^\\s*${escaped(text)}`);

/** A text whose values may be anything. */
export function pattern(text: string): RegExp {
  const parts = text.replace(/<\/?\w+\/?>/g, '').split(/\{\{\w+\}\}/);
  return new RegExp(parts.map(escaped).join('.+'));
}
