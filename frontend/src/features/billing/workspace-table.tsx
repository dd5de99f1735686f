import { useTranslation } from 'react-i18next';
import { isOver, type Payer } from '../../api/onboardings';
import type { Settlement, Workspace } from '../../api/workspaces';
import { formatDay } from '../../i18n/format';
import { Badge, type Tone } from '../../ui/badge';
import type { IconName } from '../../ui/icon';
import classes from './workspace-table.module.css';

const signs: Record<string, [Tone, IconName]> = {
  PENDING: ['wait', 'clock'],
  NORMAL: ['good', 'check'],
  BUFFER: ['wait', 'clock'],
  LOCKED: ['bad', 'lock'],
  DISSOLVED: ['plain', 'cross'],
};

/** A workspace that waited for AWS in vain. */
function unconfirmed(payer: Payer): { tone: Tone; icon: IconName; key: 'paymentFailed' | 'subscriptionEnded' } {
  return payer.subscriptionState === 'FAILED'
    ? { tone: 'bad', icon: 'cross', key: 'paymentFailed' }
    : { tone: 'wait', icon: 'cross', key: 'subscriptionEnded' };
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
  const { waitingFor } = workspace.settlement;
  const inVain = state === 'PENDING' && waitingFor && isOver(waitingFor) ? unconfirmed(waitingFor) : undefined;
  const [tone, icon] = inVain ? [inVain.tone, inVain.icon] : (signs[state] ?? ['plain', 'info']);
  function stateText(): string {
    if (inVain) return t(`billing.workspaces.${inVain.key}`);
    // A state that this page has not heard of keeps the server's own word.
    return state in signs ? t(`billing.workspaces.states.${state}`) : state;
  }
  return (
    <tr>
      <th scope="row">
        <span className={classes.name}>{workspace.name}</span>
        <span className={classes.facts}>
          {workspace.site.name} · {workspace.language === 'ZH' ? t('ui.chinese') : t('ui.english')}
        </span>
        <span className={classes.facts}>
          <code>{workspace.id}</code>
        </span>
      </th>
      <td data-label={t('billing.workspaces.state')}>
        <Badge tone={tone} icon={icon}>
          {stateText()}
        </Badge>
      </td>
      <td data-label={t('billing.workspaces.settlement')}>
        <SettlementCell settlement={workspace.settlement} />
      </td>
      <td className={classes.action}>
        {state === 'PENDING' ? (
          <span className={classes.pending}>
            {t(inVain ? 'billing.workspaces.datakitNever' : 'billing.workspaces.datakitPending')}
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

function SettlementCell({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation();
  const { method, payer, since, waitingFor } = settlement;
  function who(): string {
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
  }
  const confirmation = t(`billing.workspaces.${waitingFor && isOver(waitingFor) ? 'notConfirmed' : 'onceConfirmed'}`);
  const ended = payer?.subscriptionState === 'ENDING' || payer?.subscriptionState === 'ENDED';
  if (method === 'UNSETTLED' && waitingFor) {
    return (
      <span className={classes.settlement}>
        <b>{t('billing.workspaces.aws', { account: waitingFor.awsAccount })}</b>
        <span>{confirmation}</span>
      </span>
    );
  }
  return (
    <span className={classes.settlement}>
      <b>{who()}</b>
      {ended ? <span>{t('billing.workspaces.payerEnded')}</span> : null}
      {since ? <span>{t('billing.workspaces.since', { date: formatDay(since) })}</span> : null}
      {waitingFor ? (
        <span>
          {t('billing.workspaces.aws', { account: waitingFor.awsAccount })} {confirmation}
        </span>
      ) : null}
    </span>
  );
}
