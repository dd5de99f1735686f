import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { chargesQuery, HOUR_DAYS, type HourState, type UsageHour, usageHoursQuery } from '../../../api/charges';
import { isInVain, type Workspace } from '../../../api/workspaces';
import { paths } from '../../../paths';
import { buttonClass } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { HourDetail } from './hour-detail';
import { HourGrid } from './hour-grid';
import { hourToShow, rowsOf } from './hour-rows';
import { HourSign, hourStates, useStateName } from './hour-state';
import { QueryState } from './query-state';
import classes from './section.module.css';
import { useNow } from './use-now';
import { addDays, dayIn, formatClock, hourKey, hourOfKey, monthOf, zoneText } from './zoned-time';

const route = getRouteApi(paths.workspace);

/** The hours of some days, and how far the chosen one is. */
export function UsageHoursSection({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const now = useNow();
  const zone = workspace.site.billingDayZone;
  const today = dayIn(zone, now);
  const last = lastDay(search, zone, today);
  const query = useQuery(usageHoursQuery(workspace.id, last));
  const { data } = query;

  const rows = data ? rowsOf(data, now) : [];
  const asked = rows.flatMap(({ cells }) => cells).find(({ key, ahead }) => key === search.hour && !ahead);
  const proposed = data ? hourToShow(data.items) : undefined;
  const selected = asked?.key ?? (proposed ? hourKey(proposed.hour) : undefined);
  const usage = data?.items.find(({ hour }) => hourKey(hour) === selected);
  const empty = data?.items.length === 0;
  const month = useQuery({ ...chargesQuery(workspace.id, monthOf(today)), enabled: empty });
  const neverReported = empty && last === undefined && isOpening(workspace) && month.data?.days.length === 0;

  return (
    <section className={classes.section} aria-labelledby="hours">
      <div className={classes.head}>
        <h2 id="hours">{t('charges.hours.title')}</h2>
        <div className={classes.tools}>
          <span>{t('charges.hours.now', { zone: zoneText(zone, now), time: formatClock(now, zone) })}</span>
          {data ? (
            <Days until={last ?? today} today={today} first={dayIn(zone, Date.parse(workspace.createdAt))} />
          ) : null}
        </div>
      </div>
      <QueryState query={query} zone={zone} failed={t('charges.hours.failed')} />
      {data && !neverReported ? (
        <>
          <HourGrid
            rows={rows}
            zone={zone}
            selected={selected}
            onSelect={(hour) =>
              void navigate({ search: (old) => ({ ...old, hour }), replace: true, resetScroll: false })
            }
          />
          {empty ? <p className={classes.note}>{t('charges.hours.emptyDays')}</p> : <Legend items={data.items} />}
          {selected ? (
            <HourDetail
              hour={hourOfKey(selected)}
              usage={usage}
              method={workspace.settlement.method}
              zone={zone}
              now={now}
            />
          ) : null}
        </>
      ) : null}
      {neverReported ? <NothingYet workspace={workspace} /> : null}
    </section>
  );
}

/** Whether usage may still come; what is locked has had its time. */
const isOpening = ({ state }: Workspace) => state !== 'LOCKED' && state !== 'DISSOLVED';

/** The last day to show: the one that was asked for, else that of an hour that is too old for the newest days. */
function lastDay(search: { until?: string; hour?: string }, zone: string, today: string): string | undefined {
  const { until, hour } = search;
  if (until) return until < today ? until : undefined;
  const day = hour ? dayIn(zone, Date.parse(hourOfKey(hour))) : today;
  return day <= addDays(today, -HOUR_DAYS) ? day : undefined;
}

function Days({ until, today, first }: { until: string; today: string; first: string }) {
  const { t } = useTranslation();
  const before = addDays(until, -HOUR_DAYS);
  const after = addDays(until, HOUR_DAYS);
  const look = buttonClass({ variant: 'outline', size: 'sm' });
  if (before < first && until === today) return null;
  return (
    <nav aria-label={t('charges.hours.paging')}>
      {before >= first ? (
        <Link
          from={paths.workspace}
          to="."
          search={(old) => ({ ...old, until: before, hour: undefined })}
          resetScroll={false}
          className={look}
        >
          <Icon name="left" size={16} />
          {t('charges.hours.earlier')}
        </Link>
      ) : null}
      {until < today ? (
        <Link
          from={paths.workspace}
          to="."
          search={(old) => ({ ...old, until: after < today ? after : undefined, hour: undefined })}
          resetScroll={false}
          className={look}
        >
          {t('charges.hours.later')}
          <Icon name="next" size={16} />
        </Link>
      ) : null}
    </nav>
  );
}

const onTheWay: HourState[] = ['FROZEN', 'SENT', 'ACCEPTED', 'PARKED', 'LOST'];

/** The signs that may be met: the way to AWS where there is one, and what else is in sight. */
function Legend({ items }: { items: UsageHour[] }) {
  const { t } = useTranslation();
  const nameOf = useStateName();
  const present = new Set(items.map(({ state }) => state));
  const toAws = onTheWay.some((state) => present.has(state));
  const shown = hourStates.filter(
    (state) => present.has(state) || state === 'REPORTED' || state === 'PRICED' || (toAws && onTheWay.includes(state)),
  );
  return (
    <ul className={classes.legend} aria-label={t('charges.hours.legend')}>
      {shown.map((state) => (
        <li key={state}>
          <span>
            <HourSign state={state} />
          </span>
          {state === 'LOST' ? t('charges.hours.lost') : nameOf(state)}
        </li>
      ))}
    </ul>
  );
}

/** What comes first. */
function NothingYet({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const pending = workspace.state === 'PENDING';
  return (
    <div className={classes.empty}>
      <Icon name="terminal" size={26} />
      <h3>{t('charges.hours.empty')}</h3>
      <p>{t(`charges.hours.${isInVain(workspace) ? 'emptyInVain' : pending ? 'emptyPending' : 'emptyText'}`)}</p>
      {pending ? null : (
        <Link from={paths.workspace} to="." search={{ view: 'datakit' }} className={buttonClass()}>
          {t('charges.hours.emptyAction')}
        </Link>
      )}
    </div>
  );
}
