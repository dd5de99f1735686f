import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type UsageHour, usageHoursQuery } from '../../../api/charges';
import type { Workspace } from '../../../api/workspaces';
import { BarChart, type BarLook, ChartKey } from './bar-chart';
import { compare } from './decimal';
import { type HourCell, isUncharged, rowsOf } from './hour-rows';
import { useStateName } from './hour-state';
import { amountIn, formatAmount, formatMoney, totalsOf } from './money';
import table from './numbers.module.css';
import classes from './section.module.css';
import { TableToggle } from './table-toggle';
import { useNow } from './use-now';
import { formatClock } from './zoned-time';

const looks: BarLook[] = ['accepted', 'pending', 'parked', 'lost', 'covered', 'recorded', 'uncharged'];

function lookOf(usage: UsageHour | undefined): BarLook {
  if (!usage) return 'pending';
  if (isUncharged(usage)) return 'uncharged';
  switch (usage.state) {
    case 'ACCEPTED':
      return 'accepted';
    case 'PARKED':
      return 'parked';
    case 'LOST':
      return 'lost';
    case 'COVERED':
      return 'covered';
    case 'RECORDED':
      return 'recorded';
    default:
      return 'pending';
  }
}

/** What each hour of today costs. Says nothing where nothing was reported: the hours above say what comes first. */
export function TodayByHour({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const now = useNow();
  const { data } = useQuery(usageHoursQuery(workspace.id, undefined));
  const today = data ? rowsOf(data, now)[0] : undefined;
  const reported = today?.cells.flatMap(({ usage }) => usage ?? []) ?? [];
  if (!today || reported.length === 0) return null;
  const currencies = totalsOf(reported.flatMap(({ amounts }) => amounts)).map(({ currency }) => currency);
  if (currencies.length === 0) {
    return (
      <section className={classes.section} aria-labelledby="today">
        <h2 id="today">{t('charges.today.empty')}</h2>
        <p className={classes.note}>{t('charges.today.emptyText')}</p>
      </section>
    );
  }
  return currencies.map((currency) => (
    <Hours
      key={currency}
      currency={currency}
      cells={today.cells}
      total={amountIn(currency, today.totals)}
      zone={workspace.site.billingDayZone}
    />
  ));
}

type Props = { currency: string; cells: HourCell[]; total: string; zone: string };

function Hours({ currency, cells, total, zone }: Props) {
  const { t } = useTranslation();
  const nameOf = useStateName();
  const [asTable, setAsTable] = useState(false);
  const hours = cells.map(({ key, hour, usage }) => ({
    key,
    usage,
    clock: formatClock(hour, zone),
    amount: amountIn(currency, usage?.amounts ?? []),
    look: lookOf(usage),
  }));
  const top = hours.reduce((most, { amount }) => (compare(amount, most) > 0 ? amount : most), '0');
  const shown = looks.filter((look) => hours.some((hour) => hour.look === look && compare(hour.amount, '0') !== 0));
  const id = `today-${currency}`;
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>{t('charges.today.title', { currency })}</h2>
        <div className={classes.tools}>
          <span className={classes.amount}>{t('charges.today.soFar', { amount: formatAmount(total) })}</span>
          <TableToggle asTable={asTable} onChange={setAsTable} />
        </div>
      </div>
      {asTable ? (
        <table className={table.numbers} aria-labelledby={id}>
          <thead>
            <tr>
              <th scope="col">{t('charges.today.hour')}</th>
              <th scope="col" className={table.words}>
                {t('charges.today.state')}
              </th>
              <th scope="col">{t('charges.today.charge', { currency })}</th>
            </tr>
          </thead>
          <tbody>
            {hours.map(({ key, usage, clock, amount }) =>
              usage ? (
                <tr key={key}>
                  <th scope="row">{clock}</th>
                  <td className={table.words}>{nameOf(usage.state)}</td>
                  <td>{usage.amounts.length > 0 ? formatAmount(amount) : '–'}</td>
                </tr>
              ) : null,
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {t('charges.today.total')}
              </th>
              <td>{formatAmount(total)}</td>
            </tr>
          </tfoot>
        </table>
      ) : (
        <>
          <BarChart
            label={t('charges.today.chart', { total: formatMoney({ amount: total, currency }) })}
            top={top}
            bars={hours.map(({ key, clock, amount, look }, index) => ({
              key,
              amount,
              look,
              mark: index % 3 === 0 ? clock.slice(0, 2) : undefined,
            }))}
          />
          <div className={classes.keys}>
            {shown.map((look) => (
              <ChartKey key={look} look={look}>
                {t(`charges.today.${look as Exclude<BarLook, 'plain'>}`)}
              </ChartKey>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
