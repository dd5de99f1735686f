import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Payer } from '../api/onboardings';
import { Guilloche } from './guilloche';
import { Icon, type IconName } from './icon';
import classes from './payer-card.module.css';

const signs: Record<string, IconName> = {
  LIVE: 'check',
  PENDING: 'clock',
  ENDING: 'clock',
  ENDED: 'cross',
  FAILED: 'cross',
};

/** Who pays, on every page of the set-up. The AWS account comes masked from the server and is never known in full here. */
export function PayerCard({ payer }: { payer: Payer }) {
  const { t } = useTranslation();
  return (
    <section className={`${classes.card} ${classes.wide}`} aria-label={t('payer.label')}>
      <Guilloche className={classes.guilloche} />
      <p className={classes.label}>{t('payer.label')}</p>
      <p className={classes.account}>{t('payer.account', { account: payer.awsAccount })}</p>
      <Facts payer={payer} />
    </section>
  );
}

/** The same on a phone: a strip above the page, that opens. */
export function PayerStrip({ payer }: { payer: Payer }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <section className={`${classes.card} ${classes.strip}`} aria-label={t('payer.label')}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <span>
          <span className={classes.label}>{t('payer.label')}</span>
          <span className={classes.small}>{t('payer.account', { account: payer.awsAccount })}</span>
        </span>
        <State payer={payer} />
        <Icon name="down" size={18} style={open ? { transform: 'rotate(180deg)' } : {}} />
      </button>
      <div id={id} hidden={!open}>
        <Facts payer={payer} />
      </div>
    </section>
  );
}

/** The same in one line, for a dialog. */
export function PayerLine({ payer }: { payer: Payer }) {
  const { t } = useTranslation();
  return (
    <p className={`${classes.card} ${classes.line}`}>
      <span>
        {t('payer.label')} <b>{t('payer.account', { account: payer.awsAccount })}</b>
      </span>
      <State payer={payer} />
    </p>
  );
}

function Facts({ payer }: { payer: Payer }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('payer.product')}</dt>
        <dd>{payer.productName}</dd>
      </div>
      {payer.licence ? (
        <div>
          <dt>{t('payer.licence')}</dt>
          <dd>{payer.licence}</dd>
        </div>
      ) : null}
      <div>
        <dt>{t('payer.subscription')}</dt>
        <dd>
          <State payer={payer} />
        </dd>
      </div>
    </dl>
  );
}

/** How the subscription stands that pays. */
export function State({ payer }: { payer: Payer }) {
  const { t } = useTranslation();
  const state = payer.subscriptionState;
  return (
    <span className={classes.state} data-state={state}>
      <Icon name={signs[state] ?? 'info'} size={16} />
      {/* AWS may say what this page has not heard of yet: then its own word stands here. */}
      {state in signs ? t(`payer.states.${state}`) : state}
    </span>
  );
}
