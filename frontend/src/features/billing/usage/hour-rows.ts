import type { Money, UsageHour, UsageHours } from '../../../api/charges';
import { totalsOf } from './money';
import { addDays, hourKey, hoursOf } from './zoned-time';

export type HourCell = {
  key: string;
  hour: string;
  /** Absent where nothing was reported. */
  usage: UsageHour | undefined;
  /** It has not begun. */
  ahead: boolean;
};
export type DayRow = { day: string; cells: HourCell[]; totals: Money[] };

/** Nobody pays for it, so it is in no total. */
export const isUncharged = ({ state, method }: UsageHour) => state === 'UNCHARGED' || method === 'UNSETTLED';

/** Every hour of the days that were asked for, the newest day first. */
export function rowsOf({ day: last, days, zone, items }: UsageHours, now: number): DayRow[] {
  const reported = new Map(items.map((usage) => [hourKey(usage.hour), usage]));
  return Array.from({ length: days }, (_, index) => {
    const day = addDays(last, -index);
    const cells = hoursOf(day, zone).map((hour): HourCell => {
      const key = hourKey(hour);
      return { key, hour, usage: reported.get(key), ahead: Date.parse(hour) > now };
    });
    const paid = cells.flatMap(({ usage }) => (usage && !isUncharged(usage) ? usage.amounts : []));
    return { day, cells, totals: totalsOf(paid) };
  });
}

/** The hour to look at where none is chosen: what waits for somebody, else the newest. */
export function hourToShow(items: readonly UsageHour[]): UsageHour | undefined {
  return items.find(({ state }) => state === 'PARKED') ?? items[0];
}

/** Where a key leads from an hour; the days lie below each other in lines of so many hours. */
export function moveTo(rows: readonly DayRow[], from: string, key: string, columns: number): string | undefined {
  const days = rows.map(({ cells }) => cells.filter(({ ahead }) => !ahead)).filter((cells) => cells.length > 0);
  const day = days.find((cells) => cells.some((cell) => cell.key === from));
  if (!day) return undefined;
  const at = day.findIndex((cell) => cell.key === from);
  switch (key) {
    case 'ArrowLeft':
      return day[at - 1]?.key;
    case 'ArrowRight':
      return day[at + 1]?.key;
    case 'Home':
      return day[0]?.key;
    case 'End':
      return day.at(-1)?.key;
    case 'ArrowUp':
    case 'ArrowDown': {
      const lines = days.flatMap((cells) =>
        Array.from({ length: Math.ceil(cells.length / columns) }, (_, line) =>
          cells.slice(line * columns, (line + 1) * columns),
        ),
      );
      const line = lines.findIndex((cells) => cells.some((cell) => cell.key === from));
      const next = lines[line + (key === 'ArrowUp' ? -1 : 1)];
      return (next?.[at % columns] ?? next?.at(-1))?.key;
    }
    default:
      return undefined;
  }
}
