import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/problem';
import { sessionQuery, signOut } from '../../api/session';
import { paths } from '../../paths';
import { announce } from '../announce';
import { MenuButton } from './menu-button';
import classes from './top-bar.module.css';

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const leave = useMutation({
    mutationFn: signOut,
    onSettled: async (_data, error) => {
      // A session that is gone already is signed out, too.
      if (error && !isProblem(error, 'not-signed-in')) {
        announce(t('failing.noAnswer'));
        return;
      }
      await navigate({ to: paths.signIn });
      queryClient.clear();
    },
  });
  if (!session) return null;
  const { username, companyName, contactName } = session.enterpriseAccount;
  return (
    <MenuButton icon="user" label={t('billing.userMenu')} text={contactName ?? username}>
      {() => (
        <div>
          <p className={classes.who}>
            <b>{username}</b>
            <span>{companyName}</span>
          </p>
          <ul>
            <li>
              <button type="button" aria-disabled={leave.isPending} onClick={() => !leave.isPending && leave.mutate()}>
                {leave.isPending ? t('billing.signingOut') : t('billing.signOut')}
              </button>
            </li>
          </ul>
        </div>
      )}
    </MenuButton>
  );
}
