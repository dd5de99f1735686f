import { billing } from './en/billing.ts';
import { common } from './en/common.ts';
import { onboarding } from './en/onboarding.ts';
import { problem } from './en/problem.ts';
import { register } from './en/register.ts';

/** English, the source of all texts. */
export const en = { ...common, onboarding, register, problem, billing } as const;

/** The same keys with any text: what a translation has to be. */
export type Translation<T> = { [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };
