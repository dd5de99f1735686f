import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OperatorSubscription, type SubscriptionState, subscriptionsQuery } from '../../api/operators';
import { formatDay } from '../../i18n/format';
import { paths } from '../../paths';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { PageHeading } from '../../ui/page-heading';
import { Answer } from './answer';
import classes from './list.module.css';
import { OperatorFrame } from './operator-frame';
import { Empty, Paging } from './paging';
import { SubscriptionBadge, subscriptionStates } from './subscription-badge';
import { useSubscriptionName } from './subscription-name';
import { UnlandedPurchases } from './unlanded-purchases';

const route = getRouteApi(paths.operatorSubscriptions);

/** The subscriptions of all customers. */
export function SubscriptionsPage() {
  const { t } = useTranslation();
  const { query, state, page } = route.useSearch();
  const subscriptions = useQuery(
    subscriptionsQuery({ ...(query ? { query } : {}), ...(state ? { state } : {}) }, page),
  );
  return (
    <OperatorFrame>
      <PageHeading title={t('operators.nav.subscriptions')} />
      <Search key={`${query} ${state}`} query={query} state={state} />
      <Answer query={subscriptions} failed={t('operators.subscriptions.failed')}>
        {({ items, nextPageToken }) => (
          <>
            {items.length > 0 ? (
              <Subscriptions items={items} />
            ) : query || state ? (
              <Empty title={t('operators.subscriptions.none')} text={t('operators.subscriptions.noneText')} />
            ) : (
              <Empty title={t('operators.subscriptions.empty')} text={t('operators.subscriptions.emptyText')} />
            )}
            <Paging page={page} next={nextPageToken} order={t('operators.subscriptions.order')} />
          </>
        )}
      </Answer>
      {query && !page ? <UnlandedPurchases query={query} /> : null}
    </OperatorFrame>
  );
}

const MOST_TEXT = 200;

function Search({ query = '', state }: { query: string | undefined; state: SubscriptionState | undefined }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const [text, setText] = useState(query);
  const hash = useLocation({ select: (location) => location.hash });

  // Who comes by the search of the bar wants to type.
  useEffect(() => {
    if (hash === 'query') document.getElementById('query')?.focus();
  }, [hash]);

  const look = (wanted: SubscriptionState | undefined) =>
    void navigate({
      search: { ...(text.trim() ? { query: text.trim() } : {}), ...(wanted ? { state: wanted } : {}) },
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: React's types do not know the element `search` in every place
    <form
      role="search"
      className={classes.tools}
      onSubmit={(event) => {
        event.preventDefault();
        look(state);
      }}
    >
      <TextInput
        id="query"
        label={t('operators.subscriptions.search')}
        placeholder={t('operators.subscriptions.placeholder')}
        leftSection={<Icon name="search" />}
        maxLength={MOST_TEXT}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <label className={classes.field}>
        {t('operators.subscriptions.state')}
        <select
          value={state ?? ''}
          onChange={(event) => look(subscriptionStates.find((one) => one === event.target.value))}
        >
          <option value="">{t('operators.subscriptions.all')}</option>
          {subscriptionStates.map((one) => (
            <option key={one} value={one}>
              {t(`payer.states.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" variant="outline">
        {t('shell.search')}
      </Button>
    </form>
  );
}

function Subscriptions({ items }: { items: OperatorSubscription[] }) {
  const { t } = useTranslation();
  const nameOf = useSubscriptionName();
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('operators.nav.subscriptions')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('operators.subscriptions.purchase')}</th>
          <th scope="col">{t('operators.subscriptions.customerColumn')}</th>
          <th scope="col">{t('operators.subscriptions.state')}</th>
          <th scope="col">{t('operators.subscriptions.product')}</th>
          <th scope="col">{t('operators.subscriptions.known')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <Link className={classes.name} to={paths.operatorSubscription} params={{ subscriptionId: one.id }}>
                {nameOf(one)}
              </Link>
              <span className={classes.facts}>
                AWS <code>{one.awsAccountId}</code>
              </span>
            </th>
            <td data-label={t('operators.subscriptions.customerColumn')}>
              {one.enterpriseAccount ? (
                <span>
                  {one.enterpriseAccount.companyName}
                  <span className={classes.facts}>{one.enterpriseAccount.username}</span>
                </span>
              ) : (
                <span className={classes.reason}>{t('operators.subscription.nobody')}</span>
              )}
            </td>
            <td data-label={t('operators.subscriptions.state')}>
              <span>
                <SubscriptionBadge state={one.state} />
                <span className={classes.facts}>
                  {t('operators.subscriptions.since', { date: formatDay(one.since) })}
                  {one.freeTrial ? ` · ${t('operators.subscription.trial')}` : ''}
                </span>
              </span>
            </td>
            <td data-label={t('operators.subscriptions.product')}>
              <span>
                {one.product}
                <span className={classes.facts}>{one.productName}</span>
              </span>
            </td>
            <td data-label={t('operators.subscriptions.known')} className={classes.short}>
              {formatDay(one.createdAt)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
