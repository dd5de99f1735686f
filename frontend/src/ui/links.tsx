import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../api/settings';

/** A link out of these pages. It opens a tab of its own, so that nothing typed here is lost, and says so. */
export function ExternalLink({
  href,
  children,
  className,
}: {
  href: string;
  children?: ReactNode;
  className?: string;
}) {
  const { t } = useTranslation();
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={className}>
      {children}
      <span className="visually-hidden"> {t('ui.newTab')}</span>
    </a>
  );
}

/** The support address, from the settings. */
export function MailLink({ subject }: { subject?: string }) {
  const settings = useSettings();
  if (!settings) return null;
  const query = subject ? `?subject=${encodeURIComponent(subject)}` : '';
  return <a href={`mailto:${settings.supportEmail}${query}`}>{settings.supportEmail}</a>;
}
