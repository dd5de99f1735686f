import { currentLanguage } from './language';

/** `8 days 16 hours`: the two largest units of it, never less than a minute. */
export function formatDuration(millis: number): string {
  const minutes = Math.max(1, Math.floor(millis / 60_000));
  const units = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  return units
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => formatCountOf(unit, count))
    .join(' ');
}

/** `8 days`; Chinese puts a space after the number, too. */
const formatCountOf = (unit: 'day' | 'hour' | 'minute', count: number) =>
  new Intl.NumberFormat(currentLanguage(), { style: 'unit', unit, unitDisplay: 'long' })
    .format(count)
    .replace(/(\d)(?=\p{Script=Han})/u, '$1 ');

/** `28 Nov and 30 Nov` */
export const formatList = (items: string[]) => new Intl.ListFormat(currentLanguage()).format(items);
