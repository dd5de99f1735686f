import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Trans, useTranslation } from 'react-i18next';
import { type Onboarding, onboardingsQuery } from '../../api/onboardings';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';
import { buttonClass } from '../../ui/button';
import { MarketplaceLinks } from '../../ui/marketplace-links';
import { Kicker, Lead, PageFrame } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import { PayerCard, PayerStrip } from '../../ui/payer-card';
import { FetchLinkSteps, StuckCard } from '../../ui/stuck-card';

/** Nothing proves the right to this onboarding any more. */
export function ExpiredPage() {
  const { t } = useTranslation();
  return (
    <PageFrame aside={<StuckCard />}>
      <Kicker icon="clock" tone="wait">
        {t('onboarding.expired.kicker')}
      </Kicker>
      <PageHeading title={t('onboarding.expired.title')} />
      <Lead>{t('onboarding.expired.lead')}</Lead>
      <FetchLinkSteps />
      <MarketplaceLinks />
      <Banner kind="note">
        {t('onboarding.expired.registered')} <Link to={paths.signIn}>{t('shell.signIn')}</Link>
      </Banner>
    </PageFrame>
  );
}

/** The cookie of this browser is of a newer purchase. */
export function OtherPurchasePage() {
  const { t } = useTranslation();
  const { data } = useQuery({ ...onboardingsQuery, staleTime: 0 });
  const newer = data?.items.find((onboarding) => onboarding.step !== 'DONE') ?? data?.items[0];
  return (
    <PageFrame aside={<StuckCard />}>
      <Kicker icon="warning" tone="wait">
        {t('onboarding.other.kicker')}
      </Kicker>
      <PageHeading title={t('onboarding.other.title')} />
      <Lead>{t('onboarding.other.lead')}</Lead>
      {newer ? (
        <div>
          <Link className={buttonClass({ size: 'lg' })} to={paths.onboarding} params={{ onboardingId: newer.id }}>
            {t('onboarding.other.goOn')}
          </Link>
        </div>
      ) : null}
      <p>
        <Trans i18nKey="onboarding.other.back" components={{ b: <b /> }} />
      </p>
      <MarketplaceLinks variant="outline" />
    </PageFrame>
  );
}

export function MissingPage() {
  const { t } = useTranslation();
  return (
    <PageFrame aside={<StuckCard />}>
      <Kicker icon="warning" tone="wait">
        {t('onboarding.missing.kicker')}
      </Kicker>
      <PageHeading title={t('onboarding.missing.title')} />
      <Lead>{t('onboarding.missing.lead')}</Lead>
      <FetchLinkSteps />
      <MarketplaceLinks />
    </PageFrame>
  );
}

/** AWS says that the subscription ended or never came about, before a workspace could open on it. */
export function OverPage({ onboarding }: { onboarding: Onboarding }) {
  const { t } = useTranslation();
  const state = onboarding.payer.subscriptionState === 'FAILED' ? 'FAILED' : 'ENDED';
  return (
    <PageFrame
      top={<PayerStrip payer={onboarding.payer} />}
      aside={
        <>
          <PayerCard payer={onboarding.payer} />
          <StuckCard />
        </>
      }
    >
      <Kicker icon="cross" tone="wait">
        {t(`onboarding.failed.kicker${state}`)}
      </Kicker>
      <PageHeading title={t(`onboarding.failed.title${state}`)} />
      <Lead>{t(`onboarding.failed.lead${state}`)}</Lead>
      {onboarding.registeredAt && onboarding.basicInfo ? (
        <Banner kind="note">
          {t('onboarding.failed.accounts', { username: onboarding.basicInfo.username })}{' '}
          <Link to={paths.signIn}>{t('shell.signIn')}</Link>
        </Banner>
      ) : null}
      {onboarding.enterpriseAccount ? (
        <Banner kind="note">
          {t('onboarding.failed.bound', { username: onboarding.enterpriseAccount.username })}{' '}
          <Link to={paths.signIn}>{t('shell.signIn')}</Link>
        </Banner>
      ) : null}
      <p>
        <Trans i18nKey="onboarding.failed.again" components={{ b: <b /> }} />
      </p>
      <MarketplaceLinks first={onboarding.payer.product} />
    </PageFrame>
  );
}
