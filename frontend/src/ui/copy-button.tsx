import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './announce';
import { Icon } from './icon';

const SHOWN_MILLIS = 4_000;

/** Copies, says so on itself and to a screen reader, and says so as well when the browser does not allow it. */
export function CopyButton({
  text,
  label,
  className,
  children,
}: {
  text: string;
  label?: string;
  className?: string | undefined;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MILLIS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(t('ui.copied'));
    } catch {
      announce(t('ui.copyFailed'));
    }
  }

  return (
    <button type="button" className={className} aria-label={label} onClick={() => void copy()}>
      <Icon name={copied ? 'check' : 'copy'} size={18} />
      {children ? <span>{copied ? t('ui.copied') : children}</span> : null}
    </button>
  );
}
