import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import type { FinalHour } from '../../api/operators';
import { formatInstant } from '../../i18n/format';
import { Badge } from '../../ui/badge';
import { formatDuration, formatExact, formatMoment } from './figures';
import classes from './subscription-page.module.css';

/** The clock of the last hour that is owed, and the proof of what AWS was told at the end. */
export function FinalHourCard({ finalHour }: { finalHour: FinalHour }) {
  const { t } = useTranslation();
  const { hour, freezesAt, acceptedUntil, isFrozen, records } = finalHour;
  const now = serverNow();
  return (
    <section className={classes.card} aria-labelledby="final-hour">
      <div className={classes.cardHead}>
        <h2 id="final-hour">{t('operators.finalHour.title')}</h2>
        {isFrozen ? (
          <Badge tone="good" icon="lock">
            {t('operators.finalHour.frozen')}
          </Badge>
        ) : (
          <Badge tone="wait" icon="clock">
            {t('operators.finalHour.freezesIn', { time: formatDuration(Date.parse(freezesAt) - now, t) })}
          </Badge>
        )}
      </div>
      <dl className={classes.facts}>
        <div>
          <dt>{t('operators.finalHour.hour')}</dt>
          <dd>{formatInstant(hour)}</dd>
        </div>
        <div>
          <dt>{t(isFrozen ? 'operators.finalHour.frozeAt' : 'operators.finalHour.freezesAt')}</dt>
          <dd>{formatInstant(freezesAt)}</dd>
        </div>
        <div>
          <dt>{t('operators.finalHour.acceptedUntil')}</dt>
          <dd>{formatInstant(acceptedUntil)}</dd>
        </div>
      </dl>
      <div className={classes.proof}>
        <h3>{t('operators.finalHour.proof')}</h3>
        {records.length === 0 ? <p>{t('operators.finalHour.nothing')}</p> : null}
        <ul>
          {records.map((record) => (
            <li key={`${record.hour} ${record.dimension}`}>
              <b>{formatMoment(record.hour, now)}</b>
              <span>
                {t(`operators.hourStates.${record.state}`)}
                {record.units ? ` · ${formatExact(record.units)} ${record.dimension}` : ` · ${record.dimension}`}
              </span>
              {record.settledAt ? <span>{formatMoment(record.settledAt, now)}</span> : null}
              {record.meteringRecordId ? <code>{record.meteringRecordId}</code> : null}
              {record.reason ? <code>{record.reason}</code> : null}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
