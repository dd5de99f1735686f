import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/clock';
import { formatTime } from '../i18n/format';
import { Icon, type IconName } from './icon';
import classes from './payer-change.module.css';

type Side = { title: ReactNode; detail: ReactNode };

/** Who pays now, and who will. */
export function PayerPair({ now, next }: { now: Side; next: Side }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.pair}>
      <div>
        <dt>{t('binding.preview.paysNow')}</dt>
        <dd>
          <b>{now.title}</b>
          <span>{now.detail}</span>
        </dd>
      </div>
      <div data-new>
        <dt>{t('binding.preview.willPay')}</dt>
        <dd>
          <b>{next.title}</b>
          <span>{next.detail}</span>
        </dd>
      </div>
    </dl>
  );
}

/** From when, as a line: what is before it stays with who pays now. */
export function ChangeTime({ when, payer, atOnce = false }: { when: string; payer: string; atOnce?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.time}>
      <div className={classes.bar} data-at-once={atOnce || undefined} aria-hidden="true" />
      <p>
        <span>{t('binding.preview.now', { time: formatTime(new Date(serverNow()).toISOString()) })}</span>
        <b>{when}</b>
        <span className={classes.aws} aria-hidden="true">
          {payer}
        </span>
      </p>
    </div>
  );
}

export function Notes({ children }: { children: ReactNode }) {
  return <ul className={classes.notes}>{children}</ul>;
}

export function Note({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <li>
      <Icon name={icon} />
      <span>{children}</span>
    </li>
  );
}

/** What the server refused, over the rest of a dialog. */
export function Refusal({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className={classes.refusal}>
      {children}
    </div>
  );
}
