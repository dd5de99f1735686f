import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import { isProblem } from '../../api/problem';
import { sessionQuery } from '../../api/session';
import { settlementBindingsQuery, type Workspace, workspaceQuery } from '../../api/workspaces';
import { formatInstant } from '../../i18n/format';
import { paths } from '../../paths';
import { buttonClass } from '../../ui/button';
import card from '../../ui/card.module.css';
import { Failing } from '../../ui/failing';
import { BusyButton } from '../../ui/form/busy-button';
import { Loading } from '../../ui/loading';
import { PageHeading } from '../../ui/page-heading';
import { BillingLayout } from './billing-layout';
import { type Period, periodsOf } from './settlement-periods';
import classes from './workspace-page.module.css';
import { SettlementCell, StateBadge, usePayerName } from './workspace-table';
import table from './workspace-table.module.css';

const route = getRouteApi(paths.workspace);

/** One workspace: its facts, and who has paid for it from when on. */
export function WorkspacePage() {
  const { t } = useTranslation();
  const { workspaceId } = route.useParams();
  const session = useQuery(sessionQuery);
  const { data, error, isFetching, refetch } = useQuery({ ...workspaceQuery(workspaceId), retry: false });
  const next = `${paths.workspaces}/${encodeURIComponent(workspaceId)}`;

  if (isProblem(error, 'not-signed-in') || isProblem(session.error, 'not-signed-in')) {
    return <Navigate to={paths.signIn} search={{ next }} replace />;
  }
  function body(): ReactNode {
    if (data) return <Facts workspace={data} />;
    if (!error) return <Loading />;
    if (isProblem(error) && error.problem.status === 404) return <Missing />;
    return (
      <Failing
        error={error}
        title={t('billing.workspace.failed')}
        safe={t('billing.workspaces.failedSafe')}
        retrying={isFetching}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <BillingLayout>
      <nav aria-label={t('billing.workspace.breadcrumb')} className={classes.breadcrumb}>
        <Link to={paths.workspaces}>{t('billing.workspaces.title')}</Link>
        {data ? <span aria-current="page">{data.name}</span> : null}
      </nav>
      {body()}
    </BillingLayout>
  );
}

function Missing() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeading title={t('billing.workspace.missing')} />
      <p>{t('billing.workspace.missingText')}</p>
      <div>
        <Link className={buttonClass({ variant: 'outline' })} to={paths.workspaces}>
          {t('billing.workspace.back')}
        </Link>
      </div>
    </>
  );
}

function Facts({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const { settlement } = workspace;
  const language = workspace.language === 'ZH' ? t('ui.chinese') : t('ui.english');
  return (
    <>
      <div className={classes.head}>
        <PageHeading title={workspace.name} />
        <StateBadge workspace={workspace} />
      </div>
      <dl className={card.facts} aria-label={t('billing.workspace.facts')}>
        <div>
          <dt>{t('billing.workspace.settlement')}</dt>
          <dd>
            <SettlementCell settlement={settlement} />
          </dd>
        </div>
        {settlement.payer?.licence ? (
          <div>
            <dt>{t('billing.workspace.licence')}</dt>
            <dd>
              {settlement.payer.productName} {settlement.payer.licence}
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('billing.workspace.site')}</dt>
          <dd>{workspace.site.name}</dd>
        </div>
        <div>
          <dt>{t('billing.workspace.language')}</dt>
          <dd>{t('billing.workspace.permanent', { language })}</dd>
        </div>
        <div>
          <dt>{t('billing.workspace.created')}</dt>
          <dd>{formatInstant(workspace.createdAt)}</dd>
        </div>
        <div>
          <dt>{t('billing.workspace.id')}</dt>
          <dd>
            <code>{workspace.id}</code>
          </dd>
        </div>
      </dl>
      <History workspaceId={workspace.id} />
    </>
  );
}

function History({ workspaceId }: { workspaceId: string }) {
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

const reasons = { OPENED: true, BOUND: true, CONFIRMED: true, UNDONE: true };

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
