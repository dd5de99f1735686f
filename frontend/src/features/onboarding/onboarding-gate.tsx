import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isOpened, isSubscriptionOver, type Onboarding, onboardingQuery } from '../../api/onboardings';
import { isProblem } from '../../api/problem';
import { paths } from '../../paths';
import { Failing } from '../../ui/failing';
import { LoadingPage } from '../../ui/loading';
import { PageFrame } from '../../ui/page-frame';
import { ExpiredPage, MissingPage, OtherPurchasePage, OverPage } from './stop-pages';

/**
 * Lets a page of an onboarding be seen by whoever has the right to it, and says why not to everyone else. What the server
 * says decides; a refusal that ends the matter wins over what was read before.
 */
export function OnboardingGate({
  onboardingId,
  children,
}: {
  onboardingId: string;
  children: (onboarding: Onboarding) => ReactNode;
}) {
  const { data, error, isFetching, refetch } = useQuery(onboardingQuery(onboardingId));

  if (isProblem(error)) {
    const { status } = error.problem;
    if (error.type === 'licence-already-bound') {
      return <Navigate to={paths.signIn} search={{ reason: 'already-bound' }} replace />;
    }
    if (status === 401) return <ExpiredPage />;
    if (error.type === 'other-onboarding') return <OtherPurchasePage />;
    if (status === 404) return <MissingPage />;
  }
  if (!data) {
    if (!error) return <LoadingPage />;
    return (
      <PageFrame>
        <Failing error={error} retrying={isFetching} onRetry={() => void refetch()} />
      </PageFrame>
    );
  }
  if (isSubscriptionOver(data) && !isOpened(data)) return <OverPage onboarding={data} />;
  return children(data);
}
