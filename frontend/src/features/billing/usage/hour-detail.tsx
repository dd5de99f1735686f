import { Trans, useTranslation } from 'react-i18next';
import type { HourState, MeteredRecord, UsageHour } from '../../../api/charges';
import { Badge } from '../../../ui/badge';
import { CopyButton } from '../../../ui/copy-button';
import { usePayerName } from '../workspace-table';
import classes from './hour-detail.module.css';
import { HourItems } from './hour-items';
import { signOf, useStateName } from './hour-state';
import { deadlineOf, type Step, stepsOfHour, stepsOfRecord } from './hour-steps';
import { HourStepsLine } from './hour-steps-line';
import { formatCount, formatMonies } from './money';
import { dayIn, formatClock, formatMoment, formatMomentFrom, hourEnd, zoneName } from './zoned-time';

const MINUTE_MILLIS = 60_000;

type Props = {
  hour: string;
  usage: UsageHour | undefined;
  /** How the workspace is settled now. */
  method?: UsageHour['method'];
  zone: string;
  now: number;
};

/** One hour: how far it is, what AWS said of it, and how long there is still to tell AWS. */
export function HourDetail({ hour, usage, method, zone, now }: Props) {
  const { t } = useTranslation();
  const textOf = useStepText(hour, usage, zone);
  const amount = usage ? formatMonies(usage.amounts) : '';
  const times = {
    from: formatMoment(hour, zone),
    to: formatClock(hourEnd(hour), zone),
    zone: zoneName(zone, Date.parse(hour)),
  };
  return (
    <section id="hour-detail" className={classes.detail} data-state={usage?.state} aria-label={t('charges.hour.label')}>
      <div className={classes.head}>
        <h3>{amount ? t('charges.hour.titleAmount', { ...times, amount }) : t('charges.hour.title', times)}</h3>
        {usage ? <StateOfHour usage={usage} now={now} /> : null}
      </div>
      {usage ? (
        <>
          <HourStepsLine steps={stepsOfHour(usage, method)} label={t('charges.hour.steps')} textOf={textOf} />
          <p className={classes.text}>
            <Sentence usage={usage} />
          </p>
          <Facts usage={usage} zone={zone} />
          <Records records={usage.records} textOf={textOf} />
          <HourItems items={usage.items} />
        </>
      ) : (
        <p className={classes.text}>{t('charges.hour.nothing')}</p>
      )}
    </section>
  );
}

function StateOfHour({ usage: { state, records }, now }: { usage: UsageHour; now: number }) {
  const { t } = useTranslation();
  const nameOf = useStateName();
  const [tone, icon] = signOf(state);
  const deadline = state === 'ACCEPTED' ? undefined : deadlineOf(records);
  function left(until: string): string {
    const minutes = Math.floor((Date.parse(until) - now) / MINUTE_MILLIS);
    if (minutes < 0) return t('charges.hour.overdue');
    const hours = Math.floor(minutes / 60);
    return hours > 0
      ? t('charges.hour.left', { hours, minutes: minutes % 60 })
      : t('charges.hour.leftMinutes', { minutes });
  }
  return (
    <Badge tone={tone} icon={icon}>
      {deadline ? t('charges.hour.badge', { state: nameOf(state), left: left(deadline) }) : nameOf(state)}
    </Badge>
  );
}

/** What stands under a step: when, and how much. */
function useStepText(hour: string, usage: UsageHour | undefined, zone: string): (step: Step) => string {
  const { t } = useTranslation();
  const day = dayIn(zone, Date.parse(hour));
  return ({ state, look, at, until, record }) => {
    const time = at ? formatMomentFrom(day, at, zone) : '';
    function what(): string {
      if (look === 'todo') return until ? t('charges.hour.until', { time: formatMomentFrom(day, until, zone) }) : '';
      if (state === 'REPORTED') return t('charges.hour.items', { count: usage?.items.length ?? 0 });
      if (state === 'PRICED') return usage ? formatMonies(usage.amounts) : '';
      if (state === 'FROZEN' && record?.units) return t('charges.hour.units', { units: formatCount(record.units) });
      if (state === 'PARKED') return t('charges.hour.refused');
      return '';
    }
    const more = what();
    return time && more ? t('charges.hour.by', { time, what: more }) : time || more;
  };
}

function Sentence({ usage: { state, method, payer, records } }: { usage: UsageHour }) {
  const { t } = useTranslation();
  const nameOf = usePayerName();
  const reason = records.find((record) => record.state === 'PARKED')?.reason;
  switch (state) {
    case 'PRICED':
      return t(`charges.hour.text.${method === 'ENTERPRISE_ACCOUNT' ? 'PRICED_ENTERPRISE' : 'PRICED'}`);
    case 'FROZEN':
      return t(`charges.hour.text.${records.length === 0 ? 'FRACTION' : 'FROZEN'}`);
    case 'ACCEPTED':
      return t('charges.hour.text.ACCEPTED', { payer: nameOf({ method: method ?? 'SUBSCRIPTION', payer }) });
    case 'PARKED':
      return reason ? (
        <Trans i18nKey="charges.hour.text.PARKED_REASON" components={{ reason: <code>{reason}</code> }} />
      ) : (
        t('charges.hour.text.PARKED')
      );
    default:
      return state in sentences ? t(`charges.hour.text.${state as keyof typeof sentences}`) : null;
  }
}

const sentences = { REPORTED: true, SENT: true, LOST: true, COVERED: true, RECORDED: true, UNCHARGED: true };

function Facts({ usage, zone }: { usage: UsageHour; zone: string }) {
  const { t } = useTranslation();
  const nameOf = usePayerName();
  const { hour, method, payer, records } = usage;
  const [record, ...more] = records;
  const single = more.length === 0 ? record : undefined;
  return (
    <dl className={classes.facts}>
      {method ? (
        <div>
          <dt>{t('charges.hour.payer')}</dt>
          <dd>{nameOf({ method, payer })}</dd>
        </div>
      ) : null}
      {zoneName(zone, Date.parse(hour)) === 'UTC' ? null : (
        <div>
          <dt>{t('charges.hour.inUtc')}</dt>
          <dd>
            {formatMoment(hour, 'UTC')} – {formatClock(hourEnd(hour), 'UTC')}
          </dd>
        </div>
      )}
      {single ? <RecordFacts record={single} hour={hour} sentence /> : null}
    </dl>
  );
}

/** What AWS calls a record and said of it; its refusal stands in the sentence of the hour already where there is one. */
function RecordFacts({ record, hour, sentence }: { record: MeteredRecord; hour: string; sentence?: boolean }) {
  const { t } = useTranslation();
  const late = Date.parse(record.hour) !== Date.parse(hour);
  const { meteringRecordId, reason } = record;
  return (
    <>
      {meteringRecordId ? (
        <div>
          <dt>{t('charges.hour.recordId')}</dt>
          <dd className={classes.recordId}>
            <code>{meteringRecordId}</code>
            <CopyButton text={meteringRecordId} label={t('charges.hour.copyRecordId')} />
          </dd>
        </div>
      ) : null}
      {reason && !(sentence && record.state === 'PARKED') ? (
        <div>
          <dt>{t('charges.hour.said')}</dt>
          <dd>
            <code>{reason}</code>
          </dd>
        </div>
      ) : null}
      {late && sentence ? (
        <div className={classes.late}>
          <dd>{t('charges.hour.otherHour', { hour: formatMoment(record.hour, 'UTC') })}</dd>
        </div>
      ) : null}
    </>
  );
}

/** Late usage and corrections: each record with its own steps. */
function Records({ records, textOf }: { records: MeteredRecord[]; textOf: (step: Step) => string }) {
  const { t } = useTranslation();
  if (records.length < 2) return null;
  return (
    <>
      <p className={classes.text}>{t('charges.hour.records')}</p>
      <ul className={classes.records}>
        {records.map((record, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a record has no id before AWS gives it one
          <li key={index} data-state={record.state}>
            <RecordTitle record={record} />
            <HourStepsLine steps={stepsOfRecord(record)} label={t('charges.hour.steps')} textOf={textOf} />
            <dl className={classes.facts}>
              <RecordFacts record={record} hour={record.hour} />
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}

function RecordTitle({ record: { hour, units, dimension, state } }: { record: MeteredRecord }) {
  const { t } = useTranslation();
  const at = formatMoment(hour, 'UTC');
  return (
    <div className={classes.head}>
      <h4>
        {units
          ? t('charges.hour.recordUnits', { hour: at, units: formatCount(units), dimension })
          : t('charges.hour.record', { hour: at })}
      </h4>
      <RecordState state={state} />
    </div>
  );
}

function RecordState({ state }: { state: HourState }) {
  const nameOf = useStateName();
  const [tone, icon] = signOf(state);
  return (
    <Badge tone={tone} icon={icon}>
      {nameOf(state)}
    </Badge>
  );
}
