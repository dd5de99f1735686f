import { currentLanguage } from './language';

const cache = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions, instant: string): string {
  const language = currentLanguage();
  const key = language + JSON.stringify(options);
  let formatter = cache.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeZone: 'UTC', ...options });
    cache.set(key, formatter);
  }
  return formatter.format(new Date(instant));
}

/** `14:36 UTC` */
export const formatTime = (instant: string) =>
  `${format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, instant)} UTC`;

/** `22 Nov 2026`, of UTC unless a zone is named */
export const formatDay = (instant: string, timeZone = 'UTC') =>
  format({ timeZone, day: 'numeric', month: 'short', year: 'numeric' }, instant);

/** `22 Nov`, likewise */
export const formatShortDay = (instant: string, timeZone = 'UTC') =>
  format({ timeZone, day: 'numeric', month: 'short' }, instant);

/** `1 September 2026`: dates that stand in agreements are written out. */
export const formatLongDay = (instant: string) => format({ dateStyle: 'long' }, instant);

/** `22 Nov 2026, 14:26 UTC`, `2026年11月22日 14:26 UTC` */
export const formatInstant = (instant: string) =>
  `${formatDay(instant)}${currentLanguage() === 'en' ? ',' : ''} ${formatTime(instant)}`;

const DAY_MILLIS = 86_400_000;

/** `15:00 UTC` where it is less than a day away, else with its day. */
export const formatSoon = (instant: string, now: number) =>
  Math.abs(Date.parse(instant) - now) < DAY_MILLIS / 2 ? formatTime(instant) : formatInstant(instant);

/** `23:00`, where the reader's clock differs from UTC. */
export function formatLocalTime(instant: string): string | undefined {
  const date = new Date(instant);
  if (date.getTimezoneOffset() === 0) return undefined;
  return date.toLocaleTimeString(currentLanguage(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `in 24 minutes` */
export function formatIn(instant: string, now: number): string {
  const minutes = Math.max(1, Math.ceil((Date.parse(instant) - now) / 60_000));
  const format = new Intl.RelativeTimeFormat(currentLanguage());
  return minutes < 120 ? format.format(minutes, 'minute') : format.format(Math.round(minutes / 60), 'hour');
}

/** `0:42` */
export const formatCountdown = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** The name of a country or region in the reader's language. */
export function regionName(code: string): string {
  return new Intl.DisplayNames([currentLanguage()], { type: 'region' }).of(code) ?? code;
}
