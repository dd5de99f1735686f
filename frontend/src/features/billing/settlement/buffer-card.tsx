import { Trans, useTranslation } from 'react-i18next';
import type { Session } from '../../../api/session';
import type { Workspace } from '../../../api/workspaces';
import { formatDuration, formatList } from '../../../i18n/duration';
import { formatDay, formatInstant, formatShortDay, formatSoon } from '../../../i18n/format';
import { Icon } from '../../../ui/icon';
import { useNow } from '../usage/use-now';
import { usePayerName } from '../workspace-table';
import classes from './buffer-card.module.css';
import { bufferDays, bufferShare } from './buffer-time';

type Props = { workspace: Workspace; session: Session | undefined };

/** What it means that nobody pays, yet or any more: how long there is still, what is then, and what becomes of it. */
export function BufferCard({ workspace, session }: Props) {
  const { settlement, state } = workspace;
  if (settlement.upcoming && settlement.upcoming.method !== 'UNSETTLED') return <Opening workspace={workspace} />;
  if (settlement.waitingFor || settlement.cameToNothing || state === 'PENDING')
    return <Opening workspace={workspace} />;
  return state === 'LOCKED' ? <Locked workspace={workspace} /> : <InBuffer workspace={workspace} session={session} />;
}

function InBuffer({ workspace, session }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const { buffer, settlement } = workspace;
  const left = buffer ? Date.parse(buffer.locksAt) - now : 0;
  const payer = buffer?.endedPayer;

  function why(): string {
    const time = formatInstant(buffer?.since ?? settlement.since ?? workspace.createdAt);
    if (!payer) return t('settlement.buffer.since', { time });
    const { awsAccount: account, licence } = payer;
    return licence
      ? t('settlement.buffer.endedLicence', { account, licence, time })
      : t('settlement.buffer.ended', { account, time });
  }

  return (
    <section className={classes.card} data-state="BUFFER" aria-labelledby="unpaid">
      <div className={classes.head}>
        <div>
          <h2 id="unpaid">
            {left > 0 ? (
              <Trans
                i18nKey="settlement.buffer.title"
                values={{ left: formatDuration(left) }}
                components={{ left: <b /> }}
              />
            ) : (
              t('settlement.buffer.titleDue')
            )}
          </h2>
          <p className={classes.lead}>{why()}</p>
        </div>
        {buffer ? (
          <p className={classes.when}>
            {t('settlement.buffer.locksOn')}
            <b>{formatInstant(buffer.locksAt)}</b>
          </p>
        ) : null}
      </div>
      {buffer ? <Bar since={buffer.since} locksAt={buffer.locksAt} now={now} /> : null}
      {buffer ? (
        <dl className={classes.facts}>
          <div>
            <dt>{t('settlement.buffer.until')}</dt>
            <dd>{t('settlement.buffer.untilText')}</dd>
          </div>
          <div>
            <dt>{t('settlement.buffer.from', { day: formatShortDay(buffer.locksAt) })}</dt>
            <dd>{t('settlement.buffer.fromText')}</dd>
          </div>
          {session && buffer.remindersAt?.length ? (
            <div>
              <dt>{t('settlement.buffer.remind')}</dt>
              <dd>
                <Reminders remindersAt={buffer.remindersAt} email={session.enterpriseAccount.email} now={now} />
              </dd>
            </div>
          ) : null}
        </dl>
      ) : null}
    </section>
  );
}

function Reminders({ remindersAt, email, now }: { remindersAt: string[]; email: string; now: number }) {
  const { t } = useTranslation();
  const toCome = remindersAt.filter((instant) => Date.parse(instant) > now).sort();
  if (toCome.length === 0) return t('settlement.buffer.remindLast', { email });
  const days = [...new Set(toCome.map((instant) => formatShortDay(instant)))];
  // Several within a day are told by the minute.
  const told = days.length === toCome.length ? days : toCome.map(formatInstant);
  return t('settlement.buffer.remindText', { days: formatList(told), email });
}

/** One field a day; for a buffer of minutes or hours, one for all of it. */
function Bar({ since, locksAt, now }: { since: string; locksAt: string; now: number }) {
  const { t } = useTranslation();
  const counted = bufferDays(since, locksAt, now);
  return (
    <div className={classes.time}>
      <div className={classes.bar} aria-hidden="true">
        {counted ? (
          Array.from({ length: counted.days }, (_, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: the days of a buffer keep their order
              key={index}
              data-day={index + 1 < counted.day ? 'over' : index + 1 === counted.day ? 'today' : 'left'}
            />
          ))
        ) : (
          <span data-day="left">
            <span data-day="over" style={{ width: `${bufferShare(since, locksAt, now) * 100}%` }} />
          </span>
        )}
      </div>
      <p>
        <span>{t('settlement.buffer.began', { day: counted ? formatShortDay(since) : formatInstant(since) })}</span>
        {counted ? <span className={classes.day}>{t('settlement.buffer.day', counted)}</span> : null}
        <span>{t('settlement.buffer.locks', { day: counted ? formatShortDay(locksAt) : formatInstant(locksAt) })}</span>
      </p>
    </div>
  );
}

function Locked({ workspace: { buffer } }: { workspace: Workspace }) {
  const { t } = useTranslation();
  return (
    <section className={`${classes.card} ${classes.sign}`} data-state="LOCKED" aria-labelledby="unpaid">
      <span className={classes.icon}>
        <Icon name="lock" size={24} />
      </span>
      <div>
        <h2 id="unpaid">{t('settlement.locked.title')}</h2>
        <p className={classes.lead}>
          {buffer
            ? t('settlement.locked.text', {
                duration: formatDuration(Date.parse(buffer.locksAt) - Date.parse(buffer.since)),
                time: formatInstant(buffer.locksAt),
              })
            : t('settlement.locked.textShort')}
        </p>
        <p className={classes.how}>
          <Trans i18nKey="settlement.locked.how" components={{ b: <b /> }} />
        </p>
      </div>
    </section>
  );
}

/** Somebody was chosen, and that came to nothing, or it is told from when the workspace is open again, or paid for. */
function Opening({ workspace: { state, settlement, buffer } }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const nameOf = usePayerName();
  const now = useNow();
  const { upcoming, waitingFor, cameToNothing } = settlement;
  const locked = state === 'LOCKED';
  const inVain = !upcoming && !waitingFor;
  const payer = upcoming ? nameOf(upcoming) : t('settlement.aws', { account: waitingFor?.awsAccount ?? '' });

  function title(): string {
    if (inVain) {
      return cameToNothing
        ? t('settlement.opening.inVain', { account: cameToNothing.awsAccount })
        : t('settlement.opening.inVainNobody');
    }
    if (!upcoming) return locked ? t('settlement.opening.opensOnce') : t('settlement.opening.takesOverOnce', { payer });
    const time = formatSoon(buffer?.opensAt ?? upcoming.from, now);
    return locked ? t('settlement.opening.opens', { time }) : t('settlement.opening.takesOver', { payer, time });
  }
  function text(): string {
    if (inVain) return t(`settlement.opening.${state === 'PENDING' ? 'inVainPending' : 'inVainText'}`);
    if (upcoming) return locked ? t('settlement.opening.lockedText', { payer }) : t('settlement.opening.bufferText');
    if (locked || !buffer) return t('settlement.opening.lockedOnce', { payer });
    return t('settlement.opening.bufferOnce', { time: formatInstant(buffer.locksAt) });
  }
  return (
    <section
      className={`${classes.card} ${classes.sign}`}
      data-state={inVain ? 'LOCKED' : upcoming ? 'OPENING' : 'BUFFER'}
      aria-labelledby="unpaid"
    >
      <span className={classes.icon}>
        <Icon name={inVain ? 'cross' : 'clock'} size={24} />
      </span>
      <div>
        <h2 id="unpaid">{title()}</h2>
        <p className={classes.lead}>{text()}</p>
      </div>
    </section>
  );
}

/** The state of a workspace that nobody pays for, in a badge. */
export function useUnpaidText(): (workspace: Workspace) => string {
  const { t } = useTranslation();
  const now = useNow();
  return ({ state, settlement, buffer }) => {
    const { upcoming, waitingFor } = settlement;
    if (upcoming && upcoming.method !== 'UNSETTLED') {
      const time = formatSoon(buffer?.opensAt ?? upcoming.from, now);
      return t(`settlement.badge.${state === 'LOCKED' ? 'opens' : 'takesOver'}`, { time });
    }
    if (waitingFor && state === 'LOCKED') return t('settlement.badge.opensOnce');
    const left = buffer && state === 'BUFFER' ? Date.parse(buffer.locksAt) - now : 0;
    if (left > 0) return t('settlement.badge.buffer', { left: shortly(left) });
    return t(`billing.workspaces.states.${state === 'BUFFER' ? 'BUFFER' : 'LOCKED'}`);
  };
}

const DAY_MILLIS = 86_400_000;

/** Days alone where there are some: a badge is short. */
const shortly = (millis: number) =>
  formatDuration(millis >= DAY_MILLIS ? Math.floor(millis / DAY_MILLIS) * DAY_MILLIS : millis);

export const lockedSince = ({ state, buffer }: Workspace) =>
  state === 'LOCKED' && buffer ? formatDay(buffer.locksAt) : undefined;
