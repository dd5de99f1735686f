import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/problem';
import { formatInstant } from '../../i18n/format';
import { Banner } from '../../ui/banner';
import { Failing } from '../../ui/failing';
import { Loading } from '../../ui/loading';
import { ToSignIn } from './operator-frame';

type Props<T> = {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isFetching' | 'dataUpdatedAt'> & { refetch: () => unknown };
  /** What could not be loaded. */
  failed: string;
  /** Where there may be nothing of the kind. */
  missing?: ReactNode;
  children: (data: T) => ReactNode;
};

/**
 * What the server answered; else that it is on its way, that it failed, or that one is signed out meanwhile. Reads all of the
 * query itself: a page that reads a part of it before this is rendered is told of that part only.
 */
export function Answer<T>({ query, failed, missing, children }: Props<T>) {
  const { t } = useTranslation();
  const { data, error, isFetching, dataUpdatedAt, refetch } = query;
  if (isProblem(error, 'not-signed-in')) return <ToSignIn ended />;
  if (missing && isProblem(error) && error.problem.status === 404) return missing;
  if (data !== undefined) {
    const time = formatInstant(new Date(dataUpdatedAt).toISOString());
    return (
      <>
        {error ? <Banner kind="soon">{t('operators.stale', { time })}</Banner> : null}
        {children(data)}
      </>
    );
  }
  if (!error) return <Loading />;
  return (
    <Failing
      error={error}
      title={failed}
      safe={t('operators.failedSafe')}
      retrying={isFetching}
      onRetry={() => void refetch()}
    />
  );
}
