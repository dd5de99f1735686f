import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../../api/clock';
import { type PaidWorkspace, paidWorkspacesQuery, type Subscription } from '../../../api/cloud-accounts';
import { formatDay } from '../../../i18n/format';
import { paths } from '../../../paths';
import { Failing } from '../../../ui/failing';
import { BusyButton } from '../../../ui/form/busy-button';
import { Loading } from '../../../ui/loading';
import { formatAmount } from '../usage/money';
import { dayIn, formatMonth, monthOf } from '../usage/zoned-time';
import classes from './cloud-accounts.module.css';

/** What a subscription pays for, with the charges of the month; before AWS confirms, what it will pay for. */
export function PaidWorkspaces({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    paidWorkspacesQuery(subscription.id),
  );
  const rows = data?.pages.flatMap(({ items }) => items);
  if (!rows) {
    if (!error) return <Loading />;
    return (
      <Failing
        error={error}
        title={t('cloudAccounts.workspacesFailed')}
        safe={t('cloudAccounts.failedSafe')}
        retrying={isFetching}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <>
      {subscription.state === 'PENDING' ? (
        <Awaiting rows={rows} />
      ) : rows.length > 0 ? (
        <Paid rows={rows} currency={subscription.payer.currency} />
      ) : null}
      {hasNextPage ? (
        <div>
          <BusyButton
            type="button"
            size="sm"
            variant="outline"
            busy={isFetchingNextPage}
            busyText={t('cloudAccounts.loadingMore')}
            onClick={() => void fetchNextPage()}
          >
            {t('cloudAccounts.more')}
          </BusyButton>
        </div>
      ) : null}
    </>
  );
}

function Paid({ rows, currency }: { rows: PaidWorkspace[]; currency: string }) {
  const { t } = useTranslation();
  const month = formatMonth(monthOf(dayIn('UTC', serverNow())));
  const charges = t('cloudAccounts.charges', { month, currency });
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('cloudAccounts.workspaces')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('cloudAccounts.workspace')}</th>
          <th scope="col">{t('cloudAccounts.sinceColumn')}</th>
          <th scope="col">{charges}</th>
          <th scope="col">{t('cloudAccounts.action')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ workspace, since, paidThisMonth }) => (
          <tr key={workspace.id}>
            <th scope="row">
              <Link to={paths.workspace} params={{ workspaceId: workspace.id }}>
                {workspace.name}
              </Link>
            </th>
            <td data-label={t('cloudAccounts.sinceColumn')}>{t('cloudAccounts.since', { day: formatDay(since) })}</td>
            <td data-label={charges} className={classes.amount}>
              {formatAmount(paidThisMonth?.amount ?? '0')}
            </td>
            <td className={classes.move}>
              <Link
                to={paths.workspace}
                params={{ workspaceId: workspace.id }}
                search={{ change: true }}
                aria-label={t('cloudAccounts.moveOf', { name: workspace.name })}
              >
                {t('cloudAccounts.move')}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What opens, or changes its payer, as soon as AWS confirms. */
function Awaiting({ rows }: { rows: PaidWorkspace[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting}>
      {rows.map(({ workspace: { id, name, state } }) => (
        <p key={id}>
          {t(`cloudAccounts.${state === 'PENDING' || state === 'LOCKED' ? 'opensOnce' : 'followsOnce'}`, { name })}
        </p>
      ))}
      <Link to={paths.workspaces}>{t('cloudAccounts.chooseMore')}</Link>
    </div>
  );
}
