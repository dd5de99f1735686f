import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Workspace, workspaceDatakitQuery } from '../../api/workspaces';
import { DatakitCommands } from '../../ui/datakit-commands';
import { Dialog } from '../../ui/dialog';
import { Failing } from '../../ui/failing';
import { Loading } from '../../ui/loading';
import classes from './workspaces-page.module.css';

export function DatakitDialog({ workspace, onClose }: { workspace: Workspace | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      opened={workspace !== undefined}
      onClose={onClose}
      title={t('billing.workspaces.datakitTitle', { name: workspace?.name ?? '' })}
    >
      {workspace ? <WorkspaceDatakit workspaceId={workspace.id} /> : null}
    </Dialog>
  );
}

/** What starts a DataKit for a workspace. */
export function WorkspaceDatakit({ workspaceId }: { workspaceId: string }) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch } = useQuery(workspaceDatakitQuery(workspaceId));
  if (data) {
    return (
      <>
        <p className={classes.dialogText}>{t('billing.workspaces.datakitText')}</p>
        <DatakitCommands datakit={data} />
      </>
    );
  }
  if (error) return <Failing error={error} retrying={isFetching} onRetry={() => void refetch()} />;
  return <Loading />;
}
