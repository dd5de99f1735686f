import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Datakit } from '../api/workspaces';
import { CopyButton } from './copy-button';
import classes from './datakit-commands.module.css';
import { Icon } from './icon';

/** The start commands, a tab per platform. The token is masked until it is asked for; Copy takes it whole. */
export function DatakitCommands({ datakit }: { datakit: Datakit }) {
  const { t } = useTranslation();
  const [selected, setSelected] = useState(0);
  const [shown, setShown] = useState(false);
  const tabs = useRef<HTMLDivElement>(null);
  const id = useId();
  const { commands, token, tokenMasked } = datakit;
  const current = commands[selected];
  if (!current) return null;
  const nameOf = (platform: string) =>
    platform in names ? t(`datakit.platforms.${platform as keyof typeof names}`) : platform;
  const command = shown ? current.command : current.command.replaceAll(token, tokenMasked);

  function move(event: KeyboardEvent) {
    const last = commands.length - 1;
    const next = {
      ArrowRight: selected === last ? 0 : selected + 1,
      ArrowLeft: selected === 0 ? last : selected - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setSelected(next);
    tabs.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  }

  return (
    <div>
      <div ref={tabs} role="tablist" aria-label={t('datakit.label')} className={classes.tabs}>
        {commands.map(({ platform }, index) => (
          <button
            key={platform}
            type="button"
            role="tab"
            id={`${id}-${index}`}
            aria-selected={index === selected}
            aria-controls={`${id}-panel`}
            tabIndex={index === selected ? 0 : -1}
            onClick={() => setSelected(index)}
            onKeyDown={move}
          >
            {nameOf(platform)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${selected}`} className={classes.panel}>
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
