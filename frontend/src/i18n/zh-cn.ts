import type { en, Translation } from './en.ts';
import { billing } from './zh-cn/billing.ts';
import { common } from './zh-cn/common.ts';
import { help } from './zh-cn/help.ts';
import { onboarding } from './zh-cn/onboarding.ts';
import { problem } from './zh-cn/problem.ts';
import { register } from './zh-cn/register.ts';

/** Chinese; loaded only when it is chosen. */
export const zhCN: Translation<typeof en> = { ...common, onboarding, register, problem, help, billing };
