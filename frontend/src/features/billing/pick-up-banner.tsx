import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { cloudAccountsQuery, findPickUp } from '../../api/cloud-accounts';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';

/** Leads who has bought again to the one confirmation by which the purchase pays for the workspaces that nobody pays for. */
export function PickUpBanner() {
  const { t } = useTranslation();
  const { data } = useInfiniteQuery(cloudAccountsQuery());
  const subscription = findPickUp(data?.pages.flatMap(({ items }) => items));
  if (!subscription) return null;
  const { id, payer, workspacesWaiting: count } = subscription;
  return (
    <Banner kind="soon">
      <b>{t('cloudAccounts.pickUp.waiting', { count })}</b>{' '}
      {t('cloudAccounts.pickUp.mayPay', { account: payer.awsAccount })}{' '}
      <Link to={paths.cloudAccounts} search={{ pickUp: id }}>
        {t('cloudAccounts.pickUp.open')}
      </Link>
    </Banner>
  );
}
