import { useTranslation } from 'react-i18next';
import type { PriceChange } from '../../api/operators';
import { formatExact, formatPercent } from './figures';
import classes from './list.module.css';
import card from './rate-cards-page.module.css';

/** Each price that a list would change. */
export function PriceChanges({ changes }: { changes: PriceChange[] }) {
  const { t } = useTranslation();
  function inWords({ before, after, percent }: PriceChange): string {
    if (before === undefined) return t('operators.rateCards.isNew');
    if (after === undefined) return t('operators.rateCards.isGone');
    return percent === undefined ? '–' : formatPercent(percent);
  }
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('operators.rateCards.changesLabel')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('operators.rateCards.item')}</th>
          <th scope="col">{t('operators.rateCards.sites')}</th>
          <th scope="col" className={classes.number}>
            {t('operators.rateCards.before')}
          </th>
          <th scope="col" className={classes.number}>
            {t('operators.rateCards.after')}
          </th>
          <th scope="col" className={classes.number}>
            {t('operators.rateCards.change')}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => {
          const { item, siteGroup, currency, before, after, percent } = change;
          return (
            <tr key={`${item} ${siteGroup} ${currency}`}>
              <th scope="row">
                <code>{item}</code>
              </th>
              <td data-label={t('operators.rateCards.sites')}>
                {siteGroup}, {currency}
              </td>
              <td data-label={t('operators.rateCards.before')} className={classes.number}>
                {before === undefined ? '–' : formatExact(before)}
              </td>
              <td data-label={t('operators.rateCards.after')} className={classes.number}>
                {after === undefined ? '–' : formatExact(after)}
              </td>
              <td data-label={t('operators.rateCards.change')} className={classes.number}>
                <span className={card.change} data-up={(percent && !/^-|^0+(\.0+)?$/.test(percent)) || undefined}>
                  {inWords(change)}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
