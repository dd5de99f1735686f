import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Onboarding, onboardingQuery } from '../../api/onboardings';
import { useSettings } from '../../api/settings';
import { formatTime } from '../../i18n/format';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';
import { buttonClass } from '../../ui/button';
import card from '../../ui/card.module.css';
import { Icon } from '../../ui/icon';
import { Actions, Lead } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import classes from './register.module.css';

/** Step 4, not yet: AWS has to say that the subscription is live. The query of the page looks again by itself. */
export function WaitingStep({ onboarding }: { onboarding: Onboarding }) {
  const { t } = useTranslation();
  const settings = useSettings();
  const { isError, failureCount } = useQuery({ ...onboardingQuery(onboarding.id), enabled: false });
  const { workspace, basicInfo, registeredAt, payer } = onboarding;

  if (!workspace) return null;
  const language = workspace.language === 'ZH' ? t('ui.chinese') : t('ui.english');
  return (
    <>
      <span className={classes.disc} data-waiting>
        <Icon name="clock" size={26} />
      </span>
      <PageHeading title={t('register.waiting.title')} />
      <Lead>{t('register.waiting.lead')}</Lead>
      <ol className={`${card.card} ${classes.timeline}`}>
        <Stage state="done" number={1} title={t('register.waiting.accounts')}>
          {basicInfo && registeredAt
            ? t('register.waiting.accountsAt', { username: basicInfo.username, time: formatTime(registeredAt) })
            : basicInfo?.username}
        </Stage>
        <Stage state="done" number={2} title={t('register.waiting.prepared')}>
          {t('register.waiting.preparedText', { name: workspace.name, site: workspace.site.name, language })}
        </Stage>
        <Stage state="now" number={3} title={t('register.waiting.confirms')}>
          {isError || failureCount > 0 ? (
            <span className={classes.trouble}>{t('register.waiting.trouble')}</span>
          ) : (
            t('register.waiting.confirmsText')
          )}
        </Stage>
        <Stage state="next" number={4} title={t('register.waiting.opens', { account: payer.awsAccount })}>
          {t('register.waiting.opensText')}
        </Stage>
      </ol>
      <Banner kind="note" icon="mail">
        <b>{t('register.waiting.closeTitle')}</b> {t('register.waiting.closeText')}
      </Banner>
      <Actions>
        <Link className={buttonClass({ variant: 'outline', size: 'lg' })} to={paths.workspaces}>
          {t('register.success.openBilling')}
        </Link>
        {settings ? (
          <a className={buttonClass({ variant: 'text', size: 'lg' })} href={`mailto:${settings.supportEmail}`}>
            {t('register.waiting.askSupport')}
          </a>
        ) : null}
      </Actions>
    </>
  );
}

type StageProps = { state: 'done' | 'now' | 'next'; number: number; title: string; children: ReactNode };

function Stage({ state, number, title, children }: StageProps) {
  const { t } = useTranslation();
  return (
    <li data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={classes.dot} aria-hidden="true">
        {state === 'done' ? (
          <Icon name="check" size={16} />
        ) : state === 'now' ? (
          <Icon name="clock" size={16} />
        ) : (
          number
        )}
      </span>
      <div>
        <b>
          {title}
          <span className="visually-hidden"> ({t(`register.waiting.${state}`)})</span>
        </b>
        <p>{children}</p>
      </div>
    </li>
  );
}
