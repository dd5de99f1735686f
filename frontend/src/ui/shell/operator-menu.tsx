import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { operatorSessionQuery, operatorsKey, signOutOperator } from '../../api/operators';
import { isProblem } from '../../api/problem';
import { paths } from '../../paths';
import { announce } from '../announce';
import { Icon } from '../icon';
import { MenuButton } from './menu-button';
import classes from './top-bar.module.css';

/** As what one is signed in. */
export function OperatorRoleBadge() {
  const { t } = useTranslation();
  const { data: session } = useQuery(operatorSessionQuery);
  if (!session) return null;
  return (
    <span className={classes.role}>
      <span className={classes.wide}>{t('operators.operator')} · </span>
      {t(`operators.roles.${session.operator.role}`)}
    </span>
  );
}

/** The search, who is signed in, and the way out. */
export function OperatorMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data: session } = useQuery(operatorSessionQuery);
  const leave = useMutation({
    mutationFn: (_close: () => void) => signOutOperator(),
    onSettled: async (_data, error, close) => {
      // A session that is gone already is signed out, too.
      if (error && !isProblem(error, 'not-signed-in')) {
        announce(t('failing.noAnswer'));
        return;
      }
      // An open menu would keep the focus, and a session that is remembered would lead back in.
      close();
      queryClient.removeQueries({ queryKey: operatorsKey });
      queryClient.removeQueries({ queryKey: operatorSessionQuery.queryKey });
      await navigate({ to: paths.operatorSignIn });
    },
  });
  if (!session) return null;
  const { username, name, role } = session.operator;
  return (
    <>
      <Link to={paths.operatorSubscriptions} hash="query" className={`${classes.barItem} ${classes.wide}`}>
        <Icon name="search" size={20} />
        <span>{t('shell.search')}</span>
      </Link>
      <MenuButton icon="user" label={t('operators.userMenu')} text={username}>
        {(close) => (
          <div>
            <p className={classes.who}>
              <b>{name ?? username}</b>
              <span>{t(`operators.roles.${role}`)}</span>
            </p>
            <ul>
              <li>
                <button
                  type="button"
                  aria-disabled={leave.isPending}
                  onClick={() => !leave.isPending && leave.mutate(close)}
                >
                  {leave.isPending ? t('operators.signingOut') : t('operators.signOut')}
                </button>
              </li>
            </ul>
          </div>
        )}
      </MenuButton>
    </>
  );
}
