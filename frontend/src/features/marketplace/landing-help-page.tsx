import { useTranslation } from 'react-i18next';
import { MarketplaceLinks } from '../../ui/marketplace-links';
import { Kicker, Lead, PageFrame } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import { FetchLinkSteps, StuckCard } from '../../ui/stuck-card';

/** The landing address, opened by hand: it does nothing by itself, so it says how one gets here. */
export function LandingHelpPage() {
  const { t } = useTranslation();
  return (
    <PageFrame aside={<StuckCard />}>
      <Kicker icon="info" tone="wait">
        {t('landingHelp.kicker')}
      </Kicker>
      <PageHeading title={t('landingHelp.title')} />
      <Lead>{t('landingHelp.lead')}</Lead>
      <FetchLinkSteps />
      <MarketplaceLinks />
    </PageFrame>
  );
}
