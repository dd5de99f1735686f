import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage, languages } from '../../i18n/language';
import { paths } from '../../paths';
import { Icon } from '../icon';
import { Mark } from './mark';
import { MenuButton } from './menu-button';
import { AppearanceChoices, LanguageChoices } from './preferences';
import classes from './top-bar.module.css';

// Only the Billing Center has a user; the first page after a purchase need not fetch the menu.
const UserMenu = lazy(() => import('./user-menu').then((module) => ({ default: module.UserMenu })));

export type Area = 'setup' | 'billing';

export function TopBar({ area }: { area: Area }) {
  const { t } = useTranslation();
  const billing = area === 'billing';
  return (
    <header className={classes.bar} data-area={area}>
      <div className={classes.inner}>
        <Link to={billing ? paths.workspaces : paths.start} className={classes.brand}>
          <Mark />
          <span className={classes.name}>{t('brand')}</span>
          <span className={classes.area}>{billing ? t('shell.billingArea') : t('shell.setupArea')}</span>
        </Link>
        <nav className={classes.items} aria-label={t('shell.main')}>
          <Link to={paths.help} className={`${classes.barItem} ${classes.wide}`}>
            <Icon name="help" size={20} />
            <span>{t('shell.help')}</span>
          </Link>
          <MenuButton icon="globe" label={t('shell.language')} text={languages[currentLanguage()]}>
            {(close) => <LanguageChoices done={close} />}
          </MenuButton>
          <MenuButton icon="sun" label={t('shell.appearance')} chevron={false} className={classes.wide}>
            {(close) => <AppearanceChoices done={close} />}
          </MenuButton>
          {billing ? (
            <Suspense fallback={null}>
              <UserMenu />
            </Suspense>
          ) : (
            <Link to={paths.signIn} className={`${classes.barItem} ${classes.wide}`}>
              {t('shell.signIn')}
            </Link>
          )}
          <MenuButton icon="menu" label={t('shell.menu')} chevron={false} className={classes.narrow}>
            {(close) => (
              <>
                <ul>
                  <li>
                    <Link to={paths.help} onClick={close}>
                      {t('shell.help')}
                    </Link>
                  </li>
                  {billing ? null : (
                    <li>
                      <Link to={paths.signIn} onClick={close}>
                        {t('shell.signIn')}
                      </Link>
                    </li>
                  )}
                </ul>
                <p className={classes.group}>{t('shell.appearance')}</p>
                <AppearanceChoices done={close} />
              </>
            )}
          </MenuButton>
        </nav>
      </div>
    </header>
  );
}
