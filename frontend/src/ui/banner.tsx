import type { ReactNode } from 'react';
import classes from './banner.module.css';
import { Icon, type IconName } from './icon';

type Kind = 'done' | 'note' | 'soon' | 'refused';

const icons: Record<Kind, IconName> = { done: 'check', note: 'info', soon: 'warning', refused: 'alert' };

/** Petrol: done. Grey: a note. Amber: soon, or waits for someone. Red: refused. */
export function Banner({ kind, icon, children }: { kind: Kind; icon?: IconName; children: ReactNode }) {
  return (
    <div className={classes.banner} data-kind={kind}>
      <Icon name={icon ?? icons[kind]} size={20} />
      <div className={classes.text}>{children}</div>
    </div>
  );
}
