import { common } from './en/common.ts';
import { onboarding } from './en/onboarding.ts';

/** What the first page after the purchase needs; it comes with the first script. */
export const enFirst = { ...common, onboarding } as const;
