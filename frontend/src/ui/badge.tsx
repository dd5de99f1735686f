import type { ReactNode } from 'react';
import classes from './badge.module.css';
import { Icon, type IconName } from './icon';

export type Tone = 'good' | 'wait' | 'bad' | 'plain';

/** A state, always with a sign and a word: colour alone says nothing. */
export function Badge({ tone, icon, children }: { tone: Tone; icon: IconName; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon name={icon} size={14} />
      {children}
    </span>
  );
}
