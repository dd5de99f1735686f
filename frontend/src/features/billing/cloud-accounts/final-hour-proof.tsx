import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FinalHour, Subscription } from '../../../api/cloud-accounts';
import { formatDuration } from '../../../i18n/duration';
import { formatInstant } from '../../../i18n/format';
import { Badge } from '../../../ui/badge';
import { CopyButton } from '../../../ui/copy-button';
import { Failing } from '../../../ui/failing';
import { Loading } from '../../../ui/loading';
import { signOf, useStateName } from '../usage/hour-state';
import { formatCount } from '../usage/money';
import { useNow } from '../usage/use-now';
import { formatClock, formatMoment, hourEnd } from '../usage/zoned-time';
import classes from './cloud-accounts.module.css';

type Props = {
  query: UseQueryResult<Subscription>;
  /** Whether it stands open from the start: while the clock runs. */
  open: boolean;
  onOpen: () => void;
};

/** The clock of the last hour, and what AWS was told for the last ones, with the ids that AWS gave. */
export function FinalHourProof({ query: { data, error, isFetching, refetch }, open, onOpen }: Props) {
  const { t } = useTranslation();
  function body(): ReactNode {
    if (data?.finalHour) return <Proof finalHour={data.finalHour} />;
    if (data) return <p>{t('cloudAccounts.finalHour.noRecords')}</p>;
    if (!error) return <Loading />;
    return (
      <Failing
        error={error}
        safe={t('cloudAccounts.failedSafe')}
        retrying={isFetching}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <details className={classes.proof} open={open} onToggle={(event) => event.currentTarget.open && onOpen()}>
      <summary>{t('cloudAccounts.finalHour.summary')}</summary>
      {body()}
    </details>
  );
}

function Proof({ finalHour }: { finalHour: FinalHour }) {
  const { t } = useTranslation();
  const nameOf = useStateName();
  const now = useNow();
  const { hour, freezesAt, acceptedUntil, isFrozen, records } = finalHour;
  const left = Date.parse(freezesAt) - now;
  return (
    <>
      <dl className={classes.clock}>
        <div>
          <dt>{t('cloudAccounts.finalHour.hour')}</dt>
          <dd>
            {t('cloudAccounts.finalHour.hourText', {
              from: formatMoment(hour, 'UTC'),
              to: formatClock(hourEnd(hour), 'UTC'),
            })}
          </dd>
        </div>
        <div>
          <dt>{t(isFrozen ? 'cloudAccounts.finalHour.frozen' : 'cloudAccounts.finalHour.freezes')}</dt>
          <dd>
            {isFrozen || left <= 0
              ? formatInstant(freezesAt)
              : t('cloudAccounts.finalHour.freezesIn', {
                  time: formatInstant(freezesAt),
                  left: formatDuration(left),
                })}
          </dd>
        </div>
        <div>
          <dt>{t('cloudAccounts.finalHour.acceptedUntil')}</dt>
          <dd>{formatInstant(acceptedUntil)}</dd>
        </div>
      </dl>
      {records.length === 0 ? (
        <p>{t('cloudAccounts.finalHour.noRecords')}</p>
      ) : (
        <table className={classes.table}>
          <caption className="visually-hidden">{t('cloudAccounts.finalHour.records')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('cloudAccounts.finalHour.recordHour')}</th>
              <th scope="col">{t('cloudAccounts.finalHour.state')}</th>
              <th scope="col">{t('cloudAccounts.finalHour.units')}</th>
              <th scope="col">{t('cloudAccounts.finalHour.recordId')}</th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => {
              const [tone, icon] = signOf(record.state);
              return (
                <tr key={`${record.hour} ${record.dimension} ${record.meteringRecordId ?? ''}`}>
                  <th scope="row">{formatMoment(record.hour, 'UTC')}</th>
                  <td data-label={t('cloudAccounts.finalHour.state')}>
                    <Badge tone={tone} icon={icon}>
                      {nameOf(record.state)}
                    </Badge>
                  </td>
                  <td data-label={t('cloudAccounts.finalHour.units')} className={classes.amount}>
                    {record.units ? `${formatCount(record.units)} ${record.dimension}` : record.dimension}
                  </td>
                  <td data-label={t('cloudAccounts.finalHour.recordId')} className={classes.recordId}>
                    {record.meteringRecordId ? (
                      <span>
                        <code>{record.meteringRecordId}</code>
                        <CopyButton text={record.meteringRecordId} label={t('cloudAccounts.finalHour.copy')} />
                      </span>
                    ) : (
                      (record.reason ?? t('cloudAccounts.finalHour.noId'))
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </>
  );
}
