import type { ComponentProps } from 'react';
import classes from './button.module.css';

type Look = {
  /** One filled button a page; outline: the others; text: back; danger: what destroys. */
  variant?: 'filled' | 'outline' | 'text' | 'danger';
  size?: 'sm' | 'md' | 'lg';
};

/** The look of a button, for links that lead on as buttons do. */
export function buttonClass({ variant = 'filled', size = 'md' }: Look = {}, more?: string): string {
  return [classes.button, classes[variant], classes[size], more].filter(Boolean).join(' ');
}

export function Button({ variant, size, className, type = 'button', ...props }: ComponentProps<'button'> & Look) {
  return (
    <button
      {...props}
      type={type}
      className={buttonClass({ ...(variant ? { variant } : {}), ...(size ? { size } : {}) }, className)}
    />
  );
}
