import { useTranslation } from 'react-i18next';
import { isProblem } from '../api/problem';
import { Button } from './button';
import classes from './failing.module.css';
import { sentenceOf } from './form/form-failure';
import { Icon } from './icon';

type Props = { error: unknown; title?: string; safe?: string; retrying: boolean; onRetry: () => void };

/** What failed, what is safe, the number for support, and the way to try again. */
export function Failing({ error, title, safe, retrying, onRetry }: Props) {
  const { t } = useTranslation();
  const requestId = isProblem(error) ? error.problem.requestId : '';
  return (
    <div className={classes.failing} role="alert">
      <h2>
        <Icon name="alert" size={22} />
        {title ?? t('failing.title')}
      </h2>
      <p>{sentenceOf(error, t)}</p>
      <p>{safe ?? t('failing.safe')}</p>
      {requestId ? (
        <p>
          {t('ui.requestId')}: <code>{requestId}</code>
        </p>
      ) : null}
      <Button variant="outline" size="sm" aria-disabled={retrying} onClick={() => !retrying && onRetry()}>
        {retrying ? t('ui.loading') : t('ui.tryAgain')}
      </Button>
    </div>
  );
}
