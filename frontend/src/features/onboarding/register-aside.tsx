import { useTranslation } from 'react-i18next';
import { isWaitingForAws, type Onboarding } from '../../api/onboardings';
import card from '../../ui/card.module.css';
import classes from './register.module.css';
import type { StepNumber } from './step-logic';

/** What goes with each step, below the payer. */
export function RegisterAside({ onboarding, step }: { onboarding: Onboarding; step: StepNumber }) {
  const { t } = useTranslation();
  const { basicInfo } = onboarding;
  switch (step) {
    case 1:
      return (
        <>
          <p>{t('register.basic.asidePrivacy')}</p>
          <p>{t('register.basic.asideResume')}</p>
        </>
      );
    case 2:
      return basicInfo ? (
        <section className={`${card.card} ${classes.completed}`}>
          <h2>{t('register.company.completed')}</h2>
          <p>
            <b>{onboarding.sites.find((site) => site.id === basicInfo.siteId)?.name ?? basicInfo.siteId}</b>
          </p>
          <p>{basicInfo.username}</p>
          <p>{basicInfo.email}</p>
        </section>
      ) : null;
    case 3:
      return <p>{t('register.opening.aside')}</p>;
    default:
      return isWaitingForAws(onboarding) ? <p>{t('register.waiting.aside')}</p> : null;
  }
}
