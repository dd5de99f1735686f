import type { Money } from '../../../api/charges';
import { currentLanguage } from '../../../i18n/language';
import { compare, inUnitsOf, sum } from './decimal';

const formats = new Map<string, Intl.NumberFormat>();

/** Digits as the reader writes them. A string is taken exactly; a number would not be. */
function format(decimal: string, options: Intl.NumberFormatOptions): string {
  const key = currentLanguage() + JSON.stringify(options);
  let formatter = formats.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(currentLanguage(), options);
    formats.set(key, formatter);
  }
  return formatter.format(decimal as `${number}`);
}

const TWO = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** `8,283.88`: rounded to be read. What is too little for that is not called nothing. */
export function formatAmount(amount: string): string {
  if (compare(amount, '0') > 0 && compare(amount, '0.005') < 0) return `< ${format('0.01', TWO)}`;
  if (compare(amount, '0') < 0 && compare(amount, '-0.005') > 0) return `> ${format('-0.01', TWO)}`;
  return format(amount, TWO);
}

/** `6.20 USD` */
export const formatMoney = ({ amount, currency }: Money) => `${formatAmount(amount)} ${currency}`;

/** `6.20 USD + 1.00 CNY`: currencies are never added to each other. */
export const formatMonies = (monies: readonly Money[]) => monies.map(formatMoney).join(' + ');

/** `0.26`: a price keeps all of its digits. */
export const formatPrice = (amount: string) => format(amount, { minimumFractionDigits: 2, maximumFractionDigits: 20 });

/** `168,400,000` */
export const formatCount = (count: string) => format(count, { maximumFractionDigits: 20 });

const GIGA_PLACES = 9;

/** `12.346 GB` of so many bytes */
export const formatBytes = (bytes: string) =>
  `${format(inUnitsOf(GIGA_PLACES, bytes), { maximumFractionDigits: 3 })} GB`;

/** What they come to, by currency. */
export function totalsOf(monies: readonly Money[]): Money[] {
  const byCurrency = new Map<string, string[]>();
  for (const { amount, currency } of monies) {
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), amount]);
  }
  return [...byCurrency].map(([currency, amounts]) => ({ currency, amount: sum(amounts) }));
}

/** What one currency comes to among them. */
export const amountIn = (currency: string, monies: readonly Money[]) =>
  sum(monies.filter((money) => money.currency === currency).map(({ amount }) => amount));
