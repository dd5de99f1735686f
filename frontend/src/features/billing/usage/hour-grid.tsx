import { type CSSProperties, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './hour-grid.module.css';
import { type DayRow, type HourCell, moveTo } from './hour-rows';
import { HourSign, useStateName } from './hour-state';
import { formatMonies } from './money';
import { formatClock, formatMoment, formatWeekday, zoneName } from './zoned-time';

const PHONE = '(max-width: 767px)';
const HALF_DAY = 12;

type Props = { rows: DayRow[]; zone: string; selected: string | undefined; onSelect: (key: string) => void };

/** Days of 24 hours, each hour a button; on phones a day takes two lines. One of them is reached by Tab, all by arrows. */
export function HourGrid({ rows, zone, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const grid = useRef<HTMLDivElement>(null);
  const keys = useId();
  const [visited, setVisited] = useState<string>();
  const reachable = rows.flatMap(({ cells }) => cells.filter(({ ahead }) => !ahead).map(({ key }) => key));
  const current = [visited, selected].find((key) => key !== undefined && reachable.includes(key)) ?? reachable[0];
  const longest = Math.max(24, ...rows.map(({ cells }) => cells.length));

  function move(event: KeyboardEvent) {
    if (!current || event.altKey || event.ctrlKey || event.metaKey) return;
    const columns = window.matchMedia(PHONE).matches ? HALF_DAY : longest;
    const next = moveTo(rows, current, event.key, columns);
    if (next === undefined) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`[data-hour="${next}"]`)?.focus();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for entries
    <div
      ref={grid}
      role="group"
      aria-label={t('charges.hours.title')}
      aria-describedby={keys}
      className={classes.grid}
      style={{ '--hours': longest } as CSSProperties}
      onKeyDown={move}
    >
      <p id={keys} className="visually-hidden">
        {t('charges.hours.keys')}
      </p>
      <div className={classes.head} aria-hidden="true">
        {rows[0]?.cells.map(({ key, hour }, index) => (
          <span key={key}>{index % 3 === 0 ? formatClock(hour, zone).slice(0, 2) : ''}</span>
        ))}
      </div>
      {rows.map(({ day, cells, totals }) => {
        const name = formatWeekday(day);
        const total = formatMonies(totals);
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for entries
          <div
            key={day}
            role="group"
            aria-label={total ? t('charges.hours.day', { day: name, total }) : name}
            className={classes.day}
          >
            <p className={classes.name} aria-hidden="true">
              <b>{name}</b>
              <span>{total}</span>
            </p>
            <div className={classes.cells}>
              <span className={classes.mark} aria-hidden="true">
                00
              </span>
              {cells.map((cell, index) => (
                <Cell
                  key={cell.key}
                  cell={cell}
                  zone={zone}
                  // On phones the second half of the day begins a line of its own.
                  marked={index === HALF_DAY}
                  selected={cell.key === selected}
                  reached={cell.key === current}
                  onFocus={() => setVisited(cell.key)}
                  onSelect={() => onSelect(cell.key)}
                />
              ))}
            </div>
          </div>
        );
      })}
    </div>
  );
}

type CellProps = {
  cell: HourCell;
  zone: string;
  marked: boolean;
  selected: boolean;
  reached: boolean;
  onFocus: () => void;
  onSelect: () => void;
};

function Cell({ cell: { key, hour, usage, ahead }, zone, marked, selected, reached, onFocus, onSelect }: CellProps) {
  const { t } = useTranslation();
  const nameOf = useStateName();
  const at = { hour: formatMoment(hour, zone), zone: zoneName(zone, Date.parse(hour)) };
  function label(): string {
    const state = usage ? nameOf(usage.state).toLowerCase() : t('charges.hours.nothing');
    const amount = usage ? formatMonies(usage.amounts) : '';
    return amount ? t('charges.hours.cellAmount', { ...at, state, amount }) : t('charges.hours.cell', { ...at, state });
  }
  return (
    <>
      {marked ? (
        <span className={classes.mark} aria-hidden="true">
          12
        </span>
      ) : null}
      {ahead ? (
        <span className={classes.ahead} aria-hidden="true" />
      ) : (
        <button
          type="button"
          data-hour={key}
          className={classes.cell}
          aria-label={label()}
          title={label()}
          aria-pressed={selected}
          tabIndex={reached ? 0 : -1}
          onFocus={onFocus}
          onClick={onSelect}
        >
          {usage ? <HourSign state={usage.state} /> : <span className={classes.none} />}
        </button>
      )}
    </>
  );
}
