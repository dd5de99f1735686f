import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Icon, type IconName } from '../icon';
import classes from './top-bar.module.css';

type Props = {
  icon: IconName;
  /** What the button is called, where its visible text does not say it. */
  label: string;
  text?: ReactNode;
  chevron?: boolean;
  className?: string | undefined;
  children: (close: () => void) => ReactNode;
};

/** A button that discloses a short list. Escape and a click elsewhere close it; Escape gives the focus back. */
export function MenuButton({ icon, label, text, chevron = true, className, children }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const listId = useId();

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', onEscape);
    };
  }, [open]);

  function close() {
    setOpen(false);
    // The entry that was chosen is gone; its button stands for it.
    button.current?.focus();
  }

  return (
    <div ref={root} className={`${classes.menu} ${className ?? ''}`} data-open-menu={open || undefined}>
      <button
        ref={button}
        type="button"
        className={classes.barItem}
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} size={20} />
        <span className="visually-hidden">{label}</span>
        {text ? <span className={classes.barText}>{text}</span> : null}
        {chevron ? <Icon name="down" size={14} /> : null}
      </button>
      <div id={listId} hidden={!open} className={classes.list}>
        {open ? children(close) : null}
      </div>
    </div>
  );
}
