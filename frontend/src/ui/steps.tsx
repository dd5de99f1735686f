import { useTranslation } from 'react-i18next';
import { Icon } from './icon';
import classes from './steps.module.css';

/** Where one is. Only a statement: forward leads the form, back leads its Back. */
export function Steps({ current, names }: { current: number; names: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('steps.label')} className={classes.steps}>
      <p className={classes.position} aria-hidden="true">
        {t('steps.position', { step: current, count: names.length })}
      </p>
      <ol>
        {names.map((name, index) => {
          const step = index + 1;
          const state = step < current ? 'done' : step === current ? 'current' : 'next';
          return (
            <li key={name} data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
              <span className={classes.number}>
                {state === 'done' ? <Icon name="check" size={14} /> : <span aria-hidden="true">{step}</span>}
              </span>
              <span className={classes.name}>{name}</span>
              {state === 'done' ? <span className="visually-hidden">({t('steps.done')})</span> : null}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
