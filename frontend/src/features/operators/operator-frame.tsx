import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps, Navigate, useLocation } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSessionQuery, overviewQuery } from '../../api/operators';
import { isProblem } from '../../api/problem';
import { paths, safeNext } from '../../paths';
import { Failing } from '../../ui/failing';
import { Icon, type IconName } from '../../ui/icon';
import { Loading } from '../../ui/loading';
import classes from './operator-frame.module.css';
import { may } from './roles';

/** A page for whoever is signed in as an operator, with all there is on the side. */
export function OperatorFrame({ children }: { children: ReactNode }) {
  const { data: session, error, isFetching, refetch } = useQuery(operatorSessionQuery);
  if (isProblem(error, 'not-signed-in')) return <ToSignIn ended={session !== undefined} />;
  return (
    <div className={classes.layout}>
      {session ? <Navigation audits={may(session.operator.role, 'listOperatorActs')} /> : null}
      <div className={classes.page}>
        {session ? (
          children
        ) : error ? (
          <Failing error={error} retrying={isFetching} onRetry={() => void refetch()} />
        ) : (
          <Loading />
        )}
      </div>
    </div>
  );
}

/** To the sign-in, and back here after it. */
export function ToSignIn({ ended }: { ended: boolean }) {
  // On the way the address is that of the sign-in already, and says where one came from.
  const here = useLocation({
    select: ({ href, pathname }) =>
      pathname === paths.operatorSignIn ? safeNext(new URL(href, location.origin).searchParams.get('next')) : href,
  });
  const [next] = useState(here);
  return (
    <Navigate
      to={paths.operatorSignIn}
      search={{ ...(next ? { next } : {}), ...(ended ? { reason: 'ended' } : {}) }}
      replace
    />
  );
}

function Navigation({ audits }: { audits: boolean }) {
  const { t } = useTranslation();
  const { data: waiting } = useQuery(overviewQuery);
  return (
    <nav className={classes.nav} aria-label={t('operators.nav.label')}>
      <ul>
        <Entry to={paths.operatorSubscriptions} icon="receipt" name={t('operators.nav.subscriptions')} />
        <Entry
          to={paths.unregisteredBuyers}
          icon="user"
          name={t('operators.nav.unregistered')}
          count={waiting?.unregisteredBuyers}
        />
        <Entry to={paths.parkedEvents} icon="mail" name={t('operators.nav.events')} count={waiting?.parkedEvents} />
        <Entry to={paths.parkedRecords} icon="pause" name={t('operators.nav.records')} count={waiting?.parkedRecords} />
        <Entry to={paths.lostHours} icon="cross" name={t('operators.nav.lost')} count={waiting?.lostHours} over />
        <Entry to={paths.rateCards} icon="grid" name={t('operators.nav.rateCards')} />
        {audits ? <Entry to={paths.operatorActs} icon="card" name={t('operators.nav.audit')} /> : null}
      </ul>
    </nav>
  );
}

/** Counts go no further. */
const MOST_COUNTED = 1000;

type EntryProps = {
  to: NonNullable<LinkProps['to']>;
  icon: IconName;
  name: string;
  count?: number | undefined;
  /** Nobody can do anything about it any more. */
  over?: boolean;
};

function Entry({ to, icon, name, count = 0, over = false }: EntryProps) {
  return (
    <li>
      <Link to={to} activeProps={{ 'aria-current': 'page' }}>
        <Icon name={icon} />
        <span>{name}</span>
        {count > 0 ? (
          <span className={classes.count} data-over={over || undefined}>
            {count < MOST_COUNTED ? count : `${MOST_COUNTED}+`}
          </span>
        ) : null}
      </Link>
    </li>
  );
}
