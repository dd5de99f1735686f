import { useTranslation } from 'react-i18next';
import { useSettings } from '../../api/settings';
import { ExternalLink, MailLink } from '../links';
import classes from './footer.module.css';

export function Footer() {
  const { t } = useTranslation();
  const settings = useSettings();
  return (
    <footer className={classes.footer}>
      <div className={classes.inner}>
        <ul className={classes.links}>
          {settings ? (
            <>
              <li>
                {t('shell.helpFrom')} <MailLink />
              </li>
              <li>
                <ExternalLink href={settings.agreements.termsUrl}>{t('shell.terms')}</ExternalLink>
              </li>
              <li>
                <ExternalLink href={settings.agreements.privacyUrl}>{t('shell.privacy')}</ExternalLink>
              </li>
            </>
          ) : null}
        </ul>
        <p>{t('shell.utc')}</p>
      </div>
    </footer>
  );
}
