/** Writes src/api/schema.d.ts, the types of the contract, when ../openapi.yaml says something new. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const contract = new URL('../../openapi.yaml', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);

const text = `// Generated from openapi.yaml by scripts/generate-client.ts. Do not edit.\n${astToString(await openapiTS(contract))}`;
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  writeFileSync(target, text);
  console.log('src/api/schema.d.ts written');
}
