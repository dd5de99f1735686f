import type { ReactNode } from 'react';
import { Button } from '../button';
import { Icon } from '../icon';

type Props = {
  busy: boolean;
  busyText: string;
  size?: 'sm' | 'md' | 'lg';
  variant?: 'filled' | 'outline';
  type?: 'submit' | 'button';
  id?: string;
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
  onClick,
  children,
}: Props) {
  return (
    <Button
      {...(id ? { id } : {})}
      type={type}
      size={size}
      variant={variant}
      aria-disabled={busy || undefined}
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
