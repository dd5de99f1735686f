import { describe, expect, it } from 'vitest';
import { findUnfinished, isOpened, isSubscriptionOver, isWaitingForAws, pollInterval } from '../../api/onboardings';
import { onboardingFor, scenarios } from '../../mocks/data';
import { shownBindStep, shownStep } from './step-logic';

describe('the step to show', () => {
  it('is the one the server says', () => {
    expect(shownStep('BASIC_INFO', undefined)).toBe(1);
    expect(shownStep('COMPANY_INFO', undefined)).toBe(2);
    expect(shownStep('OPENING_METHOD', undefined)).toBe(3);
    expect(shownStep('DONE', undefined)).toBe(4);
  });

  it('is step 1 again only until the accounts exist', () => {
    expect(shownStep('COMPANY_INFO', 'basic-info')).toBe(1);
    expect(shownStep('OPENING_METHOD', 'basic-info')).toBe(3);
    expect(shownStep('DONE', 'basic-info')).toBe(4);
  });
});

describe('asking again', () => {
  it('goes on while AWS has to confirm', () => {
    const pending = onboardingFor(scenarios.pending);
    expect(isWaitingForAws(pending)).toBe(true);
    expect(pollInterval(pending)).toBeGreaterThan(0);
  });

  it('ends when the subscription failed, and when the workspace is open', () => {
    expect(pollInterval(onboardingFor(scenarios.failed))).toBe(false);
    expect(pollInterval(onboardingFor(scenarios.done))).toBe(false);
  });

  it('goes on while the mail with the code is on its way', () => {
    const sent = onboardingFor(scenarios.code);
    expect(pollInterval(sent)).toBe(false);
    const { expiresAt: _, ...code } = sent.email?.code ?? { address: '', resendAt: '', triesLeft: 5 };
    expect(pollInterval({ ...sent, email: { address: code.address, verified: false, code } })).toBeGreaterThan(0);
  });
});

describe('a subscription that is over', () => {
  const states = ['ENDING', 'ENDED', 'FAILED'] as const;
  const withState = (id: string, subscriptionState: (typeof states)[number]) => {
    const onboarding = onboardingFor(id);
    return { ...onboarding, payer: { ...onboarding.payer, subscriptionState } };
  };

  it.each(states)('is one that is %s: no workspace opens on it any more', (state) => {
    const pending = withState(scenarios.pending, state);
    expect(isSubscriptionOver(pending)).toBe(true);
    expect(isOpened(pending)).toBe(false);
    expect(isWaitingForAws(pending)).toBe(false);
    expect(findUnfinished([withState(scenarios.opening, state)])).toBeUndefined();
  });

  it('leaves open what is open', () => {
    expect(isOpened(withState(scenarios.done, 'ENDED'))).toBe(true);
    expect(findUnfinished([onboardingFor(scenarios.opening)])?.id).toBe(scenarios.opening);
  });
});

describe('a purchase that is bound to an account one has', () => {
  it('is at the step that the server says', () => {
    expect(shownBindStep(onboardingFor(scenarios.fresh))).toBe(1);
    expect(shownBindStep(onboardingFor(scenarios.company))).toBe(1);
    expect(shownBindStep(onboardingFor(scenarios.binding))).toBe(2);
    expect(shownBindStep(onboardingFor(scenarios.bound))).toBe(3);
  });

  it('is none once the accounts are registered instead', () => {
    expect(shownBindStep(onboardingFor(scenarios.opening))).toBeUndefined();
    expect(shownBindStep(onboardingFor(scenarios.done))).toBeUndefined();
  });

  it('can be gone on with until it is done, and stays open when the subscription ends', () => {
    const binding = onboardingFor(scenarios.binding);
    expect(findUnfinished([onboardingFor(scenarios.bound), binding])).toBe(binding);
    expect(isOpened(binding)).toBe(false);
    expect(isOpened(onboardingFor(scenarios.bound))).toBe(true);
  });

  it('is asked for again while AWS has to confirm', () => {
    expect(pollInterval(onboardingFor(scenarios.bindingPending))).toBeGreaterThan(0);
    expect(pollInterval(onboardingFor(scenarios.binding))).toBe(false);
  });
});
