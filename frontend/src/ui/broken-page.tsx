import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { Lead, PageFrame } from './page-frame';
import { PageHeading } from './page-heading';
import { StuckCard } from './stuck-card';

/** Shown when a page itself throws, or when its code cannot be fetched, as after a release. */
export function BrokenPage() {
  const { t } = useTranslation();
  return (
    <PageFrame aside={<StuckCard />}>
      <PageHeading title={t('failing.renderTitle')} />
      <Lead>{t('failing.renderText')}</Lead>
      <div>
        <Button size="lg" onClick={() => location.reload()}>
          {t('failing.reload')}
        </Button>
      </div>
    </PageFrame>
  );
}
