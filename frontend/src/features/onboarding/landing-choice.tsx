import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Onboarding } from '../../api/onboardings';
import { loadTexts } from '../../i18n/i18n';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';
import { Button, buttonClass } from '../../ui/button';
import card from '../../ui/card.module.css';
import { Icon } from '../../ui/icon';
import { Kicker, Lead, PageFrame } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import { PayerCard, PayerStrip } from '../../ui/payer-card';
import classes from './landing-choice.module.css';
import { OverallProcess } from './overall-process';

// The picture of the steps, its dialog and its texts come when they are asked for.
const BindGuide = lazy(async () => {
  const [{ BindGuide }] = await Promise.all([import('./binding/bind-guide'), loadTexts()]);
  return { default: BindGuide };
});

/** The first page after the purchase: register, or bind what one has. */
export function LandingChoice({ onboarding }: { onboarding: Onboarding }) {
  const { t } = useTranslation();
  const { payer, signedIn } = onboarding;
  const [asked, setAsked] = useState(false);
  const [guided, setGuided] = useState(false);
  return (
    <>
      <PageFrame
        top={<PayerStrip payer={payer} />}
        aside={
          <>
            <PayerCard payer={payer} />
            <p>
              <b>{t('onboarding.notPayer')}</b> {t('onboarding.notPayerText')}
            </p>
            <p>
              {t('onboarding.finished')} <Link to={paths.signIn}>{t('shell.signIn')}</Link>
            </p>
          </>
        }
      >
        <Kicker icon="check">{t('onboarding.confirmed')}</Kicker>
        <PageHeading title={t('onboarding.title')} className={classes.heading}>
          {t('onboarding.heading')}
        </PageHeading>
        <Lead>{t('onboarding.lead')}</Lead>
        {onboarding.awsAccountKnown ? (
          <Banner kind="soon">
            <b>{t('onboarding.knownTitle')}</b>{' '}
            {signedIn && !signedIn.codeNeeded ? (
              <Link to={paths.bind} params={{ onboardingId: onboarding.id }} search={{ go: true }}>
                {t('onboarding.knownGoOn', { username: signedIn.username })}
              </Link>
            ) : (
              <>
                {t('onboarding.knownText')}{' '}
                <Link
                  to={paths.signIn}
                  search={{
                    next: `/onboarding/${onboarding.id}/bind?go=true`,
                    // The account that is signed in is not the one that this AWS account pays for.
                    ...(signedIn ? { reason: 'other-account' } : {}),
                  }}
                >
                  {t('shell.signIn')}
                </Link>
              </>
            )}
          </Banner>
        ) : null}
        <div className={classes.choices}>
          <section className={card.card}>
            <span className={classes.sign}>
              <Icon name="plus" size={20} />
            </span>
            <h2>{t('onboarding.newTitle')}</h2>
            <p>{t('onboarding.newText')}</p>
            <Link
              className={buttonClass({ size: 'lg' }, classes.button)}
              to={paths.register}
              params={{ onboardingId: onboarding.id }}
            >
              {t('onboarding.register')}
            </Link>
          </section>
          <section className={card.card}>
            <span className={classes.sign}>
              <Icon name="link" size={20} />
            </span>
            <h2>{t('onboarding.haveTitle')}</h2>
            <p>{t('onboarding.haveText')}</p>
            <Button
              size="lg"
              variant="outline"
              className={classes.button}
              aria-haspopup="dialog"
              onClick={() => {
                setAsked(true);
                setGuided(true);
              }}
            >
              {t('onboarding.bind')}
            </Button>
          </section>
        </div>
        <div className={classes.what}>
          <Icon name="info" size={20} />
          <p>
            <b>{t('onboarding.whatTitle')}</b> {t('onboarding.whatText')}
          </p>
        </div>
      </PageFrame>
      <OverallProcess account={payer.awsAccount} />
      {asked ? (
        <Suspense fallback={null}>
          <BindGuide onboarding={onboarding} opened={guided} onClose={() => setGuided(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
