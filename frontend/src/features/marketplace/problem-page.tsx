import { getRouteApi } from '@tanstack/react-router';
import { Trans, useTranslation } from 'react-i18next';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';
import { MarketplaceLinks } from '../../ui/marketplace-links';
import { Kicker, Lead, PageFrame } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import { FetchLinkSteps, StuckCard } from '../../ui/stuck-card';
import { aboutReason, reasonOf } from './problem-reason';

const route = getRouteApi(paths.problem);

/** Why the landing could not begin, what is safe, and what to do. */
export function ProblemPage() {
  const { t } = useTranslation();
  const reason = reasonOf(route.useParams().reason);
  const { request } = route.useSearch();
  const { icon, next } = aboutReason(reason);
  return (
    <PageFrame aside={<StuckCard requestId={request} />}>
      <Kicker icon={icon} tone="wait">
        {t(`problem.reasons.${reason}.kicker`)}
      </Kicker>
      <PageHeading key={reason} title={t(`problem.reasons.${reason}.title`)} />
      <Lead>
        {t(`problem.reasons.${reason}.lead`)} {next === 'subscribe' ? null : t('problem.untouched')}
      </Lead>
      {next === 'wait' ? (
        <Banner kind="note" icon="clock">
          <Trans i18nKey="problem.wait" components={{ b: <b /> }} />
        </Banner>
      ) : (
        <FetchLinkSteps first={next === 'subscribe' ? 'subscribe' : undefined} />
      )}
      <MarketplaceLinks />
    </PageFrame>
  );
}
