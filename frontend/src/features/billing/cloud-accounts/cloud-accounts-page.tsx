import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { cloudAccountsQuery } from '../../../api/cloud-accounts';
import { isProblem } from '../../../api/problem';
import { type Session, sessionQuery } from '../../../api/session';
import { paths } from '../../../paths';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Failing } from '../../../ui/failing';
import { BusyButton } from '../../../ui/form/busy-button';
import { Icon } from '../../../ui/icon';
import { Loading } from '../../../ui/loading';
import { MarketplaceLinks } from '../../../ui/marketplace-links';
import { PageHeading } from '../../../ui/page-heading';
import { BillingLayout } from '../billing-layout';
import page from '../workspaces-page.module.css';
import { AccountSection } from './account-section';

/** Cloud Accounts: the AWS accounts, what each has bought, and what it pays for. */
export function CloudAccountsPage() {
  const { data: session, error, isFetching, refetch } = useQuery(sessionQuery);
  if (isProblem(error) && error.problem.status === 401) {
    return <Navigate to={paths.signIn} search={{ next: paths.cloudAccounts }} replace />;
  }
  return (
    <BillingLayout>
      {session ? <CloudAccounts session={session} /> : null}
      {!session && error ? <Failing error={error} retrying={isFetching} onRetry={() => void refetch()} /> : null}
      {!session && !error ? <Loading /> : null}
    </BillingLayout>
  );
}

function CloudAccounts({ session }: { session: Session }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(cloudAccountsQuery());
  const [subscribing, setSubscribing] = useState(false);
  const accounts = list.data?.pages.flatMap(({ items }) => items);
  const { username } = session.enterpriseAccount;

  if (isProblem(list.error, 'not-signed-in')) {
    return <Navigate to={paths.signIn} search={{ reason: 'ended', next: paths.cloudAccounts }} replace />;
  }
  const subscribe = (
    <Button aria-haspopup="dialog" onClick={() => setSubscribing(true)}>
      <Icon name="plus" />
      {t('cloudAccounts.subscribe')}
    </Button>
  );
  function body(): ReactNode {
    if (!accounts) {
      if (!list.error) return <Loading />;
      return (
        <Failing
          error={list.error}
          title={t('cloudAccounts.failed')}
          safe={t('cloudAccounts.failedSafe')}
          retrying={list.isFetching}
          onRetry={() => void list.refetch()}
        />
      );
    }
    if (accounts.length === 0) {
      return (
        <div className={page.empty}>
          <Icon name="cloud" size={26} />
          <h2>{t('cloudAccounts.empty')}</h2>
          <p>{t('cloudAccounts.emptyText')}</p>
          {subscribe}
        </div>
      );
    }
    return accounts.map((account) => (
      <AccountSection
        key={account.partition + account.awsAccount + account.knownSince}
        account={account}
        username={username}
      />
    ));
  }
  return (
    <>
      <div className={page.head}>
        <div>
          <PageHeading title={t('cloudAccounts.title')} />
          <p className={page.of}>{t('cloudAccounts.lead', { username })}</p>
        </div>
        {accounts?.length === 0 ? null : subscribe}
      </div>
      {body()}
      {list.hasNextPage ? (
        <div>
          <BusyButton
            type="button"
            size="md"
            variant="outline"
            busy={list.isFetchingNextPage}
            busyText={t('cloudAccounts.loadingMore')}
            onClick={() => void list.fetchNextPage()}
          >
            {t('cloudAccounts.more')}
          </BusyButton>
        </div>
      ) : null}
      <Dialog opened={subscribing} onClose={() => setSubscribing(false)} title={t('cloudAccounts.subscribeTitle')}>
        <p className={page.dialogText}>
          <Trans i18nKey="cloudAccounts.subscribeText" components={{ b: <b /> }} />
        </p>
        <MarketplaceLinks />
      </Dialog>
    </>
  );
}
