import type { en, Translation } from './en.ts';
import { operators } from './zh-cn/operators.ts';
import { zhFirst } from './zh-first.ts';
import { zhRest } from './zh-rest.ts';

/** Chinese: whatever English has. */
export const zhCN: Translation<typeof en> = { ...zhFirst, ...zhRest, operators };
