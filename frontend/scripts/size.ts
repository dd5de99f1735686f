/** What a browser loads for the landing route, gzipped, in the language that takes most; fails above the budget. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = 170_000;
const dist = resolve(import.meta.dirname, '../dist');
type Chunk = { file: string; imports?: string[]; css?: string[]; isEntry?: boolean };
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(resolve(dist, '.vite/manifest.json'), 'utf8'));

const files = new Set<string>();
const seen = new Set<string>();
function load(key: string) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The build has no ${key}`);
  if (seen.has(key)) return;
  seen.add(key);
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) load(next);
}

load('index.html');
load('src/features/onboarding/onboarding-page.tsx');

const sizeOf = (file: string) => gzipSync(readFileSync(resolve(dist, file)), { level: 6 }).length;

// The texts of the first page: English comes with the first script, Chinese is fetched apart.
const chinese = manifest['src/i18n/zh-first.ts']?.file;
if (!chinese) throw new Error('The build has no src/i18n/zh-first.ts');
files.add(chinese);

let total = 0;
for (const file of files) {
  const size = sizeOf(file);
  total += size;
  console.log(`${String(size).padStart(8)}  ${file}`);
}
console.log(`${String(total).padStart(8)}  landing route, gzipped, of ${BUDGET}`);
if (total > BUDGET) {
  console.error(`The landing route is ${total - BUDGET} bytes too large.`);
  process.exit(1);
}
