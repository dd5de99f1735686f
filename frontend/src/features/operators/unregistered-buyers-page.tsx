import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import { remindUnregisteredBuyer, type UnregisteredBuyer, unregisteredBuyersQuery } from '../../api/operators';
import { formatDay, formatInstant } from '../../i18n/format';
import { paths } from '../../paths';
import { PageHeading } from '../../ui/page-heading';
import { type Act, ActButton, useActs } from './acts';
import { Answer } from './answer';
import classes from './list.module.css';
import { OperatorFrame } from './operator-frame';
import { Empty, Paging } from './paging';
import { SubscriptionBadge } from './subscription-badge';
import { UnlandedPurchases } from './unlanded-purchases';

const route = getRouteApi(paths.unregisteredBuyers);

/** Buyers who pay and have never registered. */
export function UnregisteredBuyersPage() {
  const { t } = useTranslation();
  const { page } = route.useSearch();
  const buyers = useQuery(unregisteredBuyersQuery(page));
  const { ask, banner, dialog } = useActs();
  return (
    <OperatorFrame>
      <div>
        <PageHeading title={t('operators.nav.unregistered')} />
        <p className={classes.lead}>{t('operators.unregistered.lead')}</p>
      </div>
      {banner}
      <Answer query={buyers} failed={t('operators.unregistered.failed')}>
        {({ items, nextPageToken }) => (
          <>
            {items.length > 0 ? (
              <Buyers items={items} onAct={ask} />
            ) : (
              <Empty title={t('operators.unregistered.empty')} text={t('operators.unregistered.emptyText')} />
            )}
            <Paging page={page} next={nextPageToken} order={t('operators.paging.oldest')} />
          </>
        )}
      </Answer>
      {page ? null : <UnlandedPurchases />}
      {dialog}
    </OperatorFrame>
  );
}

function Buyers({ items, onAct }: { items: UnregisteredBuyer[]; onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('operators.nav.unregistered')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('operators.unregistered.buyer')}</th>
          <th scope="col">{t('operators.subscriptions.state')}</th>
          <th scope="col">{t('operators.unregistered.got')}</th>
          <th scope="col">{t('operators.unregistered.address')}</th>
          <th scope="col">{t('operators.unregistered.reminder')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((buyer) => (
          <Buyer key={buyer.subscriptionId} buyer={buyer} onAct={onAct} />
        ))}
      </tbody>
    </table>
  );
}

const DAY_MILLIS = 86_400_000;

function Buyer({ buyer, onAct }: { buyer: UnregisteredBuyer; onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  const { subscriptionId, awsAccountId, productName, state, since, lastLandingAt, step, email, remindedAt } = buyer;

  const remind: Act = {
    title: t('operators.remind.title'),
    text: t('operators.remind.text', { email: email ?? '' }),
    submit: t('operators.remind.submit'),
    send: async (note, key) => {
      await remindUnregisteredBuyer(subscriptionId, note, key);
      return { kind: 'done', text: t('operators.remind.done', { email: email ?? '' }) };
    },
  };
  function refusal(): string | undefined {
    if (!email) return t('operators.remind.noAddress');
    if (remindedAt && serverNow() - Date.parse(remindedAt) < DAY_MILLIS) return t('operators.remind.onceADay');
    return undefined;
  }
  return (
    <tr>
      <th scope="row">
        <Link className={classes.name} to={paths.operatorSubscription} params={{ subscriptionId }}>
          AWS {awsAccountId}
        </Link>
        <span className={classes.facts}>{productName}</span>
      </th>
      <td data-label={t('operators.subscriptions.state')}>
        <span>
          <SubscriptionBadge state={state} />
          <span className={classes.facts}>{t('operators.unregistered.bought', { date: formatDay(since) })}</span>
        </span>
      </td>
      <td data-label={t('operators.unregistered.got')}>
        <span>
          {step ? t(`operators.unregistered.steps.${step}`) : t('operators.unregistered.neverCame')}
          {lastLandingAt ? (
            <span className={classes.facts}>
              {t('operators.unregistered.landed', { time: formatInstant(lastLandingAt) })}
            </span>
          ) : null}
        </span>
      </td>
      <td data-label={t('operators.unregistered.address')}>{email ?? t('operators.unregistered.noAddress')}</td>
      <td data-label={t('operators.unregistered.reminder')}>
        <span className={classes.acts}>
          <ActButton
            act="remindUnregisteredBuyer"
            label={t('operators.remind.openOf', { account: awsAccountId })}
            refusal={refusal()}
            onClick={() => onAct(remind)}
          >
            {t('operators.remind.open')}
          </ActButton>
          {remindedAt ? (
            <span className={classes.facts}>
              {t('operators.unregistered.reminded', { time: formatInstant(remindedAt) })}
            </span>
          ) : null}
        </span>
      </td>
    </tr>
  );
}
