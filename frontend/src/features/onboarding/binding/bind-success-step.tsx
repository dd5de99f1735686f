import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Candidate, candidatesQuery } from '../../../api/binding';
import { serverNow } from '../../../api/clock';
import type { Onboarding } from '../../../api/onboardings';
import { formatIn, formatInstant } from '../../../i18n/format';
import { paths } from '../../../paths';
import { buttonClass } from '../../../ui/button';
import { Failing } from '../../../ui/failing';
import { BusyButton } from '../../../ui/form/busy-button';
import { Icon } from '../../../ui/icon';
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
  const pending = payer.subscriptionState === 'PENDING';
  return (
    <>
      <span className={register.disc}>
        <Icon name="check" size={26} />
      </span>
      <PageHeading title={t('binding.success.title', { count: boundWorkspaces })} />
      <Lead>{t(pending ? 'binding.success.leadPending' : 'binding.success.lead', { account: payer.awsAccount })}</Lead>
      {data ? (
        <table className={classes.table}>
          <caption className="visually-hidden">{t('binding.success.title', { count: boundWorkspaces })}</caption>
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
      <Actions>
        <Link className={buttonClass({ size: 'lg' })} to={paths.workspaces}>
          {t('binding.success.openBilling')}
        </Link>
      </Actions>
      {enterpriseAccount ? (
        <p className={register.hint}>{t('binding.success.told', { email: enterpriseAccount.email })}</p>
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
