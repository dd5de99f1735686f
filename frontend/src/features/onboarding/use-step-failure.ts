import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { onboardingQuery } from '../../api/onboardings';
import { isProblem } from '../../api/problem';
import { sessionQuery } from '../../api/session';
import { paths } from '../../paths';

type Page = typeof paths.register | typeof paths.bind;

/** What became of the page while one worked in it. */
export type Notice = 'moved' | 'signedOut';

/**
 * Refusals that are not about what was typed: the step is over, the proof is gone, the purchase is bound. Answers whether
 * it dealt with the error; then the form has nothing to show.
 */
export function useStepFailure(onboardingId: string, onNotice: (notice: Notice) => void, page: Page = paths.register) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  return (error: unknown): boolean => {
    if (!isProblem(error)) return false;
    const askAgain = () => void queryClient.invalidateQueries({ queryKey: onboardingQuery(onboardingId).queryKey });
    if (error.type === 'licence-already-bound') {
      void navigate({ to: paths.signIn, search: { reason: 'already-bound' } });
      return true;
    }
    if (error.type === 'wrong-step') {
      onNotice('moved');
      askAgain();
      void navigate({ to: page, params: { onboardingId }, replace: true });
      return true;
    }
    if (error.type === 'subscription-ended') {
      askAgain();
      return false;
    }
    if (error.type === 'not-signed-in') {
      queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
      onNotice('signedOut');
      askAgain();
      return true;
    }
    if (error.problem.status === 401 || error.type === 'other-onboarding') {
      // The gate asks, hears the same, and shows the page for it.
      askAgain();
      return true;
    }
    return false;
  };
}
