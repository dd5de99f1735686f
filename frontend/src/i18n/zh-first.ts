import { common } from './zh-cn/common.ts';
import { onboarding } from './zh-cn/onboarding.ts';

/** Chinese for the first page after the purchase; loaded only when it is chosen. */
export const zhFirst = { ...common, onboarding };
