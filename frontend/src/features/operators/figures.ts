import type { TFunction } from 'i18next';
import { currentLanguage } from '../../i18n/language';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const locale = () => (currentLanguage() === 'en' ? 'en-GB' : currentLanguage());

/** Digits as the reader writes them. A string is taken exactly; a number would not be. */
const decimal = (text: string, options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(locale(), options).format(text as `${number}`);

/** `7,183.87`: rounded to be read. */
export const formatAmount = (amount: string) => decimal(amount, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export const formatMoney = ({ amount, currency }: { amount: string; currency: string }) =>
  `${formatAmount(amount)} ${currency}`;

/** `718,387`, `620.4`, `0.0000125`: every digit there is. */
export const formatExact = (number: string | number) => decimal(String(number), { maximumFractionDigits: 20 });

/** `+12.5 %` */
export const formatPercent = (percent: string) => `${decimal(percent, { signDisplay: 'exceptZero' })} %`;

/** `22 Nov 05:00`, `11月22日 05:00`; with its year where it is another one. Of UTC. */
export function formatMoment(instant: string, now: number): string {
  const date = new Date(instant);
  const day = new Intl.DateTimeFormat(locale(), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(date.getUTCFullYear() === new Date(now).getUTCFullYear() ? {} : { year: 'numeric' }),
  }).format(date);
  return `${day} ${date.toISOString().slice(11, 16)}`;
}

/** `November`, `11月` */
export const formatMonthName = (now: number) =>
  new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', month: 'long' }).format(now);

/** `15 h 27 min`, never below nothing. */
export function formatDuration(millis: number, t: TFunction): string {
  const left = Math.max(0, millis);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  if (left < HOUR) return t('operators.time.minutes', { minutes });
  const hours = Math.floor(left / HOUR);
  if (left < 2 * DAY) {
    return minutes === 0 ? t('operators.time.hours', { hours }) : t('operators.time.hoursMinutes', { hours, minutes });
  }
  return t('operators.time.days', { days: Math.floor(left / DAY), hours: hours % 24 });
}

/** `····7c21`: as much of an id as tells it from others. */
export const masked = (id: string) => `····${id.slice(-4)}`;
