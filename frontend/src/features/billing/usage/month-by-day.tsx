import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceCharges } from '../../../api/charges';
import { paths } from '../../../paths';
import { BarChart } from './bar-chart';
import { compare } from './decimal';
import { amountIn, formatAmount, formatMoney, totalsOf } from './money';
import classes from './month-by-day.module.css';
import table from './numbers.module.css';
import section from './section.module.css';
import { TableToggle } from './table-toggle';
import { daysOf, formatWeekday } from './zoned-time';

/** The days of a month, a chart for each currency. */
export function MonthByDay({ charges, today }: { charges: WorkspaceCharges; today: string }) {
  return totalsOf(charges.days.flatMap(({ totals }) => totals)).map(({ currency }) => (
    <Days key={currency} charges={charges} currency={currency} today={today} />
  ));
}

type Props = { charges: WorkspaceCharges; currency: string; today: string };

function Days({ charges: { month, days, totals }, currency, today }: Props) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const amounts = new Map(days.map(({ day, totals: ofDay }) => [day, amountIn(currency, ofDay)]));
  const top = [...amounts.values()].reduce((most, amount) => (compare(amount, most) > 0 ? amount : most), '0');
  const total = amountIn(currency, totals);
  const id = `month-${currency}`;
  return (
    <div className={section.body}>
      <div className={section.head}>
        <h3 id={id} className={classes.title}>
          {t('charges.month.byDay', { currency })}
        </h3>
        <TableToggle asTable={asTable} onChange={setAsTable} />
      </div>
      {asTable ? (
        <table className={table.numbers} aria-labelledby={id}>
          <thead>
            <tr>
              <th scope="col">{t('charges.month.day')}</th>
              <th scope="col">{t('charges.month.charge', { currency })}</th>
            </tr>
          </thead>
          <tbody>
            {[...amounts].map(([day, amount]) => (
              <tr key={day}>
                <th scope="row">
                  <Link
                    from={paths.workspace}
                    to="."
                    search={(old) => ({ ...old, day })}
                    hash="day"
                    resetScroll={false}
                  >
                    {formatWeekday(day)}
                  </Link>
                </th>
                <td>{formatAmount(amount)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('charges.month.total')}</th>
              <td>{formatAmount(total)}</td>
            </tr>
          </tfoot>
        </table>
      ) : (
        <BarChart
          label={t('charges.month.chart', { total: formatMoney({ amount: total, currency }) })}
          top={top}
          bars={daysOf(month).map((day, index) => ({
            key: day,
            amount: amounts.get(day) ?? '0',
            // A day that is not over is not all of it.
            look: day === today ? 'pending' : 'plain',
            mark: index === 0 || (index + 1) % 5 === 0 ? String(index + 1) : undefined,
          }))}
        />
      )}
    </div>
  );
}
