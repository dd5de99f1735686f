import { Outlet, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths';
import { Announcer } from '../announce';
import { Footer } from './footer';
import classes from './root-layout.module.css';
import { type Area, TopBar } from './top-bar';

/** What stands around every page: the bar, the place of the page, support and agreements. */
export function RootLayout() {
  const { t } = useTranslation();
  const path = useLocation({ select: ({ pathname }) => pathname });
  return (
    <>
      <a href="#main" className={classes.skip}>
        {t('shell.skip')}
      </a>
      <TopBar area={areaOf(path)} />
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <Footer />
      <Announcer />
    </>
  );
}

function areaOf(path: string): Area {
  if (/^\/operators(\/|$)/.test(path)) return 'operators';
  return path.startsWith('/billing') && path !== paths.signIn ? 'billing' : 'setup';
}
