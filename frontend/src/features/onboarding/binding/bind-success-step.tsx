import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { type Candidate, candidatesQuery } from '../../../api/binding';
import { serverNow } from '../../../api/clock';
import { isSubscriptionOver, type Onboarding } from '../../../api/onboardings';
import { sessionQuery } from '../../../api/session';
import { formatIn, formatInstant } from '../../../i18n/format';
import { paths } from '../../../paths';
import { Banner } from '../../../ui/banner';
import { buttonClass } from '../../../ui/button';
import { Failing } from '../../../ui/failing';
import { BusyButton } from '../../../ui/form/busy-button';
import { Icon } from '../../../ui/icon';
import { MailLink } from '../../../ui/links';
import { Loading } from '../../../ui/loading';
import { Actions, Lead } from '../../../ui/page-frame';
import { PageHeading } from '../../../ui/page-heading';
import register from '../register.module.css';
import classes from './bind.module.css';

/** Step 3: what is bound, from when AWS pays, and on to the Billing Center. */
export function BindSuccessStep({ onboarding }: { onboarding: Onboarding }) {
  const { t } = useTranslation();
  const { payer, enterpriseAccount, boundWorkspaces = 0 } = onboarding;
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    candidatesQuery(onboarding, { bound: true }),
  );
  const { data: session } = useQuery({ ...sessionQuery, retry: false });
  const none = boundWorkspaces === 0;
  const account = payer.awsAccount;
  const owner = enterpriseAccount?.username ?? '';
  // Whoever is signed in need not be who has bound: then the Billing Center would show the workspaces of another account.
  const other =
    session && session.enterpriseAccount.username !== owner ? session.enterpriseAccount.username : undefined;

  function lead(): ReactNode {
    if (none) return t('binding.success.leadNone', { account, username: owner });
    if (isSubscriptionOver(onboarding)) return t('binding.success.leadOver', { account });
    const pending = payer.subscriptionState === 'PENDING';
    return t(pending ? 'binding.success.leadPending' : 'binding.success.lead', { account });
  }

  const title = none ? t('binding.success.titleNone') : t('binding.success.title', { count: boundWorkspaces });
  return (
    <>
      <span className={register.disc}>
        <Icon name="check" size={26} />
      </span>
      <PageHeading title={title} />
      <Lead>{lead()}</Lead>
      {none ? (
        <p>
          <Trans i18nKey="binding.success.later" components={{ mail: <MailLink /> }} />
        </p>
      ) : null}
      {data && !none ? (
        <table className={classes.table}>
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('binding.success.workspace')}</th>
              <th scope="col">{t('binding.success.site')}</th>
              <th scope="col">{t('binding.success.paysFrom')}</th>
            </tr>
          </thead>
          <tbody>
            {data.pages
              .flatMap(({ items }) => items)
              .map((candidate) => (
                <Row key={candidate.workspace.id} candidate={candidate} />
              ))}
          </tbody>
        </table>
      ) : null}
      {!data && !error ? <Loading /> : null}
      {error && !data ? (
        <Failing
          error={error}
          title={t('binding.workspaces.failed')}
          safe={t('binding.workspaces.failedSafe')}
          retrying={isFetching}
          onRetry={() => void refetch()}
        />
      ) : null}
      {hasNextPage ? (
        <BusyButton
          type="button"
          size="md"
          variant="outline"
          busy={isFetchingNextPage}
          busyText={t('binding.workspaces.loadingMore')}
          onClick={() => void fetchNextPage()}
        >
          {t('binding.workspaces.more')}
        </BusyButton>
      ) : null}
      {other ? <Banner kind="soon">{t('binding.success.otherAccount', { username: other, owner })}</Banner> : null}
      <Actions>
        <Link
          className={buttonClass({ size: 'lg' })}
          {...(other ? { to: paths.signIn, search: { reason: 'other-account' } } : { to: paths.workspaces })}
        >
          {t('binding.success.openBilling')}
        </Link>
      </Actions>
      {enterpriseAccount ? (
        <p className={register.hint}>
          {t(none ? 'binding.success.toldNone' : 'binding.success.told', { email: enterpriseAccount.email })}
        </p>
      ) : null}
    </>
  );
}

function Row({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation();
  const { workspace, bound } = candidate;
  const from = bound?.effectiveFrom;
  const now = serverNow();
  return (
    <tr>
      <th scope="row">
        {workspace.name}
        <code>{workspace.id}</code>
      </th>
      <td data-label={t('binding.success.site')}>{workspace.site.name}</td>
      <td data-label={t('binding.success.paysFrom')}>
        <span>
          {from ? formatInstant(from) : t('binding.success.onceConfirmed')}
          {from && Date.parse(from) > now ? <span className={classes.small}>{formatIn(from, now)}</span> : null}
        </span>
      </td>
    </tr>
  );
}
