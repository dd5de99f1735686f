import { getRouteApi, Navigate } from '@tanstack/react-router';
import { isBinding } from '../../api/onboardings';
import { paths } from '../../paths';
import { LandingChoice } from './landing-choice';
import { OnboardingGate } from './onboarding-gate';

const route = getRouteApi(paths.onboarding);

/** Where the landing leads to: the choice, as long as nothing was chosen; then the step that the server says. */
export function OnboardingPage() {
  const { onboardingId } = route.useParams();
  return (
    <OnboardingGate onboardingId={onboardingId}>
      {(onboarding) =>
        onboarding.step === 'BASIC_INFO' ? (
          <LandingChoice onboarding={onboarding} />
        ) : (
          <Navigate to={isBinding(onboarding) ? paths.bind : paths.register} params={{ onboardingId }} replace />
        )
      }
    </OnboardingGate>
  );
}
