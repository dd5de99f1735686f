import { useState } from 'react';
import classes from './code-input.module.css';

type Props = {
  id: string;
  digits: number;
  value: string;
  onChange: (value: string) => void;
  invalid: boolean;
  describedBy: string;
  labelledBy: string;
  readOnly?: boolean;
};

/**
 * One input under a row of cells, so that paste, `one-time-code` and screen readers find one field. After a full code the
 * next digits begin a new one.
 */
export function CodeInput({ id, digits, value, onChange, invalid, describedBy, labelledBy, readOnly = false }: Props) {
  const [focused, setFocused] = useState(false);
  const active = Math.min(value.length, digits - 1);
  return (
    <div className={classes.code} data-invalid={invalid || undefined}>
      <div className={classes.cells} aria-hidden="true">
        {Array.from({ length: digits }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            key={index}
            className={classes.cell}
            data-active={(focused && !readOnly && index === active && value.length < digits) || undefined}
          >
            {value[index] ?? ''}
          </span>
        ))}
      </div>
      <input
        id={id}
        className={classes.input}
        value={value}
        onChange={(event) => onChange(nextCode(value, event.target.value, digits))}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        readOnly={readOnly}
        inputMode="numeric"
        autoComplete="one-time-code"
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        spellCheck={false}
      />
    </div>
  );
}

/** What the field holds after an input: digits only; typing or pasting after a full code starts again. */
export function nextCode(before: string, typed: string, digits: number): string {
  const found = typed.replace(/\D/g, '');
  const overFull = before.length === digits && found.length > digits && found.startsWith(before);
  return (overFull ? found.slice(digits) : found).slice(0, digits);
}
