import classes from './bar-chart.module.css';
import { compare, marksUpTo, shareOf } from './decimal';
import { formatPrice } from './money';

/** How a bar is drawn: solid has been accepted, hatched is on its way. */
export type BarLook = 'accepted' | 'pending' | 'parked' | 'lost' | 'covered' | 'recorded' | 'uncharged' | 'plain';
export type Bar = { key: string; mark?: string | undefined; amount: string; look: BarLook };

type Props = { label: string; bars: Bar[]; top: string };

/** Bars in CSS. A picture for those who see it; whoever does not has its words, and the table beside it. */
export function BarChart({ label, bars, top }: Props) {
  const marks = marksUpTo(top);
  const highest = marks.at(-1) ?? '1';
  return (
    <div role="img" aria-label={label} className={classes.chart}>
      <div className={classes.plot}>
        {marks.map((mark) => (
          <span key={mark} className={classes.mark} style={{ bottom: `${shareOf(mark, highest) * 100}%` }}>
            {mark.includes('.') ? formatPrice(mark) : mark}
          </span>
        ))}
        <div className={classes.bars}>
          {bars.map(({ key, amount, look }) => (
            <span
              key={key}
              // What is nothing, or owed to the customer, has no bar.
              data-look={compare(amount, '0') > 0 ? look : undefined}
              style={{ height: `${shareOf(amount, highest) * 100}%` }}
            />
          ))}
        </div>
      </div>
      <div className={classes.names}>
        {bars.map(({ key, mark }) => (
          <span key={key}>{mark ?? ''}</span>
        ))}
      </div>
    </div>
  );
}

/** What a look means, beside the chart. */
export function ChartKey({ look, children }: { look: BarLook; children: string }) {
  return (
    <span className={classes.key}>
      <span data-look={look} />
      {children}
    </span>
  );
}
