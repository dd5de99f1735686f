import { Outlet, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths';
import { Announcer } from '../announce';
import { Footer } from './footer';
import classes from './root-layout.module.css';
import { TopBar } from './top-bar';

/** What stands around every page: the bar, the place of the page, support and agreements. */
export function RootLayout() {
  const { t } = useTranslation();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const billing = path.startsWith('/billing') && path !== paths.signIn;
  return (
    <>
      <a href="#main" className={classes.skip}>
        {t('shell.skip')}
      </a>
      <TopBar area={billing ? 'billing' : 'setup'} />
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <Footer />
      <Announcer />
    </>
  );
}
