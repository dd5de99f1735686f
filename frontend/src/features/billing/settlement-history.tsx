import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import { settlementBindingsQuery } from '../../api/workspaces';
import { formatInstant } from '../../i18n/format';
import { Failing } from '../../ui/failing';
import { BusyButton } from '../../ui/form/busy-button';
import { Loading } from '../../ui/loading';
import classes from './settlement-history.module.css';
import { type Period, periodsOf } from './settlement-periods';
import { usePayerName } from './workspace-table';
import table from './workspace-table.module.css';

/** Who has paid for a workspace, from when to when, and why. */
export function SettlementHistory({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    settlementBindingsQuery(workspaceId),
  );
  const bindings = data?.pages.flatMap(({ items }) => items);
  return (
    <section className={classes.history} aria-labelledby="history">
      <h2 id="history">{t('billing.workspace.history')}</h2>
      <p>{t('billing.workspace.historyText')}</p>
      {bindings && bindings.length > 0 ? (
        <table className={table.table}>
          <caption className="visually-hidden">{t('billing.workspace.history')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('billing.workspace.paidBy')}</th>
              <th scope="col">{t('billing.workspace.from')}</th>
              <th scope="col">{t('billing.workspace.until')}</th>
              <th scope="col" className={classes.why}>
                {t('billing.workspace.why')}
              </th>
            </tr>
          </thead>
          <tbody>
            {periodsOf(bindings).map((period) => (
              <Row key={period.binding.id} period={period} />
            ))}
          </tbody>
        </table>
      ) : null}
      {bindings?.length === 0 ? <p>{t('billing.workspace.historyEmpty')}</p> : null}
      {hasNextPage ? (
        <BusyButton
          type="button"
          size="sm"
          variant="outline"
          busy={isFetchingNextPage}
          busyText={t('billing.workspace.loadingMore')}
          onClick={() => void fetchNextPage()}
        >
          {t('billing.workspace.more')}
        </BusyButton>
      ) : null}
      {!data && !error ? <Loading /> : null}
      {error && !data ? (
        <Failing
          error={error}
          title={t('billing.workspace.historyFailed')}
          safe={t('billing.workspaces.failedSafe')}
          retrying={isFetching}
          onRetry={() => void refetch()}
        />
      ) : null}
    </section>
  );
}

const reasons = {
  OPENED: true,
  BOUND: true,
  CONFIRMED: true,
  UNDONE: true,
  CHANGED: true,
  PICKED_UP: true,
  DISSOLVED: true,
  ENDED: true,
  RESUMED: true,
  RENEWED: true,
};

function Row({ period: { binding, until, never } }: { period: Period }) {
  const { t } = useTranslation();
  const nameOf = usePayerName();
  const { effectiveFrom, reason, madeBy, madeAt, onboardingId } = binding;
  // A reason that this page has not heard of keeps the server's own word.
  const why = reason in reasons ? t(`billing.workspace.reasons.${reason as keyof typeof reasons}`) : reason;
  function untilText(): string {
    if (never) return t('billing.workspace.never');
    if (until) return formatInstant(until);
    return Date.parse(effectiveFrom) <= serverNow() ? t('billing.workspace.now') : t('billing.workspace.open');
  }
  return (
    <tr data-never={never || undefined} className={classes.row}>
      <th scope="row">{nameOf(binding)}</th>
      <td data-label={t('billing.workspace.from')}>{formatInstant(effectiveFrom)}</td>
      <td data-label={t('billing.workspace.until')}>{untilText()}</td>
      <td data-label={t('billing.workspace.why')} className={classes.why}>
        <span>
          {madeBy ? t('billing.workspace.by', { why, name: madeBy }) : why}
          <span className={table.facts}>{formatInstant(madeAt)}</span>
          {onboardingId ? (
            <span className={table.facts}>
              <code>{t('billing.workspace.onboarding', { id: onboardingId })}</code>
            </span>
          ) : null}
        </span>
      </td>
    </tr>
  );
}
