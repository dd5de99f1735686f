import { useTranslation } from 'react-i18next';
import type { DayCharges, ItemCharge } from '../../../api/charges';
import classes from './day-items.module.css';
import { isInBytes, useItemName } from './item-name';
import { formatAmount, formatBytes, formatCount, formatMoney, formatMonies, formatPrice, totalsOf } from './money';

/** The items of a day; on phones one block per item, its charge beside the name. */
export function DayItems({ charges: { items, totals } }: { charges: DayCharges }) {
  const { t } = useTranslation();
  const currencies = totalsOf(items.map(({ amount }) => amount)).map(({ currency }) => currency);
  // With one currency it stands above; with more it stands beside each amount.
  const currency = currencies.length === 1 ? currencies[0] : undefined;
  const methods = new Set(items.map(({ method }) => method));
  return (
    <table className={classes.items} aria-labelledby="day-title">
      <thead>
        <tr>
          <th scope="col">{t('charges.day.item')}</th>
          <th scope="col">{t('charges.day.counted')}</th>
          <th scope="col">{t('charges.day.quantity')}</th>
          <th scope="col">{currency ? t('charges.day.priceIn', { currency }) : t('charges.day.price')}</th>
          <th scope="col">{currency ? t('charges.day.chargeIn', { currency }) : t('charges.day.charge')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: an item comes again where its payer changed
            key={index}
            charge={item}
            withCurrency={currency === undefined}
            withMethod={methods.size > 1 || item.method === 'UNSETTLED'}
          />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={4}>
            {t('charges.day.total')}
          </th>
          <td>{currency ? formatAmount(totals[0]?.amount ?? '0') : formatMonies(totals)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

type RowProps = { charge: ItemCharge; withCurrency: boolean; withMethod: boolean };

function Row({ charge, withCurrency, withMethod }: RowProps) {
  const { t } = useTranslation();
  const nameOf = useItemName();
  const { item, statistic, quantity, price, per, unit, amount, method } = charge;
  const { name, kept } = nameOf(item);
  const money = withCurrency ? formatMoney : (one: typeof amount) => formatAmount(one.amount);
  const counted = [t(`charges.day.${statistic}`), kept, withMethod ? methodText() : undefined].filter(Boolean);
  function methodText(): string {
    if (method === 'UNSETTLED') return t('charges.day.nobody');
    return t(method === 'ENTERPRISE_ACCOUNT' ? 'charges.day.byEnterprise' : 'charges.day.byAws');
  }
  function priceText(): string {
    const text = withCurrency ? `${formatPrice(price.amount)} ${price.currency}` : formatPrice(price.amount);
    if (isInBytes(item)) return t('charges.day.per', { price: text, unit });
    if (per === '1') return t('charges.day.each', { price: text });
    return t('charges.day.per', { price: text, unit: formatCount(per) });
  }
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={classes.counted}>{counted.join(' · ')}</td>
      <td className={classes.quantity}>{isInBytes(item) ? formatBytes(quantity) : formatCount(quantity)}</td>
      <td className={classes.price}>{priceText()}</td>
      <td className={classes.charge}>{money(amount)}</td>
    </tr>
  );
}
