import { useTranslation } from 'react-i18next';
import { Banner } from '../../../ui/banner';
import { formatClock, zoneName } from './zoned-time';

/** What is shown is true, but not the newest: the last try to refresh it failed. */
export function StaleNote({ error, at, zone }: { error: unknown; at: number; zone: string }) {
  const { t } = useTranslation();
  if (!error) return null;
  return <Banner kind="soon">{t('charges.stale', { time: `${formatClock(at, zone)} ${zoneName(zone, at)}` })}</Banner>;
}
