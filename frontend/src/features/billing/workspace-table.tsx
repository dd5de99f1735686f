import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import type { Payer } from '../../api/onboardings';
import { isInVain, isUnpaid, type Settlement, type Workspace } from '../../api/workspaces';
import { formatDay, formatShortDay, formatSoon } from '../../i18n/format';
import { paths } from '../../paths';
import { Badge, type Tone } from '../../ui/badge';
import type { IconName } from '../../ui/icon';
import { useUnpaidText } from './settlement/buffer-card';
import classes from './workspace-table.module.css';

const signs: Record<string, [Tone, IconName]> = {
  PENDING: ['wait', 'clock'],
  NORMAL: ['good', 'check'],
  BUFFER: ['wait', 'clock'],
  LOCKED: ['bad', 'lock'],
  DISSOLVED: ['plain', 'cross'],
};

/** A workspace that waited for AWS in vain. */
function unconfirmed(payer?: Payer): { tone: Tone; icon: IconName; key: 'paymentFailed' | 'subscriptionEnded' } {
  return payer && payer.subscriptionState !== 'FAILED'
    ? { tone: 'wait', icon: 'cross', key: 'subscriptionEnded' }
    : { tone: 'bad', icon: 'cross', key: 'paymentFailed' };
}

type Props = { workspaces: Workspace[]; onDatakit: (workspace: Workspace) => void };

/** A table; on phones one block per row, drawn by CSS from the same cells. */
export function WorkspaceTable({ workspaces, onDatakit }: Props) {
  const { t } = useTranslation();
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('billing.workspaces.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('billing.workspaces.workspace')}</th>
          <th scope="col">{t('billing.workspaces.state')}</th>
          <th scope="col">{t('billing.workspaces.settlement')}</th>
          <th scope="col">{t('billing.workspaces.action')}</th>
        </tr>
      </thead>
      <tbody>
        {workspaces.map((workspace) => (
          <Row key={workspace.id} workspace={workspace} onDatakit={onDatakit} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ workspace, onDatakit }: { workspace: Workspace; onDatakit: (workspace: Workspace) => void }) {
  const { t } = useTranslation();
  const { state } = workspace;
  return (
    <tr>
      <th scope="row">
        <Link className={classes.name} to={paths.workspace} params={{ workspaceId: workspace.id }}>
          {workspace.name}
        </Link>
        <span className={classes.facts}>
          {workspace.site.name} · {workspace.language === 'ZH' ? t('ui.chinese') : t('ui.english')}
        </span>
        <span className={classes.facts}>
          <code>{workspace.id}</code>
        </span>
      </th>
      <td data-label={t('billing.workspaces.state')}>
        <StateBadge workspace={workspace} />
      </td>
      <td data-label={t('billing.workspaces.settlement')}>
        <SettlementCell settlement={workspace.settlement} />
      </td>
      <td className={classes.action}>
        <PayerAction workspace={workspace} />
        {state === 'DISSOLVED' ? null : state === 'PENDING' ? (
          <span className={classes.pending}>
            {t(isInVain(workspace) ? 'billing.workspaces.datakitNever' : 'billing.workspaces.datakitPending')}
          </span>
        ) : (
          <button
            type="button"
            aria-label={t('billing.workspaces.datakitOf', { name: workspace.name })}
            onClick={() => onDatakit(workspace)}
          >
            {t('billing.workspaces.datakit')}
          </button>
        )}
      </td>
    </tr>
  );
}

/** What can be done about who pays: choose, unlock, change, or when that is next. */
function PayerAction({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const { id, name, state, site, settlement } = workspace;
  const { changeableAt } = settlement;
  if (state === 'DISSOLVED') return null;
  const to = { to: paths.workspace, params: { workspaceId: id } } as const;
  if (asksForPayer(workspace)) {
    const locked = state === 'LOCKED';
    return (
      <Link {...to} aria-label={t(`settlement.${locked ? 'unlockOf' : 'chooseOf'}`, { name })}>
        {t(`settlement.${locked ? 'unlock' : 'choose'}`)}
      </Link>
    );
  }
  if (changeableAt && Date.parse(changeableAt) > serverNow()) {
    return (
      <span className={classes.later}>
        {t('settlement.changeFrom', { day: formatShortDay(changeableAt, site.billingDayZone) })}
      </span>
    );
  }
  return (
    <Link {...to} search={{ change: true }} aria-label={t('settlement.changeOf', { name })}>
      {t('settlement.changeShort')}
    </Link>
  );
}

/** Whether somebody was chosen to pay for it who has not taken over yet. */
export const isChosen = ({ settlement: { upcoming, waitingFor } }: Workspace): boolean =>
  (upcoming !== undefined && upcoming.method !== 'UNSETTLED') || waitingFor !== undefined;

/** Whether somebody has to be chosen: nobody pays for it any more, or who was to pay for the first time will not. */
export const asksForPayer = (workspace: Workspace): boolean =>
  (isUnpaid(workspace) && !isChosen(workspace)) || isInVain(workspace);

export function StateBadge({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const { state, settlement } = workspace;
  const unpaidText = useUnpaidText();
  const inVain = isInVain(workspace) ? unconfirmed(settlement.cameToNothing) : undefined;
  // Locked still, but it is known who opens it: that waits, and is nothing to mend.
  const chosen = isUnpaid(workspace) && isChosen(workspace);
  const shown = chosen ? signs.PENDING : signs[state];
  const [tone, icon] = inVain ? [inVain.tone, inVain.icon] : (shown ?? ['plain', 'info']);
  function text(): string {
    if (inVain) return t(`billing.workspaces.${inVain.key}`);
    if (isUnpaid(workspace)) return unpaidText(workspace);
    // A state that this page has not heard of keeps the server's own word.
    return state in signs ? t(`billing.workspaces.states.${state}`) : state;
  }
  return (
    <Badge tone={tone} icon={icon}>
      {text()}
    </Badge>
  );
}

/** Who pays, in a word or two. */
export function usePayerName(): (settlement: Pick<Settlement, 'method' | 'payer'>) => string {
  const { t } = useTranslation();
  return ({ method, payer }) => {
    switch (method) {
      case 'SUBSCRIPTION':
        return payer ? t('billing.workspaces.aws', { account: payer.awsAccount }) : 'AWS';
      case 'ENTERPRISE_ACCOUNT':
        return t('billing.workspaces.enterpriseAccount');
      case 'UNSETTLED':
        return t('billing.workspaces.nobody');
      default:
        return t('billing.workspaces.unknownMethod');
    }
  };
}

export function SettlementCell({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation();
  const nameOf = usePayerName();
  const { method, payer, since, waitingFor, cameToNothing, upcoming } = settlement;
  const awaited = waitingFor ?? cameToNothing;
  const confirmation = t(`billing.workspaces.${waitingFor ? 'onceConfirmed' : 'notConfirmed'}`);
  const ended = payer?.subscriptionState === 'ENDING' || payer?.subscriptionState === 'ENDED';
  if (method === 'UNSETTLED' && awaited) {
    return (
      <span className={classes.settlement}>
        <b>{t('billing.workspaces.aws', { account: awaited.awsAccount })}</b>
        <span>{confirmation}</span>
      </span>
    );
  }
  return (
    <span className={classes.settlement}>
      <b>{nameOf(settlement)}</b>
      {ended ? <span>{t('billing.workspaces.payerEnded')}</span> : null}
      {since ? <span>{t('billing.workspaces.since', { date: formatDay(since) })}</span> : null}
      {awaited ? (
        <span>
          {t('billing.workspaces.aws', { account: awaited.awsAccount })} {confirmation}
        </span>
      ) : null}
      {upcoming ? (
        <span className={classes.upcoming}>
          {t(`billing.workspaces.${upcoming.method === 'UNSETTLED' ? 'upcomingNobody' : 'upcoming'}`, {
            time: formatSoon(upcoming.from, serverNow()),
            payer: nameOf(upcoming),
          })}
        </span>
      ) : null}
    </span>
  );
}
