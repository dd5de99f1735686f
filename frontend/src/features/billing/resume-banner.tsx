import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { findUnfinished, isBinding, onboardingsQuery } from '../../api/onboardings';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';

/** Leads back to an onboarding that was left before its workspaces were opened or bound. */
export function ResumeBanner() {
  const { t } = useTranslation();
  const { data } = useQuery(onboardingsQuery);
  const unfinished = findUnfinished(data?.items);
  if (!unfinished) return null;
  const account = unfinished.payer.awsAccount;
  const binding = isBinding(unfinished);
  return (
    <Banner kind="soon">
      <b>{t('billing.workspaces.resumeTitle')}</b>{' '}
      {t(binding ? 'billing.workspaces.resumeBindingText' : 'billing.workspaces.resumeText', { account })}{' '}
      <Link to={paths.onboarding} params={{ onboardingId: unfinished.id }}>
        {t(binding ? 'billing.workspaces.resumeBinding' : 'billing.workspaces.resume')}
      </Link>
    </Banner>
  );
}
