import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { chargesCsv, chargesQuery, type WorkspaceCharges } from '../../../api/charges';
import type { Workspace } from '../../../api/workspaces';
import { paths } from '../../../paths';
import { Banner } from '../../../ui/banner';
import { buttonClass } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { usePayerName } from '../workspace-table';
import { formatAmount, formatMoney } from './money';
import { MonthByDay } from './month-by-day';
import classes from './month-to-date.module.css';
import { QueryState } from './query-state';
import section from './section.module.css';
import { useNow } from './use-now';
import { addMonths, dayIn, formatMonth, monthOf, zoneName, zoneText } from './zoned-time';

const route = getRouteApi(paths.workspace);

/** What a month costs so far, who pays it, and on which days it came up. */
export function MonthToDate({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const now = useNow();
  const zone = workspace.site.billingDayZone;
  const current = monthOf(dayIn(zone, now));
  const month = search.month && search.month < current ? search.month : current;
  const query = useQuery(chargesQuery(workspace.id, month));
  const { data } = query;
  const name = formatMonth(month);
  return (
    <section className={section.section} aria-labelledby="month">
      <div className={section.head}>
        <h2 id="month">{t(month === current ? 'charges.month.title' : 'charges.month.past', { month: name })}</h2>
        <div className={section.tools}>
          <Months month={month} current={current} first={monthOf(dayIn(zone, Date.parse(workspace.createdAt)))} />
          <a
            className={buttonClass({ variant: 'outline', size: 'sm' })}
            href={chargesCsv(workspace.id, month)}
            download
            aria-label={t('charges.month.csvOf', { month: name })}
          >
            <Icon name="download" size={16} />
            {t('charges.month.csv')}
          </a>
        </div>
      </div>
      <QueryState query={query} zone={zone} failed={t('charges.month.failed')} />
      {data && data.days.length > 0 ? (
        <>
          <Sums charges={data} />
          <MonthByDay charges={data} today={dayIn(zone, now)} />
        </>
      ) : null}
      {data?.days.length === 0 ? (
        <p className={section.note}>
          {t(month === current ? 'charges.month.emptyNow' : 'charges.month.empty', { month: name })}
        </p>
      ) : null}
      {zoneName(zone, now) === 'UTC' ? null : (
        <Banner kind="note">{t('charges.month.zone', { zone: zoneText(zone, now) })}</Banner>
      )}
    </section>
  );
}

function Months({ month, current, first }: { month: string; current: string; first: string }) {
  const { t } = useTranslation();
  const [before, after] = [addMonths(month, -1), addMonths(month, 1)];
  const look = buttonClass({ variant: 'outline', size: 'sm' });
  return (
    <nav aria-label={t('charges.month.paging')}>
      {before >= first ? (
        <Link
          from={paths.workspace}
          to="."
          search={(old) => ({ ...old, month: before })}
          resetScroll={false}
          className={look}
        >
          <Icon name="left" size={16} />
          {formatMonth(before)}
        </Link>
      ) : null}
      {after <= current ? (
        <Link
          from={paths.workspace}
          to="."
          search={(old) => ({ ...old, month: after === current ? undefined : after })}
          resetScroll={false}
          className={look}
        >
          {formatMonth(after)}
          <Icon name="next" size={16} />
        </Link>
      ) : null}
    </nav>
  );
}

function Sums({ charges: { totals, payers } }: { charges: WorkspaceCharges }) {
  const { t } = useTranslation();
  const nameOf = usePayerName();
  return (
    <div className={classes.sums}>
      <div>
        <h3>{t('charges.month.charges')}</h3>
        {totals.map(({ amount, currency }) => (
          <p key={currency} className={classes.total}>
            {formatAmount(amount)} <small>{currency}</small>
          </p>
        ))}
        {totals.length === 0 ? <p className={classes.total}>{formatAmount('0')}</p> : null}
      </div>
      <div>
        <h3 id="who-pays">{t('charges.month.whoPays')}</h3>
        <ul aria-labelledby="who-pays" className={classes.payers}>
          {payers.map(({ method, payer, amount }) => (
            <li key={`${method} ${payer?.awsAccount ?? ''} ${payer?.licence ?? ''} ${amount.currency}`}>
              <span>
                {nameOf({ method, payer })}
                {method === 'UNSETTLED' ? <small>{t('charges.month.besides')}</small> : null}
              </span>
              <span>{formatMoney(amount)}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
