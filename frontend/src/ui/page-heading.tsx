import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

let firstPage = true;

type Props = {
  /** What the document's title says; never a full AWS id. */
  title: string;
  children?: ReactNode;
  className?: string | undefined;
};

/**
 * The one h1 of a page. A new page or step is announced by moving the focus here; at the first load the browser's own
 * place is left alone, and so is whoever is in an open menu when a page changes by itself.
 */
export function PageHeading({ title, children, className }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (firstPage) {
      firstPage = false;
      return;
    }
    const active = document.activeElement;
    if (active?.closest('[data-open-menu]')) return;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, []);

  return (
    <>
      <title>{`${title} · ${t('brand')}`}</title>
      <h1 ref={heading} tabIndex={-1} className={className}>
        {children ?? title}
      </h1>
    </>
  );
}
