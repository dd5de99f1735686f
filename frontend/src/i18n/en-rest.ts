import { billing } from './en/billing.ts';
import { binding } from './en/binding.ts';
import { charges } from './en/charges.ts';
import { cloudAccounts } from './en/cloud-accounts.ts';
import { help } from './en/help.ts';
import { problem } from './en/problem.ts';
import { register } from './en/register.ts';
import { settlement } from './en/settlement.ts';

/** What the other pages need; it comes with them. */
export const enRest = { register, binding, problem, help, billing, charges, settlement, cloudAccounts } as const;
