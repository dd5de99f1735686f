import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { findUnopened, onboardingsQuery } from '../../api/onboardings';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';

/** Leads back to a registration that was left before its workspace was opened. */
export function ResumeBanner() {
  const { t } = useTranslation();
  const { data } = useQuery(onboardingsQuery);
  const open = findUnopened(data?.items);
  if (!open) return null;
  return (
    <Banner kind="soon">
      <b>{t('billing.workspaces.resumeTitle')}</b>{' '}
      {t('billing.workspaces.resumeText', { account: open.payer.awsAccount })}{' '}
      <Link to={paths.register} params={{ onboardingId: open.id }}>
        {t('billing.workspaces.resume')}
      </Link>
    </Banner>
  );
}
