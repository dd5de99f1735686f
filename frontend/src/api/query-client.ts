import { QueryClient } from '@tanstack/react-query';
import { LostAnswerError, ProblemError } from './problem';

/** Reads are asked again where that may help: after a lost answer or a failing server, not after a clear refusal. */
function mayRetry(failures: number, error: Error): boolean {
  if (error instanceof LostAnswerError) return failures < 2;
  if (error instanceof ProblemError) {
    // A read that was under way while the proof was rotated comes back as 401 once.
    if (error.problem.status === 401) return failures < 1 && error.type === 'onboarding-not-proved';
    return error.problem.status >= 500 && failures < 2;
  }
  return false;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: mayRetry, staleTime: 10_000, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});
