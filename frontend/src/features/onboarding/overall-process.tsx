import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../ui/icon';
import classes from './overall-process.module.css';

/** The whole way in one picture: a list, drawn by CSS, that turns upright on phones. */
export function OverallProcess({ account }: { account: string }) {
  const { t } = useTranslation();
  return (
    <section className={classes.process} aria-labelledby="process-title">
      <h2 id="process-title">{t('onboarding.processTitle')}</h2>
      <ol className={classes.list}>
        <Stage icon="cart" title={t('onboarding.process.bought')} text={t('onboarding.process.boughtText')} />
        <Stage icon="card" title={t('onboarding.process.who')} text={t('onboarding.process.whoText', { account })} />
        <li className={classes.stage} data-kind="choice">
          <div>
            <Icon name="plus" size={20} />
            <p>
              <b>{t('onboarding.process.register')}</b>
              <span>{t('onboarding.process.registerText')}</span>
            </p>
          </div>
          <div>
            <Icon name="link" size={20} />
            <p>
              <b>{t('onboarding.process.bind')}</b>
              <span>{t('onboarding.process.bindText')}</span>
            </p>
          </div>
        </li>
        <Stage icon="box" title={t('onboarding.process.workspace')} text={t('onboarding.process.workspaceText')} />
        <Stage icon="receipt" title={t('onboarding.process.settled')} text={t('onboarding.process.settledText')} last />
      </ol>
      <p className={classes.bill}>
        <span>{t('onboarding.process.oneBill')}</span>
      </p>
    </section>
  );
}

function Stage({ icon, title, text, last }: { icon: IconName; title: string; text: string; last?: boolean }) {
  return (
    <li className={classes.stage} data-kind={last ? 'last' : undefined}>
      <div>
        <Icon name={icon} size={22} />
        <p>
          <b>{title}</b>
          <span>{text}</span>
        </p>
      </div>
    </li>
  );
}
