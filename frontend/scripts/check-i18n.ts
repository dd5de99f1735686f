/** Both languages have the same keys, the same placeholders and no empty text. */
import { en } from '../src/i18n/en.ts';
import { zhCN } from '../src/i18n/zh-cn.ts';

type Texts = { [key: string]: string | Texts };

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') {
      flat.set(prefix + key, value);
    } else {
      for (const [inner, text] of flatten(value, `${prefix}${key}.`)) {
        flat.set(inner, text);
      }
    }
  }
  return flat;
}

/** What a translation must keep: interpolations and the tags of rich texts. */
const marks = (text: string) => [...new Set(text.match(/\{\{\w+\}\}|<\/?\w+\/?>/g) ?? [])].sort().join(' ');

const source = flatten(en);
const other = flatten(zhCN);
const problems: string[] = [];
for (const [key, text] of source) {
  const translated = other.get(key);
  if (translated === undefined) problems.push(`zh-CN lacks ${key}`);
  else if (marks(text) !== marks(translated)) problems.push(`${key}: ${marks(text)} against ${marks(translated)}`);
  if (!text.trim() || translated?.trim() === '') problems.push(`${key} is empty`);
}
for (const key of other.keys()) {
  if (!source.has(key)) problems.push(`en lacks ${key}`);
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`i18n: ${source.size} texts, the same in both languages`);
