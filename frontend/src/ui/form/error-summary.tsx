import { Link, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icon';
import classes from './error-summary.module.css';

export type SummaryLink = Pick<LinkProps, 'to' | 'params' | 'search'>;
export type SummaryItem = {
  /** Of the field. */
  id: string | undefined;
  message: string;
  /** The page that has the field, where it is not this one. */
  link?: SummaryLink | undefined;
};

/**
 * All that keeps a form from being sent, above it. Takes the focus each time the form is refused (`attempt` counts),
 * and leads to each field, also to one on another page.
 */
export function ErrorSummary({ items, attempt }: { items: SummaryItem[]; attempt: number }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const shown = items.length > 0;

  // Once for each attempt: what is told later, of a field one is in, leaves the focus there.
  const focused = useRef(0);
  useEffect(() => {
    if (attempt === focused.current || !shown) return;
    focused.current = attempt;
    box.current?.focus();
    box.current?.scrollIntoView?.({ block: 'nearest' });
  }, [attempt, shown]);

  if (!shown) return null;
  const onlyForm = items.every((item) => item.id === undefined && !item.link);
  return (
    // biome-ignore lint/a11y/useSemanticElements: it groups messages, not fields
    <div ref={box} tabIndex={-1} role="group" aria-labelledby="error-summary-title" className={classes.summary}>
      <Icon name="alert" size={22} />
      <div>
        <h2 id="error-summary-title">
          {onlyForm ? t('errors.formSummary') : t('errors.summary', { count: items.length })}
        </h2>
        <ul>
          {items.map(({ id, message, link }) => (
            <li key={`${id} ${message}`}>
              {id ? (
                <a
                  href={`#${id}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(id)?.focus();
                  }}
                >
                  {message}
                </a>
              ) : link ? (
                <Link {...link}>{message}</Link>
              ) : (
                message
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
