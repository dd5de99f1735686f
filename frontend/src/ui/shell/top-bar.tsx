import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { loadTexts } from '../../i18n/i18n';
import { currentLanguage, languages } from '../../i18n/language';
import { paths } from '../../paths';
import { Icon } from '../icon';
import { Mark } from './mark';
import { MenuButton } from './menu-button';
import { AppearanceChoices, LanguageChoices } from './preferences';
import classes from './top-bar.module.css';

// Only the Billing Center has a user; the first page after a purchase need not fetch the menu, nor its texts.
const UserMenu = lazy(async () => {
  await loadTexts();
  return { default: (await import('./user-menu')).UserMenu };
});

// The same for operators, whose texts are apart as well.
const operator = async () => {
  await loadTexts('operators');
  return import('./operator-menu');
};
const OperatorRoleBadge = lazy(async () => ({ default: (await operator()).OperatorRoleBadge }));
const OperatorMenu = lazy(async () => ({ default: (await operator()).OperatorMenu }));

export type Area = 'setup' | 'billing' | 'operators';

const areas = {
  setup: { home: paths.start, name: 'shell.setupArea' },
  billing: { home: paths.workspaces, name: 'shell.billingArea' },
  operators: { home: paths.operatorSubscriptions, name: 'shell.operatorsArea' },
} as const;

export function TopBar({ area }: { area: Area }) {
  const { t } = useTranslation();
  const { home, name } = areas[area];
  return (
    <header className={classes.bar} data-area={area}>
      <div className={classes.inner}>
        <Link to={home} className={classes.brand}>
          <Mark />
          <span className={classes.name}>{t('brand')}</span>
          <span className={classes.area}>{t(name)}</span>
        </Link>
        {area === 'operators' ? (
          <Suspense fallback={null}>
            <OperatorRoleBadge />
          </Suspense>
        ) : null}
        <nav className={classes.items} aria-label={t('shell.main')}>
          {area === 'operators' ? null : (
            <Link to={paths.help} className={`${classes.barItem} ${classes.wide}`}>
              <Icon name="help" size={20} />
              <span>{t('shell.help')}</span>
            </Link>
          )}
          <MenuButton
            icon="globe"
            label={t('shell.language')}
            text={languages[currentLanguage()]}
            // On a phone the role takes its place in the bar.
            className={area === 'operators' ? classes.wide : undefined}
          >
            {(close) => <LanguageChoices done={close} />}
          </MenuButton>
          <MenuButton icon="sun" label={t('shell.appearance')} chevron={false} className={classes.wide}>
            {(close) => <AppearanceChoices done={close} />}
          </MenuButton>
          {area === 'setup' ? (
            <Link to={paths.signIn} className={`${classes.barItem} ${classes.wide}`}>
              {t('shell.signIn')}
            </Link>
          ) : (
            <Suspense fallback={null}>{area === 'billing' ? <UserMenu /> : <OperatorMenu />}</Suspense>
          )}
          <MenuButton icon="menu" label={t('shell.menu')} chevron={false} className={classes.narrow}>
            {(close) => (
              <>
                <ul>
                  <li>
                    {area === 'operators' ? (
                      <Link to={paths.operatorSubscriptions} hash="query" onClick={close}>
                        {t('shell.search')}
                      </Link>
                    ) : (
                      <Link to={paths.help} onClick={close}>
                        {t('shell.help')}
                      </Link>
                    )}
                  </li>
                  {area === 'setup' ? (
                    <li>
                      <Link to={paths.signIn} onClick={close}>
                        {t('shell.signIn')}
                      </Link>
                    </li>
                  ) : null}
                </ul>
                {area === 'operators' ? <LanguageChoices done={close} /> : null}
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
