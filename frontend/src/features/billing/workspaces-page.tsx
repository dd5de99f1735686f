import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { isProblem } from '../../api/problem';
import { type Session, sessionQuery } from '../../api/session';
import { type Workspace, workspacesQuery } from '../../api/workspaces';
import { paths } from '../../paths';
import { announce } from '../../ui/announce';
import { Banner } from '../../ui/banner';
import { Button, buttonClass } from '../../ui/button';
import { Failing } from '../../ui/failing';
import { Icon } from '../../ui/icon';
import { Loading } from '../../ui/loading';
import { PageHeading } from '../../ui/page-heading';
import { BillingLayout } from './billing-layout';
import { CreateWorkspaceDialog } from './create-workspace-dialog';
import { DatakitDialog } from './datakit-dialog';
import { PickUpBanner } from './pick-up-banner';
import { ResumeBanner } from './resume-banner';
import { WorkspaceTable } from './workspace-table';
import classes from './workspaces-page.module.css';

const route = getRouteApi(paths.workspaces);

/** Workspace Management: the workspaces of the enterprise account, and who pays for each. */
export function WorkspacesPage() {
  const { data: session, error, isFetching, refetch } = useQuery(sessionQuery);
  const { page } = route.useSearch();
  if (isProblem(error) && error.problem.status === 401) {
    const here = page ? `${paths.workspaces}?page=${encodeURIComponent(page)}` : paths.workspaces;
    return <Navigate to={paths.signIn} search={page ? { next: here } : {}} replace />;
  }
  if (session) return <Workspaces session={session} page={page} />;
  return (
    <BillingLayout>
      {error ? <Failing error={error} retrying={isFetching} onRetry={() => void refetch()} /> : <Loading />}
    </BillingLayout>
  );
}

function Workspaces({ session, page }: { session: Session; page: string | undefined }) {
  const { t } = useTranslation();
  const account = session.enterpriseAccount;
  const { data, error, isFetching, refetch } = useQuery(workspacesQuery(page));
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<Workspace>();
  const [datakitOf, setDatakitOf] = useState<Workspace>();

  if (isProblem(error, 'not-signed-in')) {
    return <Navigate to={paths.signIn} search={{ reason: 'ended', next: paths.workspaces }} replace />;
  }
  const createButton = (
    <Button onClick={() => setCreating(true)}>
      <Icon name="plus" />
      {t('billing.workspaces.create')}
    </Button>
  );
  const empty = data?.items.length === 0 && !page;
  return (
    <BillingLayout>
      <div className={classes.head}>
        <div>
          <PageHeading title={t('billing.workspaces.title')} />
          <p className={classes.of}>
            {t('billing.workspaces.of', { username: account.username, company: account.companyName })}
          </p>
        </div>
        {empty ? null : createButton}
      </div>
      <ResumeBanner />
      <PickUpBanner />
      {created ? (
        <Banner kind="done">
          <Trans i18nKey="billing.workspaces.created" components={{ name: <b>{created.name}</b> }} />
        </Banner>
      ) : null}
      {data && !empty ? (
        <>
          <WorkspaceTable workspaces={data.items} onDatakit={setDatakitOf} />
          <Paging page={page} next={data.nextPageToken} />
        </>
      ) : null}
      {empty ? (
        <div className={classes.empty}>
          <Icon name="grid" size={26} />
          <h2>{t('billing.workspaces.empty')}</h2>
          <p>{t('billing.workspaces.emptyText')}</p>
          {createButton}
        </div>
      ) : null}
      {!data && !error ? <Loading /> : null}
      {error && !data ? (
        <Failing
          error={error}
          title={t('billing.workspaces.failed')}
          safe={t('billing.workspaces.failedSafe')}
          retrying={isFetching}
          onRetry={() => void refetch()}
        />
      ) : null}
      <CreateWorkspaceDialog
        session={session}
        opened={creating}
        onClose={() => setCreating(false)}
        onCreated={(workspace) => {
          setCreating(false);
          setCreated(workspace);
          announce(workspace.name);
        }}
      />
      <DatakitDialog workspace={datakitOf} onClose={() => setDatakitOf(undefined)} />
    </BillingLayout>
  );
}

function Paging({ page, next }: { page: string | undefined; next: string | undefined }) {
  const { t } = useTranslation();
  return (
    <div className={classes.paging}>
      <p>{t('billing.workspaces.newest')}</p>
      {page || next ? (
        <nav aria-label={t('billing.workspaces.paging')}>
          {page ? (
            <Link className={buttonClass({ variant: 'outline', size: 'sm' })} to={paths.workspaces}>
              {t('billing.workspaces.first')}
            </Link>
          ) : null}
          {next ? (
            <Link
              className={buttonClass({ variant: 'outline', size: 'sm' })}
              to={paths.workspaces}
              search={{ page: next }}
            >
              {t('billing.workspaces.next')}
            </Link>
          ) : null}
        </nav>
      ) : null}
    </div>
  );
}
