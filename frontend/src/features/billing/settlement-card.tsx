import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import type { Settlement } from '../../api/workspaces';
import { formatInstant, formatSoon } from '../../i18n/format';
import { Guilloche } from '../../ui/guilloche';
import { State } from '../../ui/payer-card';
import payerCard from '../../ui/payer-card.module.css';
import classes from './settlement-card.module.css';
import { usePayerName } from './workspace-table';

/** Who pays for a workspace, since when, and who will be next. The AWS account comes masked from the server. */
export function SettlementCard({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation();
  const nameOf = usePayerName();
  const { method, payer, since, waitingFor, cameToNothing, upcoming } = settlement;
  const awaited = waitingFor ?? cameToNothing;
  return (
    <section className={`${payerCard.card} ${classes.card}`} aria-label={t('charges.paidBy')}>
      <Guilloche className={payerCard.guilloche} />
      <dl className={classes.facts}>
        <div>
          <dt>{t('charges.paidBy')}</dt>
          <dd className={classes.payer} data-method={method}>
            {nameOf(settlement)}
          </dd>
        </div>
        {payer ? (
          <div>
            <dt>{t('charges.licence')}</dt>
            <dd>
              {payer.productName} {payer.licence}
            </dd>
          </div>
        ) : null}
        {since ? (
          <div>
            <dt>{t('charges.since')}</dt>
            <dd>{formatInstant(since)}</dd>
          </div>
        ) : null}
        {payer ? (
          <div>
            <dt>{t('charges.subscription')}</dt>
            <dd>
              <State payer={payer} />
            </dd>
          </div>
        ) : null}
      </dl>
      {awaited ? (
        <p className={classes.next}>
          {t('billing.workspaces.aws', { account: awaited.awsAccount })}{' '}
          {t(`billing.workspaces.${waitingFor ? 'onceConfirmed' : 'notConfirmed'}`)}
        </p>
      ) : null}
      {upcoming ? (
        <p className={classes.next}>
          {t(`billing.workspaces.${upcoming.method === 'UNSETTLED' ? 'upcomingNobody' : 'upcoming'}`, {
            time: formatSoon(upcoming.from, serverNow()),
            payer: nameOf(upcoming),
          })}
        </p>
      ) : null}
    </section>
  );
}
