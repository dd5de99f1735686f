/** Features do not import each other, and what lies below the features does not import them. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

const src = resolve(import.meta.dirname, '../src');
const above = new Set(['main.tsx', 'router.tsx', 'mocks']);
const problems: string[] = [];

for (const file of globSync('**/*.{ts,tsx}', { cwd: src })) {
  const [top = '', feature] = file.split('/');
  const text = readFileSync(resolve(src, file), 'utf8');
  for (const [, target = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const [targetTop, targetFeature] = relative(src, resolve(src, dirname(file), target)).split('/');
    if (targetTop === 'features' && top === 'features' && targetFeature !== feature) {
      problems.push(`${file} imports ${target}: a feature must not import another feature`);
    } else if (targetTop === 'features' && top !== 'features' && !above.has(top)) {
      problems.push(`${file} imports ${target}: only the router knows the features`);
    } else if (targetTop === 'mocks' && !above.has(top) && !/\.test\.tsx?$/.test(file)) {
      problems.push(`${file} imports ${target}: mocks belong to tests and to dev:mock`);
    }
  }
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log('imports: features stay apart');
