import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Datakit } from '../api/workspaces';
import { CopyButton } from './copy-button';
import classes from './datakit-commands.module.css';
import { Icon } from './icon';
import { panelId, TabList, tabId } from './tabs';

/** The start commands, a tab per platform. The token is masked until it is asked for; Copy takes it whole. */
export function DatakitCommands({ datakit }: { datakit: Datakit }) {
  const { t } = useTranslation();
  const [selected, setSelected] = useState(datakit.commands[0]?.platform ?? 'LINUX_MACOS');
  const [shown, setShown] = useState(false);
  const id = useId();
  const { commands, token, tokenMasked } = datakit;
  const current = commands.find(({ platform }) => platform === selected);
  if (!current) return null;
  const nameOf = (platform: string) =>
    platform in names ? t(`datakit.platforms.${platform as keyof typeof names}`) : platform;
  const command = shown ? current.command : current.command.replaceAll(token, tokenMasked);

  return (
    <div>
      <TabList
        label={t('datakit.label')}
        id={id}
        tabs={commands.map(({ platform }) => ({ key: platform, name: nameOf(platform) }))}
        selected={selected}
        onSelect={setSelected}
      />
      <div role="tabpanel" id={panelId(id, selected)} aria-labelledby={tabId(id, selected)} className={classes.panel}>
        <div className={classes.head}>
          <span>{current.shell}</span>
          <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
            <Icon name={shown ? 'eyeOff' : 'eye'} size={18} />
            {shown ? t('datakit.hideToken') : t('datakit.showToken')}
          </button>
          <CopyButton text={current.command} className={classes.copy}>
            {t('datakit.copyCommand')}
          </CopyButton>
        </div>
        <pre>
          <code>{command}</code>
        </pre>
      </div>
      <p className={classes.hint}>{t('datakit.hint')}</p>
    </div>
  );
}

const names = { LINUX_MACOS: true, WINDOWS: true, KUBERNETES: true };
