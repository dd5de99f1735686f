import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../ui/button';
import classes from './list.module.css';

type Props = { page: string | undefined; next: string | undefined; order: string };

/** In which order a list is, and the ways on and back to its first page. What else the address says of it stays. */
export function Paging({ page, next, order }: Props) {
  const { t } = useTranslation();
  const look = buttonClass({ variant: 'outline', size: 'sm' });
  return (
    <div className={classes.paging}>
      <p>{order}</p>
      {page || next ? (
        <nav aria-label={t('operators.paging.label')}>
          {page ? (
            <Link className={look} to="." search={({ page: _, ...rest }: { page?: string }) => rest}>
              {t('operators.paging.first')}
            </Link>
          ) : null}
          {next ? (
            <Link className={look} to="." search={(old: { page?: string }) => ({ ...old, page: next })}>
              {t('operators.paging.next')}
            </Link>
          ) : null}
        </nav>
      ) : null}
    </div>
  );
}

/** A list that has nothing in it. */
export function Empty({ title, text }: { title: string; text?: string }) {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      {text ? <p>{text}</p> : null}
    </div>
  );
}
