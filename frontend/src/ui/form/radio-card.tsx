import type { ComponentProps, ReactNode } from 'react';
import classes from './radio-card.module.css';

type Props = Omit<ComponentProps<'input'>, 'type' | 'title'> & {
  title: ReactNode;
  lang?: string;
  children?: ReactNode;
};

/** A choice whose whole card is the label. A disabled one stays readable: its text says why. */
export function RadioCard({ title, lang, children, ...input }: Props) {
  return (
    <label className={classes.card}>
      <input {...input} type="radio" className={classes.radio} />
      <span className={classes.text}>
        <span className={classes.title} lang={lang}>
          {title}
        </span>
        {children}
      </span>
    </label>
  );
}

type GroupProps = {
  id: string;
  legend: ReactNode;
  hint?: ReactNode;
  note?: ReactNode;
  error: ReactNode;
  children: ReactNode;
};

/** Radio cards beside each other; below each other on phones. */
export function RadioCards({ id, legend, hint, note, error, children }: GroupProps) {
  return (
    <fieldset
      className={classes.group}
      data-error={error ? true : undefined}
      aria-describedby={[hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined}
    >
      <legend className={classes.legend}>{legend}</legend>
      {hint ? (
        <p id={`${id}-hint`} className={classes.hint}>
          {hint}
        </p>
      ) : null}
      {note}
      <div className={classes.cards}>{children}</div>
      {error ? (
        <p id={`${id}-error`} className={classes.error}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
