import { isBinding, type Onboarding } from '../../api/onboardings';

export type StepNumber = 1 | 2 | 3 | 4;
export type BindStepNumber = 1 | 2 | 3;

/** Steps of the registration; a purchase that is bound to an account one has is at none of them. */
const numbers: Partial<Record<Onboarding['step'], StepNumber>> = {
  BASIC_INFO: 1,
  COMPANY_INFO: 2,
  OPENING_METHOD: 3,
  DONE: 4,
};

/**
 * The step to show. The server's step rules; only step 1 may be looked at again, and only until step 2 made the accounts.
 */
export function shownStep(step: Onboarding['step'], edit: 'basic-info' | undefined): StepNumber {
  const current = numbers[step] ?? 1;
  return edit === 'basic-info' && current === 2 ? 1 : current;
}

/** The step of the binding, or `undefined` where the purchase has been registered instead. */
export function shownBindStep(onboarding: Onboarding): BindStepNumber | undefined {
  if (isBinding(onboarding)) return onboarding.step === 'DONE' ? 3 : 2;
  return ['BASIC_INFO', 'COMPANY_INFO'].includes(onboarding.step) ? 1 : undefined;
}
