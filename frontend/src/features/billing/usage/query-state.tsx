import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../../ui/banner';
import { Failing } from '../../../ui/failing';
import { Loading } from '../../../ui/loading';
import { formatClock, zoneName } from './zoned-time';

type Props = {
  query: UseQueryResult;
  zone: string;
  /** What could not be loaded. */
  failed: string;
};

/** What stands over or in place of what was asked for: it is on its way, it failed, or it is true but not the newest. */
export function QueryState({ query, zone, failed }: Props) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch, dataUpdatedAt: at } = query;
  if (data) {
    const time = `${formatClock(at, zone)} ${zoneName(zone, at)}`;
    return error ? <Banner kind="soon">{t('charges.stale', { time })}</Banner> : null;
  }
  return error ? (
    <Failing
      error={error}
      title={failed}
      safe={t('charges.failedSafe')}
      retrying={isFetching}
      onRetry={() => void refetch()}
    />
  ) : (
    <Loading />
  );
}
