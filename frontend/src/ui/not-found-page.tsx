import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { paths } from '../paths';
import { Lead, PageFrame } from './page-frame';
import { PageHeading } from './page-heading';
import { StuckCard } from './stuck-card';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <PageFrame aside={<StuckCard />}>
      <PageHeading title={t('notFound.title')} />
      <Lead>{t('notFound.text')}</Lead>
      <p>
        <Link to={paths.start}>{t('notFound.home')}</Link>
      </p>
    </PageFrame>
  );
}
