import { billing } from './zh-cn/billing.ts';
import { binding } from './zh-cn/binding.ts';
import { charges } from './zh-cn/charges.ts';
import { cloudAccounts } from './zh-cn/cloud-accounts.ts';
import { help } from './zh-cn/help.ts';
import { problem } from './zh-cn/problem.ts';
import { register } from './zh-cn/register.ts';
import { settlement } from './zh-cn/settlement.ts';

/** Chinese for the other pages; it comes with them. */
export const zhRest = { register, binding, problem, help, billing, charges, settlement, cloudAccounts };
