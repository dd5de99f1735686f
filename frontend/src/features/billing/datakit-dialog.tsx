import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Workspace, workspaceDatakitQuery } from '../../api/workspaces';
import { DatakitCommands } from '../../ui/datakit-commands';
import { Failing } from '../../ui/failing';
import { Loading } from '../../ui/loading';
import classes from './workspaces-page.module.css';

export function DatakitDialog({ workspace, onClose }: { workspace: Workspace | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={workspace !== undefined}
      onClose={onClose}
      size={640}
      title={t('billing.workspaces.datakitTitle', { name: workspace?.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {workspace ? <Commands workspaceId={workspace.id} /> : null}
    </Modal>
  );
}

function Commands({ workspaceId }: { workspaceId: string }) {
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
