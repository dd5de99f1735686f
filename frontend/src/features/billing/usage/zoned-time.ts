/*
 * Billing days begin at midnight of the site's zone. A day is `2026-11-22`, a month `2026-11`, an hour in an address
 * `2026-11-22T05` of UTC.
 */
import { currentLanguage } from '../../../i18n/language';

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(options: Intl.DateTimeFormatOptions, locale?: string): Intl.DateTimeFormat {
  const language = locale ?? (currentLanguage() === 'en' ? 'en-GB' : currentLanguage());
  const key = language + JSON.stringify(options);
  let formatter = formats.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(language, options);
    formats.set(key, formatter);
  }
  return formatter;
}

/** The day that it is in a zone. */
export function dayIn(zone: string, instant: number): string {
  const parts = formatOf({ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }, 'en').formatToParts(
    instant,
  );
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

export const monthOf = (day: string) => day.slice(0, 7);

export const addDays = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY_MILLIS).toISOString().slice(0, 10);

export function addMonths(month: string, months: number): string {
  const date = new Date(`${month}-01`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 7);
}

/** All days of a month, first to last. */
export function daysOf(month: string): string[] {
  const days: string[] = [];
  for (let day = `${month}-01`; monthOf(day) === month; day = addDays(day, 1)) days.push(day);
  return days;
}

/** When each hour of a day begins: 24 of them, one less or more where clocks are changed. */
export function hoursOf(day: string, zone: string): string[] {
  const hours: string[] = [];
  const midnight = Date.parse(day);
  for (let at = midnight - DAY_MILLIS; at < midnight + 2 * DAY_MILLIS; at += HOUR_MILLIS) {
    if (dayIn(zone, at) === day) hours.push(new Date(at).toISOString());
  }
  return hours;
}

export const hourKey = (hour: string) => new Date(hour).toISOString().slice(0, 13);
export const hourOfKey = (key: string) => `${key}:00:00.000Z`;
export const hourEnd = (hour: string) => new Date(Date.parse(hour) + HOUR_MILLIS).toISOString();

/** `UTC`, `UTC+8` */
export function zoneName(zone: string, instant: number): string {
  const parts = formatOf({ timeZone: zone, timeZoneName: 'shortOffset' }, 'en').formatToParts(instant);
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone)
    .replace(/^GMT(\+0)?$/, 'UTC')
    .replace('GMT', 'UTC');
}

/** `UTC`, `Asia/Shanghai, UTC+8` */
export function zoneText(zone: string, now: number): string {
  const name = zoneName(zone, now);
  return name === 'UTC' || name === zone ? name : `${zone}, ${name}`;
}

/** `05:00` */
export const formatClock = (instant: string | number, zone: string) =>
  formatOf({ timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));

/** `22 Nov`, `11月22日` */
export const formatDate = (day: string) =>
  formatOf({ timeZone: 'UTC', day: 'numeric', month: 'short' }).format(new Date(day));

/** `Sun 22 Nov`, `11月22日周日` */
export const formatWeekday = (day: string) =>
  formatOf({ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' })
    .format(new Date(day))
    .replace(',', '');

/** `November 2026`, `2026年11月` */
export const formatMonth = (month: string) =>
  formatOf({ timeZone: 'UTC', month: 'long', year: 'numeric' }).format(new Date(`${month}-01`));

/** `22 Nov, 05:00`, `11月22日 05:00` */
export const formatMoment = (instant: string, zone: string) =>
  `${formatDate(dayIn(zone, Date.parse(instant)))}${currentLanguage() === 'en' ? ',' : ''} ${formatClock(instant, zone)}`;

/** The time alone on the day itself, else with its day. */
export const formatMomentFrom = (day: string, instant: string, zone: string) =>
  dayIn(zone, Date.parse(instant)) === day ? formatClock(instant, zone) : formatMoment(instant, zone);
