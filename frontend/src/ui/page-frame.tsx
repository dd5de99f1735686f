import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';
import classes from './page-frame.module.css';

/** A page of the set-up: what it asks on the left, what goes with it in the aside (above, on phones, if `asideFirst`). */
export function PageFrame({ children, aside, top }: { children: ReactNode; aside?: ReactNode; top?: ReactNode }) {
  return (
    <div className={classes.frame}>
      {top}
      <div className={classes.columns}>
        <div className={classes.body}>{children}</div>
        {aside ? <aside className={classes.aside}>{aside}</aside> : null}
      </div>
    </div>
  );
}

/** The small line above a heading that says in which state things are. */
export function Kicker({
  icon,
  tone = 'good',
  children,
}: {
  icon: IconName;
  tone?: 'good' | 'wait';
  children: ReactNode;
}) {
  return (
    <p className={classes.kicker} data-tone={tone}>
      <Icon name={icon} size={18} />
      {children}
    </p>
  );
}

export function Lead({ children }: { children: ReactNode }) {
  return <p className={classes.lead}>{children}</p>;
}

export function Actions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
