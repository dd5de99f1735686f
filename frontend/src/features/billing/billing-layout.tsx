import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths';
import { Icon } from '../../ui/icon';
import classes from './billing-layout.module.css';

/** The Billing Center: what there is on the side, the page beside it. */
export function BillingLayout({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.layout}>
      <nav className={classes.nav} aria-label={t('billing.nav')}>
        <ul>
          <li>
            <Link to={paths.workspaces} activeProps={{ 'aria-current': 'page' }}>
              <Icon name="grid" />
              {t('billing.workspaces.title')}
            </Link>
          </li>
          <li>
            <Link to={paths.cloudAccounts} activeProps={{ 'aria-current': 'page' }}>
              <Icon name="cloud" />
              {t('cloudAccounts.title')}
            </Link>
          </li>
        </ul>
      </nav>
      <div className={classes.page}>{children}</div>
    </div>
  );
}
