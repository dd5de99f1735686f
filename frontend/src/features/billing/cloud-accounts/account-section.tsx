import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../../api/clock';
import type { CloudAccount } from '../../../api/cloud-accounts';
import { formatDay } from '../../../i18n/format';
import { Guilloche } from '../../../ui/guilloche';
import payerCard from '../../../ui/payer-card.module.css';
import { formatMonies } from '../usage/money';
import { dayIn, formatMonth, monthOf } from '../usage/zoned-time';
import classes from './cloud-accounts.module.css';
import { SubscriptionBlock } from './subscription-block';

/** One AWS account: the payer card, and its subscriptions beside it. */
export function AccountSection({ account, username }: { account: CloudAccount; username: string }) {
  const { t } = useTranslation();
  const id = useId();
  const { awsAccount, partition, knownSince, paidThisMonth = [], subscriptions } = account;
  const month = formatMonth(monthOf(dayIn('UTC', serverNow())));
  // A partition that this page has not heard of keeps its own word.
  const marketplace =
    partition === 'aws'
      ? t('cloudAccounts.partition.aws')
      : partition === 'aws-cn'
        ? t('cloudAccounts.partition.china')
        : `AWS Marketplace (${partition})`;
  return (
    <section className={classes.account} aria-labelledby={id}>
      <div className={`${payerCard.card} ${classes.card}`}>
        <Guilloche className={payerCard.guilloche} />
        <p className={payerCard.label}>{marketplace}</p>
        <h2 id={id} className={payerCard.account}>
          {t('cloudAccounts.account', { account: awsAccount })}
        </h2>
        <dl className={classes.known}>
          <div>
            <dt>{t('cloudAccounts.knownSince')}</dt>
            <dd>{formatDay(knownSince)}</dd>
          </div>
          {paidThisMonth.length > 0 ? (
            <div>
              <dt>{t('cloudAccounts.paidIn', { month })}</dt>
              <dd>{formatMonies(paidThisMonth)}</dd>
            </div>
          ) : null}
        </dl>
      </div>
      <div className={classes.subscriptions}>
        {subscriptions.map((subscription) => (
          <SubscriptionBlock key={subscription.id} subscription={subscription} username={username} />
        ))}
      </div>
    </section>
  );
}
