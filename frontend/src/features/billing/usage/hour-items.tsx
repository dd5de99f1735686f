import { useTranslation } from 'react-i18next';
import type { UsageHour } from '../../../api/charges';
import { Icon } from '../../../ui/icon';
import classes from './hour-items.module.css';
import { isInBytes, useItemName } from './item-name';
import { formatBytes, formatCount, formatMoney } from './money';
import table from './numbers.module.css';

/** What the hour added to the day, folded away until somebody asks. */
export function HourItems({ items }: { items: UsageHour['items'] }) {
  const { t } = useTranslation();
  const nameOf = useItemName();
  if (items.length === 0) return null;
  return (
    <details className={classes.items}>
      <summary>
        <Icon name="next" size={16} />
        {t('charges.hour.what')}
      </summary>
      <p>{t('charges.hour.whatText')}</p>
      <table className={table.numbers}>
        <caption className="visually-hidden">{t('charges.hour.what')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('charges.day.item')}</th>
            <th scope="col">{t('charges.day.quantity')}</th>
            <th scope="col">{t('charges.day.charge')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ item, quantity, amount }) => {
            const { name, kept } = nameOf(item);
            return (
              <tr key={item}>
                <th scope="row">
                  {name} {kept ? <small>{kept}</small> : null}
                </th>
                <td>{isInBytes(item) ? formatBytes(quantity) : formatCount(quantity)}</td>
                <td>{amount ? formatMoney(amount) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
