import { useTranslation } from 'react-i18next';
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
  const [tone, icon] = signs[state] ?? ['plain', 'info'];
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
          {/* A state that this page has not heard of keeps the server's own word. */}
          {state in signs ? t(`billing.workspaces.states.${state}`) : state}
        </Badge>
      </td>
      <td data-label={t('billing.workspaces.settlement')}>
        <SettlementCell settlement={workspace.settlement} />
      </td>
      <td className={classes.action}>
        {state === 'PENDING' ? (
          <span className={classes.pending}>{t('billing.workspaces.datakitPending')}</span>
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
  if (method === 'UNSETTLED' && waitingFor) {
    return (
      <span className={classes.settlement}>
        <b>{t('billing.workspaces.aws', { account: waitingFor.awsAccount })}</b>
        <span>{t('billing.workspaces.onceConfirmed')}</span>
      </span>
    );
  }
  return (
    <span className={classes.settlement}>
      <b>{who()}</b>
      {since ? <span>{t('billing.workspaces.since', { date: formatDay(since) })}</span> : null}
      {waitingFor ? (
        <span>
          {t('billing.workspaces.aws', { account: waitingFor.awsAccount })} {t('billing.workspaces.onceConfirmed')}
        </span>
      ) : null}
    </span>
  );
}
