import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './loading.module.css';

function useAfter(millis: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), millis);
    return () => clearTimeout(timer);
  }, [millis]);
  return passed;
}

/** Nothing for a moment, so that quick answers do not flicker; then bars; then a sentence. */
export function Loading() {
  const { t } = useTranslation();
  const bars = useAfter(300);
  const sentence = useAfter(3_000);
  return (
    <div className={classes.loading} role="status">
      {bars ? (
        <div aria-hidden="true" className={classes.bars}>
          <span style={{ width: '42%', height: 26 }} />
          <span style={{ width: '92%' }} />
          <span style={{ width: '76%' }} />
          <span style={{ width: '60%' }} />
        </div>
      ) : null}
      {bars ? (
        <span className={sentence ? undefined : 'visually-hidden'}>
          {sentence ? t('ui.stillLoading') : t('ui.loading')}
        </span>
      ) : null}
    </div>
  );
}

/** The same in the place of a page that is fetched. */
export function LoadingPage() {
  return (
    <div className={classes.page}>
      <Loading />
    </div>
  );
}
