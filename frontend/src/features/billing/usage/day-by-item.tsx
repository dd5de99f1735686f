import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { chargesQuery, type DayCharges } from '../../../api/charges';
import type { Workspace } from '../../../api/workspaces';
import { paths } from '../../../paths';
import { buttonClass } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import classes from './day-by-item.module.css';
import { DayItems } from './day-items';
import { QueryState } from './query-state';
import section from './section.module.css';
import { useNow } from './use-now';
import { addDays, dayIn, formatDate, monthOf, zoneName } from './zoned-time';

const route = getRouteApi(paths.workspace);

/** What each item costs on a day: the one asked for, else yesterday, which is complete, else today. */
export function DayByItem({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const { day: asked } = route.useSearch();
  const now = useNow();
  const zone = workspace.site.billingDayZone;
  const today = dayIn(zone, now);
  const yesterday = addDays(today, -1);

  const first = useQuery(chargesQuery(workspace.id, monthOf(asked ?? yesterday)));
  const isFirst = asked !== undefined || first.data === undefined || find(first.data.days, yesterday) !== undefined;
  const second = useQuery({ ...chargesQuery(workspace.id, monthOf(today)), enabled: !isFirst });
  const query = isFirst ? first : second;
  const { data } = query;
  const day = asked ?? (isFirst ? yesterday : today);
  const charges = data ? find(data.days, day) : undefined;

  function title(): string {
    if (day === today) return t('charges.day.today');
    if (day === yesterday) return t('charges.day.yesterday');
    return t('charges.day.other', { day: formatDate(day) });
  }
  return (
    <section id="day" className={section.section} aria-labelledby="day-title">
      <div className={section.head}>
        <h2 id="day-title">{title()}</h2>
        <div className={section.tools}>
          <span>{t('charges.day.billingDay', { day: formatDate(day), zone: zoneName(zone, Date.parse(day)) })}</span>
          <DayChoice day={day} today={today} first={dayIn(zone, Date.parse(workspace.createdAt))} />
        </div>
      </div>
      <QueryState query={query} zone={zone} failed={t('charges.day.failed')} />
      {charges ? <DayItems charges={charges} /> : null}
      {data && !charges ? (
        <p className={section.note}>
          {t(day === today ? 'charges.day.emptyToday' : 'charges.day.empty', { day: formatDate(day) })}
        </p>
      ) : null}
    </section>
  );
}

const find = (days: DayCharges[], day: string) => days.find((one) => one.day === day);

function DayChoice({ day, today, first }: { day: string; today: string; first: string }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const [before, after] = [addDays(day, -1), addDays(day, 1)];
  const step = (to: string, icon: 'left' | 'next', label: string) => (
    <Link
      from={paths.workspace}
      to="."
      search={(old) => ({ ...old, day: to })}
      resetScroll={false}
      className={buttonClass({ variant: 'outline', size: 'sm' }, classes.step)}
      aria-label={label}
    >
      <Icon name={icon} size={16} />
    </Link>
  );
  return (
    <div className={classes.choice}>
      {before >= first ? step(before, 'left', t('charges.day.before')) : null}
      <input
        type="date"
        aria-label={t('charges.day.choose')}
        value={day}
        min={first}
        max={today}
        onChange={({ target: { value, validity } }) => {
          // While it is typed there is no day, or one that is out of reach.
          if (!value || !validity.valid) return;
          void navigate({ search: (old) => ({ ...old, day: value }), replace: true, resetScroll: false });
        }}
      />
      {after <= today ? step(after, 'next', t('charges.day.after')) : null}
    </div>
  );
}
