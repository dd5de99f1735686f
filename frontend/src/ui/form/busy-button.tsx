import type { ReactNode } from 'react';
import { Button } from '../button';
import { Icon } from '../icon';

type Props = {
  busy: boolean;
  busyText: string;
  size?: 'sm' | 'md' | 'lg';
  variant?: 'filled' | 'outline' | 'danger';
  type?: 'submit' | 'button';
  id?: string;
  /** The id of the reason why it is not to be used yet. It may be pressed all the same, to see what is missing. */
  waitsFor?: string;
  onClick?: () => void;
  children: ReactNode;
};

/**
 * A button that says what it does while it does it, and takes no second click meanwhile. It is not `disabled` then: a
 * disabled button loses the focus.
 */
export function BusyButton({
  busy,
  busyText,
  type = 'submit',
  size = 'lg',
  variant = 'filled',
  id,
  waitsFor,
  onClick,
  children,
}: Props) {
  return (
    <Button
      {...(id ? { id } : {})}
      type={type}
      size={size}
      variant={variant}
      aria-disabled={busy || waitsFor !== undefined || undefined}
      aria-describedby={waitsFor}
      data-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy ? <Icon name="clock" /> : null}
      {busy ? busyText : children}
    </Button>
  );
}
