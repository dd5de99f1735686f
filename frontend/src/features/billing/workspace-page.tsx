import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/problem';
import { type Session, sessionQuery } from '../../api/session';
import { type SettlementOptions, settlementOptionsQuery } from '../../api/settlement';
import { isInVain, isUnpaid, type Workspace, workspaceQuery } from '../../api/workspaces';
import { formatDay } from '../../i18n/format';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';
import { buttonClass } from '../../ui/button';
import { Failing } from '../../ui/failing';
import { Loading } from '../../ui/loading';
import { PageHeading } from '../../ui/page-heading';
import { panelId, TabList, tabId } from '../../ui/tabs';
import { BillingLayout } from './billing-layout';
import { WorkspaceDatakit } from './datakit-dialog';
import { BufferCard } from './settlement/buffer-card';
import { ChangeBanner } from './settlement/change-banner';
import { ChangeButton } from './settlement/change-button';
import { ChangeDialog } from './settlement/change-dialog';
import { PayerChoice } from './settlement/payer-choice';
import { SettlementCard } from './settlement-card';
import { SettlementHistory } from './settlement-history';
import { UsageTab } from './usage/usage-tab';
import classes from './workspace-page.module.css';
import { asksForPayer, StateBadge } from './workspace-table';

const route = getRouteApi(paths.workspace);

/** One workspace: who pays for it, what it has used and costs, and how data gets into it. */
export function WorkspacePage() {
  const { t } = useTranslation();
  const { workspaceId } = route.useParams();
  const session = useQuery(sessionQuery);
  const { data, error, isFetching, refetch } = useQuery({ ...workspaceQuery(workspaceId), retry: false });
  const next = useLocation().href;

  if (isProblem(error, 'not-signed-in') || isProblem(session.error, 'not-signed-in')) {
    return <Navigate to={paths.signIn} search={{ next }} replace />;
  }
  function body(): ReactNode {
    if (data) return <Tabs workspace={data} session={session.data} />;
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

function Tabs({ workspace, session }: { workspace: Workspace; session: Session | undefined }) {
  const { t } = useTranslation();
  const { view, change } = route.useSearch();
  const navigate = route.useNavigate();
  const language = workspace.language === 'ZH' ? t('ui.chinese') : t('ui.english');
  const selected = view ?? 'usage';
  const dissolved = workspace.state === 'DISSOLVED';
  const options = useQuery({ ...settlementOptionsQuery(workspace.id), enabled: !dissolved });
  const asks = asksForPayer(workspace);

  /** What is asked stands in the address, so that a link may ask it. */
  function askWhoPays(asked: boolean) {
    void navigate({
      search: ({ change: _, ...old }) => (asked ? { ...old, change: true } : old),
      replace: true,
      resetScroll: false,
    });
  }
  return (
    <>
      <div>
        <div className={classes.head}>
          <PageHeading title={workspace.name} />
          <StateBadge workspace={workspace} />
          {dissolved || asks ? null : (
            <ChangeButton
              workspace={workspace}
              changeableAt={options.data?.changeableAt}
              onClick={() => askWhoPays(true)}
            />
          )}
        </div>
        <p className={classes.facts}>
          {t('charges.facts', { site: workspace.site.name, language, date: formatDay(workspace.createdAt) })} ·{' '}
          <code>{workspace.id}</code>
        </p>
      </div>
      {dissolved ? <Banner kind="note">{t('settlement.dissolve.done')}</Banner> : null}
      <ChangeBanner workspace={workspace} options={options.data} />
      {isUnpaid(workspace) || isInVain(workspace) ? (
        <BufferCard workspace={workspace} session={session} />
      ) : (
        <SettlementCard settlement={workspace.settlement} />
      )}
      {asks ? <Choice workspace={workspace} session={session} options={options} /> : null}
      <TabList
        label={t('charges.tabs')}
        id="workspace"
        tabs={[
          { key: 'usage', name: t('charges.usage') },
          { key: 'datakit', name: t('charges.datakit') },
        ]}
        selected={selected}
        onSelect={(key) =>
          void navigate({
            search: (old) => ({ ...old, view: key === 'datakit' ? key : undefined }),
            replace: true,
            resetScroll: false,
          })
        }
      />
      <ChangeDialog
        workspace={workspace}
        session={session}
        opened={change === true && !dissolved && !asks}
        onClose={() => askWhoPays(false)}
      />
      <div
        role="tabpanel"
        id={panelId('workspace', selected)}
        aria-labelledby={tabId('workspace', selected)}
        className={classes.panel}
      >
        {selected === 'datakit' ? <Datakit workspace={workspace} /> : <Usage workspace={workspace} />}
      </div>
    </>
  );
}

type ChoiceProps = {
  workspace: Workspace;
  session: Session | undefined;
  options: UseQueryResult<SettlementOptions>;
};

function Choice({ workspace, session, options: { data, error, isFetching, refetch } }: ChoiceProps) {
  const { t } = useTranslation();
  if (data) return <PayerChoice workspace={workspace} session={session} options={data} />;
  if (!error) return <Loading />;
  return (
    <Failing error={error} title={t('settlement.optionsFailed')} retrying={isFetching} onRetry={() => void refetch()} />
  );
}

function Usage({ workspace }: { workspace: Workspace }) {
  return (
    <>
      <UsageTab workspace={workspace} />
      <SettlementHistory workspaceId={workspace.id} />
    </>
  );
}

function Datakit({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  if (workspace.state !== 'PENDING') return <WorkspaceDatakit workspaceId={workspace.id} />;
  return <p>{t(isInVain(workspace) ? 'billing.workspaces.datakitNever' : 'billing.workspaces.datakitPending')}</p>;
}
