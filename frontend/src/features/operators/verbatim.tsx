import classes from './card.module.css';

/** What others wrote, word for word, as text and nothing else. A long one scrolls, by the keyboard as well. */
export function Verbatim({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: it names a text, it groups no fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable
    <pre role="group" aria-label={label} tabIndex={0} className={classes.verbatim}>
      {text}
    </pre>
  );
}
