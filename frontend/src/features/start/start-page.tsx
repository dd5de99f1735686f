import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { Trans, useTranslation } from 'react-i18next';
import { isWaitingForAws, onboardingsQuery } from '../../api/onboardings';
import { paths } from '../../paths';
import card from '../../ui/card.module.css';
import { LoadingPage } from '../../ui/loading';
import { MarketplaceLinks } from '../../ui/marketplace-links';
import { Lead, PageFrame } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import { FetchLinkSteps } from '../../ui/stuck-card';
import classes from './start-page.module.css';

/** Leads to what is not finished; else says what this is and how one gets in. */
export function StartPage() {
  const { t } = useTranslation();
  const { data, isPending } = useQuery({ ...onboardingsQuery, staleTime: 0 });
  if (isPending) return <LoadingPage />;
  const unfinished = data?.items.find((onboarding) => onboarding.step !== 'DONE' || isWaitingForAws(onboarding));
  if (unfinished) return <Navigate to={paths.onboarding} params={{ onboardingId: unfinished.id }} replace />;
  return (
    <PageFrame
      aside={
        <section className={`${card.card} ${classes.signIn}`}>
          <h2>{t('start.signInTitle')}</h2>
          <p>{t('start.signInText')}</p>
          <p>
            <Link to={paths.signIn}>{t('shell.signIn')}</Link>
          </p>
        </section>
      }
    >
      <PageHeading title={t('start.title')} />
      <Lead>{t('start.lead')}</Lead>
      <div>
        <h2>{t('start.buyTitle')}</h2>
        <p>
          <Trans i18nKey="start.buyText" components={{ b: <b /> }} />
        </p>
      </div>
      <FetchLinkSteps />
      <MarketplaceLinks />
      <p>
        <Link to={paths.help}>{t('start.howTitle')}</Link>
      </p>
    </PageFrame>
  );
}
