import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import {
  askAws,
  MOST_EVENTS,
  noteSubscription,
  type OperatorSubscription,
  operatorSubscriptionQuery,
  parkedEventsQuery,
  parkedRecordsQuery,
} from '../../api/operators';
import { paths } from '../../paths';
import { buttonClass } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { PageHeading } from '../../ui/page-heading';
import { type Act, ActButton, useActs } from './acts';
import { Answer } from './answer';
import { concerns } from './concerns';
import { EventCard } from './event-card';
import { formatDuration, formatExact, formatMoney, formatMonthName, masked } from './figures';
import { FinalHourCard } from './final-hour-card';
import { OperatorFrame } from './operator-frame';
import { RecordCard } from './record-card';
import { SubscriptionBadge } from './subscription-badge';
import { licenceOf, useSubscriptionName } from './subscription-name';
import classes from './subscription-page.module.css';
import { Timeline } from './timeline';

const route = getRouteApi(paths.operatorSubscription);

/** One subscription: where its money stands, what happened to it, and what waits for somebody. */
export function SubscriptionPage() {
  const { t } = useTranslation();
  const { subscriptionId } = route.useParams();
  const subscription = useQuery({ ...operatorSubscriptionQuery(subscriptionId), retry: false });
  return (
    <OperatorFrame>
      <Answer query={subscription} failed={t('operators.subscription.failed')} missing={<Missing />}>
        {(data) => <Details key={data.id} subscription={data} />}
      </Answer>
    </OperatorFrame>
  );
}

function Missing() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeading title={t('operators.subscription.missing')} />
      <p>{t('operators.subscription.missingText')}</p>
      <div>
        <Link className={buttonClass({ variant: 'outline' })} to={paths.operatorSubscriptions}>
          {t('operators.subscription.back')}
        </Link>
      </div>
    </>
  );
}

function Details({ subscription }: { subscription: OperatorSubscription }) {
  const { t } = useTranslation();
  const { id, awsAccountId, enterpriseAccount, state } = subscription;
  const name = useSubscriptionName()(subscription);
  const { ask, banner, dialog } = useActs();

  const inquiry: Act = {
    title: t('operators.askAws.title'),
    text: t('operators.askAws.text'),
    submit: t('operators.askAws.submit'),
    send: async (note, key) => {
      const { answered, agreementStatus, changed, state: now } = await askAws(id, note, key);
      if (!answered) return { kind: 'soon', text: t('operators.askAws.cannot') };
      const status = agreementStatus ?? now ?? state;
      return {
        kind: 'done',
        text: t(changed ? 'operators.askAws.changed' : 'operators.askAws.unchanged', { status }),
      };
    },
  };
  const note: Act = {
    title: t('operators.addNote.title'),
    text: t('operators.addNote.text'),
    submit: t('operators.addNote.submit'),
    send: async (text, key) => {
      await noteSubscription(id, text, key);
      return { kind: 'done', text: t('operators.addNote.done') };
    },
  };

  return (
    <>
      <nav aria-label={t('operators.subscription.breadcrumb')} className={classes.breadcrumb}>
        <Link to={paths.operatorSubscriptions}>{t('operators.nav.subscriptions')}</Link>
        <span>AWS {masked(awsAccountId)}</span>
        <span aria-current="page">{licenceOf(subscription)}</span>
      </nav>
      <div className={classes.head}>
        <div>
          <div className={classes.title}>
            <PageHeading title={name} />
            <SubscriptionBadge state={state} />
          </div>
          <p className={classes.customer}>
            {enterpriseAccount
              ? `${enterpriseAccount.companyName} · ${enterpriseAccount.username}`
              : t('operators.subscription.nobody')}
            {subscription.freeTrial ? ` · ${t('operators.subscription.trial')}` : ''}
          </p>
        </div>
        <div className={classes.acts}>
          <ActButton act="askAws" onClick={() => ask(inquiry)}>
            {t('operators.askAws.open')}
          </ActButton>
          <ActButton act="noteSubscription" onClick={() => ask(note)}>
            {t('operators.addNote.open')}
          </ActButton>
        </div>
      </div>
      {banner}
      <Figures subscription={subscription} />
      {subscription.finalHour ? <FinalHourCard finalHour={subscription.finalHour} /> : null}
      <div className={classes.columns}>
        <Timeline subscriptionId={id} />
        <div className={classes.side}>
          <Parked subscription={subscription} onAct={ask} onNote={() => ask(note)} />
          <Ids subscription={subscription} />
        </div>
      </div>
      {dialog}
    </>
  );
}

function Figures({ subscription }: { subscription: OperatorSubscription }) {
  const { t } = useTranslation();
  const { product, profile, figures, id } = subscription;
  // The one whose time runs out first comes first.
  const { data: records } = useQuery(parkedRecordsQuery(undefined, id));
  const now = serverNow();
  const first = records?.items[0];
  function parkedFacts(): string {
    if (!figures || figures.parkedRecords === 0) return t('operators.figures.parkedNone');
    const count = t('operators.figures.records', { count: figures.parkedRecords });
    if (!first) return count;
    return t('operators.figures.firstLeft', {
      records: count,
      time: formatDuration(Date.parse(first.deadline) - now, t),
    });
  }
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{t('operators.figures.profile')}</dt>
        <dd>
          <b>{product}</b>
          <span>{profile}</span>
        </dd>
      </div>
      {figures ? (
        <>
          <div>
            <dt>{t('operators.figures.sent', { month: formatMonthName(now) })}</dt>
            <dd>
              <b>
                {figures.sentThisMonth
                  ? formatMoney(figures.sentThisMonth)
                  : t('operators.figures.units', units(figures.sentUnits))}
              </b>
              <span>{t('operators.figures.units', units(figures.sentUnits))}</span>
            </dd>
          </div>
          <div>
            <dt>{t('operators.figures.oldest')}</dt>
            <dd>
              <b>
                {figures.oldestOnItsWay
                  ? formatDuration(now - Date.parse(figures.oldestOnItsWay), t)
                  : t('operators.figures.nothing')}
              </b>
              <span>{t('operators.figures.window', { time: formatDuration(figures.windowSeconds * 1000, t) })}</span>
            </dd>
          </div>
          <div data-waits={figures.parkedRecords > 0 || undefined}>
            <dt>{t('operators.figures.parked')}</dt>
            <dd>
              <b>
                {figures.parked
                  ? formatMoney(figures.parked)
                  : t('operators.figures.units', units(figures.parkedUnits))}
              </b>
              <span>{parkedFacts()}</span>
            </dd>
          </div>
        </>
      ) : null}
    </dl>
  );
}

const units = (count: number) => ({ count, units: formatExact(count) });

type ParkedProps = { subscription: OperatorSubscription; onAct: (act: Act) => void; onNote: () => void };

function Parked({ subscription, onAct, onNote }: ParkedProps) {
  const { t } = useTranslation();
  const records = useQuery(parkedRecordsQuery(undefined, subscription.id));
  const events = useQuery(parkedEventsQuery(undefined, MOST_EVENTS));
  const concerned = events.data?.items.filter((event) => concerns(event, subscription));
  const nothing = records.data?.items.length === 0 && concerned?.length === 0;
  return (
    <section className={classes.card} aria-labelledby="parked">
      <div className={classes.cardHead}>
        <h2 id="parked">{t('operators.parked.title')}</h2>
        <p>{t('operators.parked.hint')}</p>
      </div>
      <Answer query={records} failed={t('operators.records.failed')}>
        {({ items, nextPageToken }) => (
          <>
            {items.map((record, index) => (
              <div key={record.id} className={classes.part}>
                <RecordCard record={record} filled={index === 0} onAct={onAct} onNote={onNote} />
              </div>
            ))}
            {nextPageToken ? (
              <p className={classes.foot}>
                <Link to={paths.parkedRecords}>{t('operators.parked.more')}</Link>
              </p>
            ) : null}
          </>
        )}
      </Answer>
      <Answer query={events} failed={t('operators.events.failed')}>
        {() =>
          concerned?.map((event) => (
            <div key={event.id} className={classes.part}>
              <EventCard event={event} onAct={onAct} />
            </div>
          ))
        }
      </Answer>
      {nothing ? <p className={classes.part}>{t('operators.parked.nothing')}</p> : null}
      <p className={classes.foot}>{t('operators.parked.audit')}</p>
    </section>
  );
}

function Ids({ subscription }: { subscription: OperatorSubscription }) {
  const { t } = useTranslation();
  const { id, awsAccountId, licenseArn, customerIdentifier, agreementId, productName } = subscription;
  const ids = [
    ['account', awsAccountId],
    ['licence', licenseArn],
    ['customerIdentifier', customerIdentifier],
    ['agreement', agreementId],
    ['subscription', id],
  ] as const;
  return (
    <section className={classes.card} aria-labelledby="ids">
      <div className={classes.cardHead}>
        <h2 id="ids">{t('operators.ids.title')}</h2>
        <p>{productName}</p>
      </div>
      <dl className={classes.ids}>
        {ids.map(([key, value]) =>
          value ? (
            <div key={key}>
              <dt>{t(`operators.ids.${key}`)}</dt>
              <dd>
                <code>{value}</code>
                <CopyButton text={value} label={t('operators.ids.copy', { what: t(`operators.ids.${key}`) })} />
              </dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
}
