import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type UnlandedPurchase, unlandedPurchasesQuery } from '../../api/operators';
import { formatDay } from '../../i18n/format';
import { BusyButton } from '../../ui/form/busy-button';
import { Answer } from './answer';
import classes from './list.module.css';
import { SubscriptionBadge } from './subscription-badge';

/** Purchases that AWS tells of and that nobody has come here with, or those that a query names; nothing where there is none. */
export function UnlandedPurchases({ query }: { query?: string }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(unlandedPurchasesQuery(query));
  return (
    <Answer query={list} failed={t('operators.unlanded.failed')}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return null;
        return (
          <section aria-labelledby="unlanded">
            <h2 id="unlanded">{t('operators.unlanded.title')}</h2>
            <p className={classes.lead}>{t('operators.unlanded.lead')}</p>
            <Purchases items={items} />
            {list.hasNextPage ? (
              <BusyButton
                type="button"
                size="md"
                variant="outline"
                busy={list.isFetchingNextPage}
                busyText={t('operators.unlanded.loadingMore')}
                onClick={() => void list.fetchNextPage()}
              >
                {t('operators.unlanded.more')}
              </BusyButton>
            ) : null}
          </section>
        );
      }}
    </Answer>
  );
}

function Purchases({ items }: { items: UnlandedPurchase[] }) {
  const { t } = useTranslation();
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('operators.unlanded.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('operators.unregistered.buyer')}</th>
          <th scope="col">{t('operators.subscriptions.state')}</th>
          <th scope="col">{t('operators.unlanded.named')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              {one.awsAccountId ? `AWS ${one.awsAccountId}` : t('operators.unlanded.customer')}
              <span className={classes.facts}>{one.productName}</span>
            </th>
            <td data-label={t('operators.subscriptions.state')}>
              <span>
                <SubscriptionBadge state="LIVE" />
                <span className={classes.facts}>
                  {t('operators.unregistered.bought', { date: formatDay(one.since) })}
                  {one.freeTrial ? ` · ${t('operators.subscription.trial')}` : ''}
                </span>
              </span>
            </td>
            <td data-label={t('operators.unlanded.named')}>
              <span>
                {[one.customerIdentifier, one.licenseArn, one.agreementId].filter(Boolean).map((name) => (
                  <span key={name} className={classes.facts}>
                    <code>{name}</code>
                  </span>
                ))}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
